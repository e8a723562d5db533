"""Where hormones are heading."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum
from typing import Any

from textual.content import Content

from tui.drawings import words
from tui.drawings.found import (
    CLEAR,
    NAME,
    NAMES,
    Looked,
    curve,
    head,
    level,
    look_of,
    missing,
    named,
)
from tui.drawings.plot import Line


def rows(seen: Looked, width: int) -> Content:
    """Every hormone: how far it went, how fast, and how sure that is."""
    columns = f"{'':<{NAME}}{'change':>9}{'per hour':>11}{'R²':>6}"
    lines = head("where it goes", columns[:width])
    for name in NAMES:
        lines.append(Content.assemble(named(name, seen.chosen), *_row(seen.entry(name), name)))
    return words.stacked(lines)


def _row(entry: Any, name: str) -> list[tuple[str, str]]:
    if why := missing(entry):
        return [(f"  {why}", "$quiet")]
    clear = is_clear(entry)
    change = f"{arrow(entry)} {level(entry['change'], sign=True)}"
    slope = f"{entry['slope']:+.4f}" if clear else "·"
    figures = f"{slope:>11}{level(entry['r2']):>6}"
    word = str(entry["size"]) if clear else "no trend"
    return [
        (f"{change:>9}", look_of(name) if clear else "$quiet"),
        (f"{figures}  ", "$quiet"),
        (word, "$foreground" if clear else "$quiet"),
    ]


def is_clear(entry: Mapping[str, Any]) -> bool:
    """Whether it is more than chance, and more than nothing."""
    return bool(entry["p"] is not None and entry["p"] < CLEAR and abs(entry["change"]) >= 0.01)


def arrow(entry: Mapping[str, Any]) -> str:
    """Up, down, or neither."""
    if not is_clear(entry):
        return "→"
    return "↗" if entry["change"] > 0 else "↘"


def picture(seen: Looked, width: int, height: int) -> Content:
    """The chosen hormone, with its trend as a straight line."""
    entry = seen.entry(seen.chosen)
    line, note = [], ""
    went = seen.hours.means.get(seen.chosen, ())
    if went and not missing(entry):
        at = seen.hours.at
        centre, mean = fsum(at) / len(at), fsum(went) / len(went)
        ends = [(x, mean + entry["slope"] * (x - centre) / 3600) for x in (at[0], at[-1])]
        line = [Line(points=ends, look="$quiet")]
        p = entry["p"]
        note = f"{entry['n']:,} readings" + ("" if p is None else f" · p {_chance(p)}")
    caption = words.caption(seen.chosen, note)
    return words.stacked([caption, curve(seen, width, height - 1, lines=line)])


def _chance(p: float) -> str:
    return "< .001" if p < 0.001 else f"{p:.3f}".removeprefix("0")
