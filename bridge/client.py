"""SEL's client of Discord: what arrives is handed on at once, and nothing is done with it here.

Loads discord.py, so it is imported once the bridge is switched on.
"""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import discord
from discord.ext import commands

from bridge.missed import Newest

if TYPE_CHECKING:
    import aiohttp

PREFIX = "!"
"""Before the few words that are obeyed without a slash (`!memsvg`)."""

LATE_MESSAGES = 50
"""Messages of a channel that are looked at after a gap: nobody waits for an answer to more."""


class Listener(Protocol):
    """What is told of what arrives. None of it may wait for the mind."""

    def came(self, client: AnyClient) -> None:
        """It is connected and knows its servers: for the first time, or after a login anew."""

    def resumed(self, client: AnyClient) -> None:
        """A connection that was lost is back, and what was missed was sent again."""

    def lost(self) -> None:
        """A connection was lost; the library is mending it."""

    def said(self, message: discord.Message) -> None:
        """Somebody said something."""

    def changed(self, message: discord.Message) -> None:
        """A message has other words now."""

    def deleted(self, ids: Sequence[int]) -> None:
        """Messages are gone."""

    def reacted(self, reaction: discord.RawReactionActionEvent) -> None:
        """Somebody put an emoji to a message."""

    def moved(
        self, member: discord.Member, before: discord.VoiceState, after: discord.VoiceState
    ) -> None:
        """Somebody came to a voice channel, left it or was moved."""

    def places_changed(self) -> None:
        """SEL was invited to a server, or left one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How a client goes to Discord.

    `shards`: connections, 0 for as many as Discord advises. `shard_ids`: those of this process,
    empty for all. `connector`: None for the usual one. `trace` watches the calls. `set_up` is
    called once it is logged in and before anything arrives.
    """

    shards: int = 1
    shard_ids: tuple[int, ...] = ()
    proxy: str = ""
    connector: aiohttp.BaseConnector | None = None
    trace: aiohttp.TraceConfig | None = None
    set_up: Callable[[AnyClient], Awaitable[None]] | None = field(default=None)


def intents() -> discord.Intents:
    """What SEL asks Discord for: everything usual, and what is said."""
    wanted = discord.Intents.default()
    wanted.message_content = True
    wanted.typing = False
    return wanted


class _Hearing:
    """What both kinds of client have in common; each callback hands on and returns."""

    listener: Listener
    ways: Ways

    async def setup_hook(self: AnyClient) -> None:  # type: ignore[misc]
        """Called by the library after the login."""
        if self.ways.set_up is not None:
            await self.ways.set_up(self)

    async def run_with(self: AnyClient, token: str) -> None:  # type: ignore[misc]
        """Be connected until it is over."""
        async with self:
            await self.start(token)

    async def on_ready(self: AnyClient) -> None:  # type: ignore[misc]
        """All servers are known."""
        self.listener.came(self)

    async def on_resumed(self: AnyClient) -> None:  # type: ignore[misc]
        """The session goes on."""
        self.listener.resumed(self)

    async def on_disconnect(self) -> None:
        """The line broke."""
        self.listener.lost()

    async def on_message(self, message: discord.Message) -> None:
        """A message, anybody's."""
        self.listener.said(message)

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        """A message was changed, or Discord put a preview of a page to it."""
        if event.message.edited_at is not None:
            self.listener.changed(event.message)

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """A message is gone."""
        self.listener.deleted([event.message_id])

    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """Many are, at once."""
        self.listener.deleted(sorted(event.message_ids))

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        """An emoji was put to a message."""
        self.listener.reacted(event)

    async def on_voice_state_update(
        self, member: discord.Member, before: discord.VoiceState, after: discord.VoiceState
    ) -> None:
        """Somebody moved between voice channels."""
        self.listener.moved(member, before, after)

    async def on_guild_join(self, _: discord.Guild) -> None:
        """SEL was invited."""
        self.listener.places_changed()

    async def on_guild_available(self, _: discord.Guild) -> None:
        """A server is there (again)."""
        self.listener.places_changed()

    async def on_guild_remove(self, _: discord.Guild) -> None:
        """SEL had to leave."""
        self.listener.places_changed()


class SelClient(_Hearing, commands.Bot):
    """One connection."""


class SelShards(_Hearing, commands.AutoShardedBot):
    """Several connections, for very many servers."""


AnyClient: TypeAlias = SelClient | SelShards


def make(listener: Listener, ways: Ways) -> AnyClient:
    """A new client, not yet connected; made in the loop."""
    options: dict[str, Any] = {
        "command_prefix": PREFIX,
        "help_command": None,
        "intents": intents(),
        "allowed_mentions": discord.AllowedMentions.none(),
        "max_messages": None,  # nobody's words are kept that nobody reads
        "chunk_guilds_at_startup": False,
        "proxy": ways.proxy or None,
        "connector": ways.connector,
        "http_trace": ways.trace,
    }
    if ways.shards == 1:
        client: AnyClient = SelClient(**options)
    else:
        options["shard_count"] = ways.shards or None
        options["shard_ids"] = list(ways.shard_ids) or None
        client = SelShards(**options)
    client.listener, client.ways = listener, ways
    return client


def newest(client: AnyClient) -> Iterator[Newest]:
    """When something was said last in each channel of a server, as Discord told at the login."""
    for guild in client.guilds:
        places: list[discord.TextChannel | discord.VoiceChannel | discord.Thread]
        places = [*guild.text_channels, *guild.voice_channels, *guild.threads]
        for channel in places:
            if channel.last_message_id:
                yield Newest(channel.id, seconds_of(channel.last_message_id))


def seconds_of(snowflake: int) -> float:
    """When something with this id was made, in Unix seconds."""
    return discord.utils.snowflake_time(snowflake).timestamp()


async def late(client: AnyClient, channel_id: int, since: float) -> AsyncIterator[discord.Message]:
    """What was said on a channel since then, oldest first; nothing where SEL may not look."""
    try:
        channel = client.get_channel(channel_id) or await client.fetch_channel(channel_id)
        if not isinstance(channel, discord.abc.Messageable):
            return
        after = discord.Object(discord.utils.time_snowflake(_moment(since)))
        found = [one async for one in channel.history(limit=LATE_MESSAGES, after=after)]
    except (discord.Forbidden, discord.NotFound):
        return
    for one in sorted(found, key=lambda message: message.id):
        yield one


def _moment(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)
