"""One person's memories as a process has them: words and numbers here, vectors in the database."""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sel.memory.index import scoring
from sel.memory.index.partition import DEEP, Found, Partition
from sel.memory.index.query import Query
from sel.memory.index.tiles import Saved, Tiles
from sel.memory.index.vectorfile import Numbers, hash_of, whole
from sel.memory.index.view import view
from sel.memory.index.words import tokens
from sel.memory.index.worth import lasting, worth
from sel.memory.types import MapView, Memory
from sel.scale.postgres.vectors import Floats, Wanted

HERE: Final[Numbers] = np.zeros(0, np.int16)
"""Stands for a vector that is in the database."""

Ask = Callable[[Wanted], dict[bytes, tuple[float, float]]]


class Person(Partition):
    """The local partition, asking the database for what is near. Not thread-safe."""

    def __init__(self, person: str, ask: Ask) -> None:
        super().__init__(0)
        self._person, self._ask = person, ask
        self._ids: dict[bytes, str] = {}
        self._near: dict[int, tuple[float, float]] = {}
        self._drawn: Saved | None = None

    @staticmethod
    def worth_of(memory: Memory, odds: float) -> float:
        """How far what this says stays true, -1..1; `odds` of it going by its vector."""
        return worth(lasting(memory.text, tokens(memory.text)) + odds)

    @property
    def tiles_drawn(self) -> int:
        """Tiles of the finest level on the map that was drawn last."""
        return sum(1 for _, ids in self._drawn or () if ids is not None)

    def put(self, memory: Memory, vector: Numbers | None, odds: float = 0.0) -> None:
        """Add or replace; `vector` is `HERE` where the database has one of this text."""
        self._ids[hash_of(memory.id)] = memory.id
        super().put(memory, vector, odds)
        if vector is None:
            self._set_vector(memory.id, self.columns.row_of[memory.id], None)

    def placed(self, id: str, text: bytes, odds: float) -> None:
        """The database has a vector of this memory now, made of a text of this hash."""
        row = self.columns.row_of[id]
        if self.columns.texts[row] == text:
            self._set_vector(id, row, HERE, odds)

    def remove(self, id: str) -> bool:
        """Take one out; whether it had a vector."""
        self._ids.pop(hash_of(id), None)
        return super().remove(id)

    def search(
        self,
        query: Query,
        scopes: Collection[str] | None,
        k: int,
        now: float,
        period: tuple[float, float] | None,
    ) -> list[Found]:
        """The `k` best, best first: as the local search finds them, with the nearest from the
        database."""
        if query.vector is None or query.answer is None:
            return super().search(query, scopes, k, now, period)
        allowed = self.columns.allowed(None if scopes is None else frozenset(scopes), period)
        worded = self.words.find(query.stems, DEEP, allowed)
        wanted = Wanted(
            question=query.vector,
            answer=query.answer,
            person=self._person,
            scopes=None if scopes is None else frozenset(scopes),
            period=period,
            known=[hash_of(self.columns.ids[row]) for row in worded],
            count=max(DEEP, k),
        )
        self._near = dict(self._rows(self._ask(wanted), allowed))
        rows = sorted({*worded, *self._near})
        return self._scored(query, rows, k, now) if rows else []

    def _rows(
        self, found: dict[bytes, tuple[float, float]], allowed: NDArray[np.bool_]
    ) -> Iterable[tuple[int, tuple[float, float]]]:
        """What the database found, by row; only what is here, too, and may be found."""
        for name, cosines in found.items():
            row = self.columns.row_of.get(self._ids.get(name, ""))
            if row is not None and allowed[row] and self.columns.placed[row]:
                yield row, cosines

    def _fit(self, query: Query, rows: NDArray[np.int64]) -> scoring.Fit | None:
        if query.vector is None:
            return None
        cosines = np.array([self._near.get(row, (0.0, 0.0)) for row in rows.tolist()])
        there = np.array([row in self._near for row in rows.tolist()])
        return scoring.Fit(cosines[:, 0], cosines[:, 1], there)

    def drawn(self, vectors: Iterable[tuple[bytes, Floats]]) -> MapView:
        """The map, of vectors just read. The next one keeps its places."""
        columns = copy.copy(self.columns)
        columns.placed = np.zeros_like(self.columns.placed)
        rows = {
            row: whole(vector)
            for name, vector in vectors
            if (row := self.columns.row_of.get(self._ids.get(name, ""))) is not None
            and self.columns.placed[row]
        }
        size = len(next(iter(rows.values()), HERE))
        columns.vectors = np.zeros((len(columns.ids), size), np.int16)
        tiles = Tiles(columns, self._drawn)
        for row in sorted(rows):
            columns.vectors[row], columns.placed[row] = rows[row], True
            tiles.add(row)
        shown = view(tiles, columns, self.words)
        self._drawn = tiles.saved()
        return shown

    def _set_vector(self, id: str, row: int, vector: Numbers | None, odds: float = 0.0) -> None:
        self.columns.set_vector(row, vector, odds)
        if vector is None:
            self.missing[id] = None
        else:
            self.missing.pop(id, None)
