"""SEL in voice channels, as far as commands go: who may bring it, send it away, let it speak."""

from __future__ import annotations

import discord

from bridge.commands.asked import Answer
from bridge.commands.deps import Deps, VoiceRooms
from bridge.commands.harmless import shown
from bridge.commands.use import Use
from sel.errors import InputRefused

DEAF = (
    "I only speak there (`/sel say`), I do not listen: calls on Discord are encrypted from end to "
    "end (DAVE), and nothing a bot can use can hear them yet. Voice notes I do understand."
)
NO_VOICE = "I have no voice here: whoever runs me has installed none."


class Aloud:
    """Asks the voice for what people want, where they may want it."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def join(self, use: Use, wanted: discord.VoiceChannel | None) -> Answer:
        """Come to this channel, or to the one they are in. Raises `SelError`."""
        voice, member = self._voice(), _member(use)
        channel = wanted or (member.voice.channel if member.voice else None)
        if not isinstance(channel, discord.VoiceChannel):
            raise InputRefused("Go to a voice channel first, or name one.")
        their = channel.permissions_for(member)
        if not (their.view_channel and their.connect):
            raise InputRefused("You may not go to that channel yourself.")
        await voice.join(channel)
        return Answer(f"I am in {shown(channel.name)}. {DEAF}")

    async def leave(self, use: Use) -> Answer:
        """Leave; for who is there, too, or manages the server. Raises `SelError`."""
        voice, member = self._voice(), _member(use)
        here = voice.where(member.guild.id)
        if here is None:
            return Answer("I am in no voice channel.")
        if _where(member) != here and not use.permissions.manage_guild:
            raise InputRefused("Only who is there, too, can send me away.")
        await voice.leave(member.guild.id)
        return Answer("I have left.")

    async def say(self, use: Use, text: str) -> Answer:
        """Speak; for who is there, too. Raises `SelError`."""
        voice, member = self._voice(), _member(use)
        here = voice.where(member.guild.id)
        if here is None:
            raise InputRefused("I am in no voice channel.", hint="Bring me with /sel join.")
        if _where(member) != here:
            raise InputRefused("Only who is in the voice channel, too, can let me speak there.")
        whole = await voice.say(member.guild.id, text)
        return Answer("Said." if whole else "I was interrupted.")

    def _voice(self) -> VoiceRooms:
        if self._deps.voice is None:
            raise InputRefused(NO_VOICE)
        return self._deps.voice


def _member(use: Use) -> discord.Member:
    if not isinstance(use.user, discord.Member):
        raise InputRefused("That is for servers; here we are alone.")
    return use.user


def _where(member: discord.Member) -> int | None:
    """The id of the voice channel they are in."""
    return member.voice.channel.id if member.voice and member.voice.channel else None
