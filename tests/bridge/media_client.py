"""A Discord client of a test's own, which keeps what it is told; an unmodified library."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import discord
from double import Double


class Sel(discord.Client):
    """Keeps what it is told."""

    def __init__(self, double: Double) -> None:
        intents = discord.Intents.default()
        intents.message_content = True
        super().__init__(intents=intents, connector=double.connector(), guild_ready_timeout=0.0)
        self.said: asyncio.Queue[discord.Message] = asyncio.Queue()

    async def on_message(self, message: discord.Message) -> None:
        if message.author != self.user:
            self.said.put_nowait(message)

    async def next(self) -> discord.Message:
        return await asyncio.wait_for(self.said.get(), 30.0)


@contextlib.asynccontextmanager
async def online(double: Double) -> AsyncIterator[Sel]:
    client = Sel(double)
    running = asyncio.create_task(client.start(double.token))
    try:
        await double.until(client.is_ready)
        yield client
    finally:
        await client.close()
        await asyncio.gather(running, return_exceptions=True)
