"""What each memory looks like on the map, whatever it is drawn with."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from sel.memory.map.palette import colour_of
from sel.memory.types import MapView, Memory

DAYS = (365.0, 122.0, 31.0, 7.0)
AGES = ("older", "this year", "this season", "this month", "this week")
"""The five steps of age, oldest first: by how many days ago it was said."""

WEIGHTS = (0.55, 0.8)
"""Importance from which a memory has a ring, and a strong one. An ordinary one is .5, a birthday
.9 (the reading's figures)."""

MOODS = (0.25, 0.6)
"""How far from even a mood (valence, −1..1) must be for a halo, and for a strong one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A memory's looks. `x`, `y` are of the unit square, y downwards; `colour` is an index into
    the palette, −1 for grey; `age` 0 (oldest) … 4; `weight` 0 … 2; `mood` −2 (heavy) … 2 (glad);
    `past`: a newer memory stands in its place."""

    memory: Memory
    x: float
    y: float
    colour: int
    age: int
    weight: int
    mood: int

    @property
    def past(self) -> bool:
        """Whether it is history: replaced by a newer one."""
        return bool(self.memory.replaced_by)


def marks(
    memories: Iterable[Memory], view: MapView, coloured: tuple[str, ...], now: float
) -> list[Mark]:
    """A mark for each of these memories of `view`, in the order they were said, so that a new one
    comes last. `coloured` as from `palette.tags`."""
    told = sorted(memories, key=lambda memory: (finite(memory.at), memory.id))
    return [_mark(memory, place(view, memory.id), coloured, now) for memory in told]


def _mark(memory: Memory, at: tuple[float, float], coloured: tuple[str, ...], now: float) -> Mark:
    days = (now - finite(memory.at)) / 86400
    valence = finite(memory.valence)
    mood = sum(abs(valence) >= bound for bound in MOODS)
    return Mark(
        memory=memory,
        x=at[0],
        y=at[1],
        colour=colour_of(memory, coloured),
        age=sum(days <= bound for bound in DAYS),
        weight=sum(finite(memory.importance) >= bound for bound in WEIGHTS),
        mood=mood if valence > 0 else -mood,
    )


def place(view: MapView, id: str) -> tuple[float, float]:
    """Where a memory stands; in the middle while it has no place yet. Always in the square."""
    x, y = view.places.get(id, (0.5, 0.5))
    return share(x), share(y)


def finite(value: float) -> float:
    """The number, 0 for what is none: a picture has no place for infinity."""
    return value if math.isfinite(value) else 0.0


def share(value: float) -> float:
    """The number, within 0..1; the middle for what is none."""
    if 0.0 <= value <= 1.0:  # nearly always, and this is called often
        return value
    return min(1.0, max(0.0, value)) if math.isfinite(value) else 0.5
