"""SEL in voice channels: it speaks there, and hears nothing. Discord's calls are encrypted from end
to end (DAVE), and nothing that is released can take part as a listener; people are told."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from bridge.media import opus
from bridge.media.room import LOOK, MEND_SECONDS, Room, VoiceLine
from bridge.ports import Reciter
from sel.errors import BridgeError, VoiceError
from sel.tasks import TaskOwner

if TYPE_CHECKING:
    import discord

log = logging.getLogger(__name__)

NOT_HERE = "I am in no voice channel here."
ALONE_SECONDS = 60.0
"""How long SEL stays where nobody is: somebody whose line broke is back by then."""
JOIN_SECONDS = 10.0
"""The library takes as long again to take back what failed."""
LEAVE_SECONDS = 3.0
SETTLE_SECONDS = 0.3
"""After SEL was put out, before it may come again: the library says once more that it leaves, and
takes the answer for the new line's."""


class VoiceRooms:
    """The voice channels SEL is in, one a server at most. `stop` leaves them all.

    `reciter` makes the voice; it raises `VoiceError` where there is none, and is None in a demo.
    """

    def __init__(
        self,
        reciter: Callable[[], Reciter] | None,
        *,
        alone_seconds: float = ALONE_SECONDS,
        ready: Callable[[], None] = opus.ready,
    ) -> None:
        self._make_reciter = reciter
        self._reciter: Reciter | None = None
        self._alone_seconds = alone_seconds
        self._ready = ready
        self._rooms: dict[int, Room] = {}
        self._alone: dict[int, asyncio.Task[None]] = {}
        self._doors: dict[int, asyncio.Lock] = {}
        self._tasks = TaskOwner("voice rooms")

    def where(self, guild_id: int) -> int | None:
        """The id of the voice channel SEL is in there."""
        room = self._rooms.get(guild_id)
        return int(room.line.channel.id) if room else None

    async def join(self, channel: discord.VoiceChannel | discord.StageChannel) -> None:
        """Go into a channel, from another one of the server if need be.

        Raises `VoiceError` where something to speak with is missing, `BridgeError` where Discord
        does not let SEL in.
        """
        guild_id = channel.guild.id
        async with self._door(guild_id):
            room = self._rooms.get(guild_id)
            if room is not None and room.line.channel.id == channel.id and room.stands:
                return
            _check(channel)
            self._ready()
            reciter = self._voice()
            await self._leave(guild_id)
            self._rooms[guild_id] = Room(await _connect(channel), reciter)
            self._look(guild_id)

    async def leave(self, guild_id: int) -> None:
        """Leave the channel there; where SEL is in none, nothing happens."""
        self.hush(guild_id)
        async with self._door(guild_id):
            await self._leave(guild_id)

    async def say(self, guild_id: int, text: str, mood: str = "") -> None:
        """Say it there after what waits, and return when it was said, or was interrupted.

        Raises `BridgeError`: SEL is in no channel there, was cut off, or has too much to say;
        `VoiceError`: it has no voice.
        """
        room = self._rooms.get(guild_id)
        if room is None:
            raise BridgeError(NOT_HERE, hint="Call me with `/sel join`.")
        try:
            await room.say(text, mood)
        except BridgeError:
            if not room.stands and self._rooms.get(guild_id) is room:
                await self.leave(guild_id)
            raise

    def hush(self, guild_id: int) -> bool:
        """Be silent there at once; whether there was anything to say."""
        room = self._rooms.get(guild_id)
        return room is not None and room.hush()

    async def stop(self) -> None:
        """Leave all of them, before the client goes; takes 3 s at most."""
        await asyncio.gather(*map(self.leave, list(self._doors)), return_exceptions=True)
        await self._tasks.stop()

    async def lost(self) -> None:
        """The client is gone, and its lines with it: nothing is left to leave."""
        for guild_id in list(self._rooms):
            if (room := self._forget(guild_id)) is not None:
                await room.close()

    def moved(
        self, member: discord.Member, before: discord.VoiceState, after: discord.VoiceState
    ) -> None:
        """Somebody came, went or was moved (`on_voice_state_update`), perhaps SEL itself."""
        guild_id = member.guild.id
        if guild_id not in self._rooms:
            return
        me = member.guild.me
        if me is not None and member.id == me.id and after.channel is None:
            self._tasks.start(self._out(guild_id, self._rooms[guild_id]), "out")
        elif before.channel != after.channel:
            self._look(guild_id)

    # ------------------------------------------------------------ inside

    def _voice(self) -> Reciter:
        if self._make_reciter is None:
            raise VoiceError("I have no voice in a demo.")
        if self._reciter is None:
            self._reciter = self._make_reciter()
        return self._reciter

    def _forget(self, guild_id: int) -> Room | None:
        waiting = self._alone.pop(guild_id, None)
        if waiting is not None and waiting is not asyncio.current_task():
            waiting.cancel()
        return self._rooms.pop(guild_id, None)

    def _door(self, guild_id: int) -> asyncio.Lock:
        """One comes or goes at a time: a late word of the old line would break the new one."""
        return self._doors.setdefault(guild_id, asyncio.Lock())

    async def _leave(self, guild_id: int) -> None:
        room = self._forget(guild_id)
        if room is not None:
            await room.close()
            await _hang_up(room.line)

    async def _out(self, guild_id: int, room: Room) -> None:
        """SEL is out of the channel: put out by somebody, or the library mends a line that broke.
        It must not be helped with either."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(MEND_SECONDS):
                if await _mended(room.line):
                    return
        async with self._door(guild_id):
            if self._rooms.get(guild_id) is room:
                log.info("put out of a voice channel of %s", guild_id)
                await self._leave(guild_id)
                await asyncio.sleep(SETTLE_SECONDS)

    def _look(self, guild_id: int) -> None:
        """Begin to wait where SEL is alone; else wait no longer."""
        room = self._rooms[guild_id]
        waiting = self._alone.get(guild_id)
        if _has_people(room.line.channel):
            if waiting is not None:
                waiting.cancel()
                del self._alone[guild_id]
        elif waiting is None:
            self._alone[guild_id] = self._tasks.start(self._leave_alone(guild_id), "alone")

    async def _leave_alone(self, guild_id: int) -> None:
        await asyncio.sleep(self._alone_seconds)
        log.info("alone in a voice channel of %s", guild_id)
        await self.leave(guild_id)


async def _mended(line: VoiceLine) -> bool:
    """Wait until the library has ended a line (False), or has it again; it tells nobody."""
    while line.channel.guild.voice_client is line:
        if line.is_connected():
            return True
        await asyncio.sleep(LOOK)
    return False


async def _hang_up(line: VoiceLine) -> None:
    if line.channel.guild.voice_client is not line:  # the library has ended it
        return
    with contextlib.suppress(TimeoutError):  # it waits for a word of the gateway
        async with asyncio.timeout(LEAVE_SECONDS):
            await line.disconnect(force=True)


def _has_people(channel: Any) -> bool:
    """Whether anybody is there but SEL and other bots."""
    guild = channel.guild
    me = guild.me.id if guild.me is not None else 0
    for user_id in channel.voice_states:
        member = guild.get_member(user_id)
        if user_id != me and not (member is not None and member.bot):
            return True
    return False


def _check(channel: discord.VoiceChannel | discord.StageChannel) -> None:
    """Raises `BridgeError` where SEL may not speak: Discord would just not answer."""
    from discord import ChannelType

    if channel.type is not ChannelType.voice:
        raise BridgeError("I can join voice channels only.")
    may = channel.permissions_for(channel.guild.me)
    if not (may.view_channel and may.connect):
        raise BridgeError("I may not join that channel.", hint="I need the right to connect.")
    if not may.speak:
        raise BridgeError("I may not speak in that channel.", hint="I need the right to speak.")
    full = channel.user_limit and len(channel.voice_states) >= channel.user_limit
    if full and not may.move_members:
        raise BridgeError("That channel is full.")


async def _connect(channel: discord.VoiceChannel | discord.StageChannel) -> discord.VoiceClient:
    import discord

    from bridge.media.voice_line import Line

    if (old := channel.guild.voice_client) is not None:  # of a line that broke
        await _hang_up(cast("VoiceLine", old))
    try:
        return await channel.connect(timeout=JOIN_SECONDS, reconnect=True, self_deaf=True, cls=Line)
    except (TimeoutError, discord.DiscordException, OSError) as error:
        raise BridgeError("I could not get into the voice channel.") from error
    except RuntimeError as error:  # a library that was there a moment ago
        raise VoiceError("I can't speak here: a library is missing.") from error
