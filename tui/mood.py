"""How moods, hormones and drives are shown: faces, order, families. Words only, no widgets."""

from __future__ import annotations

from typing import Final

FACES: Final[dict[str, str]] = {
    "glowy": "(◠‿◠)",
    "bonded": "(◕‿◕)",
    "focused": "(•_•)",
    "wired": "(°o°)",
    "stressed": "(>_<)",
    "drowsy": "(-_-)",
    "steady": "(•‿•)",
    "calm": "(◡‿◡)",
    "melancholic": "(._.)",
}
"""One face per mood word, each five cells wide."""

ASLEEP: Final = "(–_–)"
UNWELL: Final = "(x_x)"
PLAIN: Final = "(•‿•)"

HORMONES: Final[dict[str, str]] = {
    "dopamine": "lift",
    "serotonin": "lift",
    "oxytocin": "lift",
    "cortisol": "alarm",
    "adrenaline": "alarm",
    "melatonin": "night",
    "testosterone": "body",
    "estrogen": "body",
}
"""The eight in the order they are shown, with the family that gives each its colour."""

DRIVES: Final = ("curiosity", "patience", "warmth", "energy", "tension")

MODES: Final[dict[str, str]] = {
    "casual": "easy talk",
    "deep_focus": "short, to the point",
    "playful": "light-hearted",
    "quiet_companion": "few words, company kept",
}


def face_of(mood: str) -> str:
    """The face of a mood word; a plain one for a word not known here."""
    return FACES.get(mood, PLAIN)


def face_for(mood: str, engine_state: str) -> str:
    """The face of this mood while the engine is there; else of one asleep or unwell."""
    if engine_state == "failed":
        return UNWELL
    return ASLEEP if engine_state in ("asleep", "waking") else face_of(mood)


def ago(seconds: float) -> str:
    """How long ago, in words: "now", "3 min ago", "2 h ago"."""
    minutes = int(max(seconds, 0) // 60)
    if minutes < 1:
        return "just now"
    return f"{minutes} min ago" if minutes < 60 else f"{minutes // 60} h ago"
