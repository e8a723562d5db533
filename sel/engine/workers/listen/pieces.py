"""A long recording cut at its pauses into pieces that Whisper can read. One is held at most."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sel.engine.workers.listen.ring import as_floats
from sel.engine.workers.listen.vad import FRAME, Floats

BEGIN, GO_ON = 0.5, 0.35
"""Silero's own thresholds: to begin speech, and to stay in it."""
NOISE = 0.2
"""A frame less like speech than this tells the room's noise."""
LEAST = 4
"""Sounding frames, 128 ms, without which a piece is nothing."""
PAUSE = 31
"""Frames of silence, 1 s, that end any piece."""
LONG, SHORT_PAUSE = 470, 10
"""From 15 s on, 0.3 s end it: Whisper always reads 30 s, so full pieces cost least."""
LONGEST, RECENT = 875, 156
"""At 28 s it ends at the quietest frame of the last five seconds."""
EDGE = 6
"""Frames of silence, 0.2 s, that stay at both ends."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Frames `first` to `last` of the recording; `speech` of them sound like speech, the loudest
    `over_noise` decibels above the room."""

    first: int
    last: int
    sound: Floats
    speech: int
    over_noise: float


@dataclass(frozen=True, slots=True)
class _Frame:
    number: int
    sound: np.ndarray
    level: float
    sounds: bool


class Pieces:
    """Frames in, whole pieces out."""

    def __init__(self) -> None:
        self._number = 0
        self._floor = -60.0
        self._silence = 0
        self._before: deque[_Frame] = deque(maxlen=EDGE)
        self._frames: list[_Frame] = []

    def take(self, sound: np.ndarray, probabilities: list[float]) -> Iterator[Piece]:
        """The next frames (16 bit) and how like speech each is; the pieces that end with them."""
        for row, p in zip(sound.reshape(-1, FRAME), probabilities, strict=True):
            yield from self._take(row, p)

    def rest(self) -> Iterator[Piece]:
        """The piece under way, at the end."""
        frames, self._frames = self._frames, []
        yield from self._whole(frames)

    def _take(self, row: np.ndarray, p: float) -> Iterator[Piece]:
        level = level_of(row)
        if p < NOISE:
            self._floor += (0.3 if level < self._floor else 0.02) * (level - self._floor)
            self._floor = min(max(self._floor, -75.0), -25.0)
        sounds = p >= (GO_ON if self._frames and not self._silence else BEGIN)
        frame = _Frame(self._number, row.copy(), level, sounds)
        self._number += 1
        if not self._frames and not sounds:
            self._before.append(frame)
            return
        if not self._frames:
            self._frames = list(self._before)
            self._before.clear()
        self._frames.append(frame)
        self._silence = 0 if sounds else self._silence + 1
        yield from self._cut()

    def _cut(self) -> Iterator[Piece]:
        length = len(self._frames)
        if self._silence >= PAUSE or (length >= LONG and self._silence >= SHORT_PAUSE):
            self._silence = 0
            yield from self.rest()
        elif length >= LONGEST:
            recent = range(length - RECENT, length)
            place = min(recent, key=lambda index: self._frames[index].level) + 1
            frames, self._frames = self._frames[:place], self._frames[place:]
            yield from self._whole(frames)

    def _whole(self, frames: list[_Frame]) -> Iterator[Piece]:
        places = [index for index, frame in enumerate(frames) if frame.sounds]
        if len(places) < LEAST:
            return
        kept = frames[: places[-1] + 1 + EDGE]
        peak = max(frames[index].level for index in places)
        yield Piece(
            kept[0].number,
            kept[-1].number,
            as_floats(np.concatenate([frame.sound for frame in kept])),
            len(places),
            round(peak - self._floor, 1),
        )


def level_of(row: np.ndarray) -> float:
    """The loudness of 16-bit samples in dBFS, -90 at least."""
    power = float(np.mean(np.square(row.astype(np.float64)))) / 32768.0**2
    return max(10.0 * float(np.log10(power + 1e-12)), -90.0)
