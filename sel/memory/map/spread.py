"""Moves marks apart that would lie upon one another, always in the same way.

Each takes its own place if that is free, else the next free one on a spiral around it, like seeds
in a sunflower. The first come stay where they are.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

GOLDEN = math.pi * (3 - math.sqrt(5))
TRIES = 400_000
"""Places looked at before a mark may lie upon others: more than any map that fits needs."""

Disc = tuple[float, float, float]
"""x, y and radius."""

_AROUND = ((0, 0), (0, -1), (0, 1), (-1, 0), (1, 0), (-1, -1), (1, -1), (-1, 1), (1, 1))
"""A square and its neighbours, the likeliest to be in the way first."""


class _Ground:
    """Which places are taken, in squares as wide as the largest disc."""

    def __init__(self, side: float, box: tuple[float, float, float, float]) -> None:
        self.side = side
        self.box = box
        self._squares: dict[tuple[int, int], list[Disc]] = defaultdict(list)

    def free(self, x: float, y: float, radius: float) -> bool:
        left, top, right, bottom = self.box
        if not (left + radius <= x <= right - radius and top + radius <= y <= bottom - radius):
            return False
        column, row = int(x // self.side), int(y // self.side)
        for i, j in _AROUND:
            for u, v, other in self._squares.get((column + i, row + j), ()):
                reach = radius + other
                if (x - u) * (x - u) + (y - v) * (y - v) < reach * reach:
                    return False
        return True

    def take(self, disc: Disc) -> None:
        self._squares[int(disc[0] // self.side), int(disc[1] // self.side)].append(disc)


def spread(
    discs: Sequence[Disc], box: tuple[float, float, float, float]
) -> list[tuple[float, float]]:
    """New centres for `discs`, in their order, apart from each other and inside `box` (left, top,
    right, bottom). Near its own place for each; deterministic."""
    if not discs:
        return []
    side = 2 * max(radius for _, _, radius in discs)
    ground = _Ground(side, box)
    begun: dict[tuple[int, int], int] = {}
    centres = []
    for x, y, radius in discs:
        # Neighbours in a crowd find the same places taken: begin where the last one ended.
        home = int(x // (4 * side)), int(y // (4 * side))
        *centre, turn = _settle(ground, (x, y, radius), begun.get(home, 0))
        if turn:
            begun[home] = max(0, turn - 8)
        ground.take((centre[0], centre[1], radius))
        centres.append((centre[0], centre[1]))
    return centres


def _settle(ground: _Ground, disc: Disc, begin: int) -> tuple[float, float, int]:
    """The first free place, and which turn of the spiral it was."""
    x, y, radius = disc
    left, top, right, bottom = ground.box
    x = min(max(x, left + radius), right - radius)
    y = min(max(y, top + radius), bottom - radius)
    if ground.free(x, y, radius):
        return x, y, 0
    for turn in range(begin + 1, TRIES):
        away = radius * 1.7 * math.sqrt(turn)
        u, v = x + away * math.cos(turn * GOLDEN), y + away * math.sin(turn * GOLDEN)
        if ground.free(u, v, radius):
            return u, v, turn
    return x, y, 0
