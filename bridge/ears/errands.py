"""Small things to be done on Discord that nobody waits for: bounded, and in order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING

from bridge.ears.incoming import Incoming
from sel.errors import SelError
from sel.tasks import Stage, TaskOwner

if TYPE_CHECKING:
    from bridge.ports import Answers

log = logging.getLogger(__name__)

MOST = 500
"""Errands that may wait; a new one is left out when there are so many."""


class Errands:
    """Runs errands one after another, away from whoever asks for them."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._waiting: asyncio.Queue[Callable[[], Awaitable[None]]] = asyncio.Queue(MOST)
        self._tasks = TaskOwner("bridge errands")
        self._withdrawing: dict[int, asyncio.Task[None]] = {}
        self._running = False

    def refuse(self, message: Incoming, sentence: str) -> None:
        """Have it said why a message is not answered."""
        self._put(lambda: self._answers.refuse(message, sentence))

    def withdraw(self, message_id: int, *, changed: bool) -> None:
        """Have a reply to a message taken back, or ended so that it can be written anew."""
        work = self._withdraw(message_id, changed)
        task = self._tasks.start(work, "withdraw", Stage.OUTPUT)
        self._withdrawing[message_id] = task
        task.add_done_callback(lambda _: self._withdrawing.pop(message_id, None))

    async def settled(self, ids: Iterable[int]) -> None:
        """Wait until replies to these that are being taken back are gone."""
        if tasks := [self._withdrawing[id_] for id_ in ids if id_ in self._withdrawing]:
            await asyncio.wait(tasks)

    def do(self, work: Callable[[], Awaitable[None]]) -> None:
        """Have something done beside the others; it raises nothing."""
        self._tasks.start(_awaited(work), "aside", Stage.OUTPUT)

    async def stop(self) -> None:
        """Do no more."""
        await self._tasks.stop()

    def _put(self, work: Callable[[], Awaitable[None]]) -> None:
        if self._waiting.full():
            log.warning("too many errands on Discord; one is left out")
            return
        self._waiting.put_nowait(work)
        if not self._running:
            self._running = True
            self._tasks.start(self._run(), "queue", Stage.OUTPUT)

    async def _run(self) -> None:
        while True:
            work = await self._waiting.get()
            await _tried(work)

    async def _withdraw(self, message_id: int, changed: bool) -> None:
        await _tried(lambda: self._answers.withdraw([message_id], changed=changed))


async def _tried(work: Callable[[], Awaitable[None]]) -> None:
    try:
        await work()
    except SelError as error:
        log.warning("an errand on Discord failed: %s", error)


async def _awaited(work: Callable[[], Awaitable[None]]) -> None:
    await work()
