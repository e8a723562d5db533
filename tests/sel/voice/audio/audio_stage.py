"""A sound card that is open, what it told, and sounds to play through it."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import wave
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from sel.voice.audio.card import SoundCard
from sel.voice.ports import Choice, Frame, Sound, SoundEvent

RATE = 22_050
"""A Piper voice's."""
OUT = 48_000
"""What the speaker is recorded at."""
E = TypeVar("E")
Array = np.ndarray[Any, np.dtype[np.float64]]


class Desk:
    """An open card and all its events so far."""

    def __init__(self, card: SoundCard) -> None:
        self.card = card
        self.events: list[SoundEvent] = []

    async def read(self) -> None:
        async for event in self.card.events():
            self.events.append(event)

    def told(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    async def until(self, done: Callable[[], bool], seconds: float = 30.0) -> None:
        async with asyncio.timeout(seconds):
            while not done():  # noqa: ASYNC110 - many things make it true, and none tells it
                await asyncio.sleep(0.01)

    def heard(self) -> Array:
        """All that the microphone gave, -1..1."""
        return floats(b"".join(frame.pcm for frame in self.told(Frame)))


@contextlib.asynccontextmanager
async def desk(log: Path, choice: Choice | None = None) -> AsyncIterator[Desk]:
    card = SoundCard(log)
    it = Desk(card)
    await card.open(choice or Choice())
    reader = asyncio.create_task(it.read())
    try:
        yield it
    finally:
        await card.close()
        await reader


def floats(pcm: bytes) -> Array:
    return np.frombuffer(pcm, "<i2").astype(np.float64) / 32_768


def tone(seconds: float, hertz: float = 440.0, loud: float = 0.3, rate: int = RATE) -> bytes:
    """A cosine, so that its first and last samples are no silence."""
    wave_ = loud * np.cos(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)
    return bytes((wave_ * 32_767).astype("<i2").tobytes())


def sound(number: int, seconds: float, hertz: float = 440.0, pause: float = 0.0) -> Sound:
    return Sound(number, RATE, tone(seconds, hertz), pause=pause)


def sounding(recorded: Array, floor: float = 0.02) -> Array:
    """From the first loud sample to the last."""
    loud = np.nonzero(np.abs(recorded) > floor)[0]
    return recorded[loud[0] : loud[-1] + 1] if len(loud) else recorded[:0]


def silences(recorded: Array, least: float = 0.02, rate: int = OUT) -> list[float]:
    """Seconds of each silence inside the sound, from the first to the last."""
    loud = np.nonzero(np.abs(recorded) > 0.02)[0]
    return [float(gap) / rate for gap in np.diff(loud) if gap > least * rate]


def likeness(one: Array, other: Array) -> float:
    """The highest correlation of `one` with a stretch of `other`, wherever it lies."""
    size = 1 << (len(one) + len(other)).bit_length()
    products = np.fft.irfft(np.fft.rfft(other, size) * np.conj(np.fft.rfft(one, size)), size)
    at = int(np.argmax(products[: max(1, len(other) - len(one) + 1)]))
    stretch = other[at : at + len(one)]
    return float(products[at] / (np.linalg.norm(one) * np.linalg.norm(stretch) + 1e-9))


def spoken(folder: Path, text: str, voice: str = "slt") -> Path:
    """A WAV of a synthetic voice, 16 kHz."""
    path = folder / f"{voice}.wav"
    subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(path)], check=True)
    return path


def samples_of(path: Path) -> Array:
    with wave.open(str(path), "rb") as file:
        return floats(file.readframes(file.getnframes()))
