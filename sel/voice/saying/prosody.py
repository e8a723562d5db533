"""How SEL's mood is heard: a little in the speed, less in the pitch. Pure."""

from __future__ import annotations

from sel.events import AffectView
from sel.voice.ports import Prosody

SPEED_SHARE = 0.08
"""A mood speeds speech up, or slows it, by at most this share: heard as a mood, not as haste."""
PITCH_SHARE = 0.04
"""About two thirds of a semitone: more sounds like another person."""
LOWEST, HIGHEST = 0.5, 2.0
STEP = 0.01
"""Prosodies are rounded to this, so that a phrase said a minute ago is found in the cache."""
RESTING_ENERGY, RESTING_TENSION = 0.67, 0.1
"""`sel.affect.drives` at rest by day: there SEL speaks as the voice was made."""


def prosody_for(affect: AffectView, speed: float) -> Prosody:
    """Speed and pitch for this state, around the `speed` of the settings (0.5..2).

    People speak faster and higher with energy and under tension, slower and lower when tired:
    arousal is what speech rate and pitch tell of a mood.
    """
    energy = affect.drives.get("energy", RESTING_ENERGY) - RESTING_ENERGY
    tension = affect.drives.get("tension", RESTING_TENSION) - RESTING_TENSION
    arousal = _clamp(1.5 * energy + 0.8 * tension, -1.0, 1.0)
    return Prosody(
        speed=_rounded(speed * (1.0 + SPEED_SHARE * arousal)),
        pitch=_rounded(1.0 + PITCH_SHARE * arousal),
    )


def _rounded(factor: float) -> float:
    return _clamp(round(round(factor / STEP) * STEP, 4), LOWEST, HIGHEST)


def _clamp(number: float, low: float, high: float) -> float:
    return min(max(number, low), high)
