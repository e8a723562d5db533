"""The times of one operation: the last thousand of them, and counts since the start."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

WINDOW = 1_000
"""Times kept of each operation; 8 bytes each."""

Outcome = Literal["ok", "failed", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationStats:
    """One operation at one moment. Times in seconds, of the last `WINDOW` that were not cancelled;
    counts since the start: `count` is `ok` + `failed` + `cancelled`.
    """

    subsystem: str
    operation: str
    count: int
    ok: int
    failed: int
    cancelled: int
    mean: float
    min: float
    max: float
    p50: float
    p95: float
    p99: float


class Window:
    """Not thread-safe: the monitor holds its lock."""

    __slots__ = ("_next", "_times", "cancelled", "count", "failed")

    def __init__(self) -> None:
        self._times = array("d")
        self._next = 0
        self.count = self.failed = self.cancelled = 0

    def add(self, seconds: float, outcome: Outcome) -> None:
        """One more; of a cancelled one, the time says nothing of the operation."""
        self.count += 1
        if outcome == "cancelled":
            self.cancelled += 1
            return
        if outcome == "failed":
            self.failed += 1
        if len(self._times) < WINDOW:
            self._times.append(seconds)
        else:
            self._times[self._next] = seconds
            self._next = (self._next + 1) % WINDOW

    def copy(self) -> Window:
        """A copy to be read in peace."""
        other = Window()
        other._times = self._times[:]
        other.count, other.failed, other.cancelled = self.count, self.failed, self.cancelled
        return other

    def stats(self, subsystem: str, operation: str) -> OperationStats:
        """What it comes to. Times are 0 where there are none."""
        times = sorted(self._times) or [0.0]
        return OperationStats(
            subsystem=subsystem,
            operation=operation,
            count=self.count,
            ok=self.count - self.failed - self.cancelled,
            failed=self.failed,
            cancelled=self.cancelled,
            mean=math.fsum(times) / len(times),
            min=times[0],
            max=times[-1],
            p50=percentile(times, 50),
            p95=percentile(times, 95),
            p99=percentile(times, 99),
        )


def percentile(ordered: Sequence[float], percent: int) -> float:
    """The least of these, in rising order, that `percent` of them do not exceed (nearest rank)."""
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]
