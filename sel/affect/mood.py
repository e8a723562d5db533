"""One word for how SEL is, and a face for it.

A mood is named by how far the hormones are from where they would rest at this hour, so a morning's
cortisol is no stress and a night's melatonin alone is drowsiness. Every mood has a score; the
highest wins, and `calm` and `steady` are what is left when nothing speaks loudly. Weights are
SEL's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sel.affect.drives import Drives, strayed
from sel.affect.hormones import Levels, named

Mood = Literal[
    "glowy",
    "bonded",
    "focused",
    "wired",
    "stressed",
    "drowsy",
    "steady",
    "calm",
    "melancholic",
]

AWAKE = 0.65
"""Energy from which an uneventful hour is called steady instead of calm."""

QUIET = 0.20
"""The score any other mood must beat: about two ordinary kind or hard words."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """How a mood looks and when it comes: weights per hormone's distance from rest."""

    face: str
    meaning: str
    weights: Mapping[str, float]


MOODS: Mapping[Mood, Portrait] = {
    "glowy": Portrait(
        "(^‿^)",
        "freshly delighted: reward and contentment are up",
        {"dopamine": 1.6, "serotonin": 1.6, "cortisol": -1.0},
    ),
    "bonded": Portrait(
        "(っ◕‿◕)",
        "close: what joy left behind, or someone who needs company",
        {"oxytocin": 4.0, "dopamine": -0.6, "cortisol": -0.5},
    ),
    "focused": Portrait(
        "(•_•)",
        "wanting to get it done: drive without alarm",
        {"testosterone": 2.5, "dopamine": 1.0, "adrenaline": -2.0, "oxytocin": -2.0},
    ),
    "wired": Portrait(
        "(⊙_⊙)",
        "excited: alarm and appetite together",
        {"adrenaline": 3.0, "dopamine": 0.6, "cortisol": -1.2},
    ),
    "stressed": Portrait(
        "(>_<)",
        "strained: alarm on top of strain",
        {"cortisol": 0.8, "adrenaline": 3.4},
    ),
    "melancholic": Portrait(
        "(._.)",
        "low: joy is missing and nothing alarms; what strain leaves behind",
        {"serotonin": -4.0, "dopamine": -2.5, "adrenaline": -2.0, "cortisol": 0.5},
    ),
    "drowsy": Portrait("(-_-) zzZ", "sleepy: it is night", {}),
    "steady": Portrait("(・_・)", "awake and even", {}),
    "calm": Portrait("(˘_˘)", "at rest", {}),
}


def face(mood: str) -> str:
    """The face of a mood; nothing for a word that is no mood."""
    return next((portrait.face for name, portrait in MOODS.items() if name == mood), "")


def scores(levels: Levels, rest: Levels, *, focus: float = 0.0) -> dict[Mood, float]:
    """How loudly each mood speaks; `focus` is added to being focused (a mode may wish it)."""
    away = strayed(levels, rest)
    loud: dict[Mood, float] = {
        name: sum(weight * away[hormone] for hormone, weight in portrait.weights.items())
        for name, portrait in MOODS.items()
        if portrait.weights
    }
    loud["focused"] += focus
    loud["drowsy"] = 1.2 * (named(levels)["melatonin"] - 0.05) - max(0.0, away["adrenaline"])
    return loud


def mood(levels: Levels, rest: Levels, drives: Drives, *, focus: float = 0.0) -> Mood:
    """The one word for these levels; `rest` is where they would be if nothing had happened."""
    loud = scores(levels, rest, focus=focus)
    loudest = max(loud, key=lambda name: loud[name])
    if loud[loudest] > QUIET:
        return loudest
    return "steady" if drives.energy >= AWAKE else "calm"
