"""Parts vectors into their two natural groups."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]

SAMPLE = 1024
"""Vectors that are looked at to find the two groups; the rest follow."""
ROUNDS = 3
AT_ONCE = 8192
LEAST = 0.25
"""The smaller half's share at least: so that rectangles stay stout and the tree low."""


def halve(rows: Rows, vectors: Callable[[Rows], Floats]) -> tuple[Rows, Rows]:
    """Two halves of two or more rows, each in the order given. The same rows give the same."""
    step = -(-len(rows) // SAMPLE)
    way, middle = _way(vectors(rows[::step]))
    parts = [vectors(rows[n : n + AT_ONCE]) @ way for n in range(0, len(rows), AT_ONCE)]
    along = np.concatenate(parts) if len(parts) > 1 else parts[0]
    least = max(int(len(rows) * LEAST), 1)
    above = min(max(int(np.count_nonzero(along > middle)), least), len(rows) - least)
    order = np.argsort(along, kind="stable")
    return rows[np.sort(order[:-above])], rows[np.sort(order[-above:])]


def _way(sample: Floats) -> tuple[Floats, float]:
    """From the middle of one group to that of the other, and where on that way they part."""
    total = np.add.reduce(sample)
    one = sample[np.argmin(sample @ total)]
    other = sample[np.argmin(sample @ one)]
    for _ in range(ROUNDS):
        way = other - one
        nearer = sample @ way > np.dot(way, one + other) / 2
        count = np.count_nonzero(nearer)
        if count in (0, len(sample)):
            break
        there = nearer.astype(np.float32) @ sample
        one, other = (total - there) / np.float32(len(sample) - count), there / np.float32(count)
    way = other - one
    return way, float(np.dot(way, one + other)) / 2
