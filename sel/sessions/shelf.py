"""The conversations that are kept, in one folder. Synchronous and thread-safe; reads no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sel.events import MessageView
from sel.session_events import SessionView
from sel.sessions.tree import Node, Tree

Holds = Callable[[str, Sequence[str]], bool]
"""Whether a text holds one of these words (`sel.prompt.forgotten.holds`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A conversation as it was kept. `notices` are sentences about what of it was lost."""

    row: SessionView
    tree: Tree
    state: dict[str, Any] = field(default_factory=dict)
    notices: tuple[str, ...] = ()


class Shelf:
    """All conversations. Nothing is on disk before the first `keep`. Raises `StoreError`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def rows(self) -> list[SessionView]:
        """All of them, the pinned first, then the one changed last."""
        raise NotImplementedError

    def keep(
        self,
        row: SessionView,
        nodes: Sequence[Node],
        head: str,
        state: Mapping[str, object] | None = None,
    ) -> None:
        """Keep these turns, new or changed, and where the conversation stands."""
        raise NotImplementedError

    def partial(
        self,
        session: str,
        turn_id: str,
        parent: str,
        messages: tuple[MessageView, ...],
        text: str,
    ) -> None:
        """Keep what there is of the reply under way; the `keep` of its turn takes its place."""
        raise NotImplementedError

    def drop_partial(self, session: str) -> None:
        """Keep nothing of replies under way whose turns were never kept."""
        raise NotImplementedError

    def mark(self, row: SessionView) -> None:
        """Keep another title, or whether it is pinned or archived."""
        raise NotImplementedError

    def load(self, session: str) -> Loaded:
        """A conversation, a reply that was under way as one that was interrupted."""
        raise NotImplementedError

    def rewrite(
        self, session: str, tree: Tree, row: SessionView, state: Mapping[str, object] | None = None
    ) -> None:
        """Keep just this of a conversation: nothing of the old bytes remains."""
        raise NotImplementedError

    def delete(self, session: str) -> dict[str, int]:
        """Delete one; how many "sessions", "turns" and "messages" went."""
        raise NotImplementedError

    def forget(self, words: Sequence[str], holds: Holds) -> dict[str, int]:
        """Drop every turn that holds the words; how many "turns" went, and how many "sessions" of
        which nothing was left."""
        raise NotImplementedError

    def erase(self, person: str) -> int:
        """Delete every conversation in which this person spoke; how many."""
        raise NotImplementedError

    def erase_all(self) -> int:
        """Delete every conversation; how many."""
        raise NotImplementedError

    def texts(self) -> Iterator[tuple[SessionView, Node]]:
        """Every turn of every conversation, the one changed last first, for the index."""
        raise NotImplementedError
