"""Whether the canceller still follows: what it leaves beside what the simplest one would leave.

A canceller learns the way from speaker to microphone. Where that way changes at once (a card that
stood still for a moment is late from then on) it has to learn anew, and until then SEL's own words
come through, often as loud as they were. The simplest canceller knows nothing and needs not learn:
it takes out one delayed copy of what was played, the one that fits best just now. Where even that
leaves much less, what is left is no person. Of a person neither can take anything out.

Such a second filter beside the first is known as a shadow filter, or two-path echo cancelling
(Ochiai et al., "Echo canceler with two echo path models", IEEE Trans. Commun., 1977).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sel.engine.workers.audio.resample import Samples

WINDOW = 3_200
"""Samples that are compared, 200 ms at 16 kHz."""
LOOKS = ((3_200, 0.4), (960, 0.1))
"""The newest so many samples are looked at, and what share of what the canceller leaves a copy
leaves at the most, where that is astray. Of a person's voice it leaves all, or, where that is by
chance like what is played, 0.6 in 200 ms and 0.2 in 60 ms (three voices, `tests`). The short look
is for the moment after a gap, when not all of a long one can fit."""
EVERY = 3
"""It is looked once in so many times, 30 ms: a look takes 1 ms of a slow core where something is
left, and the ears judge 32 ms together."""
LATEST, EARLIEST = 8_000, 1_600
"""Samples, 500 and 100 ms, by which an echo may be later or earlier than the cards tell: the buffer
of a radio headset holds 300 ms that it tells nobody of."""
AUDIBLE = 1e-6
"""Power, -60 dBFS, below which nothing that is left is heard as speech."""


class Shadow:
    """One microphone. `astray` takes all of its sound, 10 ms at a time."""

    def __init__(self) -> None:
        self._heard = np.zeros(WINDOW, np.float32)
        self._left = np.zeros(WINDOW, np.float32)
        self._astray = False
        self._since = 0

    def astray(self, heard: Samples, left: Samples, played: Callable[[], Samples]) -> bool:
        """Whether what is `left` of what was `heard` is for the most part `played`.

        `played`, asked only for a look, is what was out from `LATEST` before the window of which
        `heard` is the end until `EARLIEST` after it, `LATEST + WINDOW + EARLIEST` samples.
        """
        self._heard = np.concatenate((self._heard[len(heard) :], heard))
        self._left = np.concatenate((self._left[len(left) :], left))
        self._since += 1
        if self._since >= EVERY:
            self._since = 0
            self._astray = any(self._worse(played, count, share) for count, share in LOOKS)
        return self._astray

    def _worse(self, played: Callable[[], Samples], count: int, share: float) -> bool:
        """Whether a copy would have left less than this share, of the newest so many samples."""
        left = _power(self._left[-count:])
        if left < AUDIBLE * count:
            return False
        return _less_a_copy(self._heard[-count:], played()[WINDOW - count :]) < share * left


def _less_a_copy(heard: Samples, played: Samples) -> float:
    """The power of what is heard less the copy of what was played that fits best."""
    size = len(played)  # what wraps around is at delays that are not asked for
    spectrum = np.fft.rfft(played) * np.conj(np.fft.rfft(heard, size))
    likeness = np.fft.irfft(spectrum, size)[: len(played) - len(heard) + 1]
    sums = np.concatenate(([0.0], np.cumsum(np.square(played, dtype=np.float64))))
    powers = np.maximum(sums[len(heard) :] - sums[: -len(heard)], AUDIBLE)
    return max(0.0, _power(heard) - float(np.max(np.square(likeness) / powers)))


def _power(samples: Samples) -> float:
    return float(np.sum(np.square(samples, dtype=np.float64)))
