"""Finds room for words: no label lies upon another, and few upon marks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

Box = tuple[float, float, float, float]
"""left, top, right, bottom."""


class Room:
    """A page on which boxes are taken one after the other."""

    def __init__(self, page: Box, marks: Iterable[tuple[float, float, float]]) -> None:
        """`marks` are discs (x, y, radius) that labels should rather not cover."""
        self.page = page
        self.taken: list[Box] = []
        self._crowd = _Crowd(page, marks)

    def free(self, box: Box) -> bool:
        """Whether this box is on the page and upon no other."""
        left, top, right, bottom = self.page
        inside = left <= box[0] and top <= box[1] and box[2] <= right and box[3] <= bottom
        return inside and not any(_touch(box, other) for other in self.taken)

    def covered(self, box: Box) -> float:
        """How much of this box marks take, 0 to about 1."""
        return self._crowd.within(box) / ((box[2] - box[0]) * (box[3] - box[1]))

    def best(self, boxes: Sequence[Box], cost: Callable[[Box], float]) -> Box | None:
        """Take the free box that costs least, the first of equals; None where none is free."""
        costs = [(cost(box), number) for number, box in enumerate(boxes) if self.free(box)]
        if not costs:
            return None
        box = boxes[min(costs)[1]]
        self.taken.append(box)
        return box


class Homes:
    """Whose marks are where, to keep a theme's title on its own land."""

    STEP = 40.0

    def __init__(self, groups: Sequence[Iterable[tuple[float, float, float]]]) -> None:
        """`groups` are the discs of each theme."""
        self._owners: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
        for number, discs in enumerate(groups):
            for x, y, _ in discs:
                self._owners[int(x // self.STEP), int(y // self.STEP)][number] += 1

    def strangers(self, box: Box, number: int) -> float:
        """Which share of the marks under and about this box are of other themes than this one;
        1 where there are none at all."""
        left, top, right, bottom = (int(side // self.STEP) for side in box)
        own = every = 0
        for column in range(left, right + 1):
            for row in range(top - 1, bottom + 2):
                found = self._owners.get((column, row))
                if found:
                    own += found[number]
                    every += found.total()
        return 1 - own / every if every else 1.0


def around(box: Box, width: float, height: float) -> list[Box]:
    """Places for a label of this size about a shape, the best to read first: near its middle, and
    up to just above and just below it."""
    left, top, right, bottom = box
    x, y = (left + right - width) / 2, (top + bottom - height) / 2
    wide, high = (right - left) / 2, (bottom - top + height) / 2
    steps = [number / 6 for number in range(-6, 7)]
    spots = sorted((abs(i) * 1.5 + abs(j), i, j) for i in steps for j in steps)
    return [
        (u, v, u + width, v + height)
        for u, v in ((x + i * wide, y + j * high) for _, i, j in spots)
    ]


def beside(x: float, y: float, away: float, width: float, height: float) -> list[Box]:
    """Places next to a mark: right, left, below, above, then the corners."""
    middle, up, down = y - height / 2, y - away - height, y + away
    corners = [(x + away * 0.7, v) for v in (up, down)] + [
        (x - away * 0.7 - width, v) for v in (up, down)
    ]
    spots = [(x + away, middle), (x - away - width, middle), (x - width / 2, down)]
    spots += [(x - width / 2, up), *corners]
    return [(u, v, u + width, v + height) for u, v in spots]


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


class _Crowd:
    """How much mark there is in any box: sums over a raster, from the left top corner on."""

    STEP = 8.0

    def __init__(self, page: Box, marks: Iterable[tuple[float, float, float]]) -> None:
        self.left, self.top = page[0], page[1]
        self.columns = int((page[2] - page[0]) / self.STEP) + 1
        self.rows = int((page[3] - page[1]) / self.STEP) + 1
        area = [[0.0] * (self.columns + 1) for _ in range(self.rows + 1)]
        for x, y, radius in marks:
            column, row = self._cell(x, y)
            area[min(row, self.rows - 1) + 1][min(column, self.columns - 1) + 1] += (
                3.14 * radius * radius
            )
        sums = [area[0]]
        for line in area[1:]:
            sums.append([a + b for a, b in zip(accumulate(line), sums[-1], strict=True)])
        self._sums = sums

    def _cell(self, x: float, y: float) -> tuple[int, int]:
        column, row = int((x - self.left) / self.STEP), int((y - self.top) / self.STEP)
        return min(max(column, 0), self.columns), min(max(row, 0), self.rows)

    def within(self, box: Box) -> float:
        a, b = self._cell(box[0], box[1])
        c, d = self._cell(box[2] + self.STEP, box[3] + self.STEP)
        sums = self._sums
        return sums[d][c] - sums[b][c] - sums[d][a] + sums[b][a]
