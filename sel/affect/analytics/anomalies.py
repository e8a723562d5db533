"""Readings far from the usual, gathered into episodes, with what happened then.

Usual is the median, far is measured by the median absolute deviation: a few wild readings do not
move either, as they would a mean and a standard deviation.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sel.affect import clock, dynamics
from sel.affect.analytics.points import NotEnough, Point, points, scipy, too_few
from sel.affect.history.happened import Happening
from sel.affect.hormones import INDEX

LEAST = 5

THRESHOLD = 3.5
"""Robust z from which a reading is unusual (Iglewicz and Hoaglin's advice). The predecessors' 2.0
would call one quiet reading in twenty unusual."""

MEAN_DEVIATION = 1.2533
"""√(π/2): makes a mean absolute deviation comparable to a standard deviation."""

SMALLEST = 0.002
"""Levels. Nobody sees or feels less."""

BEFORE = 1800.0
"""Seconds before an episode in which its causes are looked for."""


Scored = tuple[float, float, float]
"""A moment, a value, and its robust z."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomaly:
    """Readings in a row far to one side. `at` and `value` are of the farthest one; `usual` is what
    one would have expected then; `z` is signed; `severity` 0..1 grows from 0 at the threshold to
    0.5 at twice as far, and on towards 1; `reasons` are of what happened just before or then."""

    start: float
    end: float
    at: float
    value: float
    usual: float
    z: float
    severity: float
    reasons: tuple[str, ...] = ()


def anomalies(  # noqa: PLR0913 - what an episode is judged by
    at: Iterable[float],
    values: Iterable[float],
    *,
    happenings: Sequence[Happening] = (),
    threshold: float = THRESHOLD,
    smallest: float = SMALLEST,
    half: float = 0.0,
) -> list[Anomaly] | NotEnough:
    """Episodes beyond the threshold, oldest first; a spread below `smallest` counts as that.
    Where readings are means over a span, `half` is half of it in seconds: what happened so long
    after a reading may have moved it.

    Raises `ValueError` for a threshold below 0.
    """
    if not threshold > 0.0:
        raise ValueError("the threshold must be more than 0")
    found = points(at, values)
    if missing := too_few(found, LEAST):
        return missing
    usual, spread = _usual([value for _, value in found])
    spread = max(spread, smallest)
    scored = [(when, value, (value - usual) / spread) for when, value in found]
    return [
        _anomaly(run, usual, threshold, [one for one in happenings if _near(run, one.at, half)])
        for run in _runs(scored, threshold, 2.5 * statistics.median(_steps(found)))
    ]


def beyond_rhythm(
    name: str, at: Sequence[float], values: Sequence[float], zone: str
) -> list[float]:
    """A hormone's readings less what the hour brings by itself, so that a morning's cortisol is not
    unusual each morning. `name` as in `HORMONES`, hours of this zone."""
    rest = (dynamics.rest(clock.local_hour(when, zone))[INDEX[name]] for when in at)
    return [value - still for value, still in zip(values, rest, strict=True)]


def _usual(values: list[float]) -> tuple[float, float]:
    """The median, and a robust spread: where most values are equal, by the mean deviation."""
    middle = statistics.median(values)
    spread = float(scipy("stats").median_abs_deviation(values, scale="normal"))
    if spread <= 0.0:
        spread = MEAN_DEVIATION * statistics.fmean(abs(value - middle) for value in values)
    return middle, spread


def _steps(found: list[Point]) -> list[float]:
    return [b[0] - a[0] for a, b in pairwise(found)]


def _runs(scored: list[Scored], threshold: float, gap: float) -> list[list[Scored]]:
    """Unusual readings, those that follow each other on one side, no gap between, together."""
    runs: list[list[Scored]] = []
    before: Scored | None = None
    for one in scored:
        if abs(one[2]) >= threshold:
            joined = before is not None and runs and runs[-1][-1] is before
            if joined and one[0] - runs[-1][-1][0] <= gap and one[2] * runs[-1][-1][2] > 0:
                runs[-1].append(one)
            else:
                runs.append([one])
        before = one
    return runs


def _near(run: list[Scored], at: float, half: float) -> bool:
    """Whether a moment is of an episode, or shortly before it."""
    return run[0][0] - BEFORE <= at <= run[-1][0] + half


def _anomaly(
    run: list[Scored], usual: float, threshold: float, happenings: Sequence[Happening]
) -> Anomaly:
    at, value, z = max(run, key=lambda one: abs(one[2]))
    start, end = run[0][0], run[-1][0]
    return Anomaly(
        start=start,
        end=end,
        at=at,
        value=value,
        usual=usual,
        z=z,
        severity=1.0 - threshold / abs(z),
        reasons=tuple(one.reason for one in happenings),
    )
