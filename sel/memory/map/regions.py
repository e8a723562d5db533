"""The land a theme has on the map: a soft outline around its marks, as islands have coasts.

A field over a coarse raster says how near a theme's marks are; the coast is where it falls to the
height of one lonely mark's slope, or meets a neighbour's field. Themes never overlap.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Field = dict[tuple[int, int], float]
"""Heights above 0, by column and row of the raster."""

MOST_A_CELL = 2
"""So many marks in one cell count: a crowd has no wider coast than a few have."""


def coasts(
    groups: Sequence[Iterable[Point]], *, cell: float, reach: int
) -> list[list[list[Point]]]:
    """The closed outlines of every group of points, in their units.

    `cell` is the raster's step, `reach` (cells) how far the land goes around a mark: about three
    times as far. A group without points has no outline; one in two places has two. Crumbs that
    neighbours leave of a coast, a third of a lonely mark's island, go.
    """
    fields = [_field(points, cell, reach) for points in groups]
    low = 0.3 / (2 * math.pi * _spread(reach) ** 2)
    first, second = _two_highest(fields)
    outlines = []
    for number, field in enumerate(fields):
        heights = {}
        for at, height in field.items():
            owner, top = first[at]
            other = second.get(at, 0.0) if owner == number else top
            heights[at] = height - max(low, other)
        rings = [ring for ring in _loops(heights, -low) if _area(ring) > 2.5 * (reach + reach**2)]
        outlines.append([[(x * cell, y * cell) for x, y in _evenly(ring, 0.8)] for ring in rings])
    return outlines


def _spread(reach: int) -> float:
    """Standard deviation of three box averages of this half width, in cells."""
    return math.sqrt(((2 * reach + 1) ** 2 - 1) / 4)


def _field(points: Iterable[Point], cell: float, reach: int) -> Field:
    """Marks a cell, made smooth: three box averages are nearly a bell."""
    field: Field = defaultdict(float)
    for x, y in points:
        at = round(x / cell), round(y / cell)
        field[at] = min(MOST_A_CELL, field[at] + 1.0)
    for _ in range(3):
        field = _flipped(_averaged(_flipped(_averaged(field, reach)), reach))
    return field


def _flipped(field: Field) -> Field:
    return {(row, column): height for (column, row), height in field.items()}


def _averaged(field: Field, reach: int) -> Field:
    """Each cell and its `reach` neighbours to both sides of the first axis, averaged."""
    rows: dict[int, dict[int, float]] = defaultdict(dict)
    for (column, row), height in field.items():
        rows[row][column] = height
    part = 1.0 / (2 * reach + 1)
    result: Field = {}
    for row, heights in rows.items():
        total = 0.0
        for column in range(min(heights) - reach, max(heights) + reach + 1):
            total += heights.get(column + reach, 0.0) - heights.get(column - reach - 1, 0.0)
            if total > 1e-9:
                result[column, row] = total * part
    return result


def _two_highest(
    fields: Sequence[Field],
) -> tuple[dict[tuple[int, int], tuple[int, float]], Field]:
    """For each cell whose field is highest and how high, and the height of the next."""
    first: dict[tuple[int, int], tuple[int, float]] = {}
    second: Field = {}
    for number, field in enumerate(fields):
        for at, height in field.items():
            top = first.get(at, (number, 0.0))[1]
            if height > top:
                first[at] = number, height
                second[at] = top
            else:
                second[at] = max(second.get(at, 0.0), height)
    return first, second


# Marching squares: which edges of a square the line crosses, by which corners are land
# (1 left top, 2 right top, 4 right bottom, 8 left bottom). Edges: 0 top, 1 right, 2 bottom,
# 3 left. Land lies on one side of every step, the left, so that the steps join into rings.
_STEPS = {
    1: ((3, 0),), 2: ((0, 1),), 3: ((3, 1),), 4: ((1, 2),), 5: ((3, 0), (1, 2)), 6: ((0, 2),),
    7: ((3, 2),), 8: ((2, 3),), 9: ((2, 0),), 10: ((0, 1), (2, 3)), 11: ((2, 1),), 12: ((1, 3),),
    13: ((1, 0),), 14: ((0, 3),),
}  # fmt: skip
_CORNERS = ((0, 0), (1, 0), (1, 1), (0, 1))
_EDGES = ((0, 0, True), (1, 0, False), (0, 1, True), (0, 0, False))

Edge = tuple[int, int, bool]
"""An edge of the raster: its left or upper end, and whether it goes to the right (else down)."""


def _loops(heights: Field, outside: float) -> list[list[Point]]:
    """The rings where `heights` crosses 0; cells not named are `outside` (below 0)."""
    onward: dict[Edge, Edge] = {}
    squares = {(x - i, y - j) for (x, y), h in heights.items() if h > 0 for i, j in _CORNERS}
    for x, y in sorted(squares):
        land = [heights.get((x + i, y + j), outside) > 0 for i, j in _CORNERS]
        for start, end in _STEPS.get(sum(1 << n for n, dry in enumerate(land) if dry), ()):
            onward[_edge(x, y, start)] = _edge(x, y, end)
    rings = []
    for first in sorted(onward):
        here, ring = first, []
        while here in onward:
            ring.append(_crossing(heights, outside, here))
            here = onward.pop(here)
        rings.append(ring)
    return [ring for ring in rings if ring]


def _edge(x: int, y: int, number: int) -> Edge:
    i, j, across = _EDGES[number]
    return x + i, y + j, across


def _crossing(heights: Field, outside: float, edge: Edge) -> Point:
    """Where on this edge the height is 0."""
    x, y, across = edge
    here = heights.get((x, y), outside)
    there = heights.get((x + 1, y) if across else (x, y + 1), outside)
    part = here / (here - there) if here != there else 0.5
    return (x + part, y) if across else (x, float(y) + part)


def _area(ring: Sequence[Point]) -> float:
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairs)) / 2


def _evenly(ring: Sequence[Point], least: float) -> list[Point]:
    """The ring without corners nearer to the one before than this."""
    kept = [ring[0]]
    for point in ring[1:]:
        if math.dist(point, kept[-1]) >= least and math.dist(point, ring[0]) >= least:
            kept.append(point)
    return kept if len(kept) > 3 else list(ring)


def smooth(ring: Sequence[Point]) -> str:
    """An SVG path through the middles of the ring's sides, its corners rounded away."""
    middles = [
        ((x + u) / 2, (y + v) / 2)
        for (x, y), (u, v) in zip(ring, [*ring[1:], *ring[:1]], strict=True)
    ]
    start = f"M{middles[-1][0]:.1f} {middles[-1][1]:.1f}"
    curves = (
        f"Q{x:.1f} {y:.1f} {u:.1f} {v:.1f}" for (x, y), (u, v) in zip(ring, middles, strict=True)
    )
    return start + "".join(curves) + "Z"
