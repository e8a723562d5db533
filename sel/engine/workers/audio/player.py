"""What is to be played, mixed block by block, and how much of it is really out.

Times are `time.monotonic()`; a sample is out when the speaker has it, which is after it was
written. This module knows no device.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np

from sel.engine.workers.audio.resample import Samples

FADE = 0.03
"""Seconds from full loudness to none."""
KEPT = 2.0
"""Seconds for which it is known when sound was out: a frame is at most as late."""


@dataclass(slots=True)
class Item:
    """A sound at the stream's rate. `next` is the sample to be written next, negative in the pause
    before it, None where that has not begun."""

    id: int
    rate: int
    samples: Samples
    pause: float = 0.0
    next: int | None = None
    began: float | None = None
    ended: float | None = None
    told: bool = False


@dataclass(slots=True)
class Piece:
    """`count` samples of an item from `first` on, out from `at` on."""

    at: float
    item: Item
    first: int
    count: int


class Player:
    """The queue of one speaker. `fill` is for the callback, the rest for one other thread."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.held = False
        self._items: deque[Item] = deque()
        self._pieces: deque[Piece] = deque()
        self._gain, self._wanted = 1.0, 1.0
        self._last: float | None = None  # when the last sound that was written ends
        self._lock = threading.Lock()

    @property
    def busy(self) -> bool:
        """Whether something plays or waits."""
        return bool(self._items)

    def add(self, item: Item) -> None:
        """Play this after all that waits."""
        with self._lock:
            self._items.append(item)

    def duck(self, gain: float) -> None:
        """This share of the loudness, 0..1, from the next block on."""
        self._wanted = min(1.0, max(0.0, gain))

    def fill(self, count: int, at: float) -> Samples:
        """The next samples, -1..1, of which the first is out at `at`."""
        out = np.zeros(count, np.float32)
        with self._lock:
            place = 0
            while place < count and not self.held and (item := self._unwritten()) is not None:
                place += self._write(item, out[place:], at + place / self.rate)
        return self._faded(out)

    def _unwritten(self) -> Item | None:
        return next((item for item in self._items if item.ended is None), None)

    def _write(self, item: Item, out: Samples, at: float) -> int:
        if item.next is None:
            silent = item.pause if self._last is None else max(0.0, at - self._last)
            item.next = -round(max(0.0, item.pause - silent) * self.rate)
        first = item.next
        count = min(len(out), (0 if first < 0 else len(item.samples)) - first)
        if first >= 0:
            out[:count] = item.samples[first : first + count]
            item.began = at if item.began is None else item.began
        item.next = first + count
        self._pieces.append(Piece(at, item, first, count))
        if first >= 0 and item.next >= len(item.samples):
            item.ended = self._last = at + count / self.rate
        return count

    def _faded(self, out: Samples) -> Samples:
        if self._gain == self._wanted == 1.0:
            return out
        step = 1.0 / (FADE * self.rate)
        way = self._wanted - self._gain
        ramp = np.minimum(np.arange(1, len(out) + 1) * step, abs(way)) * np.sign(way)
        gains = self._gain + ramp
        self._gain = self._wanted if len(out) * step >= abs(way) else float(gains[-1])
        return np.asarray(out * gains, np.float32)

    # ------------------------------------------------------------ what is out

    def happened(self, now: float) -> list[dict[str, Any]]:
        """What began and ended until now and was not told yet."""
        told: list[dict[str, Any]] = []
        with self._lock:
            while self._items:
                item = self._items[0]
                if item.began is not None and item.began <= now and not item.told:
                    item.told = True
                    told.append({"type": "began", "id": item.id, "at": item.began})
                if item.ended is None or item.ended > now:
                    break
                told.append({"type": "ended", "id": item.id, "at": item.ended})
                self._items.popleft()
            while self._pieces and self._end(self._pieces[0]) < now - KEPT:
                self._pieces.popleft()
        return told

    def due(self) -> float | None:
        """When `happened` has something to tell next, as far as is known."""
        item = self._items[0] if self._items else None
        if item is None:
            return None
        return item.ended if item.told or item.began is None else item.began

    def sounding(self, begin: float, end: float) -> bool:
        """Whether a sound was out at some time between these."""
        with self._lock:
            return any(
                piece.first >= 0 and piece.at < end and self._end(piece) > begin
                for piece in self._pieces
            )

    def _end(self, piece: Piece) -> float:
        return piece.at + piece.count / self.rate

    # ------------------------------------------------------------ taking back

    def cut(self, at: float) -> tuple[int, int] | None:
        """Hold, and take back all that was not out at `at`.

        The sound under way and how many of its samples, at its own rate, were out; None if none is.
        """
        with self._lock:
            self.held = True
            for piece in self._pieces:
                self._take_back(piece, at)
            self._pieces = deque(piece for piece in self._pieces if piece.count)
            item = self._unwritten()
            if item is None:
                return None
            return item.id, round(max(0, item.next or 0) * item.rate / self.rate)

    def _take_back(self, piece: Piece, at: float) -> None:
        out = min(max(0, round((at - piece.at) * self.rate)), piece.count)
        if out == piece.count > 0:
            return
        item, piece.count = piece.item, out
        item.next = min(piece.first + out, len(item.samples) if item.next is None else item.next)
        item.ended = None
        if item.began is not None and item.began > at:
            item.began = None

    def over_again(self) -> None:
        """Begin the sound under way from its first sample: nobody follows half a word."""
        with self._lock:
            if self._items and self._items[0].next is not None:
                self._items[0].next = min(0, self._items[0].next)

    def resume(self) -> None:
        """Go on where `cut` held."""
        self.held = False

    def drop(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._items.clear()
            self._last = None
            self.held = False
