"""Two channels beside each other: where a hormone is usually higher."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sel.affect.analytics.points import NotEnough, constant, points, scipy, too_few

LEAST = 3

SURE = 0.05
"""p below which a difference is called one."""

Verdict = Literal["higher", "lower", "alike"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The first channel against the second. `difference` of the medians in levels; `wins` 0..1 is
    the share of pairs of readings in which the first one's is higher (ties count half, 0.5 = no
    difference); `p` is that of the Mann-Whitney test."""

    first: float
    second: float
    difference: float
    wins: float
    p: float
    n: tuple[int, int]
    verdict: Verdict


def compared(first: Iterable[float], second: Iterable[float]) -> Comparison | NotEnough:
    """Compare a hormone's readings in two channels; they need not be of the same moments."""
    left, right = _finite(first), _finite(second)
    shorter = min(left, right, key=len)
    if missing := too_few([(0.0, value) for value in shorter], LEAST):
        return missing
    middles = statistics.median(left), statistics.median(right)
    wins, p = 0.5, 1.0
    if not constant([*left, *right]):
        test = scipy("stats").mannwhitneyu(left, right)
        wins, p = float(test.statistic) / len(left) / len(right), float(test.pvalue)
    return Comparison(
        first=middles[0],
        second=middles[1],
        difference=middles[0] - middles[1],
        wins=wins,
        p=p,
        n=(len(left), len(right)),
        verdict="alike" if p >= SURE or wins == 0.5 else "higher" if wins > 0.5 else "lower",
    )


def _finite(values: Iterable[float]) -> list[float]:
    row = list(values)
    return [value for _, value in points(row, row)]
