"""What a brain tells of its conversations; faces know it as `SessionsPort`."""

from __future__ import annotations

from collections.abc import Sequence

from sel.events import MessageView
from sel.session_events import BranchView, FoundView, SessionView


class SessionsFace:
    """The conversations there are, and the tree of the one at the desk."""

    def session(self) -> SessionView:
        """The conversation at the desk."""
        return SessionView(id="now")

    async def sessions(self) -> Sequence[SessionView]:
        """All of them, the pinned first, then the one changed last."""
        return (self.session(),)

    async def session_messages(self, session: str) -> Sequence[MessageView]:  # noqa: ARG002
        """The branch of a conversation that was shown last."""
        return ()

    async def find(self, words: str, limit: int = 50) -> FoundView:  # noqa: ARG002
        """Messages of any conversation with these words."""
        return FoundView()

    def branches(self) -> Sequence[BranchView]:
        """The tree of the conversation at the desk."""
        return ()
