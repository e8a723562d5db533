"""What SEL is inclined to do, read off the hormones: five drives, each 0..1.

A drive compares the levels with where they would rest at this hour, so that the time of day alone
makes SEL neither tense nor warm; only energy also follows the day. The formulas are SEL's own
(the predecessors name curiosity and patience without one).
"""

from __future__ import annotations

from dataclasses import dataclass

from sel.affect.hormones import Levels, clamp, named


@dataclass(frozen=True, slots=True, kw_only=True)
class Drives:
    """Derived wants, each 0..1; at rest all but energy stay where they are at any hour."""

    curiosity: float
    patience: float
    warmth: float
    energy: float
    tension: float

    def as_dict(self) -> dict[str, float]:
        """Drives by name, for `AffectView`."""
        return {
            "curiosity": self.curiosity,
            "patience": self.patience,
            "warmth": self.warmth,
            "energy": self.energy,
            "tension": self.tension,
        }


def strayed(levels: Levels, rest: Levels) -> dict[str, float]:
    """How far each hormone is from its rest, by name."""
    return named(level - still for level, still in zip(levels, rest, strict=True))


def drives(levels: Levels, rest: Levels) -> Drives:
    """The drives of these levels; `rest` is where they would be if nothing had happened.

    With d as the distance from rest:

    - tension   = 0.10 + 2.0 d(cortisol) + 1.2 d(adrenaline) − 0.6 d(serotonin)
    - warmth    = 0.50 + 2.0 d(oxytocin) + 1.5 d(serotonin) + 1.0 d(dopamine) − 0.6 d(cortisol)
    - curiosity = 0.50 + 2.0 d(dopamine) + 0.8 d(testosterone) − 0.5 d(cortisol)
    - patience  = 0.60 + 2.0 d(serotonin) + 0.8 d(oxytocin) − 1.5 d(adrenaline) − 1.0 d(cortisol)
    - energy    = 0.70 + 1.2 d(dopamine) + 1.0 d(adrenaline) − 1.3 melatonin
    """
    d = strayed(levels, rest)
    return Drives(
        tension=clamp(0.10 + 2.0 * d["cortisol"] + 1.2 * d["adrenaline"] - 0.6 * d["serotonin"]),
        warmth=clamp(
            0.50
            + 2.0 * d["oxytocin"]
            + 1.5 * d["serotonin"]
            + 1.0 * d["dopamine"]
            - 0.6 * d["cortisol"]
        ),
        curiosity=clamp(0.50 + 2.0 * d["dopamine"] + 0.8 * d["testosterone"] - 0.5 * d["cortisol"]),
        patience=clamp(
            0.60
            + 2.0 * d["serotonin"]
            + 0.8 * d["oxytocin"]
            - 1.5 * d["adrenaline"]
            - 1.0 * d["cortisol"]
        ),
        energy=clamp(
            0.70 + 1.2 * d["dopamine"] + 1.0 * d["adrenaline"] - 1.3 * named(levels)["melatonin"]
        ),
    )
