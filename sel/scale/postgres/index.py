"""The search over memories that several processes share (`sel.memory.ports.IndexLike`).

Each process holds words and a few numbers of every memory; vectors are in the database alone, which
finds the nearest. What is found is scored just as it is on one machine.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain

import numpy as np

from sel.memory.index.asking import Asking
from sel.memory.index.leaning import Leaning
from sel.memory.index.partition import Found
from sel.memory.index.query import check_dimension, query_of
from sel.memory.index.vectorfile import FULL, as_array, hash_of
from sel.memory.index.view import EMPTY
from sel.memory.sharing import VECTORS, Change
from sel.memory.types import MapView, Memory
from sel.scale.postgres import tables, wiping
from sel.scale.postgres.person import HERE, Person
from sel.scale.postgres.store import PostgresStore
from sel.scale.postgres.tables import Kind
from sel.scale.postgres.vectors import Floats, Known, Vectors


class PostgresIndex:
    """All persons' memories. The library holds its lock around every call."""

    def __init__(
        self, store: PostgresStore, model: str, dimension: int, kind: Kind | None = None
    ) -> None:
        """Over the vectors beside this store's documents; those of another model are thrown away.
        `kind` is how they are kept, None for the best the server can. Raises `StoreError`."""
        self._storage, self._session, self._model = store.storage, store.session, model
        self.notices: tuple[str, ...] = ()
        self._persons: dict[str, Person] = {}
        self._person_of: dict[str, str] = {}
        self._of_hash: dict[bytes, str] = {}
        self._removed = False
        with store.changing:
            self.vectors = Vectors(self._session, tables.make_vectors(self._session, kind))
            self._fit(self._agreed(dimension))

    def add(self, memory: Memory, vector: Sequence[float] | None) -> None:
        """Add this memory or replace the one of its id."""
        self.add_many([(memory, vector)])

    def add_many(self, pairs: Sequence[tuple[Memory, Sequence[float] | None]]) -> None:
        """`add` for many; what others wrote is only taken in."""
        memories = {memory.id: memory for memory, _ in pairs}
        given = self._given({memory.id: vector for memory, vector in pairs if vector is not None})
        if not self._storage.following:
            self._write(memories, given)
        known = self.vectors.known([hash_of(id) for id in memories])
        for id, memory in memories.items():
            self._show(memory, known.get(hash_of(id)))

    def remove(self, ids: Sequence[str]) -> int:
        """Take these out; how many vectors went. They are in no file after `purge`."""
        there = [id for id in ids if id in self._person_of]
        if there and not self._storage.following:
            self.vectors.remove([hash_of(id) for id in there])
            self._removed = True
        return sum(map(self._drop, there))

    def missing(self) -> list[str]:
        """Ids of memories without a vector."""
        return list(chain.from_iterable(one.missing for one in self._persons.values()))

    def search(  # noqa: PLR0913 - what a search is narrowed by
        self,
        text: str,
        vector: Sequence[float] | None,
        *,
        person: str,
        scopes: Collection[str] | None,
        k: int,
        now: float,
        period: tuple[float, float] | None = None,
    ) -> list[Found]:
        """The `k` best of this person's memories, as the local index gives them."""
        self.check(vector)
        there = self._persons.get(person)
        if there is None or k < 1:
            return []
        asked = query_of(text, vector if self._dimension else None, self._asking)
        return there.search(asked, scopes, k, now, period)

    def map(self, person: str) -> MapView:
        """This person's tiles and places, made of vectors that are read for it."""
        there = self._persons.get(person)
        return there.drawn(self.vectors.of(person)) if there is not None else EMPTY

    def tile_count(self, person: str) -> int:
        """How many tiles of the finest level the map has that was drawn last."""
        there = self._persons.get(person)
        return there.tiles_drawn if there is not None else 0

    def settle(self) -> None:
        """There is nothing to be settled: what comes from now on is new, and to be written."""
        self._storage.following = False

    def check(self, vector: Sequence[float] | None) -> None:
        """Raise `InputRefused` for a vector of another dimension than the others."""
        check_dimension(vector, self._dimension)

    def purge(self) -> dict[str, int]:
        """Rewrite the table's files, if anything was removed from it."""
        if not self._removed:
            return {"files": 0}
        wiping.rewrite(self._session, "vectors")
        self._removed = False
        return {"files": 1}

    def close(self) -> None:
        """The store lets go of the database."""

    def follow(self, changes: Sequence[Change]) -> None:
        """Others wrote vectors: of memories that are here they count from now on."""
        names = [one.key for one in changes if one.table == VECTORS and one.key in self._of_hash]
        for name, known in self.vectors.known(names).items():
            if not self._dimension:
                self._fit(self.vectors.dimension())
            id = self._of_hash[name]
            self._persons[self._person_of[id]].placed(id, known.text, known.odds)

    # ------------------------------------------------------------ inside

    def _show(self, memory: Memory, known: Known | None) -> None:
        if self._person_of.get(memory.id, memory.person) != memory.person:
            self._drop(memory.id)
        self._person_of[memory.id] = memory.person
        self._of_hash[hash_of(memory.id)] = memory.id
        there = self._persons.get(memory.person)
        if there is None:
            there = self._persons[memory.person] = Person(memory.person, self.vectors.search)
        fits = known is not None and known.text == hash_of(memory.text)
        there.put(memory, HERE if fits else None, known.odds if known is not None else 0.0)

    def _drop(self, id: str) -> bool:
        there = self._persons[self._person_of.pop(id)]
        self._of_hash.pop(hash_of(id), None)
        had = there.remove(id)
        if not len(there):
            self._persons = {name: one for name, one in self._persons.items() if one is not there}
        return had

    def _write(self, memories: dict[str, Memory], given: dict[str, Floats]) -> None:
        bare = [memory for id, memory in memories.items() if id not in given]
        self._removed = self._removed or any(one.id in self._person_of for one in memories.values())
        with self._session.transaction():
            self.vectors.change([one for one in bare if one.id in self._person_of])
            if given:
                whole = as_array([vector.tolist() for vector in given.values()])
                odds = self._leaning.odds(list(whole))
                self.vectors.put(
                    [
                        (memories[id], vector, lean, Person.worth_of(memories[id], lean))
                        for (id, vector), lean in zip(given.items(), odds, strict=True)
                    ]
                )
                self._storage.disk.note((VECTORS, 0, hash_of(id)) for id in given)

    def _given(self, vectors: dict[str, Sequence[float]]) -> dict[str, Floats]:
        """Vectors of unit length, as exact as they are kept elsewhere."""
        if not vectors:
            return {}
        if not self._dimension:
            self._fit(len(next(iter(vectors.values()))))
        for vector in vectors.values():
            self.check(vector)
        rows = as_array(list(vectors.values())).astype(np.float32) / np.float32(FULL)
        return dict(zip(vectors, rows, strict=True))

    def _agreed(self, dimension: int) -> int:
        """The dimension in use, after vectors of another model have gone."""
        there, model = self.vectors.dimension(), self._session.rows("SELECT model FROM state")[0][0]
        if there and (model != self._model or dimension not in (0, there)):
            self.vectors.clear()
            self.notices = (
                "The shared vectors were of another embedding model; they are made anew. All"
                " processes must use the same one.",
            )
            there = 0
        if model != self._model:
            self._session.do("UPDATE state SET model = %s", (self._model,))
        return dimension or there

    def _fit(self, dimension: int) -> None:
        self._dimension = dimension
        self._leaning = Leaning.of(self._model, dimension)
        self._asking = Asking.of(self._model, dimension)
