"""What the mind should know of and not answer: told in order, and never in anybody's way."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from bridge.ears.earlier import earlier
from bridge.ears.room import Room
from sel.errors import SelError
from sel.events import Command
from sel.tasks import Stage, TaskOwner

if TYPE_CHECKING:
    import discord

    from bridge.ports import Mind

log = logging.getLogger(__name__)

AT_ONCE = 4
"""Channels whose history is read at the same time."""


class Telling:
    """Tells the mind what was said before (once per channel), then what is overheard."""

    def __init__(self, mind: Mind, history: int) -> None:
        self._mind, self._history = mind, history
        self._tasks = TaskOwner("bridge telling")
        self._reading = asyncio.Semaphore(AT_ONCE)

    def put(self, room: Room, command: Command) -> None:
        """Tell this, after all that went before on the channel."""
        room.told.append(command)
        if room.seed is None or room.seed.done():
            room.seed = self._tasks.start(self.flush(room), "overheard", Stage.BACKGROUND)

    def begin(self, room: Room, message: discord.Message | None) -> None:
        """Something is said on a channel; what was said before is told, if it was not yet."""
        if room.seed is None and message is not None and self._history > 0:
            room.seed = self._tasks.start(self._seed(room, message), "earlier", Stage.BACKGROUND)

    async def settled(self, room: Room, seconds: float) -> None:
        """Wait until the mind knows what went before, but no longer than this."""
        if room.seed is not None:
            await asyncio.wait([room.seed], timeout=seconds)
        await self.flush(room)

    async def flush(self, room: Room) -> None:
        """Tell what waits."""
        while room.told:
            await self._tell(room.told.popleft())

    async def stop(self) -> None:
        """Tell no more."""
        await self._tasks.stop()

    async def _seed(self, room: Room, message: discord.Message) -> None:
        async with self._reading:
            for command in await earlier(message, self._history):
                await self._tell(command)
        await self.flush(room)

    async def _tell(self, command: Command) -> None:
        try:
            await self._mind.submit(command)
        except SelError as error:
            log.info("the mind took no notice: %s", error)
