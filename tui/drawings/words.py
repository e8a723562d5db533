"""Figures in words, and rows of them. Pure; no widgets."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Final

from textual.content import Content

NONE: Final = "–"
"""In place of a figure that is not known."""

_COUNTS: Final = ((1e9, "G"), (1e6, "M"), (1e4, "k"))
_BYTES: Final = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"))


def seconds(value: float) -> str:
    """A duration in at most eight cells: "80 µs", "2 ms", "1.4 s", "5.3 min", "2.1 h", "12 d"."""
    if not 0 < value < math.inf:
        return NONE
    if value < 0.00095:
        return f"{max(value * 1e6, 1):.0f} µs"
    if value < 0.9995:
        return f"{value * 1000:.0f} ms"
    if value < 59.95:
        return f"{value:.1f} s"
    if value < 3570:
        return f"{value / 60:.1f} min"
    return f"{value / 3600:.1f} h" if value < 172_800 else f"{value / 86_400:,.0f} d"


def count(value: float) -> str:
    """How many, in at most six cells: "4,812", "41 k", "1.2 M"."""
    if not -math.inf < value < math.inf:
        return NONE
    for size, unit in _COUNTS:
        if value >= size:
            part = value / (1e3 if unit == "k" else size)
            return f"{part:.1f} {unit}" if part < 9.95 else f"{part:,.0f} {unit}"
    return f"{value:,.0f}"


def memory(value: float) -> str:
    """Bytes, in at most eight cells: "312 MB", "1.4 GB"."""
    for size, unit in _BYTES:
        if value >= size:
            return f"{value / size:.1f} {unit}" if unit == "GB" else f"{value / size:.0f} {unit}"
    return f"{value:.0f} B"


def clock(at: float) -> str:
    """Hour, minute and second, local time; a dash for an unknown time."""
    return local(at).strftime("%H:%M:%S") if at > 0 else NONE


def when(at: float) -> str:
    """Day of the week, day and hour, local time: "Tue 14, 22:05"."""
    day = local(at)
    return f"{day:%a} {day.day}, {day:%H:%M}"


def hour(value: float) -> str:
    """An hour of the day, 0..24, as a clock shows it."""
    minutes = round(value * 60) % 1440
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def local(at: float) -> datetime:
    """A moment in the time of this machine's place."""
    return datetime.fromtimestamp(at).astimezone()


# ---------------------------------------------------------------- rows


def caption(title: str, note: str = "") -> Content:
    """What stands above a picture."""
    return Content.assemble((title, "bold $sel"), (f"   {note}" if note else "", "$quiet"))


def calm(words: str) -> Content:
    """A quiet sentence in place of a picture."""
    return Content.styled(words, "$quiet")


def stacked(lines: Iterable[Content]) -> Content:
    """Lines, one below the other."""
    return Content("\n").join(lines)


def columns(left: Sequence[Content], right: Sequence[Content], width: int) -> list[Content]:
    """Two columns of rows; the right one begins `width` from the left."""
    rows = []
    for one, other in zip_longest(left, right, fillvalue=Content("")):
        pad = " " * max(width - one.cell_length, 1)
        rows.append(Content.assemble(one, pad, other) if other else one)
    return rows


def rows_of(content: Content) -> int:
    """How many rows it takes, not wrapped."""
    return content.plain.count("\n") + 1


def fitting(cards: Sequence[Content], height: int, gap: int = 1) -> Content:
    """As many of these, from the first on, as `height` rows have room for; the first always."""
    taken, used = list(cards[:1]), rows_of(cards[0]) if cards else 0
    for card in cards[1:]:
        used += gap + rows_of(card)
        if used > height:
            break
        taken.append(card)
    return Content("\n" * (gap + 1)).join(taken)
