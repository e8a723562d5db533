"""Sound at another rate: a windowed sinc, for whole sounds and for streams of blocks."""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np

Samples = np.ndarray[Any, np.dtype[np.float32]]

REACH = 12
"""Zero crossings of the sinc to each side; 24 leave nothing audible of what is folded over."""
WIDTH = 0.92
"""Share of the lower rate's band that is kept."""
BLOCK = 4_096
"""Samples made at a time: their windows take 0.4-1 MB."""


@functools.lru_cache(maxsize=8)
def _bank(rate: int, wanted: int) -> tuple[Samples, int, int]:
    """Filters for each place between two samples, and the ratio `up` to `down`."""
    shared = math.gcd(rate, wanted)
    up, down = wanted // shared, rate // shared
    band = WIDTH * min(1.0, up / down)
    half = math.ceil(REACH / band)
    offsets = np.arange(-half + 1, half + 1)[None, :] - (np.arange(up) / up)[:, None]
    window = np.cos(np.pi * offsets / (2 * half + 2)) ** 2
    filters = band * np.sinc(band * offsets) * window
    return (filters / filters.sum(axis=1, keepdims=True)).astype(np.float32), up, down


class Resampler:
    """A stream from one rate to another; late by `REACH` samples of the lower rate."""

    def __init__(self, rate: int, wanted: int) -> None:
        self._same = rate == wanted
        self._filters, self._up, self._down = _bank(rate, wanted)
        self._taps = self._filters.shape[1]
        self._held = np.zeros(self._taps // 2 - 1, np.float32)
        self._place = 0  # of the next sample to make, in 1/up samples from the first that is held

    def push(self, samples: Samples) -> Samples:
        """What can be made now that these have come."""
        if self._same:
            return samples
        held = np.concatenate((self._held, samples))
        room = len(held) - self._taps + 1
        count = max(0, -(-(room * self._up - self._place) // self._down))
        made = [
            self._make(held, self._place + first * self._down, min(BLOCK, count - first))
            for first in range(0, count, BLOCK)
        ]
        self._place += count * self._down
        gone = min(self._place // self._up, len(held))
        self._held = held[gone:]
        self._place -= gone * self._up
        return np.concatenate(made) if made else np.zeros(0, np.float32)

    def _make(self, held: Samples, place: int, count: int) -> Samples:
        places = place + self._down * np.arange(count)
        windows = np.lib.stride_tricks.sliding_window_view(held, self._taps)[places // self._up]
        made: Samples = np.einsum("ij,ij->i", windows, self._filters[places % self._up])
        return made


def resampled(samples: Samples, rate: int, wanted: int) -> Samples:
    """A whole sound, not shifted. Quicker than a stream: the samples of one filter go together."""
    if rate == wanted:
        return samples
    filters, up, down = _bank(rate, wanted)
    taps = filters.shape[1]
    around = np.concatenate((np.zeros(taps // 2 - 1), samples, np.zeros(taps + down)))
    windows = np.lib.stride_tricks.sliding_window_view(around.astype(np.float32), taps)
    made = np.zeros(math.ceil(len(samples) * up / down), np.float32)
    for first in range(min(up, len(made))):
        begin, which = divmod(first * down, up)
        own = made[first::up]
        own[:] = windows[begin::down][: len(own)] @ filters[which]
    return made
