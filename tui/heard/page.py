"""A screen in words: lines, one thing in each. Pure; no widgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from tui.heard.signs import said

CHOSEN: Final = "Chosen: "
"""How the line of what was chosen begins, where that is in no list."""
PAGE: Final = 10
"""Entries of a list that are heard at once."""
MOST: Final = 600
"""Characters of a line; of a longer one the beginning."""
_NONE: Final[Mapping[int, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Line:
    """One thing. A line with a `key` is where one may be: what is chosen, or what is written, with
    the caret before its character `at`. `here`: that has the focus. `of` says of what it is chosen:
    while that is the same, another choice was made, else there is only something else to choose.
    """

    text: str
    key: str = ""
    at: int = 0
    here: bool = False
    of: str = ""


def told(*texts: str) -> list[Line]:
    """Lines of these texts, which may be drawn ones; empty ones are left out."""
    rows = (said(row[: 2 * MOST])[:MOST] for text in texts for row in text.split("\n"))
    return [Line(row, key="chosen" if row.startswith(CHOSEN) else "") for row in rows if row]


def listing(
    entries: Sequence[Callable[[], str]],
    chosen: int,
    headings: Mapping[int, str] = _NONE,
    *,
    key: str,
    here: bool,
) -> list[Line]:
    """Some entries of a list around the chosen one (-1 for none), and which of how many it is.
    `headings` stand before entries of these numbers."""
    if not entries:
        return []
    count, first = len(entries), max(chosen, 0) // PAGE * PAGE
    last = min(first + PAGE, count)
    part = f", {first + 1:,} to {last:,} are told here" if count > PAGE else ""
    lines = [Line(f"A list of {count:,}{part}:")]
    above = max((number for number in headings if number <= first), default=None)
    for number in range(first, last):
        heading = headings.get(number) or (headings[above] if above is not None else "")
        if heading and (number in headings or number == first):
            lines += told(f"{heading}:")
        text = " ".join(line.text for line in told(entries[number]().replace("\n", "  ")))
        if number == chosen:
            of = f"{count} {entries[0]()} {entries[-1]()}"
            lines.append(Line(f"Chosen, {number + 1:,}: {text}", key=key, here=here, of=of))
        else:
            lines.append(Line(text or "nothing"))
    return lines


def went(values: Sequence[float], figure: Callable[[float], str]) -> str:
    """How something went, in a sentence's part: from low to high, and what it is now."""
    if not values:
        return "not known"
    low, high, now = figure(min(values)), figure(max(values)), figure(values[-1])
    if low == high:
        return f"always {now}"
    return f"between {low} and {high}, now {now}"


def percent(level: float) -> str:
    """A share or a level 0..1: "62 percent"."""
    return f"{level * 100:.0f} percent"
