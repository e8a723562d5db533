"""Everything that is at work on Discord behind the client, put together."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any, Protocol, runtime_checkable
from zoneinfo import ZoneInfo

import discord

from bridge.aloud import Aloud
from bridge.checkins.checkins import CheckIns
from bridge.client import AnyClient
from bridge.commands.deps import Deps
from bridge.commands.setup import Installed, install
from bridge.commands.typed import is_typed
from bridge.ears.ears import Ears
from bridge.ears.incoming import Incoming
from bridge.ears.worker import claim_of
from bridge.letters import Letters
from bridge.media.progress import Line, Tell
from bridge.media.reading import Media
from bridge.media.voice import VoiceRooms
from bridge.media.voice_note import VoiceNotes
from bridge.parts import BridgeParts
from bridge.place import channel_key, is_here, person_key
from bridge.ports import Book, Mind
from bridge.replies.answering import Answering
from bridge.replies.buckets import Buckets
from bridge.replies.place import DiscordPlaces
from bridge.syncing import name_of
from bridge.trouble import TROUBLE
from sel.bridge_events import PlaceView
from sel.company_events import TakeReaction
from sel.errors import SelError
from sel.events import TurnEnded
from sel.memory_events import ConsentChanged
from sel.observe.errors_told import told
from sel.observe.redaction import own
from sel.tasks import Stage, TaskOwner

log = logging.getLogger(__name__)

CROSS = frozenset(("❌", "✖️", "✖"))
"""Put to a reply by whom it answers, it ends or takes the reply away."""
MARK_SECONDS = 3.0
"""How long it may take to mark what could not be finished."""
A_MINUTE = 60.0
TYPED, REACTIONS = 5, 20
"""Typed commands and reactions of one person that are looked at within a minute."""


class AtWork:
    """See `bridge.works.Works`."""

    def __init__(
        self, mind: Mind, parts: BridgeParts, book: Book, changed: Callable[[], None]
    ) -> None:
        """Reads the book. `changed` is called when faces have something new to show. Raises
        `StoreError`."""
        self.book, self._changed = book, changed
        self._mind, self._parts = mind, parts
        self._claims = parts.claims(book)
        self._client: AnyClient | None = None
        self._installed: Installed | None = None
        self.buckets = Buckets()
        self._media = Media(mind.sees, parts)
        self._rooms = VoiceRooms(parts.reciter)
        places = DiscordPlaces(lambda: self._client, self.buckets)
        self._answers = Answering(
            mind, places, parts.settings, holds_secret=holding(parts.token()), said=self._replied
        )
        notes = VoiceNotes(parts.reciter)
        self._aloud = Aloud(self._answers, notes, in_kind=parts.settings.discord_voice_notes)
        self._ears = Ears(
            mind,
            self._answers,
            book,
            self._claims,
            parts.settings,
            media=lambda message: self._media.bring(message, _line(message)),
            clock=parts.clock,
        )
        self._check_ins = self._looking_in() if parts.settings.checkins else None
        self._finishing = False
        self._tasks = TaskOwner("bridge work")

    def _looking_in(self) -> CheckIns:
        zone = self._parts.settings.timezone
        local = ZoneInfo(zone) if zone else None
        return CheckIns(
            self._mind,
            self.book,
            self._claims,
            Letters(lambda: self._client),
            clock=self._parts.clock,
            hour=lambda at: datetime.fromtimestamp(at, local).hour,
        )

    # ------------------------------------------------------------ from start to stop

    async def start(self) -> None:
        """Be ready to hear."""
        await self._media.start()
        self._answers.start()
        self._tasks.start(self._follow(), "follow", Stage.BACKGROUND)
        if self._check_ins is not None:
            self._tasks.start(self._check_ins.run(), "check-ins", Stage.INPUT)

    async def set_up(self, client: AnyClient) -> str:
        """Give a new client its commands and buttons; a name for the set of commands."""
        await self._rooms.lost()
        # It may have connections that were another process's till now, and were decided about.
        await asyncio.to_thread(self._ears.look_again)
        self._client = client
        self._answers.hurry()
        deps = Deps(
            mind=self._mind,
            rulebook=self._ears,
            pause=self.pause,
            voice=Calls(self._rooms),
            check_ins=self._check_ins,
            silences=self._ears.silences,
            clock=self._parts.clock,
        )
        self._installed = install(client, deps)
        return name_of(client.tree)

    async def finish(self, seconds: float) -> None:
        """Take nothing new, and let replies end; those that do not in time are marked."""
        self._finishing = True
        ending = asyncio.ensure_future(self._ears.stop(seconds))
        await asyncio.wait([ending], timeout=max(0.0, seconds - MARK_SECONDS))
        await self._answers.finish(min(seconds, MARK_SECONDS))
        await ending
        await self._rooms.stop()

    async def stop(self) -> None:
        """Let go of everything; again does nothing."""
        if not self._finishing:  # it ends by an error: there is nobody to be told anything
            await self.finish(0.0)
        await self._tasks.stop()
        await self._aloud.stop()
        await self._answers.close()
        await self._media.stop()
        if isinstance(self._claims, Closing):
            await self._claims.close()
        self.book.close()

    async def _follow(self) -> None:
        """What the brain does concerns the question for consent, and what is shown of queues."""
        subscription = self._mind.subscribe()
        try:
            async for event in subscription:
                if self._installed is not None:
                    self._installed.questions.hear(event)
                if isinstance(event, ConsentChanged):
                    await self._leave_changed(event)
                elif isinstance(event, TurnEnded) and is_here(event.channel):
                    self._changed()
        finally:
            subscription.close()

    async def _leave_changed(self, event: ConsentChanged) -> None:
        """Who takes their leave back is looked in on no more, and nothing of it stays."""
        if self._check_ins is not None and is_here(event.person) and event.state != "given":
            await _quietly(self._check_ins.forget(event.person))

    # ------------------------------------------------------------ for faces

    def places(self) -> tuple[PlaceView, ...]:
        """Where something was said, newest first."""
        return self._ears.places()

    async def pause(self, channel: str, *, paused: bool) -> None:
        """Say nothing there, or speak again. Raises `StoreError`."""
        await self._ears.pause(channel, paused=paused)
        self._changed()

    # ------------------------------------------------------------ from Discord

    async def taken(self, message_id: int) -> bool:
        """Whether a message was answered or passed over, perhaps before the last start."""
        try:
            return await self._claims.held(claim_of(message_id))
        except SelError as error:  # then it is seen when it is to be answered
            log.warning("whether message %d is answered is not known: %s", message_id, error)
            return False

    def said(self, message: discord.Message) -> None:
        """Somebody said something: to be obeyed, or to be heard."""
        if is_typed(message.content) and not message.author.bot:
            self._aside(self._obey(message), "typed")
            return
        self._ears.hear(message)
        me = self._client.user if self._client is not None else None
        to_sel = message.guild is None or me in message.mentions
        if self._check_ins is not None and to_sel and not message.author.bot:
            self._aside(self._check_ins.wrote(person_key(message.author.id)), "wrote")

    def changed(self, message: discord.Message) -> None:
        """A message has other words now."""
        self._ears.changed(message)

    def deleted(self, ids: Sequence[int]) -> None:
        """Messages are gone."""
        self._media.withdraw(ids)
        for one in ids:
            self._ears.deleted(one)

    def reacted(self, reaction: discord.RawReactionActionEvent) -> None:
        """Somebody put an emoji to a message; only SEL's own are looked at."""
        me = self._client.user if self._client is not None else None
        by_bot = reaction.member is not None and reaction.member.bot
        if me is None or by_bot or reaction.user_id == me.id:
            return
        if reaction.message_author_id in (me.id, None):
            self._aside(self._feel(reaction), "reaction")

    def moved(
        self, member: discord.Member, before: discord.VoiceState, after: discord.VoiceState
    ) -> None:
        """Somebody moved between voice channels."""
        self._rooms.moved(member, before, after)

    def _aside(self, work: Coroutine[Any, Any, None], name: str) -> None:
        if self._finishing:
            work.close()
        else:
            self._tasks.start(_quietly(work), name)

    async def _obey(self, message: discord.Message) -> None:
        """A typed command, once: it may be handed in again after a gap."""
        who = f"typed:{message.author.id}"
        once = await self._claims.claim(f"typed:{message.id}", 2 * 3600.0)
        if once and await self._claims.take(who, TYPED, A_MINUTE) and self._installed is not None:
            await self._installed.typed(message)

    async def _feel(self, reaction: discord.RawReactionActionEvent) -> None:
        """A cross ends a reply; anything else is how somebody likes it."""
        emoji, user = reaction.emoji, reaction.user_id
        if not await self._claims.take(f"reaction:{user}", REACTIONS, A_MINUTE):
            return
        if emoji.name in CROSS and await self._answers.crossed(reaction.message_id, user):
            return
        if reaction.message_author_id is None:  # whose it is was not told
            return
        channel = channel_key(reaction.channel_id)
        await self._mind.submit(
            TakeReaction(channel=channel, emoji=emoji.name, person=person_key(user))
        )

    # ------------------------------------------------------------ replies

    async def _replied(self, batch: Sequence[Incoming], text: str) -> None:
        """A reply stands there, whole."""
        last = batch[-1]
        self._aloud.said(batch, text)
        if self._installed is not None:
            await self._installed.questions.answered(last.person, last.channel)


@runtime_checkable
class Closing(Protocol):
    """Claims that are kept elsewhere, and have to be let go of."""

    async def close(self) -> None:
        """Let go of the server."""


class Calls:
    """Voice channels as commands ask for them (`bridge.commands.deps.VoiceRooms`)."""

    def __init__(self, rooms: VoiceRooms) -> None:
        self._rooms = rooms

    def where(self, guild_id: int) -> int | None:
        """The id of the voice channel SEL is in there."""
        return self._rooms.where(guild_id)

    async def join(self, channel: discord.VoiceChannel) -> None:
        """Go into a channel. Raises `SelError`."""
        await self._rooms.join(channel)

    async def leave(self, guild_id: int) -> bool:
        """Leave the channel there; whether SEL was in one."""
        was = self._rooms.where(guild_id) is not None
        await self._rooms.leave(guild_id)
        return was

    async def say(self, guild_id: int, text: str) -> bool:
        """Say it there. Raises `SelError`."""
        await self._rooms.say(guild_id, text)
        return True


def holding(secret: str) -> Callable[[str], bool]:
    """Whether a word holds the secret, which stands in no field and no `repr` that way."""
    return lambda word: bool(secret) and secret in word


async def _quietly(work: Coroutine[Any, Any, None]) -> None:
    """Do what nobody waits for; what Discord or the mind refuses is noted."""
    try:
        await work
    except SelError as error:
        log.info("on Discord: %s", error)
    except TROUBLE as error:
        log.warning("on Discord: %s", own(told(error)))


def _line(message: Incoming) -> Tell:
    """Where it is shown how far SEL is with reading what came with a message."""
    return _nowhere if message.source is None else Line(message.source.channel)


async def _nowhere(_: str) -> None:
    """There is no channel to show it in."""
