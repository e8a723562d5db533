"""Where the way of the echo changes at once, nothing of SEL's own voice comes through; whoever else
speaks does. All in memory: a room is a filter, and a card that stood still for a moment a gap."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np
import pytest
from audio_stage import Array, samples_of, spoken
from hypothesis import given
from hypothesis import strategies as st

from sel.engine.workers.audio.echo import RATE, STEP, Echo
from sel.engine.workers.audio.resample import Samples
from sel.engine.workers.audio.shadow import EARLIEST, EVERY, LATEST, WINDOW, Shadow
from sel.voice.hearing.gate import GUARDED, SPEECH

STORY = (
    "There was a small boat in the harbour. It was painted blue and white. Every morning an old"
    " fisherman came to look at it. He brought bread and a book."
)
OVER = "I would like you to stop talking and listen to me for a moment, because of the sea."
JUMP = round(0.23 * RATE)
"""As much later as an echo was found to be where the machine was busy."""


def noise(seed: int, count: int) -> Samples:
    return np.random.default_rng(seed).normal(0, 0.1, count).astype(np.float32)


def verdict(heard: Samples, left: Samples, played: Samples) -> bool:
    """What a shadow finds at the end of a window."""
    shadow = Shadow()
    found = [
        shadow.astray(heard[at : at + STEP], left[at : at + STEP], lambda: played)
        for at in range(WINDOW % (EVERY * STEP), WINDOW, STEP)
    ]
    return found[-1]


# ---------------------------------------------------------------- a look


@given(
    late=st.integers(-EARLIEST, LATEST),
    gain=st.floats(0.1, 2.0),
    share=st.floats(0.2, 1.0),
    seed=st.integers(0, 9),
)
def test_an_echo_that_is_left_is_found_however_late_and_loud(
    late: int, gain: float, share: float, seed: int
) -> None:
    played = noise(seed, LATEST + WINDOW + EARLIEST)
    heard = gain * played[LATEST - late :][:WINDOW]
    assert verdict(heard, share * heard, played)


@given(loud=st.floats(0.05, 10.0), seed=st.integers(0, 9))
def test_what_was_never_played_is_left_alone(loud: float, seed: int) -> None:
    played, other = noise(seed, LATEST + WINDOW + EARLIEST), noise(seed + 100, WINDOW)
    echo = played[LATEST:][:WINDOW]
    assert not verdict(loud * other + echo, loud * other, played)
    assert not verdict(loud * other, loud * other, played)


def test_a_canceller_that_makes_sound_of_silence_is_astray() -> None:
    played = noise(1, LATEST + WINDOW + EARLIEST)
    assert verdict(np.zeros(WINDOW, np.float32), noise(2, WINDOW), played)


# ---------------------------------------------------------------- in a room


def voice(folder: Path, text: str, name: str = "slt") -> Array:
    return samples_of(spoken(folder, text, name))


def near(played: Array) -> Array:
    """What a microphone in front of the speaker hears: a small room answers, 12 dB softer."""
    rng = np.random.default_rng(1)
    tail = rng.normal(0, 1, RATE // 5) * np.exp(-6.9 * np.linspace(0, 1, RATE // 5))
    way = np.concatenate(([1.0], 0.25 * tail / np.linalg.norm(tail)))
    late = np.concatenate((np.zeros(RATE // 50), np.convolve(played, way)))
    return 0.5 * late[: len(played)]


def heard_by_sel(played: Array, microphone: Array) -> Array:
    """What is left of the microphone; each sample is written 60 ms before it is out."""
    echo, ahead, left = Echo(RATE), 0, []
    hiss = np.random.default_rng(2).normal(0, 3e-4, len(microphone))
    for at in range(0, len(played) - STEP, STEP):
        while ahead <= at + 6 * STEP:
            echo.played.add(ahead / RATE, played[ahead : ahead + STEP].astype(np.float32))
            ahead += STEP
        step = (microphone + hiss)[at : at + STEP].astype(np.float32)
        left.append(echo.clean(at / RATE, step)[1])
    return cast("Array", np.concatenate(left).astype(np.float64))


def chances(sound: Array) -> Array:
    """Silero VAD's probability of speech in each frame of 32 ms."""
    from faster_whisper.vad import get_vad_model  # type: ignore[import-untyped]

    whole = sound[: len(sound) // 512 * 512].astype(np.float32)
    return cast("Array", np.ravel(get_vad_model()(whole.copy())))


@pytest.mark.real
def test_an_echo_that_is_late_at_once_is_no_speech(tmp_path: Path) -> None:
    played = voice(tmp_path, STORY)
    echo, moment = near(played), 4 * RATE
    jumped = np.concatenate((echo[:moment], np.zeros(JUMP), echo[moment:]))
    found = chances(heard_by_sel(played, jumped))
    assert sum(found > SPEECH) <= 1
    assert max(found) < GUARDED


@pytest.mark.real
@pytest.mark.parametrize("name", ["rms", "awb", "slt"])
def test_whoever_talks_over_it_comes_through(tmp_path: Path, name: str) -> None:
    """None of their words is taken for an echo."""
    played = voice(tmp_path, STORY)
    said, moment = voice(tmp_path, OVER, name), 3 * RATE
    over = np.zeros(len(played))
    said = said[: len(played) - moment]
    over[moment : moment + len(said)] = said
    left = heard_by_sel(played, near(played) + over)
    steps = range(moment, moment + len(said) - STEP, STEP)
    loud = [at for at in steps if np.mean(np.square(over[at : at + STEP])) > 1e-4]
    silenced = [at for at in loud if not left[at : at + STEP].any()]
    assert len(silenced) < 0.01 * len(loud)
    assert np.mean(chances(left[moment : moment + len(said)]) > SPEECH) > 0.3
