"""An inverted index of words: which rows hold which stem, and how well they fit a query (BM25)."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from sel.memory.index.words import stem

Rows = NDArray[np.int64]

K1, B = 1.2, 0.4
"""BM25's usual saturation; and less weight on length than usual (0.75), for memories are short."""
BUDGET = 10_000
"""Rows looked at per query, rarest words first: what everybody says finds nobody."""
MOST_STEMS = 400
"""Stems kept of one memory: enough for a page."""


class Lexicon:
    """Words of rows that are numbered by whoever owns them. Not thread-safe."""

    def __init__(self) -> None:
        """Of no rows."""
        self._numbers: dict[str, int] = {}
        self._stems: list[str] = []
        self._shown: list[str] = []
        self._rows: list[array[int]] = []
        self._of: dict[int, array[int]] = {}
        self._total = 0

    def __len__(self) -> int:
        return len(self._of)

    def add(self, row: int, words: Iterable[str]) -> None:
        """Note the words (folded, none of the little ones) of a row that is not in here."""
        numbers = array("I", [self._number(stem(word), word) for word in words][:MOST_STEMS])
        self._of[row] = numbers
        self._total += len(numbers)
        for number in set(numbers):
            rows = self._rows[number]
            if not rows or rows[-1] < row:
                rows.append(row)
            else:
                rows.insert(bisect_left(rows, row), row)

    def remove(self, row: int) -> None:
        """Forget a row, and words that no other row holds."""
        numbers = self._of.pop(row)
        self._total -= len(numbers)
        for number in set(numbers):
            rows = self._rows[number]
            del rows[bisect_left(rows, row)]
            if not rows and self._numbers.pop(self._stems[number], None) is not None:
                self._stems[number] = self._shown[number] = ""

    def stems(self, row: int) -> list[str]:
        """The stems of a row, in order, repeats kept."""
        return [self._stems[number] for number in self._of.get(row, ())]

    def shown(self, stem: str) -> str:
        """A word of this stem as people write it, in lower case."""
        number = self._numbers.get(stem)
        return stem if number is None else self._shown[number]

    def rarity(self, stem: str) -> float:
        """How much a stem tells (BM25's inverse document frequency): 0 for what all rows hold."""
        number = self._numbers.get(stem)
        held = 0 if number is None else len(self._rows[number])
        return log(1.0 + (len(self._of) - held + 0.5) / (held + 0.5))

    def find(self, stems: Collection[str], count: int, allowed: NDArray[np.bool_]) -> list[int]:
        """The `count` rows, about, that fit best of those allowed (a mask over all rows)."""
        known = [self._numbers[stem] for stem in set(stems) if stem in self._numbers]
        known.sort(key=lambda number: len(self._rows[number]))
        rows: list[Rows] = []
        weights: list[NDArray[np.float64]] = []
        left = BUDGET
        for number in known:
            found = np.array(self._rows[number][: max(left, 0)], dtype=np.int64)
            left -= len(found)
            found = found[allowed[found]]
            rows.append(found)
            weights.append(np.full(len(found), self.rarity(self._stems[number])))
        return _best(rows, weights, count)

    def scores(self, stems: Collection[str], rows: Sequence[int]) -> list[float]:
        """How well each row fits these stems: BM25 as a share (0..1) of all their rarity."""
        rarities = {stem: self.rarity(stem) for stem in set(stems)}
        whole = sum(rarities.values()) or 1.0
        wanted = {
            self._numbers[stem]: rarity / whole
            for stem, rarity in rarities.items()
            if stem in self._numbers
        }
        mean = self._total / max(len(self._of), 1) or 1.0
        return [min(self._score(wanted, self._of[row], mean), 1.0) for row in rows]

    def _score(self, wanted: dict[int, float], numbers: array[int], mean: float) -> float:
        there = [number for number in numbers if number in wanted]
        if not there:
            return 0.0
        found = Counter(there)
        scale = K1 * (1.0 - B + B * len(numbers) / mean)
        return sum(
            wanted[number] * times * (K1 + 1.0) / (times + scale) for number, times in found.items()
        )

    def _number(self, stem: str, word: str) -> int:
        number = self._numbers.get(stem)
        if number is None:
            number = self._numbers[stem] = len(self._stems)
            self._stems.append(stem)
            self._shown.append(word)
            self._rows.append(array("I"))
        return number


def _best(rows: list[Rows], weights: list[NDArray[np.float64]], count: int) -> list[int]:
    if not rows:
        return []
    found, which = np.unique(np.concatenate(rows), return_inverse=True)
    total = np.bincount(which, np.concatenate(weights), len(found))
    if len(found) > count:
        keep = np.argpartition(-total, count)[:count]
        found = found[keep]
    return [int(row) for row in found]
