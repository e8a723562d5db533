"""How moods and hormones look on Discord: colours, faces, a few words. Words and figures only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Eyes = Literal["dots", "arches", "lids", "wide", "squint", "shining"]
Mouth = Literal["smile", "grin", "flat", "small", "wave", "frown"]


@dataclass(frozen=True, slots=True)
class Look:
    """A mood's colour (#rrggbb), its face, and what it means in a few words."""

    colour: str
    eyes: Eyes
    mouth: Mouth
    meaning: str


LOOKS: dict[str, Look] = {
    "glowy": Look("#f0b878", "arches", "grin", "freshly delighted"),
    "bonded": Look("#e897b4", "shining", "smile", "close to whom it talks with"),
    "focused": Look("#7fc1d4", "dots", "flat", "wanting to get it done"),
    "wired": Look("#e8d36c", "wide", "small", "excited, alarm and appetite together"),
    "stressed": Look("#e58383", "squint", "wave", "strained and alarmed"),
    "drowsy": Look("#8aa8e6", "lids", "small", "sleepy"),
    "steady": Look("#9cc78d", "dots", "smile", "awake and even"),
    "calm": Look("#b6a2ee", "lids", "smile", "at rest"),
    "melancholic": Look("#8d9cc4", "dots", "frown", "low, joy is missing"),
}
PLAIN = Look("#b6a2ee", "dots", "smile", "")

HORMONES: dict[str, str] = {
    "dopamine": "#efb071",
    "serotonin": "#e6cf86",
    "oxytocin": "#e897b4",
    "cortisol": "#e58383",
    "adrenaline": "#ec8f63",
    "melatonin": "#8aa8e6",
    "testosterone": "#93c488",
    "estrogen": "#bfa3f0",
}
"""The eight in the order they are shown, each with its colour."""


def look_of(mood: str) -> Look:
    """How a mood looks; a plain face for a word not known here."""
    return LOOKS.get(mood, PLAIN)
