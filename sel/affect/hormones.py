"""The eight hormones: how fast each fades, where it rests, how the day moves it.

Rates, baselines, amplitudes and peak hours are the figures of SEL's predecessor (the hormone
table of "SEL cloud"). Where it gives an amplitude without an hour, noon is taken, as for the
other hormones of the day. This module knows nothing of messages or moods.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Levels = tuple[float, ...]
"""One level per hormone, each 0..1, in the order of `HORMONES`."""

STILL: Levels = (0.0,) * 8
"""No difference to any level."""

FLOOR, CEILING = 0.02, 0.98
"""Where targets are clipped. Not 0 and 1: a hormone may be pushed to a limit, never rest there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hormone:
    """One row: `rate` per minute, `baseline` and `amplitude` in levels, `peak` in local hours."""

    name: str
    rate: float
    baseline: float
    amplitude: float = 0.0
    peak: float = 12.0
    meaning: str

    @property
    def half_life(self) -> float:
        """Minutes until half of a disturbance is gone."""
        return math.log(2) / self.rate


@dataclass(frozen=True, slots=True)
class Feedback:
    """`source` above `THRESHOLD` moves `target` by `gain` × the excess, per minute."""

    source: str
    target: str
    gain: float


HORMONES: tuple[Hormone, ...] = (
    Hormone(
        name="dopamine",
        rate=0.30,
        baseline=0.15,
        amplitude=0.05,
        meaning="reward and appetite for more; gone in minutes",
    ),
    Hormone(
        name="serotonin",
        rate=0.10,
        baseline=0.20,
        amplitude=0.10,
        meaning="contentment; highest at noon",
    ),
    Hormone(
        name="cortisol",
        rate=0.008,
        baseline=0.10,
        amplitude=0.25,
        peak=8.0,
        meaning="strain; wakes in the morning, lingers for hours",
    ),
    Hormone(
        name="oxytocin",
        rate=0.18,
        baseline=0.10,
        amplitude=0.03,
        meaning="closeness",
    ),
    Hormone(
        name="adrenaline",
        rate=0.22,
        baseline=0.05,
        meaning="alarm and excitement; the hour does not matter",
    ),
    Hormone(
        name="melatonin",
        rate=0.025,
        baseline=0.05,
        amplitude=0.35,
        peak=2.0,
        meaning="sleepiness; highest at night",
    ),
    Hormone(
        name="testosterone",
        rate=0.015,
        baseline=0.12,
        amplitude=0.08,
        meaning="drive and directness",
    ),
    Hormone(
        name="estrogen",
        rate=0.001,
        baseline=0.12,
        amplitude=0.02,
        meaning="softness; moves over days",
    ),
)

THRESHOLD = 0.3
"""The level above which cortisol and serotonin act on others."""

FEEDBACK: tuple[Feedback, ...] = (
    Feedback("cortisol", "serotonin", -0.05),
    Feedback("cortisol", "dopamine", -0.03),
    Feedback("cortisol", "adrenaline", +0.06),
    Feedback("serotonin", "oxytocin", +0.04),
)
"""Strain dims joy and alarms; contentment brings closeness.

No row leads back to its source, even through others, so nothing here can feed itself: the loop
that drove the predecessor's cortisol to 1 within hours cannot be written without breaking the
order in `CASCADE`.
"""

NAMES: tuple[str, ...] = tuple(hormone.name for hormone in HORMONES)
INDEX: Mapping[str, int] = {name: place for place, name in enumerate(NAMES)}

CASCADE: tuple[str, ...] = (
    "cortisol",
    "serotonin",
    "dopamine",
    "oxytocin",
    "adrenaline",
    "melatonin",
    "testosterone",
    "estrogen",
)
"""The hormones in an order where every source comes before what it acts on."""


def named(levels: Iterable[float]) -> dict[str, float]:
    """Levels by hormone name."""
    return dict(zip(NAMES, levels, strict=True))


def ordered(levels: Mapping[str, float]) -> Levels:
    """Named levels in table order. Raises `KeyError` when one is missing."""
    return tuple(levels[name] for name in NAMES)


def clamp(level: float) -> float:
    """A level within 0..1."""
    return min(1.0, max(0.0, level))
