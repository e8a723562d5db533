"""What lies where on the drawn map: from a memory to the next, from a cell to a memory. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping

Point = tuple[float, float]
"""Of the unit square, y downwards."""

WHOLE = (0.0, 0.0, 1.0, 1.0)
REACH = 3
"""Columns from a memory's cell within which a pointer means it: where many stand, marks are moved
aside."""


def beside(places: Mapping[str, Point], start: str, dx: int, dy: int, leap: float) -> str:
    """The memory to go to from `start` in a direction (`dx`, `dy` of −1, 0, 1), "" for none.

    Straight ahead counts twice, and at least `leap` away if there is such a one.
    """
    x, y = places.get(start, (0.5, 0.5))
    for least in (leap, 0.0):
        best, score = "", math.inf
        for other, (u, v) in places.items():
            ahead = (u - x) * dx + (v - y) * dy
            aside = abs((u - x) * dy) + abs((v - y) * dx)
            if ahead > least and aside <= 2 * ahead and ahead + 2 * aside < score:
                best, score = other, ahead + 2 * aside
        if best:
            return best
    return ""


class Glass:
    """A window of the map upon so many cells. Which memory is in which cell is found out when first
    asked for."""

    def __init__(
        self,
        places: Mapping[str, Point],
        window: tuple[float, float, float, float] = WHOLE,
        size: tuple[int, int] = (0, 0),
    ) -> None:
        self._places, self._window = places, window
        self._width, self._height = size
        self._cells: dict[tuple[int, int], str] | None = None

    def point(self, column: int, row: int) -> Point:
        """The place that the middle of a cell shows."""
        left, top, right, bottom = self._window
        x = left + (right - left) * (column + 0.5) / max(1, self._width)
        return x, top + (bottom - top) * (row + 0.5) / max(1, self._height)

    def near(self, column: int, row: int) -> str:
        """The memory at this cell or close by, "" for none. A row is as high as two columns are
        wide."""
        spots = [
            (abs(dx) + 2 * abs(dy), dx, dy)
            for dx in range(-REACH, REACH + 1)
            for dy in (-1, 0, 1)
            if abs(dx) + 2 * abs(dy) <= REACH
        ]
        cells = self._by_cell()
        found = ((column + dx, row + dy) for _, dx, dy in sorted(spots))
        return next((cells[at] for at in found if at in cells), "")

    def nearest(self, column: int, row: int) -> str:
        """The memory nearest to a cell, however far, "" for an empty map."""
        at = self.point(column, row)
        return min(self._places, key=lambda id_: math.dist(at, self._places[id_]), default="")

    def _by_cell(self) -> dict[tuple[int, int], str]:
        if self._cells is None:
            left, top, right, bottom = self._window
            wide = (self._width - 0.01) / max(right - left, 1e-9)
            high = (self._height - 0.01) / max(bottom - top, 1e-9)
            self._cells = {
                (int((x - left) * wide), int((y - top) * high)): id_
                for id_, (x, y) in self._places.items()
                if left <= x <= right and top <= y <= bottom
            }
        return self._cells
