"""What memory is made of: plain values that every part of it shares. No I/O, no clock.

Times are Unix seconds; valence is −1..1; other shares are 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["fact", "preference", "person", "plan", "episode", "summary"]
"""`episode`: something that happened, or a feeling that lasts; `summary`: made by enrichment."""

ConsentState = Literal["unasked", "not_now", "given", "never", "withdrawn"]
"""Only in `given` anything of that person may touch the disk."""

SOFT_DAYS = 14.0
"""Days after which a soft memory fades, counted from when its person was last seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message a person sent, as memory sees it."""

    text: str
    person: str
    scope: str
    """Where it may be recalled again: "desk", "dm:ID" or "guild:ID"."""
    channel: str
    message_id: str
    at: float
    mood: str = ""
    valence: float = 0.0
    arousal: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a memory comes from: the person's own words, and when and where they were said."""

    quote: str
    message_id: str = ""
    channel: str = ""
    at: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Something a message holds that may be worth keeping, not kept yet.

    `text` is a sentence of its own in the person's words; `quote` the exact words it was found in;
    `topic` names what it is about in a normal form ("home", "job", "pet:dog") where a newer one of
    the same topic would supersede it, "" otherwise; `asked` whether they asked to remember it.
    """

    text: str
    quote: str
    kind: Kind
    tags: tuple[str, ...] = ()
    topic: str = ""
    hard: bool = False
    importance: float = 0.5
    asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """One remembered thing.

    `strength` counts how often it was said; `replaces`/`replaced_by` chain what superseded what
    (a replaced memory is history: shown, never recalled); `made_from` are the ids a summary or
    merged fact was made of, and goes when one of them is forgotten. `given` is the id it was
    imported with, where another person's memory had that one already.
    """

    id: str
    person: str
    scope: str
    text: str
    kind: Kind
    source: Source
    at: float
    seen_at: float = 0.0
    tags: tuple[str, ...] = ()
    topic: str = ""
    hard: bool = False
    importance: float = 0.5
    mood: str = ""
    valence: float = 0.0
    arousal: float = 0.0
    strength: int = 1
    replaces: str = ""
    replaced_by: str = ""
    made_from: tuple[str, ...] = ()
    given: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of a candidate."""

    memory: Memory
    how: Literal["new", "strengthened", "superseded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A found memory. `score` orders hits of one search; `parts` tells what it is made of."""

    memory: Memory
    score: float
    parts: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What forgetting took away: how many of each thing ("memories", "vectors", "tiles", …)."""

    person: str
    at: float
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One cell of the memory map (HIM). `level` 3 is the coarsest (themes), 0 the finest.

    `x`, `y`, `width`, `height` are of the unit square; `children` are tiles of the level below (of
    level 0: none), `members` the ids of all memories in it. `centroid` is of unit length.
    """

    id: str
    level: int
    parent: str
    children: tuple[str, ...]
    members: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float
    centroid: tuple[float, ...]
    count: int
    since: float
    until: float
    valence: float
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """A person's whole map: every tile by id, the level 3 ones in `roots`, and where each memory
    stands in the unit square (`places`, by memory id)."""

    tiles: dict[str, Tile]
    roots: tuple[str, ...]
    places: dict[str, tuple[float, float]]
    memories: dict[str, Memory]
