"""Titles of tiles: the words that are said in them, and seldom elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sel.memory.index.lexicon import Lexicon

WORDS = 3


class Titles:
    """Titles for stretches of these rows."""

    def __init__(self, words: Lexicon, rows: Sequence[int]) -> None:
        said = [sorted(set(words.stems(row))) for row in rows]
        order = sorted({stem for stems in said for stem in stems})
        number = {stem: n for n, stem in enumerate(order)}
        self._shown = [words.shown(stem) for stem in order]
        self._rarity = np.array([words.rarity(stem) for stem in order])
        self._stems = np.array([number[stem] for stems in said for stem in stems], dtype=np.int64)
        self._row = np.repeat(np.arange(len(said)), [len(stems) for stems in said])

    def of(self, starts: NDArray[np.int64]) -> list[str]:
        """A title for each stretch, which reaches to the next one's start."""
        found: list[list[str]] = [[] for _ in starts]
        if not len(self._stems):
            return [""] * len(found)
        tile = np.searchsorted(starts, self._row, side="right") - 1
        pairs, times = np.unique(tile * len(self._shown) + self._stems, return_counts=True)
        tile, stem = np.divmod(pairs, len(self._shown))
        # best first within each tile; of equals the first in the alphabet
        order = np.lexsort((stem, -times * self._rarity[stem], tile))
        tile, stem = tile[order], stem[order]
        begins = np.searchsorted(tile, np.arange(len(found)))
        best = np.flatnonzero(np.arange(len(tile)) - begins[tile] < WORDS)
        for n, word in zip(tile[best].tolist(), stem[best].tolist(), strict=True):
            found[n].append(self._shown[word])
        return [" · ".join(words) for words in found]
