"""Plain clients of discord.py for the tests of the double: nothing in the library is changed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord
from double import Double


def intents(*, content: bool = True, members: bool = False) -> discord.Intents:
    chosen = discord.Intents.default()
    chosen.message_content = content
    chosen.members = members
    return chosen


def usual(double: Double) -> dict[str, Any]:
    """How the clients of these tests are made."""
    return {
        "intents": intents(),
        "connector": double.connector(),
        "guild_ready_timeout": 0.02,
        "allowed_mentions": discord.AllowedMentions.none(),
    }


class Listener(discord.Client):
    """Keeps what it hears. `hurried`: does not wait 5 s before it identifies again."""

    def __init__(self, double: Double, *, hurried: bool = False, **settings: Any) -> None:
        super().__init__(**usual(double) | settings)
        self.hurried = hurried
        self.heard: list[discord.Message] = []
        self.events: list[str] = []

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        self.events.append("first" if initial else "again")
        if not self.hurried:
            await super().before_identify_hook(shard_id, initial=initial)

    async def on_socket_event_type(self, event: str) -> None:
        self.events.append(event)

    async def on_message(self, message: discord.Message) -> None:
        if message.author != self.user:
            self.heard.append(message)

    @property
    def texts(self) -> list[str]:
        return [message.content for message in self.heard]


@asynccontextmanager
async def online(client: discord.Client, double: Double) -> AsyncIterator[asyncio.Task[None]]:
    """The client, ready; its task ends with the block."""
    task = asyncio.create_task(client.start(double.token))
    await double.until(lambda: client.is_ready() or task.done(), seconds=60)
    if task.done():
        await task
    try:
        yield task
    finally:
        await client.close()
        with contextlib.suppress(Exception):
            await task


def text_channel(client: discord.Client, channel_id: int) -> discord.TextChannel:
    """A channel as the client knows it."""
    found = client.get_channel(channel_id)
    assert isinstance(found, discord.TextChannel)
    return found
