"""The sound card's child on a virtual card: what is said arrives, what is played comes out."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import numpy as np
import pytest
from audio_stage import (
    OUT,
    RATE,
    desk,
    floats,
    likeness,
    samples_of,
    silences,
    sound,
    sounding,
    spoken,
    tone,
)

from sel.cli.benches.voice.card import VirtualCard
from sel.voice.ports import Began, Choice, Ended, Found, Frame, Lost, Sound

pytestmark = pytest.mark.long


SPEAKER = Choice(microphone=False)


async def test_what_is_played_comes_out_in_order_with_its_pauses(
    virtual_card: VirtualCard, tmp_path: Path
) -> None:
    recording = virtual_card.recording(OUT)
    async with desk(tmp_path / "log", SPEAKER) as it:
        it.card.play(sound(1, 0.3, 400, pause=0.5))
        it.card.play(sound(2, 0.3, 800, pause=0.15))
        await it.until(lambda: len(it.told(Ended)) == 2)
        await asyncio.sleep(0.2)
    out = sounding(floats(recording.stop()))
    assert abs(len(out) / OUT - 0.75) < 0.01  # the first had nothing to wait for
    (pause,) = silences(out)
    assert abs(pause - 0.15) < 0.01
    assert likeness(floats(tone(0.25, 400, rate=OUT)), out[: OUT // 3]) > 0.99
    assert likeness(floats(tone(0.25, 800, rate=OUT)), out[-OUT // 3 :]) > 0.99
    began, ended = it.told(Began), it.told(Ended)
    assert [event.id for event in began] == [event.id for event in ended] == [1, 2]
    assert abs(ended[0].at - began[0].at - 0.3) < 0.02
    assert abs(began[1].at - ended[0].at - 0.15) < 0.02


async def test_hush_is_quick_and_exact_and_resume_loses_nothing(
    virtual_card: VirtualCard, tmp_path: Path
) -> None:
    whole = sound(7, 1.0, 440)
    recording = virtual_card.recording(OUT)
    async with desk(tmp_path / "log", SPEAKER) as it:
        it.card.play(whole)
        await it.until(lambda: bool(it.told(Began)))
        await asyncio.sleep(0.3)
        played = await it.card.hush()
        before = len(recording.so_far()) // 2
        await asyncio.sleep(0.25)
        first = floats(recording.so_far())
        late = len(sounding(first[before:])) / OUT
        assert late < 0.05  # what came out after hush had answered
        assert played is not None
        assert played.id == 7
        assert abs(played.samples / RATE - len(sounding(first)) / OUT) < 0.03
        assert await it.card.hush() == played
        it.card.resume()
        await it.until(lambda: bool(it.told(Ended)))
        await asyncio.sleep(0.15)
        assert await it.card.hush() is None
    rest = floats(recording.stop())[len(first) :]
    assert abs((len(sounding(first)) + len(sounding(rest))) / OUT - 1.0) < 0.03
    assert len(it.told(Began)) == 1


async def test_drop_lets_go_and_the_next_sound_plays(
    virtual_card: VirtualCard, tmp_path: Path
) -> None:
    recording = virtual_card.recording(OUT)
    async with desk(tmp_path / "log", SPEAKER) as it:
        it.card.play(sound(1, 5.0, 300))
        it.card.play(sound(2, 5.0, 300))
        await it.until(lambda: bool(it.told(Began)))
        it.card.drop()
        it.card.play(sound(3, 0.2, 900, pause=2.0))
        await it.until(lambda: bool(it.told(Ended)))
    assert [event.id for event in it.told(Ended)] == [3]
    out = sounding(floats(recording.stop()))
    assert len(out) < OUT
    assert likeness(floats(tone(0.15, 900, rate=OUT)), out) > 0.99


async def test_duck_lowers_what_plays(virtual_card: VirtualCard, tmp_path: Path) -> None:
    recording = virtual_card.recording(OUT)
    async with desk(tmp_path / "log", SPEAKER) as it:
        it.card.play(sound(1, 0.9))
        await it.until(lambda: bool(it.told(Began)))
        await asyncio.sleep(0.2)
        it.card.duck(0.25)
        await it.until(lambda: bool(it.told(Ended)))
        await asyncio.sleep(0.1)
    out = sounding(floats(recording.stop()))
    loud, soft = out[: OUT // 10], out[-OUT // 5 :]
    assert 0.2 < np.std(soft) / np.std(loud) < 0.3


async def test_what_is_said_arrives_in_frames(virtual_card: VirtualCard, tmp_path: Path) -> None:
    path = spoken(tmp_path, "Hello SEL, how are you today?")
    async with desk(tmp_path / "log") as it:
        await it.until(lambda: len(it.told(Frame)) > 5)
        await asyncio.to_thread(virtual_card.say(path).wait)
        await asyncio.sleep(0.3)
        frames = it.told(Frame)
        assert likeness(samples_of(path), it.heard()) > 0.95
        assert [frame.number for frame in frames] == list(range(1, len(frames) + 1))
        assert {len(frame.pcm) for frame in frames} == {1024}
        assert all(-90 <= frame.level <= 0 for frame in frames)
        assert max(frame.level for frame in frames) > -40
        steps = np.diff([frame.at for frame in frames])
        assert abs(float(np.median(steps)) - 0.032) < 0.002
        assert not any(frame.playing for frame in frames)

        it.card.mute(microphone=True)
        await asyncio.sleep(0.2)
        count = len(it.told(Frame))
        await asyncio.sleep(0.2)
        assert len(it.told(Frame)) == count
        it.card.mute(microphone=False)
        await it.until(lambda: len(it.told(Frame)) > count + 3)


async def test_frames_know_when_sel_itself_was_heard(
    virtual_card: VirtualCard, tmp_path: Path
) -> None:
    virtual_card.loopback(on=True)
    async with desk(tmp_path / "log") as it:
        await it.until(lambda: len(it.told(Frame)) > 5)
        it.card.play(sound(1, 0.3))
        await it.until(lambda: bool(it.told(Ended)))
        await asyncio.sleep(0.6)
    frames, began, ended = it.told(Frame), it.told(Began)[0].at, it.told(Ended)[0].at
    assert all(frame.playing == (began < frame.at < ended + 0.3) for frame in frames
               if min(abs(frame.at - began), abs(frame.at - ended)) > 0.35)  # fmt: skip
    assert all(frame.playing for frame in frames if frame.level > -60)
    assert any(frame.level > -60 for frame in frames)
    assert not frames[0].playing
    assert not frames[-1].playing


async def test_a_card_that_is_pulled_out_and_put_in(
    virtual_card: VirtualCard, tmp_path: Path
) -> None:
    async with desk(tmp_path / "log") as it:
        it.card.play(sound(1, 0.2))
        it.card.play(sound(2, 1.0))
        it.card.play(sound(3, 0.2))
        await it.until(lambda: len(it.told(Began)) == 2)
        virtual_card.kill()
        await it.until(lambda: len(it.told(Lost)) == 2)
        assert {event.part for event in it.told(Lost)} == {"input", "output"}
        assert await it.card.hush() is not None  # while there is nothing to silence
        count = len(it.told(Frame))
        virtual_card.restart()
        recording = virtual_card.recording(OUT)
        await it.until(lambda: len(it.told(Found)) == 2 and bool(recording.so_far()))
        it.card.resume()  # not before somebody records it
        await it.until(lambda: len(it.told(Ended)) == 3)
        await asyncio.sleep(0.2)
        assert len(it.told(Frame)) > count
        assert abs(len(sounding(floats(recording.stop()))) / OUT - 1.2) < 0.05  # the whole second


async def test_a_child_that_dies_is_started_again_goes_on_and_stays_muted(
    virtual_card: VirtualCard, tmp_path: Path
) -> None:
    async with desk(tmp_path / "log") as it:
        it.card.mute(microphone=True)
        pid = it.card.pid
        assert pid is not None
        it.card.play(sound(1, 0.5))
        it.card.play(sound(2, 0.1))
        await it.until(lambda: bool(it.told(Began)))
        os.kill(pid, signal.SIGKILL)
        await it.until(lambda: bool(it.told(Found)))
        assert {event.title for event in it.told(Lost)} == {"The sound card's process died."}
        count = len(it.told(Frame))
        it.card.play(sound(3, 0.1))
        await it.until(lambda: [event.id for event in it.told(Ended)] == [1, 2, 3])
        assert len(it.told(Frame)) == count
        it.card.mute(microphone=False)
        await it.until(lambda: len(it.told(Frame)) > count)


async def test_a_sound_without_samples_ends_too(virtual_card: VirtualCard, tmp_path: Path) -> None:
    async with desk(tmp_path / "log", SPEAKER) as it:
        it.card.play(Sound(1, RATE, b""))
        it.card.play(sound(2, 0.1))
        await it.until(lambda: [event.id for event in it.told(Ended)] == [1, 2])
