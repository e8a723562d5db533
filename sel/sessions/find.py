"""Finding words in conversations: a full-text index in RAM. Thread-safe."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sel.session_events import FoundView, SessionView
from sel.sessions.tree import Node


class Finder:
    """The index. `whole` is False while `fill` has not read everything."""

    def __init__(self, *, whole: bool = True) -> None:
        self.whole = whole

    def add(self, row: SessionView, node: Node) -> None:
        """A turn that is new or changed."""
        raise NotImplementedError

    def name(self, row: SessionView) -> None:
        """A conversation has another title."""
        raise NotImplementedError

    def drop(self, session: str, ids: Collection[str] | None = None) -> None:
        """These turns are gone, or the whole conversation."""
        raise NotImplementedError

    def fill(self, source: Iterator[tuple[SessionView, Node]], most: int = 200) -> bool:
        """Add the next turns of `Shelf.texts`; False once there are no more, then it is `whole`.
        Turns that were added or dropped meanwhile stay as they are."""
        raise NotImplementedError

    def find(self, words: str, limit: int = 50) -> FoundView:
        """Messages with all these words, best first; "…" is a phrase, the last word may go on."""
        raise NotImplementedError
