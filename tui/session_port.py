"""What the face asks of a brain's conversations. All of it raises `SelError` where it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sel.events import MessageView
    from sel.session_events import BranchView, FoundView, SessionView


class SessionsPort(Protocol):
    """The conversations there are, and the tree of the one at the desk."""

    def session(self) -> SessionView:
        """The conversation at the desk."""
        ...

    async def sessions(self) -> Sequence[SessionView]:
        """All of them, the pinned first, then the one changed last; archived ones, too."""
        ...

    async def session_messages(self, session: str) -> Sequence[MessageView]:
        """The branch of a conversation that was shown last."""
        ...

    async def find(self, words: str, limit: int = 50) -> FoundView:
        """Messages of any conversation with these words; "…" in quotes is a phrase."""
        ...

    async def turns_quoting(self, memories: Sequence[str]) -> int:
        """How many turns of all conversations would go where these memories, by their ids, are
        forgotten."""
        ...

    def branches(self) -> Sequence[BranchView]:
        """The tree of the conversation at the desk."""
        ...
