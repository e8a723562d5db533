"""Moving over the map with keys: what is seen, where to go next, what is nearest."""

from __future__ import annotations

import math
import statistics

from sel.memory.map.marks import place, share
from sel.memory.types import MapView, Tile

Point = tuple[float, float]

COARSEST = 3
MOMENTS = 40
"""Memories in a window of level 0, about: each with room for words."""

SMALLEST = 1 / 512
"""Side of the smallest window, of the unit square."""


def window(view: MapView, level: int, centre: Point) -> tuple[float, float, float, float]:
    """The part of the unit square seen: left, top, right, bottom. Never leaves the square.

    Level 3 sees all; each one below about one tile of the level above it.
    """
    side = _side(view, level)
    left, top = (min(max(share(at) - side / 2, 0.0), 1 - side) for at in centre)
    return left, top, left + side, top + side


def moved(view: MapView, level: int, centre: Point, dx: int, dy: int) -> Point:
    """The centre after `dx` steps to the right and `dy` down; a step is a quarter of the window."""
    step = _side(view, level) / 4
    return _middle(view, level, (centre[0] + dx * step, centre[1] + dy * step))


def zoomed(view: MapView, level: int, centre: Point, by: int) -> tuple[int, Point]:
    """Level and centre after `by` steps closer (negative: farther away), within levels 3 … 0.

    Where nothing would be seen, the centre goes to the memory nearest to it.
    """
    level = min(COARSEST, max(0, level - by))
    left, top, right, bottom = window(view, level, centre)
    there = (place(view, id) for id in view.memories)
    if not any(left <= x <= right and top <= y <= bottom for x, y in there):
        centre = place(view, nearest(view, centre))
    return level, _middle(view, level, centre)


def nearest(view: MapView, at: Point) -> str:
    """The id of the memory nearest to `at`, "" for an empty map; of equally near ones the first
    by id."""
    x, y = share(at[0]), share(at[1])
    return min(view.memories, key=lambda id: (math.dist((x, y), place(view, id)), id), default="")


def beside(view: MapView, id: str, dx: int, dy: int) -> str:
    """The next memory to the right (`dx` 1), left (−1), below (`dy` 1) or above (−1) of this one;
    the same id where there is none, the nearest to the middle where this one is not known."""
    if id not in view.memories:
        return nearest(view, (0.5, 0.5))
    x, y = place(view, id)
    best, score = id, math.inf
    for other in sorted(view.memories):
        u, v = place(view, other)
        ahead = (u - x) * dx + (v - y) * dy
        aside = abs((u - x) * dy) + abs((v - y) * dx)
        # Straight ahead counts twice: a key should go where it points.
        if ahead > 0 and aside <= 2 * ahead and ahead + 2 * aside < score:
            best, score = other, ahead + 2 * aside
    return best


def _middle(view: MapView, level: int, centre: Point) -> Point:
    """The middle of what is really seen, so that no key press is lost at an edge."""
    left, top, right, bottom = window(view, level, centre)
    return (left + right) / 2, (top + bottom) / 2


def _side(view: MapView, level: int) -> float:
    """Side of the window at a level: a little more than most tiles of the level above; at level 0
    also no more than `MOMENTS` memories need where most of them are."""
    side = 1.0
    for above in range(COARSEST, max(0, level), -1):
        sides = [_extent(tile) for tile in view.tiles.values() if tile.level == above]
        wanted = 1.25 * statistics.median(sides) if sides else side / 2
        side = max(SMALLEST, side / 8, min(0.75 * side, wanted))
    if level <= 0:
        needed = [
            _extent(tile) * math.sqrt(MOMENTS / max(1, tile.count))
            for tile in view.tiles.values()
            if tile.level == 0
        ]
        side = max(SMALLEST, min(side, statistics.median(needed))) if needed else side
    return side


def _extent(tile: Tile) -> float:
    return share(max(tile.width, tile.height))
