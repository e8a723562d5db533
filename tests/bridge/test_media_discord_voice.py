"""What SEL says in a voice channel arrives there, whatever happens to the line."""

from __future__ import annotations

import asyncio
import ctypes.util
from collections.abc import Callable, Coroutine
from typing import Any

import discord
import media_fakes as fakes
import numpy as np
import pytest
from double import Double
from media_client import Sel, online
from test_media_frames import tone

from bridge.media.samples import RATE
from bridge.media.voice import VoiceRooms

pytestmark = pytest.mark.skipif(
    ctypes.util.find_library("opus") is None, reason="there is no libopus"
)


def _channel(client: Sel, channel_id: int) -> discord.VoiceChannel:
    channel = client.get_channel(channel_id)
    assert isinstance(channel, discord.VoiceChannel)
    return channel


def _whole(pcm: bytes, seconds: float) -> bytes:
    return pcm if len(pcm) >= seconds * RATE * 4 else b""


def rooms_moved(rooms: VoiceRooms) -> Callable[..., Coroutine[Any, Any, None]]:
    async def on_voice_state_update(
        member: discord.Member, before: discord.VoiceState, after: discord.VoiceState
    ) -> None:
        rooms.moved(member, before, after)

    return on_voice_state_update


def loudest(pcm: bytes) -> float:
    """The strongest tone of some stereo sound, in Hz."""
    sound = np.frombuffer(pcm, "<i2").astype(np.float64)[::2]
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return float(spectrum.argmax()) * RATE / len(sound)


async def test_a_tone_through_a_voice_channel(double: Double) -> None:
    guild = double.guild("Home", people=("Ada",))
    lounge, ada = guild.voice("Lounge"), guild.person("Ada")
    voice = fakes.FakeVoice([tone(440, 22_050, 0.3), tone(880, 22_050, 0.3)], 22_050)
    rooms = VoiceRooms(lambda: voice, alone_seconds=0.01)
    async with online(double) as client:
        client.on_voice_state_update = rooms_moved(rooms)  # type: ignore[attr-defined]
        double.voice.move(guild, ada, lounge, "ada")
        await double.until(lambda: _channel(client, lounge.id).voice_states)
        await rooms.join(_channel(client, lounge.id))
        assert double.voice.where(guild, double.sel) is lounge
        await rooms.say(guild.id, "One. Two.")
        heard = await double.until(lambda: _whole(double.voice.pcm(guild), 0.6))
        first, second = heard[: len(heard) // 2], heard[len(heard) // 2 :]
        assert abs(loudest(first[9600:-9600]) - 440) < 5
        assert abs(loudest(second[9600:-9600]) - 880) < 5
        double.voice.move(guild, ada, None, "ada")
        await double.until(lambda: double.voice.where(guild, double.sel) is None)
        await double.until(lambda: rooms.where(guild.id) is None)
        await rooms.stop()


async def test_put_out_of_a_voice_channel_and_back_again(double: Double) -> None:
    guild = double.guild("Home", people=("Ada",))
    lounge = guild.voice("Lounge")
    rooms = VoiceRooms(lambda: fakes.FakeVoice([tone(440, 16_000, 0.04)]))
    async with online(double) as client:
        client.on_voice_state_update = rooms_moved(rooms)  # type: ignore[attr-defined]
        await rooms.join(_channel(client, lounge.id))
        await double.voice.disconnect(guild)
        await double.until(lambda: rooms.where(guild.id) is None)
        await rooms.join(_channel(client, lounge.id))
        await rooms.say(guild.id, "One.")
        assert double.voice.pcm(guild)
        await rooms.stop()
        assert double.voice.where(guild, double.sel) is None


async def test_a_voice_server_that_dies_is_come_back_to(
    double: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("discord.voice_state.ExponentialBackoff.delay", lambda _: 0.0)
    guild = double.guild("Home", people=("Ada",))
    lounge = guild.voice("Lounge")
    rooms = VoiceRooms(lambda: fakes.FakeVoice([tone(440, 16_000, 1.0)]))
    async with online(double) as client:
        await rooms.join(_channel(client, lounge.id))
        saying = asyncio.create_task(rooms.say(guild.id, "One."))
        await double.until(lambda: len(double.voice.frames) > 10)
        (call,) = double.voice._calls.values()
        assert call.socket is not None
        await call.socket.close(code=4006)
        await saying
        await double.until(
            lambda: len(double.voice.frames) > 45
        )  # of 50; what was under way is lost
        await rooms.stop()
