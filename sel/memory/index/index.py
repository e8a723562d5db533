"""The search over memories: one partition a person, over a file of vectors and an index of words.

It knows nothing of consent, of the store or of files other than its own. Not thread-safe: the
library holds its one lock around every call.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from pathlib import Path

from sel.memory.index.asking import Asking
from sel.memory.index.leaning import Leaning
from sel.memory.index.partition import EXACT, Found, Partition
from sel.memory.index.query import check_dimension, query_of
from sel.memory.index.tilefile import TileFile
from sel.memory.index.tiles import Coverage, Saved
from sel.memory.index.vectorfile import Numbers, VectorFile, as_array
from sel.memory.index.view import EMPTY
from sel.memory.types import MapView, Memory


class Index:
    """All persons' memories, each person's apart.

    At opening a library adds all its memories without vectors: those that the file knows for the
    same id and the same text are taken from there, the others are `missing`. Nothing is written
    before the first vector.
    """

    def __init__(self, folder: Path, model: str, dimension: int) -> None:
        """See `open`."""
        self._folder, self._model = folder, model
        self._file = VectorFile(folder, model, dimension)
        self._persons: dict[str, Partition] = {}
        self._person_of: dict[str, str] = {}
        self.coverage = Coverage(tiles=0, looked_at=0, of=0)
        """How much of a person's map the last search looked at."""
        self._fit(self._file.dimension)

    @classmethod
    def open(cls, folder: Path, model: str, dimension: int) -> Index:
        """The index over `folder`, which need not exist. Vectors of another model or dimension
        are put aside, with a notice. A `dimension` of 0 is not known yet: the file's, else that of
        the first vector. Raises `StoreError` where the files are refused."""
        return cls(folder, model, dimension)

    @property
    def notices(self) -> tuple[str, ...]:
        """Plain sentences on what was found damaged or put aside."""
        return self._file.notices

    def add(self, memory: Memory, vector: Sequence[float] | None) -> None:
        """Add this memory or replace the one of its id.

        Without a vector it is found by words only, unless it has one of the same text already,
        here or in the file. Raises `StoreError`, `InputRefused` for a vector of another dimension.
        """
        self.add_many([(memory, vector)])

    def add_many(self, pairs: Sequence[tuple[Memory, Sequence[float] | None]]) -> None:
        """`add` for many at once: all of them, or none where it raises."""
        given = self._given([vector for _, vector in pairs])
        new = zip(pairs, given, strict=True)
        self._file.append((m.id, m.text, v) for (m, _), v in new if v is not None)
        vectors = self._filled([memory for memory, _ in pairs], given)
        odds = iter(self._leaning.odds([vector for vector in vectors if vector is not None]))
        for (memory, _), vector in zip(pairs, vectors, strict=True):
            if self._person_of.get(memory.id, memory.person) != memory.person:
                self.remove([memory.id])
            self._person_of[memory.id] = memory.person
            lasting = 0.0 if vector is None else next(odds)
            self._partition(memory.person).put(memory, vector, lasting)

    def remove(self, ids: Sequence[str]) -> int:
        """Take these out; how many vectors went. They are in no file after `purge`."""
        gone = 0
        for id in ids:
            person = self._person_of.pop(id, None)
            if person is None:
                continue
            gone += self._persons[person].remove(id)
            if not len(self._persons[person]):
                del self._persons[person]
        return gone

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
        """The `k` best of this person's memories: (id, score, parts of the score), best first.

        Only those of `scopes` (None: all), said within `period` (from, to), never replaced ones.
        Raises `InputRefused` for a vector of another dimension.
        """
        self.check(vector)
        partition = self._persons.get(person)
        if partition is None or k < 1:
            return []
        asked = query_of(text, vector if self._dimension else None, self._asking)
        found = partition.search(asked, scopes, k, now, period)
        self.coverage = partition.tiles.coverage
        return found

    def nearest(self, vector: Sequence[float], *, person: str, k: int) -> list[tuple[str, float]]:
        """The `k` memories of a person nearest to a vector, nearest first, with their cosines.

        The first step of a search, without anything else that counts in one."""
        self.check(vector)
        partition = self._persons.get(person)
        query = query_of("", vector if self._dimension else None).vector
        if partition is None or query is None or k < 1:
            return []
        columns = partition.columns
        rows = partition.nearest(query, k, columns.allowed(None, None))
        near = sorted(zip(columns.cosines(rows, query).tolist(), rows.tolist(), strict=True))
        self.coverage = partition.tiles.coverage
        return [(columns.ids[row], cosine) for cosine, row in reversed(near[-k:])]

    def settle(self) -> None:
        """Give every memory its tile now, else the first search of many does: after opening."""
        for partition in self._persons.values():
            if len(partition) > EXACT:
                partition.tiles.settle()

    def map(self, person: str) -> MapView:
        """This person's tiles and places; `memories` is empty: the library fills it in.

        A memory without a vector has no place yet."""
        return self._partition(person).map() if person in self._persons else EMPTY

    def tile_count(self, person: str) -> int:
        """How many tiles of the finest level this person's map has; quicker than `map`."""
        return self._persons[person].tiles.count() if person in self._persons else 0

    def purge(self) -> dict[str, int]:
        """Rewrite the files without what was removed, if they hold any of it; counts of vectors
        that went and of files that were written anew or removed. Raises `StoreError`."""
        count = sum(len(one) - len(one.missing) for one in self._persons.values())
        counts = self._file.rewrite(self._vectors(), count)
        counts["files"] += self._tiles.save(self._saved())
        return counts

    def close(self) -> None:
        """Save the tiles and let go of the files. Raises `StoreError`."""
        try:
            self._tiles.save(self._saved())
        finally:
            self._file.close()

    def _partition(self, person: str) -> Partition:
        if person not in self._persons:
            self._persons[person] = Partition(self._dimension, self._tiles.of(person))
        return self._persons[person]

    def _fit(self, dimension: int) -> None:
        """From now on vectors have so many numbers."""
        self._dimension = dimension
        self._file.set_dimension(dimension)
        self._tiles = TileFile(self._folder, f"{self._model} {dimension}")
        self._leaning = Leaning.of(self._model, dimension)
        self._asking = Asking.of(self._model, dimension)
        for partition in self._persons.values():
            partition.set_dimension(dimension)

    def _filled(
        self, memories: Sequence[Memory], given: Sequence[Numbers | None]
    ) -> list[Numbers | None]:
        """The vectors given, and for memories without one what the file has for their text."""
        bare = [(m.id, m.text) for m, vector in zip(memories, given, strict=True) if vector is None]
        known = iter(self._file.take(bare))
        return [next(known) if vector is None else vector for vector in given]

    def _given(self, vectors: Sequence[Sequence[float] | None]) -> list[Numbers | None]:
        there = [vector for vector in vectors if vector is not None]
        if there and not self._dimension:
            self._fit(len(there[0]))
        for vector in there:
            self.check(vector)
        rows = iter(as_array(there)) if there else iter(())
        return [None if vector is None else next(rows) for vector in vectors]

    def check(self, vector: Sequence[float] | None) -> None:
        """Raise `InputRefused` for a vector of another dimension than the others."""
        check_dimension(vector, self._dimension)

    def _saved(self) -> dict[str, Saved]:
        """Every person's tree, but for those that nobody looked at and that have none on disk."""
        trees = {person: one.tiles.saved() for person, one in self._persons.items()}
        return {person: tree for person, tree in trees.items() if tree is not None}

    def _vectors(self) -> Iterator[tuple[str, bytes, Numbers]]:
        return chain.from_iterable(one.vectors() for one in self._persons.values())
