"""Products of many vectors with one, in blocks that one core does alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

BLOCK = 1024
"""Rows of 384 numbers at a time: OpenBLAS shares larger products among threads, which then wait
for each other whenever another program is on a core. It also fits the cache."""


def dots(count: int, rows: Callable[[slice], Floats], query: Floats) -> Floats:
    """The products of `count` rows, fetched a block at a time, with the query."""
    found = np.empty(count, np.float32)
    for begin in range(0, count, BLOCK):
        block = slice(begin, min(begin + BLOCK, count))
        found[block] = rows(block) @ query
    return found
