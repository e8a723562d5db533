"""SEL's own voice, looped back into the microphone, and taken out of it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest
from audio_stage import Array, desk, samples_of, spoken

from sel.cli.benches.voice.card import RATE, VirtualCard
from sel.voice.ports import Choice, Ended, Frame, Sound

pytestmark = pytest.mark.long


TEXT = "Good evening. I have been thinking about the sea, and the light on the water at night."


def speech(sound: Array) -> list[float]:
    """Silero VAD's probability of speech in each frame of 32 ms."""
    from faster_whisper.vad import get_vad_model  # type: ignore[import-untyped]

    whole = sound[: len(sound) // 512 * 512].astype(np.float32)
    return [float(p) for p in np.ravel(get_vad_model()(whole.copy()))]


@pytest.mark.real
async def test_nothing_that_sel_says_comes_back_as_speech(
    virtual_card: VirtualCard, tmp_path: Path
) -> None:
    said = spoken(tmp_path, TEXT)
    virtual_card.loopback(on=True)
    pcm = (samples_of(said) * 32_768).astype("<i2").tobytes()
    assert np.mean([p > 0.5 for p in speech(samples_of(said))]) > 0.7  # it is speech when it leaves
    async with desk(tmp_path / "log", Choice(echo="aec")) as it:
        await it.until(lambda: len(it.told(Frame)) > 10)
        it.card.play(Sound(1, RATE, pcm))
        await it.until(lambda: bool(it.told(Ended)))
        await asyncio.sleep(0.4)
        chances = speech(it.heard())
        assert sum(frame.playing for frame in it.told(Frame)) > 100
        assert max(chances) < 0.5

        count = len(it.told(Frame))
        virtual_card.loopback(on=False)
        person = spoken(tmp_path, "Can you hear me now?", "rms")
        await asyncio.to_thread(virtual_card.say(person).wait)
        await asyncio.sleep(0.3)
        assert max(speech(it.heard()[count * 512 :])) > 0.9  # whoever else speaks is heard
