"""Speech to bench with, made by flite, and where sound begins and ends in a recording."""

from __future__ import annotations

import array
import io
import shutil
import subprocess
import wave
from collections.abc import Sequence
from dataclasses import dataclass

from sel.errors import VoiceError

VOICES = ("slt", "rms", "awb")
"""Voices of flite: a woman, and two men of different accents."""
LOUD = 400
"""Samples beyond this (of 32,767) are sound: the null sink's silence is nothing but zeros."""
WINDOW = 0.01
"""Seconds that are looked at together."""


@dataclass(frozen=True, slots=True)
class Clip:
    """Something said, 16-bit mono."""

    text: str
    rate: int
    pcm: bytes


def speak(text: str, voice: str = VOICES[0]) -> Clip:
    """Have flite say it. Raises `VoiceError` without flite."""
    if shutil.which("flite") is None:
        raise VoiceError("The voice bench needs flite to speak with.", hint="apt install flite")
    done = subprocess.run(
        ["flite", "-voice", voice, "-t", text, "-o", "/dev/stdout"],
        capture_output=True,
        check=True,
    )
    # It cannot go back in a pipe to fill in the length, so all that follows the header is sound.
    with wave.open(io.BytesIO(done.stdout), "rb") as file:
        rate = file.getframerate()
    return Clip(text, rate, done.stdout[44 : len(done.stdout) // 2 * 2])


def loud_spans(pcm: bytes, rate: int, quiet: float = 0.3) -> list[tuple[float, float]]:
    """When there is sound, in seconds from the beginning; silences shorter than `quiet` belong to
    it."""
    size = int(rate * WINDOW)
    samples = array.array("h", pcm[: len(pcm) // 2 * 2])
    spans: list[tuple[float, float]] = []
    for place in range(0, len(samples) - size + 1, size):
        if _peak(samples[place : place + size]) < LOUD:
            continue
        begin, end = place / rate, (place + size) / rate
        if spans and begin - spans[-1][1] < quiet:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((begin, end))
    return spans


def _peak(samples: Sequence[int]) -> int:
    return max(*samples, -min(samples))
