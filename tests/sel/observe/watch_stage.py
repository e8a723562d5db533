"""What the observing tests share: clocks set by hand."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import HealthCheck, settings

unhurried = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@dataclass
class Ticks:
    """A clock that is set by hand."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Readings:
    """A clock that says just these, one after the other."""

    left: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.left.pop(0)
