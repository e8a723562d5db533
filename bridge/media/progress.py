"""How far SEL is with listening, told in one line that changes and goes; not for what is quick."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import TYPE_CHECKING

from sel.tasks import TaskOwner

if TYPE_CHECKING:
    import discord

log = logging.getLogger(__name__)

Tell = Callable[[str], Awaitable[None]]
"""Shows a line in the channel, the next one in its place; "" takes it away. Never raises."""

AFTER = 2.0
"""Seconds before anything is told."""
EVERY = 2.5
"""Seconds between two edits: half of what Discord lets a channel have, the reply needs the rest."""


class Progress:
    """Tells through `tell` while an `async with` lasts. `name` is what is listened to, as people
    read it; `share` how far it is, 0..1."""

    def __init__(
        self, tell: Tell, name: str, *, after: float = AFTER, every: float = EVERY
    ) -> None:
        self._tell, self._name = tell, name
        self._after, self._every = after, every
        self._over = asyncio.Event()
        self._tasks = TaskOwner("progress")
        self._task: asyncio.Task[None] | None = None
        self.share = 0.0

    def reached(self, share: float) -> None:
        """It is so far, 0..1."""
        self.share = min(max(share, self.share), 1.0)

    async def __aenter__(self) -> Progress:
        self._task = self._tasks.start(self._live(), "line")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        if self._task is not None:  # in the middle of a write it must learn which line to take away
            await asyncio.shield(self._task)

    async def _live(self) -> None:
        shown = ""
        pause = self._after
        while not await self._ended(pause):
            pause = self._every
            line = self._line()
            if line != shown:
                await self._tell(line)
                shown = line
        if shown:
            await self._tell("")

    async def _ended(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._over.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def _line(self) -> str:
        done = f" {self.share:.0%}" if self.share else ""
        return f"Listening to {self._name} …{done}"


class Line:
    """A `Tell` over a channel of Discord's library: one message, edited, then deleted."""

    def __init__(self, channel: discord.abc.Messageable) -> None:
        self._channel = channel
        self._message: discord.Message | None = None

    async def __call__(self, text: str) -> None:
        """Show it; a refusal costs the line, and nothing else."""
        import discord

        from bridge.trouble import TROUBLE

        try:
            if not text:
                message, self._message = self._message, None
                if message is not None:
                    await message.delete()
            elif self._message is None:
                self._message = await self._channel.send(
                    text, allowed_mentions=discord.AllowedMentions.none(), silent=True
                )
            else:
                await self._message.edit(content=text)
        except TROUBLE as error:
            log.info("the line of progress was refused: %s", type(error))
