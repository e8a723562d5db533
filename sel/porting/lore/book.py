"""A whole lorebook, read from a card or from a file of its own. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sel.porting.lore.entry import Entry, entry_of

MOST_ENTRIES = 2_000
SCANNED = 4
"""Messages that are searched where the book says nothing."""
MOST_SCANNED = 50
MOST_BUDGET = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Lorebook:
    """What is known of a world. `depth`: messages searched; `budget` in tokens, 0 where the book
    says nothing; `recursive`: what is told may wake more."""

    entries: tuple[Entry, ...]
    name: str = ""
    depth: int = SCANNED
    budget: int = 0
    recursive: bool = False

    @property
    def ignored(self) -> tuple[str, ...]:
        """Decorators that are not obeyed."""
        return tuple(sorted({name for one in self.entries for name in one.ignored}))

    @property
    def refused(self) -> list[str]:
        """Patterns that are never run, and why not."""
        return [problem for one in self.entries for problem in one.refused()]


def lorebook(raw: object) -> Lorebook | None:
    """The book of a card's `character_book`, of a `lorebook_v3` or of SillyTavern's world info;
    None where there is nothing in it to tell."""
    if not isinstance(raw, Mapping):
        return None
    inner = raw.get("data")
    return _read(inner if raw.get("spec") == "lorebook_v3" and isinstance(inner, Mapping) else raw)


def _read(raw: Mapping[str, Any]) -> Lorebook | None:
    entries = [entry_of(one) for one in _rows(raw.get("entries"))]
    found = tuple(one for one in entries if one is not None)
    if not found:
        return None
    name = raw.get("name")
    return Lorebook(
        entries=found,
        name=name[:120] if isinstance(name, str) else "",
        depth=_number(raw.get("scan_depth"), SCANNED, MOST_SCANNED),
        budget=_number(raw.get("token_budget"), 0, MOST_BUDGET),
        recursive=raw.get("recursive_scanning") is True,
    )


def _rows(value: Any) -> Iterator[Mapping[str, Any]]:
    rows = list(value.values()) if isinstance(value, Mapping) else value
    for one in rows[:MOST_ENTRIES] if isinstance(rows, list) else ():
        if isinstance(one, Mapping):
            yield one


def _number(value: Any, usual: int, most: int) -> int:
    good = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e9
    return min(int(value), most) if good and value >= 1 else usual
