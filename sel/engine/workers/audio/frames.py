"""Frames for the ears out of what the microphone gives, 32 ms each."""

from __future__ import annotations

import base64
import math
from typing import Any

import numpy as np

from sel.engine.workers.audio.resample import Samples

RATE = 16_000
FRAME = 512
QUIETEST = -90.0
"""dBFS of the softest that 16 bits hold: what is below is silence."""


class Framer:
    """Cuts 16 kHz sound into numbered frames."""

    def __init__(self) -> None:
        self._rest = np.zeros(0, np.float32)
        self._number = 0

    def push(self, at: float, samples: Samples) -> list[tuple[float, dict[str, Any]]]:
        """The frames that are full now, with when they began; `at` is when `samples` began."""
        at -= len(self._rest) / RATE
        self._rest = np.concatenate((self._rest, samples))
        frames = []
        while len(self._rest) >= FRAME:
            frame, self._rest = self._rest[:FRAME], self._rest[FRAME:]
            frames.append((at, self._told(at + FRAME / RATE, frame)))
            at += FRAME / RATE
        return frames

    def clear(self) -> None:
        """Forget a frame that was begun: what follows does not go on from it."""
        self._rest = self._rest[:0]

    def _told(self, at: float, frame: Samples) -> dict[str, Any]:
        self._number += 1
        pcm = np.clip(np.round(frame * 32_768), -32_768, 32_767).astype("<i2").tobytes()
        return {
            "type": "frame",
            "n": self._number,
            "at": at,
            "pcm": base64.b64encode(pcm).decode("ascii"),
            "level": level(frame),
        }


def level(frame: Samples) -> float:
    """Loudness in dBFS, -90..0."""
    power = float(np.mean(np.square(frame)))
    return max(QUIETEST, round(10 * math.log10(power), 1)) if power > 0 else QUIETEST
