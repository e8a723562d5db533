"""The conversations of a running brain for another process: listed, shown, found, changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

from sel.events import Command, MessageView
from sel.session_events import FoundView, SessionView

Answerer = Callable[[Mapping[str, Any]], Awaitable[dict[str, Any]]]


class Conversations(Protocol):
    """What is asked at the door; `tui.session_port.SessionsPort` and `submit`."""

    async def sessions(self) -> Sequence[SessionView]:
        """All of them, the pinned first, then the one changed last."""
        ...

    async def session_messages(self, session: str) -> Sequence[MessageView]:
        """The branch of a conversation that was shown last. Raises `SelError`."""
        ...

    async def find(self, words: str, limit: int = 50) -> FoundView:
        """Messages of any conversation with these words."""
        ...

    async def submit(self, command: Command) -> str:
        """Rename, mark or delete one; done when it returns. Raises `SelError`."""
        ...


class SessionsDoor:
    """Answers what begins with "sessions"; `answers` goes into `control.serving`'s `more`."""

    def __init__(self, said: Conversations) -> None:
        self._said = said

    def answers(self) -> Mapping[str, Answerer]:
        """What `sel sessions` asks for."""
        raise NotImplementedError
