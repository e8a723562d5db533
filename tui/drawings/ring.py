"""A day as a ring: midnight below, noon above, the hours with the sun. Pure.

Each curve runs around the middle, the farther out the higher it is at that hour; a ray stands at
the hour that it is now.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from textual.content import Content

from tui.drawings.braille import Canvas, Point

INNER, OUTER = 0.17, 0.40
"""How far from the middle a level of 0 and the highest one stand, of the whole width."""
LEAST_TOP = 0.4
"""The least that the highest level stands for, so that a flat day stays small."""
RIM: Final = 0.425
NUMBERS: Final = 0.475
HOURS = (0, 3, 6, 9, 12, 15, 18, 21)
LEAST: Final = 9
"""Rows below which a ring is no ring any more."""
_FINE = 240


def at(hour: float, far: float) -> Point:
    """The place of an hour, so far from the middle, in the unit square."""
    turn = hour / 24 * math.tau
    return 0.5 - far * math.sin(turn), 0.5 - far * math.cos(turn)


def width_for(height: int) -> int:
    """Cells across that make it round."""
    return height * 2


def ring(
    curves: Mapping[str, Sequence[float]],
    looks: Mapping[str, str],
    hour: float,
    height: int,
    middle: Sequence[Content] = (),
) -> list[Content]:
    """The ring in so many rows. `looks` chooses the curves and gives each its colour; `middle` is
    written in the middle, a row each."""
    canvas = Canvas(width_for(height), height)
    canvas.line([at(24 * step / _FINE, RIM) for step in range(_FINE + 1)], "$faint")
    shown = {name: curve for name in looks if (curve := curves.get(name))}
    top = max((max(curve) for curve in shown.values()), default=0.0)
    for name, curve in shown.items():
        canvas.line(_around(curve, max(top, LEAST_TOP)), looks[name])
    inner = INNER - 0.03 if height >= 14 else INNER
    canvas.line([at(hour, inner), at(hour, RIM)], "$foreground")
    for number in HOURS if height >= 14 else HOURS[::2]:
        x, y = at(number, NUMBERS)
        for place, letter in enumerate(f"{number}"):
            canvas.mark(
                x + (place - len(f"{number}") / 2 + 0.5) / canvas.width, y, letter, "$quiet"
            )
    canvas.mark(*at(hour, RIM), "●", "bold $sel")
    return _with_middle(canvas.rows(), middle, canvas.width)


def _around(curve: Sequence[float], top: float) -> list[Point]:
    """The points of a curve, from one midnight to the next, smooth between its steps."""
    points = []
    for step in range(_FINE + 1):
        place = step / _FINE * len(curve)
        low = int(place)
        share = place - low
        level = curve[low % len(curve)] * (1 - share) + curve[(low + 1) % len(curve)] * share
        points.append(
            at(24 * step / _FINE, INNER + (OUTER - INNER) * min(max(level / top, 0.0), 1.0))
        )
    return points


def _with_middle(rows: list[Content], middle: Sequence[Content], width: int) -> list[Content]:
    first = (len(rows) - len(middle) + 1) // 2
    for number, words in enumerate(middle):
        row, left = rows[first + number], (width - words.cell_length) // 2
        right = left + words.cell_length
        rows[first + number] = Content.assemble(row[:left], words, row[right:])
    return rows
