"""What the cache did, by kind."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What making an answer took: tokens made, and seconds."""

    tokens: int = 0
    seconds: float = 0.0


FREE = Cost()


@dataclass(slots=True, kw_only=True)
class KindStats:
    """Counts of one kind since the start; `entries` is how many there are now.

    `shared` are those among the misses that waited for the same answer being made for somebody
    else. `tokens_saved` and `seconds_saved` are what hits and shared ones did not cost.
    """

    hits: int = 0
    misses: int = 0
    shared: int = 0
    entries: int = 0
    evictions: int = 0
    expired: int = 0
    forgotten: int = 0
    tokens_saved: int = 0
    seconds_saved: float = 0.0

    @property
    def hit_rate(self) -> float:
        """Hits among all that was asked, 0..1; 0 where nothing was."""
        asked = self.hits + self.misses
        return self.hits / asked if asked else 0.0

    def save(self, cost: Cost) -> None:
        """Count what did not have to be made again."""
        self.tokens_saved += cost.tokens
        self.seconds_saved += cost.seconds


@dataclass(frozen=True, slots=True)
class Stats:
    """All kinds at one moment."""

    kinds: Mapping[str, KindStats]

    @property
    def total(self) -> KindStats:
        """The sum of all kinds."""
        total = KindStats()
        for kind in self.kinds.values():
            for field in dataclasses.fields(kind):
                added = getattr(total, field.name) + getattr(kind, field.name)
                setattr(total, field.name, added)
        return total

    def as_json(self) -> dict[str, dict[str, float]]:
        """Plain values by kind, with "total" as the last."""
        rows = {**self.kinds, "total": self.total}
        return {
            name: {**dataclasses.asdict(row), "hit_rate": round(row.hit_rate, 4)}
            for name, row in rows.items()
        }
