"""Half an hour of what is no speech: nobody is heard, and no memory grows. Fed fast."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from voice_hearing_feed import MODEL, Feed, level_of

from sel.voice.hearing.ears import Ears
from sel.voice.ports import FRAME, RATE, SpeechBegan, SpeechEnded

SECONDS = 20
BLOCK = SECONDS * RATE // FRAME * FRAME
ROUNDS = 15
"""Of six kinds of sound, 20 s each: 30 minutes."""
GROWTH = 8 * 1024
"""KiB. What leaks a frame's 1 kB only once would be at 50 MB."""

Random = np.random.Generator
Sound = np.ndarray[Any, np.dtype[np.float64]]


def white(random: Random) -> Sound:
    return random.normal(0, 0.05, BLOCK)


def pink(random: Random) -> Sound:
    spectrum = np.fft.rfft(random.normal(0, 1, BLOCK))
    sound = np.fft.irfft(spectrum / np.sqrt(np.arange(1, len(spectrum) + 1)), BLOCK)
    return np.asarray(0.1 * sound / np.abs(sound).max())


def music(random: Random) -> Sound:
    """Chords with overtones, half a second each, struck and dying away."""
    time = np.arange(RATE // 2) / RATE
    sound: list[Sound] = []
    while sum(len(chord) for chord in sound) < BLOCK:
        notes = 220 * 2 ** (random.choice([0, 2, 4, 5, 7, 9, 11], 3, replace=False) / 12)
        tones = sum(np.sin(2 * np.pi * n * k * time) / k for n in notes for k in (1, 2, 3))
        sound.append(0.05 * tones * np.exp(-4 * time))
    return np.concatenate(sound)[:BLOCK]


def clicks(random: Random) -> Sound:
    """Somebody types: 5-20 ms bursts, about six a second, over a quiet room."""
    sound = random.normal(0, 0.0005, BLOCK)
    for place in random.integers(0, BLOCK - 400, 6 * SECONDS):
        length = int(random.integers(80, 320))
        burst = random.normal(0, 0.2, length) * np.exp(-np.arange(length) / 40)
        sound[place : place + length] += burst
    return sound


def hum(_: Random) -> Sound:
    time = np.arange(BLOCK) / RATE
    return 0.1 * np.sin(2 * np.pi * 50 * time) + 0.03 * np.sin(2 * np.pi * 150 * time)


def nothing(_: Random) -> Sound:
    return np.zeros(BLOCK)


KINDS: tuple[Callable[[Random], Sound], ...] = (white, pink, music, clicks, hum, nothing)


def resident(pid: int | str) -> int:
    """KiB in memory."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    raise AssertionError("no VmRSS")


@pytest.mark.real
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
async def test_half_an_hour_of_noise_starts_no_turn_and_grows_no_memory(tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    blocks = []
    for kind in KINDS:
        sound = np.clip(kind(random) * 32767, -32768, 32767).astype("<i2").tobytes()
        frames = [sound[place : place + 2 * FRAME] for place in range(0, len(sound), 2 * FRAME)]
        blocks.append((sound, [level_of(frame) for frame in frames]))
    ears = Ears(tmp_path / "listen.log", MODEL)
    await ears.start()
    assert ears.pid is not None
    feed = Feed(ears)
    before = (0, 0)
    for turn in range(ROUNDS):
        for sound, levels in blocks:
            await feed.sound(sound, levels)
        if turn == 1:
            before = resident("self"), resident(ears.pid)
    await feed.understood()
    after = resident("self"), resident(ears.pid)
    await feed.stop()
    assert feed.now > 1790
    assert feed.of(SpeechEnded) == []
    assert len(feed.of(SpeechBegan)) <= 2
    assert after[0] - before[0] < GROWTH
    assert after[1] - before[1] < GROWTH
