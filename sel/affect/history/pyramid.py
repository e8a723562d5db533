"""The history of one channel: every sample goes into one tile of each tier, old tiles go.

What is there after any run of samples is what one would compute from all of them at once: sums
are exact, and a tile once too old never comes back.

A clock may be wrong. Tiles grow old by the twelfth newest five minutes there are, not by the
newest: a clock that leaps years ahead has to stand by it for an hour of samples before anything is
dropped for it. A sample from before the newest one is kept under its own time, and said.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sel.affect.history import tile as tiles
from sel.affect.history.tiers import DAY, FINE, TIERS, Key, Tier, numbers
from sel.affect.history.tile import Document, Tile
from sel.affect.hormones import NAMES, Levels

BELIEVED = 12
"""Tiles of five minutes that must speak for a time before anything is dropped by it: an hour."""

BACKWARDS = 60.0
"""Seconds a clock may be set back without a word: time servers do that."""


@dataclass(frozen=True, slots=True)
class Added:
    """What one sample did: tiles `changed`, tiles `dropped`, and how many seconds it came `late`
    (0 for a sample newer than all before)."""

    changed: tuple[Key, ...]
    dropped: tuple[Key, ...]
    late: float

    @property
    def said(self) -> str:
        """A sentence when the clock went back, else nothing."""
        if self.late <= BACKWARDS:
            return ""
        where = "under its own time"
        if len(self.changed) < len(TIERS):
            where = f"in {len(self.changed)} of {len(TIERS)} tiers; it is too old for the others"
        return f"The clock went back by {_span(self.late)}; the sample is kept {where}."


@dataclass(frozen=True, slots=True)
class Readings:
    """Means over tiles, oldest first: moments in Unix seconds, and a column per hormone."""

    at: tuple[float, ...] = ()
    columns: Mapping[str, tuple[float, ...]] = field(
        default_factory=lambda: dict.fromkeys(NAMES, ())
    )

    def __len__(self) -> int:
        return len(self.at)


class History:
    """The tiles of one channel; `zone` is the person's, "" the system's own."""

    def __init__(self, zone: str = "") -> None:
        self.zone = zone
        self._tiers: tuple[dict[int, Tile], ...] = tuple({} for _ in TIERS)
        self._newest: list[int] = []
        self._cuts = [-1] * len(TIERS)
        self._last: tuple[int, tiles.Parts] | None = None

    @classmethod
    def of(cls, documents: Iterable[Mapping[str, Any]], zone: str = "") -> tuple[History, int]:
        """The history these documents hold, and how many of them could not be read."""
        history, broken = cls(zone), 0
        for found in documents:
            try:
                (place, number), tile = tiles.read(found)
            except ValueError:
                broken += 1
                continue
            history._tiers[place][number] = tile
            history._see(tile.newest, tile.latest)
        history._newest = sorted(history._tiers[FINE.place])[-BELIEVED:]
        history._drop_old()
        return history, broken

    def __len__(self) -> int:
        return sum(map(len, self._tiers))

    def add(self, at: float, levels: Iterable[float]) -> Added:
        """Take a sample: Unix seconds and a level per hormone, in the order of `HORMONES`.

        Raises `ValueError`, with nothing changed, for NaN, levels outside 0..1 and times that are
        on no calendar.
        """
        values, when = tiles.parts(levels), tiles.moment(at)
        late = 0.0 if self._last is None else max(0.0, (self._last[0] - when) / 1000)
        keys = enumerate(numbers(when / 1000, self.zone))
        changed = tuple((place, number) for place, number in keys if number >= self._cuts[place])
        fresh = self._put(changed, when, values)
        self._see(when, values)
        dropped = self._drop_old() if fresh else ()
        return Added(tuple(key for key in changed if key not in dropped), dropped, late)

    def copy(self) -> History:
        """A history that goes its own way from here. Tiles never change, so they are shared."""
        made = History(self.zone)
        made._tiers = tuple(dict(tier) for tier in self._tiers)
        made._newest, made._cuts, made._last = [*self._newest], [*self._cuts], self._last
        return made

    def join(self, other: History) -> None:
        """Take in the samples of another history of the same zone that has none of this one's."""
        for held, new in zip(self._tiers, other._tiers, strict=True):
            for number, tile in new.items():
                here = held.get(number)
                held[number] = tile if here is None else tiles.joined(here, tile)
                self._see(tile.newest, tile.latest)
        self._newest = sorted(self._tiers[FINE.place])[-BELIEVED:]
        self._cuts = [-1] * len(TIERS)
        self._drop_old()

    def tile(self, key: Key) -> Tile | None:
        """The tile of this name, if there is one."""
        return self._tiers[key[0]].get(key[1])

    def keys(self, tier: Tier) -> list[Key]:
        """The names of a tier's tiles, oldest first."""
        return [(tier.place, number) for number in sorted(self._tiers[tier.place])]

    def last(self) -> tuple[float, Levels] | None:
        """The newest sample."""
        return None if self._last is None else (self._last[0] / 1000, tiles.levels(self._last[1]))

    def readings(self, tier: Tier, since: float = 0.0, until: float = math.inf) -> Readings:
        """The means of a tier's tiles whose middle lies in since..until."""
        kept = [t for _, t in sorted(self._tiers[tier.place].items()) if since <= t.at <= until]
        means = [tile.mean for tile in kept]
        columns = zip(*means, strict=True) if means else ((),) * len(NAMES)
        return Readings(tuple(t.at for t in kept), dict(zip(NAMES, columns, strict=True)))

    def documents(self, keys: Iterable[Key] | None = None) -> list[Document]:
        """These tiles as JSON, or all of them."""
        wanted = (key for tier in TIERS for key in self.keys(tier)) if keys is None else keys
        found = ((key, self.tile(key)) for key in wanted)
        return [tiles.document(key, tile) for key, tile in found if tile is not None]

    def without_future(self, now: float) -> tuple[Key, ...]:
        """Drop what a wrong clock left after `now` (Unix seconds); the names of what was dropped.

        Tiles that hold `now` stay. For the owner to call once the clock is known to be right.
        """
        limits = numbers(now, self.zone)
        gone = tuple(
            (place, number)
            for place, limit in enumerate(limits)
            for number in sorted(self._tiers[place])
            if number > limit
        )
        for place, number in gone:
            del self._tiers[place][number]
        self._newest = sorted(self._tiers[FINE.place])[-BELIEVED:]
        self._cuts = [-1] * len(TIERS)
        self._last = None
        for tier in self._tiers:
            for tile in tier.values():
                self._see(tile.newest, tile.latest)
        return gone

    def _put(self, keys: tuple[Key, ...], at: int, values: tiles.Parts) -> bool:
        """Add a sample to its tiles; whether five new minutes began with it."""
        fresh = False
        for place, number in keys:
            tier = self._tiers[place]
            if (tile := tier.get(number)) is not None:
                tier[number] = tiles.grown(tile, at, values)
                continue
            tier[number] = tiles.first(at, values)
            if place == FINE.place:
                fresh = True
                bisect.insort(self._newest, number)
                del self._newest[:-BELIEVED]
        return fresh

    def _see(self, at: int, values: tiles.Parts) -> None:
        if self._last is None or at >= self._last[0]:
            self._last = at, values

    def _drop_old(self) -> tuple[Key, ...]:
        """Drop the tiles whose time is over; their names."""
        if len(self._newest) < BELIEVED:
            return ()
        horizon = self._newest[0] * FINE.seconds
        gone: list[Key] = []
        for tier in TIERS:
            if tier.days is None:
                continue
            cut = numbers(max(0.0, horizon - tier.days * DAY), self.zone)[tier.place]
            gone += [(tier.place, number) for number in self._before(tier.place, cut)]
            self._cuts[tier.place] = max(cut, self._cuts[tier.place])
        for place, number in gone:
            del self._tiers[place][number]
        return tuple(gone)

    def _before(self, place: int, cut: int) -> list[int]:
        """The numbers of a tier that are now below the cut."""
        held, old = self._tiers[place], self._cuts[place]
        if old >= 0 and cut - old < len(held):
            return [number for number in range(old, cut) if number in held]
        return sorted(number for number in held if number < cut)


def _span(seconds: float) -> str:
    """A length of time in words, roughly."""
    for size, unit in ((DAY, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            number = int(seconds // size)
            return f"{number} {unit}{'' if number == 1 else 's'}"
    return f"{int(seconds)} seconds"
