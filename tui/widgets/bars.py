"""Small drawings in text: a level on a line, a history as a spark. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

SPARKS: Final = "▁▂▃▄▅▆▇█"
SPARK_SPAN: Final = 0.25
"""The least difference (in levels) a spark's full height stands for, so that noise stays flat."""


def level_line(level: float, width: int) -> tuple[str, str]:
    """A level 0..1 on a line of `width` cells, in half-cell steps: (its filled part, the rest)."""
    halves = round(min(max(level, 0.0), 1.0) * width * 2)
    full, half = divmod(halves, 2)
    cells = ["━"] * full + (["╾"] if half else []) + ["─"] * (width - full - half)
    filled = full + half
    return "".join(cells[:filled]), "".join(cells[filled:])


def mark_at(target: float, width: int) -> int:
    """The cell of a line of `width` cells in which 0..1 falls."""
    return min(int(min(max(target, 0.0), 1.0) * width), width - 1)


def marked(cell: str) -> str:
    """A cell of a level line with a tick through it."""
    return {"━": "┿", "╾": "┾", "─": "┼"}.get(cell, cell)


def spark(values: Sequence[float], width: int) -> str:
    """The last values as a row of `width` blocks, newest right; spaces where nothing is known.

    More values than cells are averaged, cell by cell.
    """
    if not values or width <= 0:
        return " " * max(width, 0)
    cells = _averaged(values, width)
    low, high = min(cells), max(cells)
    span = max(high - low, SPARK_SPAN)
    low = max(min(low, 1 - span), 0.0)
    marks = [
        SPARKS[min(int((value - low) / span * len(SPARKS)), len(SPARKS) - 1)] for value in cells
    ]
    return "".join(marks).rjust(width)


def _averaged(values: Sequence[float], width: int) -> list[float]:
    if len(values) <= width:
        return list(values)
    edges = [round(index * len(values) / width) for index in range(width + 1)]
    return [sum(values[start:end]) / (end - start) for start, end in pairwise(edges) if end > start]
