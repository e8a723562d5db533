"""Moving over the map with keys: what is seen, where to go next, what is nearest."""

from __future__ import annotations

from sel.memory.types import MapView

Point = tuple[float, float]


def window(view: MapView, level: int, centre: Point) -> tuple[float, float, float, float]:
    """The part of the unit square seen: left, top, right, bottom. Never leaves the square."""
    raise NotImplementedError


def moved(view: MapView, level: int, centre: Point, dx: int, dy: int) -> Point:
    """The centre after `dx` steps to the right and `dy` down; a step is a quarter of the window."""
    raise NotImplementedError


def zoomed(view: MapView, level: int, centre: Point, by: int) -> tuple[int, Point]:
    """Level and centre after `by` steps closer (negative: farther away), within levels 3 … 0."""
    raise NotImplementedError


def nearest(view: MapView, at: Point) -> str:
    """The id of the memory nearest to `at`, "" for an empty map."""
    raise NotImplementedError
