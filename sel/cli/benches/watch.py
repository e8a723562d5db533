"""Listens to a brain and keeps what the benchmarks ask about: when what came, and how it ended."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from dataclasses import dataclass, field

from sel.brain.mixture import MixtureBrain
from sel.bus import Subscription
from sel.errors import SelError
from sel.events import (
    EngineChanged,
    Event,
    SendMessage,
    Snapshot,
    TextArrived,
    TurnEnded,
    TurnFailed,
    TurnFinished,
)


@dataclass(slots=True)
class Seen:
    """One turn as a face sees it. Times are of `time.perf_counter`."""

    sent: float
    first: float = 0.0
    last: float = 0.0
    ending: TurnEnded | None = None
    over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def finished(self) -> TurnFinished:
        """How it ended. Raises `SelError` when it did not end well."""
        if isinstance(self.ending, TurnFinished):
            return self.ending
        title = self.ending.error.title if isinstance(self.ending, TurnFailed) else "it was stopped"
        raise SelError(f"A turn of the benchmark failed: {title}")

    @property
    def wait(self) -> float:
        """Seconds from sending to the first text."""
        return self.first - self.sent

    @property
    def speed(self) -> float:
        """Tokens per second between the first text and the last."""
        return (self.finished.stats.made_tokens - 1) / (self.last - self.first)


class Watch:
    """Sends messages to a brain and sees what becomes of them."""

    def __init__(self, brain: MixtureBrain) -> None:
        self.brain = brain
        self._subscription: Subscription = brain.subscribe()
        self._turns: dict[str, Seen] = defaultdict(lambda: Seen(time.perf_counter()))
        self._ready = asyncio.Event()
        self._task = asyncio.create_task(self._listen(), name="bench:watch")

    async def _listen(self) -> None:
        async for event in self._subscription:
            self._see(event, time.perf_counter())

    def _see(self, event: Event, now: float) -> None:
        if isinstance(event, TextArrived):
            seen = self._turns[event.turn_id]
            seen.first, seen.last = seen.first or now, now
        elif isinstance(event, TurnEnded):
            seen = self._turns[event.turn_id]
            seen.ending = event
            seen.over.set()
        elif isinstance(event, EngineChanged | Snapshot) and event.engine.state == "ready":
            self._ready.set()

    def turns(self, channel: str) -> list[Seen]:
        """The turns of a channel so far, in order, whoever sent their messages."""
        return [seen for id, seen in self._turns.items() if id.rpartition("-")[0] == channel]

    async def ready(self) -> None:
        """Wait for the engine."""
        await self._ready.wait()

    async def send(self, text: str, channel: str) -> Seen:
        """Send a message; the turn, perhaps not over yet."""
        sent = time.perf_counter()
        turn_id = await self.brain.submit(SendMessage(text=text, channel=channel))
        self._turns[turn_id].sent = sent
        return self._turns[turn_id]

    async def say(self, text: str, channel: str) -> Seen:
        """Send a message and wait for the end of its turn."""
        seen = await self.send(text, channel)
        await seen.over.wait()
        return seen

    async def stop(self) -> None:
        """Listen no more."""
        self._subscription.close()
        await self._task
