"""What SEL makes of its history in a conversation: good hours, a quiet night, a gentle question.

Rules only; whoever speaks decides when to ask them. They tell nothing about a person's health: the
hormones are SEL's own.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sel.affect import clock, dynamics
from sel.affect.analytics.points import NotEnough, points, too_few
from sel.affect.hormones import INDEX

NIGHT = (22.0, 8.0)
"""Local hours in which SEL does not speak first."""

WARM = ("dopamine", "serotonin", "oxytocin")
WEARY = ("cortisol", "adrenaline", "melatonin")

HOURS_LEAST = 6
"""Different hours of the day without which none is called the best."""

HIGH = 0.15
"""How far cortisol must be above its rest at that hour: a few harsh words bring as much."""

SUSTAINED = 90 * 60.0
"""Seconds it must have been there all the time: longer than its half-life, so that it was fed."""

FRESH = 15 * 60.0
"""Seconds after which a reading no longer says how it is now."""

READINGS = 4

DAY = 24 * 3600.0

OFFER = (
    "The last while felt a bit tense to me. We can slow down, talk about something light, or just "
    "be quiet. There is no need to answer."
)


@dataclass(frozen=True, slots=True)
class Hour:
    """A local hour (0..23), its warmth less its weariness (−1..1), and how many readings it has."""

    hour: int
    score: float
    n: int


def is_night(hour: float, night: tuple[float, float] = NIGHT) -> bool:
    """Whether this local hour (0..24) is in the quiet ones; they may go over midnight."""
    start, end = night
    return start <= hour < end if start <= end else hour >= start or hour < end


def best_hours(
    at: Sequence[float],
    columns: Mapping[str, Sequence[float]],
    zone: str = "",
    *,
    night: tuple[float, float] = NIGHT,
) -> list[Hour] | NotEnough:
    """The waking hours, best first: where SEL was warm and awake, by the median of its readings."""
    warm, weary = (_averages(columns, names) for names in (WARM, WEARY))
    found = points(at, [a - b for a, b in zip(warm, weary, strict=True)])
    if missing := too_few(found, HOURS_LEAST):
        return missing
    rows: dict[int, list[float]] = {}
    for when, score in found:
        hour = int(clock.local_hour(when, zone))
        if not is_night(hour, night):
            rows.setdefault(hour, []).append(score)
    if len(rows) < HOURS_LEAST:
        return NotEnough(
            f"{len(rows)} waking hours seen, {HOURS_LEAST} are needed", len(rows), HOURS_LEAST
        )
    hours = [Hour(hour, statistics.median(row), len(row)) for hour, row in rows.items()]
    return sorted(hours, key=lambda one: (-one.score, one.hour))


def check_in(
    at: Iterable[float],
    cortisol: Iterable[float],
    now: float,
    *,
    zone: str = "",
    offered: float | None = None,
) -> str | None:
    """A calm offer after sustained high cortisol, or None.

    `at` and `cortisol` are the readings of the last hours, `now` and `offered` (the last offer)
    Unix seconds. At most once in 24 hours, also when the clock was set back; never at night.
    """
    if is_night(clock.local_hour(now, zone)):
        return None
    if offered is not None and abs(now - offered) < DAY:
        return None
    recent = [p for p in points(at, cortisol) if now - SUSTAINED - FRESH <= p[0] <= now]
    return OFFER if _sustained(recent, now, zone) else None


def _sustained(recent: list[tuple[float, float]], now: float, zone: str) -> bool:
    """Whether every reading of the span is high, and the span is covered from end to end."""
    if len(recent) < READINGS:
        return False
    moments = [when for when, _ in recent]
    gaps = [b - a for a, b in zip(moments, [*moments[1:], now], strict=True)]
    if moments[0] > now - SUSTAINED or max(gaps) > 2 * FRESH or gaps[-1] > FRESH:
        return False
    return all(
        level - dynamics.rest(clock.local_hour(when, zone))[INDEX["cortisol"]] >= HIGH
        for when, level in recent
    )


def _averages(columns: Mapping[str, Sequence[float]], names: Sequence[str]) -> list[float]:
    """Row by row, the mean of these columns."""
    rows = zip(*(columns[name] for name in names), strict=True)
    return [math.fsum(row) / len(row) for row in rows]
