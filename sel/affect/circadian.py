"""The day's pull on each hormone, and the slow one of being left alone: where levels are heading.

Time comes in as a local hour (0..24, a float). Hours of a change to or from summer time are not
treated specially: the next call brings the right hour.
"""

from __future__ import annotations

import cmath
import math

from sel.affect import waves
from sel.affect.hormones import CEILING, FLOOR, HORMONES, Hormone, Levels

DAY = 1440.0
"""Minutes."""

OMEGA = 2 * math.pi / DAY
"""Radians per minute."""

ALONE_AFTER = 180.0
"""Minutes of silence before being left alone is felt (SEL's own choice)."""

ALONE_RATE = 1 / 360
"""Per minute: after six more hours about two thirds of it are there."""

ALONE: dict[str, float] = {"cortisol": +0.04, "serotonin": -0.03}
"""How far the targets move in the end. Small and bounded: SEL misses a person, it does not suffer,
and one kind word outweighs it."""


def target(hormone: Hormone, hour: float) -> float:
    """Where this hormone is heading at this local hour: baseline + amplitude · cos, clipped."""
    turn = 2 * math.pi * (hour - hormone.peak) / 24
    return min(CEILING, max(FLOOR, hormone.baseline + hormone.amplitude * math.cos(turn)))


def targets(hour: float) -> Levels:
    """Every hormone's target at this local hour."""
    return tuple(target(hormone, hour) for hormone in HORMONES)


def rhythm(hormone: Hormone, hour: float, minutes: float) -> waves.Path:
    """The unclipped target from `hour` on for `minutes`, in pieces of a day at most."""
    wave: waves.Wave = {0j: complex(hormone.baseline)}
    if hormone.amplitude:
        turn = 2 * math.pi * (hour - hormone.peak) / 24
        wave[complex(0, OMEGA)] = hormone.amplitude * cmath.exp(1j * turn)
    days, rest = divmod(minutes, DAY)
    pieces = [waves.Piece(DAY, wave)] * int(days)
    return [*pieces, waves.Piece(rest, wave)] if rest or not pieces else pieces


def loneliness(silence: float, minutes: float) -> waves.Path:
    """How much being left alone is felt (0..1), from `silence` minutes of it on for `minutes`."""
    early = min(minutes, max(0.0, ALONE_AFTER - silence))
    pieces = [waves.Piece(early, waves.constant(0.0))] if early else []
    if minutes > early or not pieces:
        felt = math.exp(-ALONE_RATE * max(0.0, silence + early - ALONE_AFTER))
        growing = {0j: 1 + 0j, complex(-ALONE_RATE): complex(-felt)}
        pieces.append(waves.Piece(minutes - early, growing))
    return pieces
