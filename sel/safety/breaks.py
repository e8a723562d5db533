"""When a break may do good: once in a long stretch of talk, kindly, and never in need. Pure.

A person who comes and goes is told nothing; nor is anybody told that they should go.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

PAUSE = 15 * 60.0
"""Seconds of silence that are a break."""
LONGER = {"deep_focus": 2.0, "quiet_companion": 1.5}
"""How much longer than `break_minutes` it takes in a mode where nobody wants to be disturbed."""

BREAK = (
    "We have talked for a good while.",
    "A glass of water, a look out of the window? I'm here whenever you like, or not.",
)
"""What is said: a title, and a hint below it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of talk without a pause: since when, until when (Unix seconds), and whether it was
    said already."""

    since: float = -math.inf
    last: float = -math.inf
    told: bool = False

    def heard(self, at: float) -> Stretch:
        """After a message at `at`."""
        if at - self.last >= PAUSE or at < self.last:
            return Stretch(since=at, last=at)
        return replace(self, last=at)

    def due(self, now: float, minutes: int, mode: str) -> bool:
        """Whether to say it, with the setting's `minutes` (0 is never)."""
        if minutes <= 0 or self.told or now - self.last >= PAUSE:
            return False
        return now - self.since >= 60.0 * minutes * LONGER.get(mode, 1.0)

    def said(self) -> Stretch:
        """After it was said."""
        return replace(self, told=True)
