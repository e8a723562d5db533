"""Lines of fine dots: each cell of a terminal holds two by four (Unicode's Braille patterns)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import Final

from textual.content import Content

Point = tuple[float, float]
"""Of the unit square, y upwards."""

_BITS: Final = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""By row and column of the dot within its cell."""
_EMPTY: Final = 0x2800


class Canvas:
    """A sheet of so many cells. What is drawn last gives a cell its look."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = max(width, 1), max(height, 1)
        self._dots = [[0] * self.width for _ in range(self.height)]
        self._looks = [[""] * self.width for _ in range(self.height)]
        self._marks: dict[tuple[int, int], str] = {}

    def line(self, points: Iterable[Point], look: str, longest: float = math.inf) -> None:
        """Join points, as they come; a step of more than `longest` in x is a gap, and so is a
        point that is none."""
        places = [self._place(*point) for point in points]
        if len(places) == 1:
            self._dot(places[0], look)
        for one, other in pairwise(places):
            if one is None or other is None:
                self._dot(one or other, look)
            elif other[0] - one[0] > longest * self.width * 2 + 1:
                self._dot(one, look)
                self._dot(other, look)
            else:
                self._join(one, other, look)

    def between(self, low: Sequence[Point], high: Sequence[Point], look: str) -> None:
        """Shade what lies between two lines over the same x, every second dot."""
        edges = zip(self._columns(low), self._columns(high), strict=True)
        for column, (bottom, top) in enumerate(edges):
            if bottom is not None and top is not None:
                for row in range(top, bottom + 1):
                    if (row + column) % 2 == 0 and row % 2 == 0:
                        self._dot((column, row), look)

    def mark(self, x: float, y: float, character: str, look: str) -> None:
        """A character in the cell of this place."""
        if (place := self._place(x, y)) is not None:
            cell = place[0] // 2, place[1] // 4
            self._marks[cell] = character
            self._looks[cell[1]][cell[0]] = look

    def rows(self) -> list[Content]:
        """The drawing, from the top."""
        return [self._row(row) for row in range(self.height)]

    def _row(self, row: int) -> Content:
        cells = [
            (self._looks[row][column], self._marks.get((column, row)) or self._cell(row, column))
            for column in range(self.width)
        ]
        runs = groupby(cells, key=lambda cell: cell[0])
        return Content.assemble(*(("".join(text for _, text in run), look) for look, run in runs))

    def _cell(self, row: int, column: int) -> str:
        dots = self._dots[row][column]
        return chr(_EMPTY + dots) if dots else " "

    def _place(self, x: float, y: float) -> tuple[int, int] | None:
        if not (math.isfinite(x) and math.isfinite(y)):
            return None
        column = round(min(max(x, 0.0), 1.0) * (self.width * 2 - 1))
        return column, round((1 - min(max(y, 0.0), 1.0)) * (self.height * 4 - 1))

    def _dot(self, place: tuple[int, int] | None, look: str) -> None:
        if place is not None:
            column, row = place
            self._dots[row // 4][column // 2] |= _BITS[row % 4][column % 2]
            self._looks[row // 4][column // 2] = look

    def _join(self, one: tuple[int, int], other: tuple[int, int], look: str) -> None:
        dx, dy = other[0] - one[0], other[1] - one[1]
        steps = max(abs(dx), abs(dy), 1)
        for step in range(steps + 1):
            share = step / steps
            self._dot((round(one[0] + dx * share), round(one[1] + dy * share)), look)

    def _columns(self, points: Sequence[Point]) -> list[int | None]:
        """The row of a line in each column of dots; None where it is not."""
        rows: list[int | None] = [None] * (self.width * 2)
        places = [place for point in points if (place := self._place(*point)) is not None]
        for one, other in pairwise(places):
            for column in range(one[0], other[0] + 1):
                share = (column - one[0]) / max(other[0] - one[0], 1)
                rows[column] = round(one[1] + (other[1] - one[1]) * share)
        return rows
