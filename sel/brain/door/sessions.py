"""The conversations of a running brain for another process: listed, shown, found, changed.

Changes go the way a face's command goes, so that screens hear of them.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

from sel.brain.door.wire import plain
from sel.errors import SelError
from sel.event_json import from_json, to_json
from sel.events import Command, MessageView
from sel.session_events import (
    DeleteSession,
    FoundView,
    MarkSession,
    RenameSession,
    SessionView,
)

Answerer = Callable[[Mapping[str, Any]], Awaitable[dict[str, Any]]]
Change = DeleteSession | MarkSession | RenameSession
"""What may be done from elsewhere."""


class Conversations(Protocol):
    """What is asked at the door: as `tui.session_port.SessionsPort` has it, and `submit`."""

    async def sessions(self) -> Sequence[SessionView]:
        """All of them, the pinned first, then the one changed last."""
        ...

    async def session_messages(self, session: str) -> Sequence[MessageView]:
        """The branch of a conversation that was shown last. Raises `SelError`."""
        ...

    async def find(self, words: str, limit: int = 50) -> FoundView:
        """Messages of any conversation with these words."""
        ...

    async def turns_quoting(self, memories: Sequence[str]) -> int:
        """How many turns would go where these memories, by their ids, are forgotten."""
        ...

    async def submit(self, command: Command) -> str:
        """Rename, mark or delete one: done when it returns. Raises `SelError`."""
        ...


class SessionsDoor:
    """Answers what begins with "sessions"; `answers` goes into `control.serving`'s `more`."""

    def __init__(self, said: Conversations) -> None:
        self._said = said

    def answers(self) -> Mapping[str, Answerer]:
        """What `sel sessions` asks for."""
        return {
            "sessions list": self._list,
            "sessions show": self._show,
            "sessions find": self._find,
            "sessions quoting": self._quoting,
            "sessions change": self._change,
        }

    async def _list(self, _: Mapping[str, Any]) -> dict[str, Any]:
        return {"rows": plain(list(await self._said.sessions()))}

    async def _show(self, question: Mapping[str, Any]) -> dict[str, Any]:
        return {"messages": plain(list(await self._said.session_messages(question["session"])))}

    async def _find(self, question: Mapping[str, Any]) -> dict[str, Any]:
        words, limit = str(question["words"]), int(question["limit"])
        return {"found": plain(await self._said.find(words, limit))}

    async def _quoting(self, question: Mapping[str, Any]) -> dict[str, Any]:
        return {"turns": await self._said.turns_quoting([str(id) for id in question["memories"]])}

    async def _change(self, question: Mapping[str, Any]) -> dict[str, Any]:
        command = from_json(json.dumps(question["command"]))
        if not isinstance(command, Change):
            raise SelError("That cannot be done with a conversation from elsewhere.")
        await self._said.submit(command)
        return {"done": True}


def asked(command: Change) -> dict[str, Any]:
    """The question that has this done."""
    return {"ask": "sessions change", "command": json.loads(to_json(command))}
