"""Bars in text. Pure; see `tui.widgets.bars` for levels and sparks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from textual.content import Content

_HALVES: Final = {
    (True, True): "━",
    (True, False): "╸",
    (False, True): "╺",
    (False, False): " ",
}
"""By which halves of a cell belong to the bar."""


def bar(share: float, width: int) -> str:
    """A share 0..1 of `width` cells, in half-cell steps; something, however little, is seen."""
    return placed(0.0, share, width)


def placed(began: float, took: float, width: int) -> str:
    """A bar that begins where it begins; both are shares of `width` cells."""
    if not took > 0 or width <= 0:
        return " " * max(width, 0)
    start = min(int(max(began, 0.0) * width * 2), width * 2 - 1)
    end = min(max(round((max(began, 0.0) + took) * width * 2), start + 1), width * 2)
    cells = [
        _HALVES[start <= left < end, start <= left + 1 < end] for left in range(0, width * 2, 2)
    ]
    return "".join(cells)


def shares(parts: Sequence[tuple[float, str]], width: int) -> Content:
    """One line split among parts of a whole, each in its look; parts of nothing take none."""
    whole = math.fsum(part for part, _ in parts if part > 0) or 1.0
    edges, passed = [0], 0.0
    for part, _ in parts:
        passed += max(part, 0.0)
        edges.append(round(passed / whole * width))
    pieces = [
        ("━" * (end - start), look)
        for (start, end), (_, look) in zip(pairwise(edges), parts, strict=True)
    ]
    return Content.assemble(*pieces)
