"""Speech made by flite, and frames of it as the sound card would give them, but faster."""

import array
import asyncio
import functools
import math
import subprocess
import tempfile
import wave
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sel.voice.hearing.ears import Ears
from sel.voice.ports import FRAME, RATE, EarEvent, Frame, SpeechLevel

MODEL = Path(__file__).resolve().parents[3] / "data" / "voice" / "micro-whisper"
BYTES = 2 * FRAME

E = TypeVar("E")


def flite(text: str, file: Path, voice: str = "slt") -> Path:
    subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(file)], check=True)
    return file


@functools.cache
def spoken(text: str, voice: str = "slt") -> bytes:
    """16 kHz samples; synthetic speech may lie on the disk for a moment, a person's may not."""
    with tempfile.TemporaryDirectory() as folder:
        path = flite(text, Path(folder) / "speech.wav", voice)
        with wave.open(str(path)) as file:
            assert file.getframerate() == RATE
            return bytes(file.readframes(file.getnframes()))


def silence(seconds: float) -> bytes:
    return bytes(2 * round(seconds * RATE))


def level_of(pcm: bytes) -> float:
    samples = array.array("h", pcm)
    power = (
        math.sumprod(samples, samples)
        if hasattr(math, "sumprod")
        else sum(one * one for one in samples)
    )
    return max(10 * math.log10(power / max(len(samples), 1) / 32768**2 + 1e-12), -90.0)


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110 - the ears tell nobody of it
            await asyncio.sleep(0.001)


class Feed:
    """Feeds ears and keeps what they say. Times are those of the sound, beginning with 0."""

    def __init__(self, ears: Ears) -> None:
        self.ears = ears
        self.heard: list[EarEvent] = []
        self.levels = 0
        self._number = 0
        self._rest = b""
        self._news = asyncio.Event()
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for event in self.ears.events():
            if isinstance(event, SpeechLevel):
                self.levels += 1
            else:
                self.heard.append(event)
            self._news.set()

    @property
    def now(self) -> float:
        return self._number * FRAME / RATE

    async def sound(self, pcm: bytes, levels: list[float] | None = None) -> None:
        """Feed it, and wait until it is judged. A rest that fills no frame waits for more."""
        pcm = self._rest + pcm
        places = range(0, len(pcm) - BYTES + 1, BYTES)
        for index, place in enumerate(places):
            frame = pcm[place : place + BYTES]
            self._number += 1
            level = levels[index] if levels else level_of(frame)
            self.ears.hear(Frame(self._number, self.now, frame, level))
            if self.ears.behind > 300:
                await self.judged(100)
        self._rest = pcm[len(pcm) // BYTES * BYTES :]
        await self.judged()

    async def judged(self, but: int = 0) -> None:
        """Wait until no more frames than that wait."""
        await _until(lambda: self.ears.behind <= but or not self.ears.pid)

    async def say(self, text: str, voice: str = "slt", pause: float = 1.0) -> None:
        """Say it, with half a second before it and time for Whisper in the silence after it."""
        await self.sound(silence(0.5) + spoken(text, voice) + silence(0.25))
        await self.understood()
        await self.sound(silence(pause))

    async def understood(self) -> None:
        """Wait until Whisper has nothing to do."""
        await _until(lambda: self.ears.idle)

    async def until(self, kind: type[E], count: int = 1) -> list[E]:
        """The events of that kind, once there are so many."""
        async with asyncio.timeout(20):
            while len(found := self.of(kind)) < count:
                self._news.clear()
                await self._news.wait()
        return found

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.heard if isinstance(event, kind)]

    async def stop(self) -> None:
        await self.ears.stop()
        await asyncio.wait([self._reader])
