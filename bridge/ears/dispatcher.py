"""Which channel is answered next: at most ten at once, by urgency and by how long they wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from bridge.ears.inbox import Batch
from bridge.ears.room import Room
from sel.tasks import Stage, TaskOwner

AT_ONCE = 10
"""Channels that are answered at the same time (a figure of the systems SEL replaces)."""
MOST_CUTS = 2
"""Times in a row somebody may go on while SEL answers, and so begin the reply anew."""


class Dispatcher:
    """Takes batches out of the rooms' inboxes and has them answered. One batch a room at a
    time, unless those who are being answered go on: then the mind begins its reply anew."""

    def __init__(self, answer: Callable[[Room, Batch], Coroutine[Any, Any, None]]) -> None:
        self._answer = answer
        self._pending: dict[Room, None] = {}
        self._work: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._tasks = TaskOwner("bridge ears")
        self._running: asyncio.Task[None] | None = None

    def notice(self, room: Room) -> None:
        """Something waits there. The first call begins the work."""
        self._pending[room] = None
        self._wake.set()
        if self._running is None:
            self._running = self._tasks.start(self._run(), "dispatcher", Stage.INPUT)

    async def stop(self, seconds: float) -> None:
        """Begin nothing more; what is under way may end within so many seconds."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait([self._running])
        if self._work:
            await asyncio.wait(list(self._work), timeout=seconds)
        await self._tasks.stop()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            self._wake.clear()
            wait = self._begin(loop.time())
            try:
                async with asyncio.timeout(wait):
                    await self._wake.wait()
            except TimeoutError:
                continue

    def _begin(self, now: float) -> float | None:
        """Begin what can begin; seconds until something more can, None where only news help."""
        while len(self._work) < AT_ONCE:
            ready = [room for room, when in self._due() if when <= now]
            if not ready:
                return min((when - now for _, when in self._due()), default=None)
            self._start(max(ready, key=lambda room: room.inbox.weight(now)), now)
        return None

    def _due(self) -> list[tuple[Room, float]]:
        """The rooms where somebody may be answered, and when their batches are ready."""
        due: list[tuple[Room, float]] = []
        for room in list(self._pending):
            if not room.inbox:
                del self._pending[room]
            elif _free(room) and (when := room.inbox.due(_may_go_on(room))) is not None:
                due.append((room, when))
        return due

    def _start(self, room: Room, now: float) -> None:
        batch = room.inbox.take(now, _may_go_on(room))
        if batch is None:
            return
        room.cut_in = room.cut_in + 1 if room.busy else 0
        room.works += 1
        room.answering += batch.messages
        task = self._tasks.start(self._answer(room, batch), "answer", Stage.WORK)
        self._work.add(task)
        task.add_done_callback(partial(self._done, room, batch))

    def _done(self, room: Room, batch: Batch, task: asyncio.Task[None]) -> None:
        room.works -= 1
        room.answering = [one for one in room.answering if one not in batch.messages]
        self._work.discard(task)
        self._wake.set()


def _may_go_on(room: Room) -> frozenset[int]:
    """Who is being answered: they may cut in with more, nobody else. Empty where nobody is."""
    return frozenset(one.author_id for one in room.answering) if room.busy else frozenset()


def _free(room: Room) -> bool:
    """Whether something may begin there. Whoever cuts in again and again waits for a reply."""
    return not room.busy or (room.works == 1 and bool(room.answering) and room.cut_in < MOST_CUTS)
