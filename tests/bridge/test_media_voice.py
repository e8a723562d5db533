"""SEL in voice channels: it comes, speaks, is silent when told, and goes when nobody is there."""

from __future__ import annotations

import asyncio
import importlib.util
from types import SimpleNamespace
from typing import Any

import pytest
from discord import ChannelType, ClientException, Permissions
from media_fakes import FakeVoice, until
from media_voice_fakes import ME, FakeChannel, FakeGuild, FakeLine

from bridge.media import opus
from bridge.media.frames import FRAME, SILENCE
from bridge.media.room import AHEAD, MOST_WAITING, Room
from bridge.media.samples import resampled, stereo
from bridge.media.voice import NOT_HERE, VoiceRooms
from sel.errors import BridgeError, VoiceError

GUILD = 7
LOUD = [bytes([number, 1]) * 1600 for number in (1, 2, 3)]
"""Three sentences of 0.1 s that are told apart."""


def rooms(voice: FakeVoice | None = None, alone: float = 60.0) -> VoiceRooms:
    said = voice or FakeVoice(LOUD)
    return VoiceRooms(lambda: said, alone_seconds=alone, ready=lambda: None)


def wanted(sounds: list[bytes]) -> bytes:
    whole = b"".join(stereo(resampled(one, 16_000)) for one in sounds)
    return whole + bytes(-len(whole) % FRAME)


def member(channel: FakeChannel, user_id: int) -> Any:
    return SimpleNamespace(id=user_id, guild=channel.guild)


NOWHERE: Any = SimpleNamespace(channel=None)


async def joined(voices: VoiceRooms, channel: FakeChannel | None = None) -> FakeChannel:
    channel = channel or FakeChannel()
    await voices.join(channel)  # type: ignore[arg-type]
    return channel


# ---------------------------------------------------------------- speaking


def room_of(voice: FakeVoice) -> tuple[Room, FakeLine]:
    line = FakeLine(FakeChannel())
    return Room(line, voice), line


def heard(line: FakeLine) -> bytes:
    return b"".join(frame for frame in line.frames if frame != SILENCE)


async def test_every_sentence_is_heard_and_in_its_order() -> None:
    it, line = room_of(FakeVoice(LOUD))
    assert await it.say("One. Two. Three.")
    assert heard(line) == wanted(LOUD)
    await it.close()


async def test_the_first_sentence_is_heard_while_the_next_is_made() -> None:
    gate = asyncio.Event()
    it, line = room_of(FakeVoice(LOUD, gate=gate))
    saying = asyncio.create_task(it.say("One. Two. Three."))
    await until(lambda: SILENCE in line.frames)
    gate.set()
    assert await saying
    assert heard(line) == wanted(LOUD)
    await it.close()


async def test_texts_wait_for_each_other_and_too_many_are_refused() -> None:
    gate = asyncio.Event()
    voice = FakeVoice(LOUD, gate=gate)
    it, _ = room_of(voice)
    saying = []
    for number in range(MOST_WAITING + 1):
        saying.append(asyncio.create_task(it.say(str(number))))
        await asyncio.sleep(0)
    with pytest.raises(BridgeError, match="enough to say"):
        await it.say("too much")
    gate.set()
    assert all(await asyncio.gather(*saying))
    assert voice.asked == [str(number) for number in range(MOST_WAITING + 1)]
    await it.close()


async def test_it_is_silent_when_told_and_what_waits_is_forgotten() -> None:
    gate = asyncio.Event()
    voice = FakeVoice(LOUD, gate=gate)
    it, line = room_of(voice)
    first, second = (asyncio.create_task(it.say(text)) for text in ("first", "second"))
    await until(lambda: line.frames)
    assert it.hush()
    assert not await first
    assert not await second
    assert voice.asked == ["first"]
    gate.set()
    assert await it.say("third")
    assert not it.hush()
    await it.close()


async def test_a_withdrawn_text_is_said_no_further() -> None:
    it, line = room_of(FakeVoice(LOUD, gate=asyncio.Event()))
    saying = asyncio.create_task(it.say("One. Two."))
    await until(lambda: line.frames)
    saying.cancel()
    await asyncio.wait({saying})
    await until(lambda: not line.players[0].is_alive())
    assert wanted(LOUD[:1]).startswith(heard(line))
    await it.close()


async def test_much_sound_is_not_made_long_before_it_is_heard() -> None:
    sounds = [bytes([1, 1]) * 16_000] * 60
    it, line = room_of(FakeVoice(sounds))
    line.pace = 0.01
    saying = asyncio.create_task(it.say("A long story."))
    await until(lambda: line.frames)
    await asyncio.sleep(0.05)
    assert it._play is not None
    assert it._play.frames.waiting < AHEAD + 1.1
    it.hush()
    assert not await saying
    await it.close()


async def test_a_text_without_words_is_said_at_once() -> None:
    it, line = room_of(FakeVoice([]))
    assert await it.say("```code```")
    assert line.players == []
    await it.close()


async def test_a_lost_line_is_told() -> None:
    gate = asyncio.Event()
    it, line = room_of(FakeVoice(LOUD, gate=gate))
    saying = asyncio.create_task(it.say("One. Two."))
    await until(lambda: line.frames)
    line.connected = False
    await until(lambda: not line.players[0].is_alive())
    gate.set()
    with pytest.raises(BridgeError, match="cut off"):
        await saying
    it.mend_seconds = 0.0
    with pytest.raises(BridgeError, match="cut off"):
        await it.say("again")
    await it.close()


async def test_a_line_that_is_being_mended_is_waited_for() -> None:
    it, line = room_of(FakeVoice(LOUD))
    line.connected = False
    saying = asyncio.create_task(it.say("One."))
    await asyncio.sleep(0.01)
    assert not saying.done()
    line.connected = True
    assert await saying
    assert heard(line) == wanted(LOUD)
    await it.close()


async def test_a_voice_that_fails_is_told() -> None:
    it, _ = room_of(FakeVoice(error=VoiceError("SEL's voice died of a sentence.")))
    with pytest.raises(VoiceError, match="died"):
        await it.say("One.")
    await it.close()


async def test_where_sel_is_not_it_says_nothing() -> None:
    with pytest.raises(BridgeError) as caught:
        await rooms().say(GUILD, "hello")
    assert caught.value.title == NOT_HERE
    assert not rooms().hush(GUILD)
    await rooms().leave(GUILD)


# ---------------------------------------------------------------- coming and going


async def test_it_says_what_it_is_told_where_it_is() -> None:
    voices = rooms()
    channel = await joined(voices)
    assert voices.where(GUILD) == channel.id
    await voices.say(GUILD, "One. Two. Three.")
    assert heard(channel.lines[0]) == wanted(LOUD)
    await voices.stop()


async def test_it_moves_within_a_server() -> None:
    guild = FakeGuild()
    voices, one, two = rooms(), FakeChannel(guild), FakeChannel(guild, id=71)
    await joined(voices, one)
    await joined(voices, one)
    assert len(one.lines) == 1
    await joined(voices, two)
    assert not one.lines[0].connected
    assert voices.where(GUILD) == 71
    await voices.stop()
    assert not two.lines[0].connected


async def test_it_leaves_when_it_is_alone_for_a_while() -> None:
    voices = rooms(alone=0.01)
    channel = await joined(voices)
    channel.guild.bots = {9}
    channel.voice_states = {ME: None, 9: None}
    voices.moved(member(channel, 2), channel.state(), NOWHERE)
    await until(lambda: not channel.lines[0].connected)
    await until(lambda: voices.where(GUILD) is None)
    await voices.stop()


async def test_somebody_who_comes_back_is_stayed_for() -> None:
    voices = rooms(alone=60.0)
    channel = await joined(voices, FakeChannel(voice_states={ME: None}))
    waiting = voices._alone[GUILD]
    channel.voice_states[2] = None
    voices.moved(member(channel, 2), NOWHERE, channel.state())
    assert not voices._alone
    await until(waiting.cancelled)
    assert voices.where(GUILD) == channel.id
    await voices.stop()


async def test_put_out_it_is_out() -> None:
    voices = rooms()
    channel = await joined(voices)
    saying = asyncio.create_task(voices.say(GUILD, "One. Two. Three."))
    await asyncio.sleep(0)
    await channel.lines[0].disconnect()  # so does the library, by itself
    voices.moved(member(channel, ME), channel.state(), NOWHERE)
    await saying
    await until(lambda: voices.where(GUILD) is None)
    await voices.stop()


async def test_while_a_line_is_mended_it_stays() -> None:
    voices = rooms()
    channel = await joined(voices)
    channel.lines[0].connected = False
    voices.moved(member(channel, ME), channel.state(), NOWHERE)
    await asyncio.sleep(0.01)
    channel.lines[0].connected = True
    voices.moved(member(channel, ME), NOWHERE, channel.state())
    await voices.say(GUILD, "One.")
    assert voices.where(GUILD) == channel.id
    assert heard(channel.lines[0]) == wanted(LOUD)
    await voices.stop()


async def test_moved_by_somebody_it_is_there() -> None:
    voices = rooms(alone=0.0)
    channel = await joined(voices)
    other = FakeChannel(channel.guild, id=72, voice_states={ME: None, 3: None})
    channel.lines[0].channel = other
    voices.moved(member(channel, ME), channel.state(), other.state())
    await asyncio.sleep(0.002)
    assert voices.where(GUILD) == 72
    await voices.stop()


async def test_a_line_that_is_lost_is_let_go_and_can_be_joined_anew() -> None:
    voices = rooms()
    channel = await joined(voices)
    channel.lines[0].connected = False
    voices._rooms[GUILD].mend_seconds = 0.0
    with pytest.raises(BridgeError, match="cut off"):
        await voices.say(GUILD, "One.")
    assert voices.where(GUILD) is None
    await joined(voices, channel)
    channel.lines[1].connected = False
    await joined(voices, channel)
    assert len(channel.lines) == 3
    await voices.stop()


async def test_a_client_that_is_gone_takes_its_lines_with_it() -> None:
    voices = rooms()
    channel = await joined(voices)
    await voices.lost()
    assert voices.where(GUILD) is None
    await joined(voices, channel)
    assert len(channel.lines) == 2
    await voices.stop()


@pytest.mark.parametrize(
    ("channel", "why"),
    [
        (FakeChannel(may=Permissions(view_channel=True)), "may not join"),
        (FakeChannel(may=Permissions(view_channel=True, connect=True)), "may not speak"),
        (FakeChannel(type=ChannelType.stage_voice), "voice channels only"),
        (FakeChannel(user_limit=2), "is full"),
        (FakeChannel(error=TimeoutError()), "could not get into"),
        (FakeChannel(error=ClientException("Already connected")), "could not get into"),
    ],
)
async def test_why_it_cannot_come_is_a_sentence(channel: FakeChannel, why: str) -> None:
    voices = rooms()
    with pytest.raises(BridgeError, match=why):
        await joined(voices, channel)
    assert voices.where(GUILD) is None


async def test_without_a_voice_it_does_not_come() -> None:
    channel = FakeChannel()
    with pytest.raises(VoiceError, match="demo"):
        await joined(VoiceRooms(None, ready=lambda: None), channel)
    assert channel.lines == []


# ---------------------------------------------------------------- what it needs


@pytest.mark.parametrize("missing", ["nacl", "davey"])
def test_a_missing_library_is_named(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == missing else find(name)
    )
    with pytest.raises(VoiceError, match="not installed"):
        opus.ready()


def test_a_missing_libopus_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("discord.opus._lib", None)
    monkeypatch.setattr(opus, "_candidates", lambda: iter(["/nowhere/libopus.so.0"]))
    with pytest.raises(VoiceError) as caught:
        opus.ready()
    assert "libopus" in caught.value.title
    assert "apt install libopus0" in caught.value.hint
