"""Which hormones rise and fall together, and which against each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.content import Content

from tui.drawings import words
from tui.drawings.found import CLEAR, NAME, NAMES, Looked, level, missing, named

CELLS = (5, 7)
"""Cells of a column, narrow and wide."""
ROOM_FOR_WIDE = 76
WITH, AGAINST = "$body", "$alarm"
NOTHING = "No two of them move together: each goes its own way."


def matrix(seen: Looked, width: int) -> Content:
    """Each beside each: how close, from −1 to +1; a dot for what may be chance."""
    cell, chosen = CELLS[width >= ROOM_FOR_WIDE], seen.chosen
    heads = "".join(name[: cell - 1].rjust(cell) for name in NAMES[:-1])
    lines = [words.caption("together"), words.calm(f"{'':<{NAME}}{heads}")]
    pairs = {frozenset((one["one"], one["other"])): one for one in known(seen)}
    for row, name in enumerate(NAMES):
        cells = [
            _cell(pairs.get(frozenset((name, other))), chosen in (name, other), cell)
            for other in NAMES[:row]
        ]
        lines.append(Content.assemble(named(name, chosen), *cells))
    return words.stacked(lines)


def known(seen: Looked) -> list[Mapping[str, Any]]:
    """The pairs there is enough of, the closest first."""
    pairs = [entry for entry in seen.analysis.found.values() if not missing(entry)]
    return sorted(pairs, key=lambda entry: -abs(entry["r"]))


def close(entry: Mapping[str, Any]) -> bool:
    """Whether two go together by more than chance."""
    return entry["strength"] != "none" and entry["p"] is not None and bool(entry["p"] < CLEAR)


def _cell(entry: Mapping[str, Any] | None, chosen: bool, cell: int) -> tuple[str, str]:
    if entry is None:
        return " " * cell, ""
    if not close(entry):
        return "·".rjust(cell), "$quiet" if chosen else "$faint"
    sign = "+" if entry["r"] > 0 else "−"
    look = WITH if entry["r"] > 0 else AGAINST
    bold = "bold " if entry["strength"] == "strong" else ""
    return f"{sign}{level(abs(entry['r']))}".rjust(cell), f"{bold}{look}"


def sentences(seen: Looked, width: int, most: int) -> Content:
    """The closest pairs in words; those of the chosen hormone first."""
    found = [entry for entry in known(seen) if close(entry)]
    found.sort(key=lambda entry: seen.chosen not in (entry["one"], entry["other"]))
    lines = [words.caption("in words")]
    if not found:
        lines.append(words.calm(NOTHING))
    for entry in found[: max(most, 1)]:
        lines.append(_sentence(entry, seen.chosen, width))
    return words.stacked(lines)


def _sentence(entry: Mapping[str, Any], chosen: str, width: int) -> Content:
    one, other, up = entry["one"], entry["other"], entry["r"] > 0
    told = f"{one} and {other} go together" if up else f"{one} up, {other} down"
    figures = f"{entry['strength']} · {entry['n']:,}"
    gap = max(width - len(told) - len(figures) - 2, 2)
    mine = chosen in (one, other)
    return Content.assemble(
        ("● ", WITH if up else AGAINST),
        (told, "$foreground" if mine else "$quiet"),
        (f"{'':<{gap}}{figures}", "$quiet"),
    )
