"""One person's memories: columns, words, vectors and tiles, kept in agreement."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sel.memory.index import scoring
from sel.memory.index.columns import Columns
from sel.memory.index.concepts import shared
from sel.memory.index.lexicon import Lexicon
from sel.memory.index.query import Query
from sel.memory.index.tiles import Saved, Tiles
from sel.memory.index.vectorfile import Numbers, hash_of
from sel.memory.index.view import view
from sel.memory.index.words import telling, tokens
from sel.memory.index.worth import lasting
from sel.memory.types import MapView, Memory

Found = tuple[str, float, dict[str, float]]
"""A memory's id, its score, and what the score is made of."""

EXACT = 4096
"""Up to so many memories are compared one by one; of more, those in the nearest tiles."""
DEEP = 40
"""How many of the nearest vectors, and of the best by words, are scored in full."""


class Partition:
    """All that is searched of one person. Not thread-safe."""

    def __init__(self, dimension: int, saved: Saved | None = None) -> None:
        """Of nothing yet; `saved` are the tiles its memories were in last time."""
        self.columns = Columns(dimension)
        self.missing: dict[str, None] = {}
        self.words = Lexicon()
        self.tiles = Tiles(self.columns, saved)

    def __len__(self) -> int:
        return len(self.columns)

    def set_dimension(self, dimension: int) -> None:
        """How many numbers a vector has, of a partition that holds none yet."""
        self.columns.set_dimension(dimension)
        self.tiles = Tiles(self.columns)

    def put(self, memory: Memory, vector: Numbers | None, odds: float = 0.0) -> None:
        """Add or replace; without a vector one of the same text stays.

        `odds`: how lasting it is by this vector (`Leaning`).
        """
        row = self.columns.row_of.get(memory.id)
        same = row is not None and self.columns.texts[row] == hash_of(memory.text)
        if row is not None and not same:
            self.words.remove(row)
            self._set_vector(memory.id, row, None)
        row = self.columns.put(memory)
        if not same:
            said = tokens(memory.text)
            self.columns.said[row] = lasting(memory.text, said)
            self.words.add(row, telling(said))
        if vector is not None:
            self._set_vector(memory.id, row, vector, odds)
        elif not self.columns.placed[row]:
            self._set_vector(memory.id, row, None)

    def remove(self, id: str) -> bool:
        """Take one out; whether it had a vector."""
        row = self.columns.row_of[id]
        had = bool(self.columns.placed[row])
        self.words.remove(row)
        self._set_vector(id, row, None)
        self.missing.pop(id, None)
        self.columns.remove(id)
        return had

    def vectors(self) -> Iterator[tuple[str, bytes, Numbers]]:
        """All (id, hash of the text, vector) that are here."""
        for id, row in self.columns.row_of.items():
            if self.columns.placed[row]:
                yield id, self.columns.texts[row], self.columns.vectors[row]

    def search(
        self,
        query: Query,
        scopes: Collection[str] | None,
        k: int,
        now: float,
        period: tuple[float, float] | None,
    ) -> list[Found]:
        """The `k` best, best first."""
        allowed = self.columns.allowed(None if scopes is None else frozenset(scopes), period)
        rows = set(self.words.find(query.stems, DEEP, allowed))
        if query.answer is not None:
            rows.update(int(row) for row in self.nearest(query.answer, max(DEEP, k), allowed))
        elif period is not None or not rows:
            rows.update(int(row) for row in self._newest(allowed, max(DEEP, k)))
        return self._scored(query, sorted(rows), k, now) if rows else []

    def nearest(
        self, vector: NDArray[np.float32], count: int, allowed: NDArray[np.bool_]
    ) -> NDArray[np.int64]:
        """The `count` rows nearest to a vector, of those allowed; and those that would be if what
        stays true were nearer than talk of the moment."""
        allowed = allowed & self.columns.placed
        if np.count_nonzero(allowed) <= EXACT:
            rows = np.flatnonzero(allowed)
        else:
            rows = self.tiles.near(vector, allowed)
        near = self.columns.cosines(rows, vector)
        worth = near + np.float32(scoring.WORTH) * self.columns.worth[rows]
        best: NDArray[np.int64] = np.union1d(_best(rows, near, count), _best(rows, worth, count))
        return best

    def map(self) -> MapView:
        """Tiles and places of all that have a vector."""
        return view(self.tiles, self.columns, self.words)

    def _scored(self, query: Query, rows: Sequence[int], k: int, now: float) -> list[Found]:
        """The `k` best of these rows, best first."""
        where = np.array(rows, dtype=np.int64)
        parts = scoring.parts(
            self._traits(where, now),
            self._fit(query, where),
            np.array(self.words.scores(query.stems, rows)),
            self._about(query, rows),
        )
        scores = sum(parts.values(), np.zeros(len(rows))).tolist()
        ids = [self.columns.ids[row] for row in rows]
        best = sorted(range(len(rows)), key=lambda n: (-scores[n], ids[n]))[:k]
        return [
            (ids[n], scores[n], {name: float(part[n]) for name, part in parts.items()})
            for n in best
        ]

    def _fit(self, query: Query, rows: NDArray[np.int64]) -> scoring.Fit | None:
        if query.vector is None or query.answer is None:
            return None
        near = self.columns.cosines(rows, query.vector).astype(np.float64)
        answers = near
        if query.answer is not query.vector:
            answers = self.columns.cosines(rows, query.answer).astype(np.float64)
        return scoring.Fit(near, answers, self.columns.placed[rows])

    def _about(self, query: Query, rows: Sequence[int]) -> NDArray[np.float64]:
        if not query.circles:
            return np.zeros(len(rows))
        return np.array([shared(query.circles, self.words.stems(row)) for row in rows])

    def _traits(self, rows: NDArray[np.int64], now: float) -> scoring.Traits:
        columns = self.columns
        return scoring.Traits(
            kind=columns.kind[rows],
            age=now - columns.at[rows],
            importance=columns.importance[rows].astype(np.float64),
            valence=columns.valence[rows].astype(np.float64),
            arousal=columns.arousal[rows].astype(np.float64),
            strength=columns.strength[rows].astype(np.float64),
            worth=columns.worth[rows].astype(np.float64),
        )

    def _newest(self, allowed: NDArray[np.bool_], count: int) -> NDArray[np.int64]:
        rows = np.flatnonzero(allowed)
        newest: NDArray[np.int64] = rows[np.argsort(-self.columns.at[rows], kind="stable")[:count]]
        return newest

    def _set_vector(self, id: str, row: int, vector: Numbers | None, odds: float = 0.0) -> None:
        if self.columns.placed[row]:
            self.tiles.remove(row)
        self.columns.set_vector(row, vector, odds)
        if vector is None:
            self.missing[id] = None
        else:
            self.missing.pop(id, None)
            self.tiles.add(row)


def _best(rows: NDArray[np.int64], scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    if len(rows) <= count:
        return rows
    best: NDArray[np.int64] = rows[np.argpartition(-scores, count)[:count]]
    return best
