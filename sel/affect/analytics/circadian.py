"""The day's rhythm in a history: a cosine of 24 local hours, fitted by least squares (a cosinor).

Hours are read off the local clock at each reading, so a rhythm that follows the clock stays the
same rhythm when summer time begins or ends.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from sel.affect import clock
from sel.affect.analytics.points import NotEnough, constant, points, scipy, too_few

LEAST = 8

SPAN = 24 * 3600.0
"""Seconds a history must reach over: without a whole day there is no daily rhythm to see."""

GAP = 10.0
"""Hours of the day without any reading, at most: over more, a cosine may do as it likes."""

TURN = 2 * math.pi / 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """level ≈ `middle` + `amplitude` · cos(2π (hour − `peak`) / 24). `peak` and `trough` are local
    hours (0 ≤ h < 24), `amplitude` in levels, `strength` 0..1 the part of all movement that the
    rhythm explains (R²), `p` the chance of as much without one (F-test)."""

    middle: float
    amplitude: float
    peak: float
    trough: float
    strength: float
    p: float
    n: int


def rhythm(at: Iterable[float], values: Iterable[float], zone: str = "") -> Rhythm | NotEnough:
    """The daily rhythm of readings (Unix seconds, levels), in the hours of this zone."""
    found = points(at, values)
    if missing := too_few(found, LEAST) or _uncovered(found, zone):
        return missing
    levels = [value for _, value in found]
    hours = [clock.local_hour(when, zone) for when, _ in found]
    mean = math.fsum(levels) / len(levels)
    if constant(levels):
        return Rhythm(
            middle=mean, amplitude=0.0, peak=0.0, trough=12.0, strength=0.0, p=1.0, n=len(found)
        )
    return _fitted(hours, levels, mean)


def _fitted(hours: list[float], levels: list[float], mean: float) -> Rhythm:
    rows = [[1.0, math.cos(TURN * hour), math.sin(TURN * hour)] for hour in hours]
    middle, cosine, sine = (float(part) for part in scipy("linalg").lstsq(rows, levels)[0])
    fitted = [middle + cosine * row[1] + sine * row[2] for row in rows]
    left = math.fsum((a - b) ** 2 for a, b in zip(levels, fitted, strict=True))
    strength = max(0.0, 1.0 - left / math.fsum((level - mean) ** 2 for level in levels))
    peak = math.atan2(sine, cosine) / TURN % 24
    return Rhythm(
        middle=middle,
        amplitude=math.hypot(cosine, sine),
        peak=peak,
        trough=(peak + 12) % 24,
        strength=strength,
        p=_chance(strength, len(levels)),
        n=len(levels),
    )


def _chance(strength: float, n: int) -> float:
    """The F-test's p for two terms beside the mean."""
    if strength >= 1.0:
        return 0.0
    return float(scipy("stats").f.sf(strength / 2 / ((1 - strength) / (n - 3)), 2, n - 3))


def _uncovered(found: list[tuple[float, float]], zone: str) -> NotEnough | None:
    """What to answer when too little of the day has been seen."""
    if found[-1][0] - found[0][0] < SPAN:
        hours = int((found[-1][0] - found[0][0]) / 3600)
        return NotEnough(f"{hours} hours so far, a whole day is needed", hours, 24)
    hours_seen = sorted({clock.local_hour(when, zone) for when, _ in found})
    after = [*hours_seen[1:], hours_seen[0] + 24]
    widest = max(b - a for a, b in zip(hours_seen, after, strict=True))
    if widest > GAP:
        return NotEnough(
            f"there are {int(widest)} hours of the day without a reading", int(24 - widest), 14
        )
    return None
