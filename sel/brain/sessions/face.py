"""What a brain tells of its conversations; faces know it as `SessionsPort`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sel.brain.sessions.listing import branches
from sel.events import MessageView
from sel.session_events import BranchView, FoundView, SessionView

if TYPE_CHECKING:
    from sel.brain.sessions.sessions import Sessions


class SessionsFace:
    """The conversations there are, and the tree of the one at the desk. All of it raises
    `SelError` where it cannot."""

    conversations: Sessions

    def session(self) -> SessionView:
        """The conversation at the desk."""
        return self.conversations.view()

    async def sessions(self) -> Sequence[SessionView]:
        """All of them, the pinned first, then the one changed last."""
        return await self.conversations.rows()

    async def session_messages(self, session: str) -> Sequence[MessageView]:
        """The branch of a conversation that was shown last."""
        return await self.conversations.messages(session)

    async def find(self, words: str, limit: int = 50) -> FoundView:
        """Messages of any conversation with these words; "…" is a phrase."""
        return await self.conversations.finding.find(words, limit)

    async def turns_quoting(self, memories: Sequence[str]) -> int:
        """How many turns of all conversations would go where these memories are forgotten."""
        return await self.conversations.turns_quoting(memories)

    def branches(self) -> Sequence[BranchView]:
        """The tree of the conversation at the desk."""
        return branches(self.conversations.now.tree)
