"""A day for pictures, tests, and before there is a brain."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

STEPS = 48
"""Half hours."""
_SHAPES = {
    "dopamine": (0.15, 0.05, 12.0),
    "serotonin": (0.20, 0.10, 12.0),
    "oxytocin": (0.10, 0.03, 12.0),
    "cortisol": (0.14, 0.25, 8.0),
    "adrenaline": (0.05, 0.0, 12.0),
    "melatonin": (0.20, 0.40, 3.0),
    "testosterone": (0.14, 0.05, 8.0),
    "estrogen": (0.13, 0.02, 14.0),
}


def _curve(middle: float, swing: float, peak: float) -> tuple[float, ...]:
    hours = (24 * step / STEPS for step in range(STEPS))
    return tuple(
        min(0.98, max(0.02, middle + swing * math.cos((hour - peak) / 24 * math.tau)))
        for hour in hours
    )


@dataclass(frozen=True, slots=True)
class BlankDay:
    """An evening."""

    hour: float = 22.2
    since: float = 0.0
    curves: Mapping[str, tuple[float, ...]] = field(
        default_factory=lambda: {name: _curve(*shape) for name, shape in _SHAPES.items()}
    )


class BlankDays:
    """Has a day, and nothing else."""

    def day(self) -> BlankDay:
        """The evening."""
        return BlankDay()
