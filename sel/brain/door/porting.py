"""Conversations in and out of a running brain for another process: one exported, one taken in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from sel.brain.door.wire import plain
from sel.persona_events import TakenView

Answerer = Callable[[Mapping[str, Any]], Awaitable[dict[str, Any]]]


class Ports(Protocol):
    """What is asked at the door; `tui.porting_port.PortingPort`."""

    async def exported(self, session: str, kind: str) -> str:
        """A conversation as a file of a kind. Raises `SelError`."""
        ...

    async def take_in(self, file: str, *, keep: bool = True) -> TakenView:
        """Take a file in. Raises `SelError`."""
        ...


class PortingDoor:
    """Answers `sel export` and `sel import`; `answers` goes into `control.serving`'s `more`."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    def answers(self) -> Mapping[str, Answerer]:
        """By what is asked for."""
        return {"export": self._export, "import": self._import}

    async def _export(self, question: Mapping[str, Any]) -> dict[str, Any]:
        text = await self._ports.exported(str(question["session"]), str(question["kind"]))
        return {"text": text}

    async def _import(self, question: Mapping[str, Any]) -> dict[str, Any]:
        return {"taken": plain(await self._ports.take_in(str(question["file"])))}
