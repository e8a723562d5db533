"""The next 24 hours: SEL's own model of the hormones, and what the person's days usually add.

What is unusual now fades as the model says, feedback included; under it lies the rest of each
hour, and on top the pattern of the person's days. The interval is that of how such hours strayed
before, narrower for the first ones: less can have happened by then.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sel.affect import clock, dynamics
from sel.affect.analytics.pattern import Pattern, pattern
from sel.affect.analytics.points import NotEnough, Point, points
from sel.affect.hormones import HORMONES, NAMES, Levels, clamp

HOURS = 24
HOUR = 3600.0

SHARE = 0.8
"""The share of hours the interval is meant to hold."""

DAYS = 3
"""Days of history without which there is no pattern yet."""

LEAST = 48
"""Hours of history among them."""

Moment = tuple[float, float, Levels]
"""A moment in Unix seconds, its local hour, and the model's levels then."""

LEAST_REACH = 0.0005
"""Levels. In hours in which nothing ever happens only rounding is left; the interval holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """One hormone's mean in the hour around `at` (Unix seconds): `level`, and `low`..`high`, which
    hold it four times in five. All 0..1."""

    at: float
    hour: float
    low: float
    level: float
    high: float


def forecast(
    at: Sequence[float],
    columns: Mapping[str, Sequence[float]],
    now: float,
    levels: Levels,
    zone: str = "",
) -> dict[str, list[Ahead]] | NotEnough:
    """Each hormone in the 24 full hours after `now`.

    `at` (Unix seconds) and `columns` (by hormone) are the hourly means so far, gaps allowed;
    `levels` are those of `now`. Readings after `now` are not looked at.
    """
    rows = {name: [p for p in points(at, columns[name]) if p[0] <= now] for name in NAMES}
    if missing := _too_short(rows, zone):
        return missing
    patterns = {name: pattern(_strayed(name, rows[name], zone), zone, SHARE) for name in NAMES}
    here = int(clock.local_hour(now, zone))
    path = _path(levels, now, zone)
    return {
        name: [_ahead(place, patterns[name], here, now, moment) for moment in path]
        for place, name in enumerate(NAMES)
    }


def _too_short(rows: Mapping[str, list[Point]], zone: str) -> NotEnough | None:
    shortest = min(rows.values(), key=len)
    days = len({clock.local(when, zone).date() for when, _ in shortest})
    if days < DAYS or len(shortest) < LEAST:
        seen = f"{_count(len(shortest), 'hour')} of {_count(days, 'day')} so far"
        return NotEnough(f"{seen}, {LEAST} hours of {DAYS} days are needed", len(shortest), LEAST)
    return None


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _strayed(name: str, row: list[Point], zone: str) -> list[Point]:
    """Readings less where the hormone rests at that hour."""
    place = NAMES.index(name)
    return [(when, v - dynamics.rest(clock.local_hour(when, zone))[place]) for when, v in row]


def _path(levels: Levels, now: float, zone: str) -> list[Moment]:
    """The model's levels in the middle of the next full hours, when nothing more happens."""
    path: list[Moment] = []
    then = now
    for number in range(HOURS):
        at = (math.floor(now / HOUR) + 1.5 + number) * HOUR
        levels = dynamics.advance(levels, (at - then) / 60, clock.local_hour(then, zone))
        path.append((at, clock.local_hour(at, zone), levels))
        then = at
    return path


def _ahead(place: int, days: Pattern, here: int, now: float, moment: Moment) -> Ahead:
    """The model's level, with what such an hour usually adds. What the present hour usually has
    is in the model's level already, as far as it has not faded."""
    at, hour, levels = moment
    then = int(hour)
    left = math.exp(-HORMONES[place].rate * (at - now) / 60)
    reach = math.sqrt(1 - left * left)  # of a fading process with this memory, after this time
    level = levels[place] + days.usual[then] - left * days.usual[here]
    return Ahead(
        at=at,
        hour=hour,
        low=clamp(min(level - LEAST_REACH, level + reach * days.low[then])),
        level=clamp(level),
        high=clamp(max(level + LEAST_REACH, level + reach * days.high[then])),
    )
