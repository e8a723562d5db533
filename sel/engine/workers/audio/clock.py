"""When the samples of a stream are at the speaker or were at the microphone, evenly.

What PortAudio tells with each block jitters by milliseconds; the samples themselves do not.
"""

from __future__ import annotations

import time
from typing import Any

PULL = 0.1
"""Share of a difference that is taken over at each block: 10 blocks, 0.1-0.3 s, even it out."""
JUMP = 0.02
"""Seconds of difference that are no jitter: the stream stood still, or has just begun."""


def moment(told: float, now: float) -> float:
    """A time of PortAudio on `time.monotonic()`, where `now` is PortAudio's present time."""
    return time.monotonic() + (told - now if told > 0 and now > 0 else 0.0)


class Clock:
    """The times of one stream of `rate` samples a second."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._next: float | None = None

    def block(self, told: float, samples: int) -> float:
        """When the first of these samples is (was) out, which PortAudio tells as `told`."""
        at = told
        if self._next is not None and abs(told - self._next) < JUMP:
            at = self._next + PULL * (told - self._next)
        self._next = at + samples / self._rate
        return at

    def reset(self) -> None:
        """The stream begins again."""
        self._next = None


def since(stream_time: Any, *, output: bool) -> float:
    """The time of a block's first sample, from the time_info of its callback."""
    told = stream_time.outputBufferDacTime if output else stream_time.inputBufferAdcTime
    return moment(told, stream_time.currentTime)
