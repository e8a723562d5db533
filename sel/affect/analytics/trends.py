"""Where a level is going: a straight line through its readings, over real time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sel.affect.analytics.points import NotEnough, Point, constant, points, scipy, too_few

LEAST = 3
HOUR = 3600.0

Size = Literal["major", "moderate", "minor"]

SIZES: tuple[tuple[Size, float, float], ...] = (("major", 0.3, 0.7), ("moderate", 0.15, 0.5))
"""More change than this, explained by the line better than this (R²). The predecessors' figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """`slope` in levels per hour; `change` over all the `hours`; `r2` 0..1 is how much of what
    moved the line explains; `p` is the chance of such a slope in readings that have none.

    Hormones linger, so neighbouring readings resemble each other and `p` is smaller than it
    would be for independent ones: take it as a hint, `size` as the answer.
    """

    slope: float
    change: float
    hours: float
    r2: float
    p: float
    n: int
    size: Size


def trend(at: Iterable[float], values: Iterable[float]) -> Trend | NotEnough:
    """Least squares through at least three readings; times in Unix seconds, at any spacing."""
    found = points(at, values)
    if missing := too_few(found, LEAST):
        return missing
    hours = (found[-1][0] - found[0][0]) / HOUR
    if hours <= 0.0:
        return NotEnough("all readings are of the same moment", 1, 2)
    levels = [value for _, value in found]
    if constant(levels):
        return Trend(slope=0.0, change=0.0, hours=hours, r2=0.0, p=1.0, n=len(found), size="minor")
    return _fitted(found, hours)


def _fitted(found: list[Point], hours: float) -> Trend:
    start = found[0][0]
    line = scipy("stats").linregress(
        [(when - start) / HOUR for when, _ in found], [value for _, value in found]
    )
    slope, r2 = float(line.slope), float(line.rvalue) ** 2
    change = slope * hours
    return Trend(
        slope=slope,
        change=change,
        hours=hours,
        r2=r2,
        p=float(line.pvalue),
        n=len(found),
        size=size(change, r2),
    )


def size(change: float, r2: float) -> Size:
    """How much a change matters."""
    for name, least, explained in SIZES:
        if abs(change) > least and r2 > explained:
            return name
    return "minor"
