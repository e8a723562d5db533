"""How `sel bridge` tells what it does: one status line, lines, or JSON; nobody's words in any.

What a service prints ends in its journal, on disk. So neither messages nor names of people and
channels are printed, in no form.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any, Protocol, TextIO

from sel.bridge_events import BridgeChanged, BridgeView
from sel.cli.bridged import figures
from sel.cli.plain import safe
from sel.events import (
    DESK,
    EngineChanged,
    Event,
    NoticeGiven,
    TurnEnded,
    TurnFailed,
    TurnFinished,
    TurnSilenced,
    TurnStarted,
)

CLEAR = "\r\x1b[K"
"""Back to the start of the line, and empty it."""


class Printer(Protocol):
    """Shows what happens."""

    def show(self, event: Event) -> None:
        """Show one event, if it is one to be shown."""

    def say(self, text: str) -> None:
        """Something that is no event."""

    def end(self) -> None:
        """There is no more to show."""


class JsonPrinter:
    """One object a line."""

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self._out, self._err = out, err
        self._last: dict[str, Any] | None = None

    def show(self, event: Event) -> None:
        """The event without anybody's words; the bridge's only where something is new."""
        plain = wordless(event)
        if plain is None:
            return
        if isinstance(event, BridgeChanged):
            if plain == self._last:
                return
            self._last = plain
        stamp = {"type": type(event).__name__, "at": round(event.at, 3)}
        print(json.dumps({**stamp, **plain}), file=self._out, flush=True)

    def say(self, text: str) -> None:
        """Kept off stdout."""
        print(safe(text), file=self._err, flush=True)

    def end(self) -> None:
        """Programs need no farewell."""


class LinePrinter:
    """A line when something changes, for logs and pipes; on a terminal one line that changes."""

    def __init__(self, out: TextIO, *, live: bool, columns: int = 80) -> None:
        """`columns` of the terminal, if it is `live`: a line that wraps could not be changed."""
        self._out, self._live, self._columns = out, live, columns
        self._view = BridgeView()
        self._engine = ""
        self._said = ""
        self._answers = 0

    def show(self, event: Event) -> None:
        """Take an event in, and say what is new."""
        match event:
            case BridgeChanged():
                self._see(event.bridge)
            case TurnFinished() if event.channel != DESK:
                self._answers += 1
            case EngineChanged():
                self._engine = event.engine.state
            case NoticeGiven() if event.channel == DESK and event.level != "info":
                self.say(f"{event.title} {event.hint}".strip())
            case _:
                return
        self._draw()

    def say(self, text: str) -> None:
        """A line that stays."""
        start = CLEAR if self._live else ""
        print(f"{start}{safe(text)}", file=self._out, flush=True)
        self._said = ""

    def end(self) -> None:
        """Leave the last status standing."""
        if self._live:
            print(file=self._out, flush=True)

    def _see(self, view: BridgeView) -> None:
        """A sentence about the bridge stays on a terminal: it may be a link, and longer than it."""
        if self._live and view.detail not in ("", self._view.detail):
            self.say(view.detail)
        self._view = view

    def _draw(self) -> None:
        text = status(self._view, self._engine, self._answers if self._live else None)
        if text == self._said:
            return
        self._said = text
        if self._live:
            print(f"{CLEAR}{safe(text)[: self._columns - 1]}", end="", file=self._out, flush=True)
        else:
            print(safe(text), file=self._out, flush=True)


def status(view: BridgeView, engine: str, answers: int | None) -> str:
    """How the bridge is, in a line. `answers` counts replies, for a line that changes: None leaves
    out what always moves, and tells what is said of the bridge besides."""
    parts = [f"Discord: {view.state}"]
    if view.state == "ready":
        parts.append(_counted(view.guilds, "server"))
        if view.shards > 1:
            parts.append(f"{view.shards} connections")
    if engine and engine != "ready":
        parts.append(f"model: {engine}")
    if answers is not None and view.state == "ready":
        parts.append(f"{_counted(answers, 'reply', 'replies')}")
        parts.append(f"{sum(place.waiting for place in view.places)} waiting")
        parts.append(f"{view.latency * 1000:.0f} ms")
    if view.detail and answers is None:
        parts.append(view.detail)
    return " · ".join(parts)


def wordless(event: Event) -> dict[str, Any] | None:
    """What of an event may be written anywhere; None for one that is not told."""
    if isinstance(event, BridgeChanged):
        return figures(event.bridge)
    if isinstance(event, EngineChanged):
        return {"state": event.engine.state, "role": event.engine.role}
    if not isinstance(event, TurnStarted | TurnEnded):
        return None
    return {"channel": event.channel, "turn_id": event.turn_id, **_of_turn(event)}


def _of_turn(event: Event) -> dict[str, Any]:
    """What is told of a turn besides where it is."""
    match event:
        case TurnStarted():
            return {"messages": event.messages}
        case TurnFinished():
            return {"stats": dataclasses.asdict(event.stats)}
        case TurnSilenced():
            return {"reason": event.reason}
        case TurnFailed():
            return {"error": event.error.kind}
        case _:
            return {}


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
