"""Voice on loopback: what is spoken arrives."""

from __future__ import annotations

import asyncio
import ctypes.util
import itertools
import math
import struct

import discord
import pytest
from double import Double
from double.voice import FRAME_SECONDS, RATE
from double_clients import Listener, online

pytestmark = pytest.mark.skipif(
    ctypes.util.find_library("opus") is None, reason="libopus is not installed"
)

PITCH = 440.0


class Tone(discord.AudioSource):
    """So many frames of a sine."""

    def __init__(self, frames: int) -> None:
        self.left = frames
        self.at = 0

    def read(self) -> bytes:
        if self.left == 0:
            return b""
        self.left -= 1
        samples = range(self.at, self.at + int(RATE * FRAME_SECONDS))
        self.at = samples.stop
        values = (int(12_000 * math.sin(math.tau * PITCH * n / RATE)) for n in samples)
        return b"".join(struct.pack("<hh", value, value) for value in values)


def pitch_of(pcm: bytes) -> float:
    """By the changes of sign of its left side."""
    left: tuple[int, ...] = struct.unpack(f"<{len(pcm) // 2}h", pcm)[::2]
    changes = sum((a < 0) != (b < 0) for a, b in itertools.pairwise(left))
    return changes / 2 * RATE / len(left)


def voice_channel(client: discord.Client, channel_id: int) -> discord.VoiceChannel:
    found = client.get_channel(channel_id)
    assert isinstance(found, discord.VoiceChannel)
    return found


async def test_a_tone_arrives_as_it_was_sent(double: Double) -> None:
    guild = double.guild("Home", people=("Ada",))
    lounge = guild.voice("Lounge")
    client = Listener(double)
    async with online(client, double):
        voice: discord.VoiceClient = await voice_channel(client, lounge.id).connect(timeout=30)
        assert double.voice.where(guild, double.sel) is lounge
        done = asyncio.Event()
        loop = asyncio.get_running_loop()
        voice.play(Tone(15), after=lambda _: loop.call_soon_threadsafe(done.set))
        await asyncio.wait_for(done.wait(), 30)
        await double.until(lambda: len(double.voice.frames) >= 15)
        await voice.disconnect()
        assert double.voice.where(guild, double.sel) is None
    pcm = double.voice.pcm(guild)
    assert len(pcm) == 15 * 3840
    assert pitch_of(pcm[3 * 3840 :]) == pytest.approx(PITCH, rel=0.02)
    assert [speaking for _, speaking in double.voice.speaking][:2] == [0, 1]


async def test_people_come_and_go(double: Double) -> None:
    guild = double.guild("Home", people=("Ada",))
    lounge, ada = guild.voice("Lounge"), guild.person("Ada")
    await double.enter(lounge, ada)
    client = Listener(double)
    async with online(client, double):
        channel = voice_channel(client, lounge.id)
        assert [member.id for member in channel.members] == [ada.id]
        await double.leave(lounge, ada)
        await double.until(lambda: not channel.members)


async def test_sel_can_be_thrown_out(double: Double) -> None:
    guild = double.guild("Home")
    lounge = guild.voice("Lounge")
    client = Listener(double)
    async with online(client, double):
        voice: discord.VoiceClient = await voice_channel(client, lounge.id).connect(timeout=30)
        await double.voice.disconnect(guild)
        await double.until(lambda: not voice.is_connected())


async def test_a_server_that_wants_encryption_is_not_entered(double: Double) -> None:
    lounge = double.guild("Home").voice("Lounge")
    double.voice.refusals.append(4017)
    client = Listener(double)
    async with online(client, double):
        with pytest.raises(discord.ConnectionClosed):
            await voice_channel(client, lounge.id).connect(timeout=30, reconnect=False)
