"""Showing that SEL is typing, until there is something to read."""

from __future__ import annotations

import asyncio

from bridge.replies.pace import TYPING_SECONDS
from bridge.replies.ports import Place
from sel.errors import BridgeError
from sel.tasks import Stage, TaskOwner


class Typing:
    """The sign in one channel, for one reply."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._tasks = TaskOwner("typing")
        self._on = False

    def start(self) -> None:
        """Show it now, and again before it fades; again does nothing, also after `stop`."""
        if not self._on:
            self._on = True
            self._tasks.start(self._keep(), "sign", Stage.OUTPUT)

    async def stop(self) -> None:
        """Show it no longer than it lasts."""
        self._on = True
        await self._tasks.stop()

    async def _keep(self) -> None:
        while True:
            try:
                await self._place.typing()
            except BridgeError:  # only a sign: whether one may write is seen when one writes
                return
            await asyncio.sleep(TYPING_SECONDS)
