"""No conversations but one that has just begun, for brains that are only looked at or measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sel.events import MessageView
    from sel.session_events import BranchView, FoundView, SessionView


class BlankSessions:
    """One conversation, in which nothing was said."""

    def session(self) -> SessionView:
        """One that has just begun."""
        from sel.session_events import SessionView

        return SessionView(id="now")

    async def sessions(self) -> Sequence[SessionView]:
        """That one."""
        return (self.session(),)

    async def session_messages(self, session: str) -> Sequence[MessageView]:  # noqa: ARG002
        """Nothing was said."""
        return ()

    async def find(self, words: str, limit: int = 50) -> FoundView:  # noqa: ARG002
        """Nothing is found."""
        from sel.session_events import FoundView

        return FoundView()

    async def turns_quoting(self, memories: Sequence[str]) -> int:  # noqa: ARG002
        """Nothing was said."""
        return 0

    def branches(self) -> Sequence[BranchView]:
        """There are none."""
        return ()
