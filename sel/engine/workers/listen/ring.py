"""The last minute of sound, by the numbers of its frames."""

from __future__ import annotations

import numpy as np

from sel.engine.workers.listen.vad import FRAME, Floats

FRAMES = 1875
"""Frames that are kept, 60 s: twice what Whisper reads at once."""


class Ring:
    """Frames follow each other without a gap; older ones are overwritten."""

    def __init__(self, frames: int = FRAMES) -> None:
        self._sound = np.zeros((frames, FRAME), np.int16)
        self._first = self._next = 0

    def put(self, number: int, pcm: bytes) -> None:
        """The next frame. A number out of turn begins anew."""
        if number != self._next:
            self._first = number
        self._sound[number % len(self._sound)] = np.frombuffer(pcm, "<i2", FRAME)
        self._next = number + 1
        self._first = max(self._first, self._next - len(self._sound))

    def span(self, first: int, last: int) -> Floats:
        """The sound from frame `first` to `last`, both included, as far as it is still there."""
        first, last = max(first, self._first), min(last, self._next - 1)
        rows = self._sound[np.arange(first, max(last + 1, first)) % len(self._sound)]
        return as_floats(rows.reshape(-1))


def as_floats(sound: np.ndarray) -> Floats:
    """16-bit samples as -1..1."""
    return sound.astype(np.float32) / np.float32(32768)
