"""Speech made by flite, sound of other kinds, and frames of it as the sound card would give them."""

import array
import asyncio
import math
from pathlib import Path

from sel.voice.hearing.ears import Ears
from sel.voice.ports import FRAME, RATE, EarEvent, Frame, SpeechLevel

MODEL = Path(__file__).resolve().parents[3] / "data" / "voice" / "micro-whisper"


def level_of(samples: "array.array[int]") -> float:
    power = sum(one * one for one in samples) / max(len(samples), 1) / 32768**2
    return max(10 * math.log10(power + 1e-12), -90.0)


from typing import TypeVar

E = TypeVar("E")


class Feed:
    """Feeds sound to ears faster than it sounds; times are those of the sound."""

    def __init__(self, ears: Ears) -> None:
        self.ears = ears
        self.heard: list[EarEvent] = []
        self._number = 0
        self._rest = b""
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for event in self.ears.events():
            if not isinstance(event, SpeechLevel):
                self.heard.append(event)

    @property
    def now(self) -> float:
        return self._number * FRAME / RATE

    async def sound(self, pcm: bytes) -> None:
        """Feed it; a rest that fills no frame waits for more."""
        pcm = self._rest + pcm
        for place in range(0, len(pcm) - 2 * FRAME + 1, 2 * FRAME):
            samples = array.array("h", pcm[place : place + 2 * FRAME])
            self._number += 1
            self.ears.hear(Frame(self._number, self.now, samples.tobytes(), level_of(samples)))
            while self.ears.behind > 300:
                await asyncio.sleep(0.002)
        self._rest = pcm[len(pcm) // (2 * FRAME) * 2 * FRAME :]
        await self.judged()

    async def judged(self) -> None:
        while self.ears.behind and self.ears.pid:
            await asyncio.sleep(0.002)

    async def until(self, kind: type[E], count: int = 1, seconds: float = 20.0) -> list[E]:
        """The events of that kind, once there are so many."""
        async with asyncio.timeout(seconds):
            while len(found := self.of(kind)) < count:
                await asyncio.sleep(0.005)
        return found

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.heard if isinstance(event, kind)]

    async def stop(self) -> None:
        await self.ears.stop()
        await asyncio.wait([self._reader])
