"""Which hormones move together."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from sel.affect.analytics.points import NotEnough, constant, points, scipy, too_few

LEAST = 3

Strength = Literal["strong", "moderate", "weak", "none"]

STRENGTHS: tuple[tuple[Strength, float], ...] = (("strong", 0.7), ("moderate", 0.5), ("weak", 0.3))
"""|r| more than this. The predecessors' figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlation:
    """Pearson's `r` (on a line) and Spearman's `rho` (in the same order), each −1..1, with the
    chance of as much in readings that have nothing to do with each other. `strength` is by `r`.

    As with trends, readings that linger make both chances smaller than they are.
    """

    one: str
    other: str
    r: float
    p: float
    rho: float
    rho_p: float
    n: int
    strength: Strength


def strength(r: float) -> Strength:
    """The word for a coefficient."""
    for name, least in STRENGTHS:
        if abs(r) > least:
            return name
    return "none"


def correlation(
    one: str, other: str, first: Iterable[float], second: Iterable[float]
) -> Correlation | NotEnough:
    """How two equally long columns go together; a row that lacks either is left out."""
    found = points(first, second)
    if missing := too_few(found, LEAST):
        return missing
    left, right = [a for a, _ in found], [b for _, b in found]
    for name, column in ((one, left), (other, right)):
        if constant(column):
            return NotEnough(f"{name} did not move", 1, 2)
    stats = scipy("stats")
    line, order = stats.pearsonr(left, right), stats.spearmanr(left, right)
    return Correlation(
        one=one,
        other=other,
        r=_bounded(float(line.statistic)),
        p=float(line.pvalue),
        rho=_bounded(float(order.statistic)),
        rho_p=float(order.pvalue),
        n=len(found),
        strength=strength(float(line.statistic)),
    )


def correlations(
    columns: Mapping[str, Iterable[float]],
) -> dict[tuple[str, str], Correlation | NotEnough]:
    """Every pair of columns, in the order in which they are given."""
    rows = {name: list(column) for name, column in columns.items()}
    return {
        (one, other): correlation(one, other, rows[one], rows[other])
        for one, other in combinations(rows, 2)
    }


def _bounded(r: float) -> float:
    """Within −1..1, where rounding may lead a hair beyond."""
    return math.copysign(min(1.0, abs(r)), r)
