"""What is seen of the map: all of it, or a window around a place."""

from __future__ import annotations

import math
import statistics

from sel.memory.map.marks import share
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
