"""SEL at work on Discord: a supervised client, the ears that hear what it hands on, and what was
missed. Loads discord.py; `bridge.bridge` imports it once the bridge is switched on."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import discord

from bridge import invite
from bridge.client import AnyClient, Ways, late, make, newest, seconds_of
from bridge.missed import TABLE as KNOWN
from bridge.missed import KnownChannels, Newest, worth_a_look
from bridge.parts import BridgeParts
from bridge.ports import Book, Mind
from bridge.sharing import run_shares
from bridge.supervisor import Supervisor
from bridge.syncing import TABLE as SYNCED
from bridge.syncing import sync_if_changed
from bridge.trouble import TROUBLE
from bridge.works import Works
from sel.bridge_events import BridgeState, BridgeView
from sel.errors import BridgeError, StoreError
from sel.observe.errors_told import told
from sel.observe.redaction import own
from sel.tasks import Stage, TaskOwner

if TYPE_CHECKING:
    Tell = Callable[[BridgeState, str], None]

log = logging.getLogger(__name__)


class Presence:
    """Hears what the client hands on (`bridge.client.Listener`), and is what the bridge owns."""

    def __init__(self, parts: BridgeParts, works: Works, changed: Callable[[], None]) -> None:
        """See `bridge.bridge.Open`."""
        self._parts, self._works, self._changed = parts, works, changed
        self._known = KnownChannels(works.book.table(KNOWN))
        self._client: AnyClient | None = None
        self._looking: asyncio.Task[None] | None = None
        self._tasks = TaskOwner("presence")
        self._tell: Tell = _nobody

    # ------------------------------------------------------------ for the bridge

    async def live(self, tell: Tell) -> BridgeError:
        """Be there until cancelled; returns only with a final error."""
        self._tell = tell
        await self._works.start()
        if self._parts.shards is None:
            return await self._supervised(())
        if (total := self._parts.settings.discord_shards) == 0:
            return BridgeError(
                "Several processes that share a Discord have to know into how many parts.",
                where="SEL_DISCORD_SHARDS",
                hint="Set it to the same number everywhere.",
            )
        return await run_shares(self._parts.shards(total), self._supervised, tell)

    async def _supervised(self, shard_ids: tuple[int, ...]) -> BridgeError:
        """Run these connections, or all of them."""

        def made() -> AnyClient:
            return self._made(shard_ids)

        return await Supervisor(make=made, token=self._parts.token, tell=self._tell).run()

    async def finish(self, seconds: float) -> None:
        """Take nothing new; replies come to their end within so many seconds, or are marked."""
        self._stop_looking()
        await self._works.finish(seconds)

    async def stop(self) -> None:
        """Let go of everything; again does nothing."""
        await self._tasks.stop()
        await self._works.stop()

    async def pause(self, channel: str, *, paused: bool) -> None:
        """Say nothing there, or speak again. Raises `StoreError` as the disk does."""
        await self._works.pause(channel, paused=paused)

    def view(self) -> BridgeView:
        """Name, servers, connections, latency and places."""
        client = self._client
        if client is None or client.user is None:
            return BridgeView(places=self._works.places())
        latency = client.latency
        return BridgeView(
            name=client.user.display_name,
            guilds=len(client.guilds),
            shards=len(client.shards) if hasattr(client, "shards") else 1,
            latency=latency if math.isfinite(latency) else 0.0,
            places=self._works.places(),
        )

    # ------------------------------------------------------------ clients

    def _made(self, shard_ids: tuple[int, ...]) -> AnyClient:
        settings, connector = self._parts.settings, self._parts.connector
        self._client = make(
            self,
            Ways(
                shards=settings.discord_shards,
                shard_ids=shard_ids,
                proxy=settings.discord_proxy,
                connector=connector() if connector else None,
                trace=self._works.buckets.trace(),
                set_up=self._set_up,
            ),
        )
        return self._client

    async def _set_up(self, client: AnyClient) -> None:
        """Commands and buttons; Discord is told of them beside the rest, since it may let wait."""
        # It may have connections that were another process's till now.
        self._known.take_in(await asyncio.to_thread(self._known.read))
        name = await self._works.set_up(client)
        self._tasks.start(self._sync(client, name), "sync", Stage.BACKGROUND)

    async def _sync(self, client: AnyClient, name: str) -> None:
        table = self._works.book.table(SYNCED)
        try:
            await sync_if_changed(name, client.tree.sync, client.application_id or 0, table)
        except (*TROUBLE, StoreError) as error:
            log.warning("commands not synced: %s", own(told(error)))

    # ------------------------------------------------------------ the line

    def came(self, client: AnyClient) -> None:
        """It is connected; what was said in between is looked up."""
        self._ready(client)
        self._look(client, newest(client))

    def resumed(self, client: AnyClient) -> None:
        """The line is back. What was missed was sent again, unless Discord lost it."""
        self._ready(client)
        self._look(client, ())

    def lost(self) -> None:
        """The line broke."""
        self._tell("reconnecting", "The connection to Discord broke; SEL takes it up again.")

    def places_changed(self) -> None:
        """There is a server more or less."""
        if self._client is not None and self._client.is_ready():
            self._ready(self._client)
        self._changed()

    def _ready(self, client: AnyClient) -> None:
        alone = "" if client.guilds else f"In no server yet: {invite.link(client.application_id)}"
        self._tell("ready", alone)

    # ------------------------------------------------------------ what is said

    def said(self, message: discord.Message) -> None:
        """Somebody said something."""
        self._works.said(message)
        if not message.author.bot:
            self._know(message)
        self._changed()

    def changed(self, message: discord.Message) -> None:
        """A message has other words now."""
        self._works.changed(message)

    def deleted(self, ids: Sequence[int]) -> None:
        """Messages are gone."""
        self._works.deleted(ids)

    def reacted(self, reaction: discord.RawReactionActionEvent) -> None:
        """Somebody put an emoji to a message."""
        self._works.reacted(reaction)

    def moved(
        self, member: discord.Member, before: discord.VoiceState, after: discord.VoiceState
    ) -> None:
        """Somebody moved between voice channels."""
        self._works.moved(member, before, after)

    def _know(self, message: discord.Message) -> None:
        """Look there after a gap, also after the next start."""
        write = self._known.heard(message.channel.id, seconds_of(message.id))
        if write is not None:
            self._tasks.start(_written(write), "known", Stage.BACKGROUND)

    # ------------------------------------------------------------ what was missed

    def _look(self, client: AnyClient, heard_of: Iterable[Newest]) -> None:
        self._stop_looking()
        work = self._look_up(client, list(heard_of))
        self._looking = self._tasks.start(work, "missed", Stage.INPUT)

    def _stop_looking(self) -> None:
        if self._looking is not None:
            self._looking.cancel()

    async def _look_up(self, client: AnyClient, heard_of: Sequence[Newest]) -> None:
        """Hand on what is young enough to be answered; the claims know what was answered."""
        since = self._parts.clock() - self._parts.settings.drop_old_seconds
        found = 0
        for channel_id in worth_a_look(self._known.at(), heard_of, since):
            try:
                async for message in late(client, channel_id, since):
                    found += 1
                    if not await self._works.taken(message.id):
                        self.said(message)
            except TROUBLE as error:  # the line broke again, or this channel is in trouble
                if client.is_closed():  # the next one looks, too
                    return
                log.warning("channel %d not looked at: %s", channel_id, own(told(error)))
        log.info("looked for what was missed: %d messages", found)


async def _written(write: Callable[[], None]) -> None:
    try:
        await asyncio.to_thread(write)
    except StoreError as error:  # then it is not looked at after the next start
        log.warning("channel not kept: %s", error)


def _nobody(_: BridgeState, __: str) -> None:
    """Nobody wants to know yet."""


def open_presence(
    mind: Mind, parts: BridgeParts, book: Book, changed: Callable[[], None]
) -> Presence:
    """See `bridge.bridge.Open`. Raises `StoreError` as the book on disk does."""
    from bridge.at_work import AtWork

    # Of the library's records only who spoke is kept, so its small talk would be empty lines.
    logging.getLogger("discord").setLevel(logging.WARNING)
    return Presence(parts, AtWork(mind, parts, book, changed), changed)
