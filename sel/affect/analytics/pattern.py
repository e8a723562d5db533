"""What a person's days add to SEL's own rhythm: per local hour, the usual and how it varies.

A reading less where the hormone would rest at that hour is what talking (or its absence) did. Its
median over days is the pattern, drawn towards nothing while days are few; what is left beside the
pattern tells how far a day may stray.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from sel.affect import clock
from sel.affect.analytics.points import Point

SHRINK = 3
"""Readings' worth of "nothing" mixed into each hour: after a day it counts for half."""

POOLED = 10
"""Readings below which an hour borrows the whole day's spread."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """24 local hours: `usual` deviation from rest, and the bounds `low` and `high` of what strays
    from the usual, all in levels; between the bounds lies the wanted share of it."""

    usual: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


def pattern(found: Sequence[Point], zone: str, share: float) -> Pattern:
    """The pattern in deviations from rest (Unix seconds, levels), hourly ones by preference."""
    hours: list[list[float]] = [[] for _ in range(24)]
    for when, value in found:
        hours[int(clock.local_hour(when, zone))].append(value)
    usual = [_usual(_around(hours, hour)) for hour in range(24)]
    strays = [[value - usual[hour] for value in hours[hour]] for hour in range(24)]
    whole = [value for row in strays for value in row]
    low, high = zip(
        *(_bounds(_around(strays, hour), whole, share) for hour in range(24)), strict=True
    )
    return Pattern(tuple(usual), low, high)


def _around(rows: list[list[float]], hour: int) -> list[float]:
    """An hour's values with those of the hours beside it: days do not keep to the minute."""
    return [value for near in (hour - 1, hour, hour + 1) for value in rows[near % 24]]


def _usual(values: list[float]) -> float:
    if not values:
        return 0.0
    return statistics.median(values) * len(values) / (len(values) + SHRINK)


def _bounds(values: list[float], whole: list[float], share: float) -> tuple[float, float]:
    """The quantiles that leave `share` between them; a little wider while there are few values."""
    row = sorted(values if len(values) >= POOLED else whole)
    tail = (1 - share) / 2
    return -_upper([-value for value in reversed(row)], tail), _upper(row, tail)


def _upper(row: list[float], tail: float) -> float:
    """The value of an ordered row that a new one exceeds with a chance of `tail`: place
    (1 − tail) · (n + 1), as one that is not in the row may fall into any of its n + 1 gaps."""
    place = (1 - tail) * (len(row) + 1) - 1
    below = min(len(row) - 1, max(0, math.floor(place)))
    above = min(len(row) - 1, below + 1)
    return row[below] + (row[above] - row[below]) * min(1.0, max(0.0, place - below))
