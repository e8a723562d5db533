"""The looking half of a library: by id, by words, by meaning, on a map. It changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

from sel.memory import chains, exchange, subject
from sel.memory.ports import IndexLike
from sel.memory.shelf import Shelf, plain
from sel.memory.types import Hit, MapView, Memory

NEAR = 20
"""How many of the nearest memories "forget what I said about …" looks at."""


class Finding:
    """What a `Library` finds. `_maps` are kept till anything changes: to draw them takes many
    looks."""

    _lock: AbstractContextManager[object]
    _shelf: Shelf
    _index: IndexLike
    _check: Callable[[Sequence[float] | None], None]
    _maps: dict[str, MapView]

    def get(self, id: str) -> Memory | None:
        """The memory of this id."""
        with self._lock:
            return self._shelf.get(id)

    def find(self, person: str, id: str) -> Memory | None:
        """A person's memory by its id or by the id it was imported with (`book.given_id`)."""
        with self._lock:
            return self._shelf.get(exchange.id_of(id, person, self._shelf))

    def memories(
        self, person: str, *, tag: str = "", text: str = "", history: bool = False
    ) -> list[Memory]:
        """A person's memories, newest first, with this tag and all these words, if given.

        Replaced ones only with `history`.
        """
        words = plain(text).split()
        with self._lock:
            found = [
                memory
                for memory in self._shelf.of(person)
                if (history or not memory.replaced_by)
                and (not tag or tag in memory.tags)
                and all(word in plain(memory.text) for word in words)
            ]
        return sorted(found, key=lambda memory: (memory.at, memory.id), reverse=True)

    def history(self, memory: Memory) -> list[Memory]:
        """What this one took the place of, newest first."""
        with self._lock:
            return chains.past_of(self._shelf, memory)

    def search(  # noqa: PLR0913 - what a search is narrowed by
        self,
        text: str,
        vector: Sequence[float] | None,
        *,
        person: str,
        scopes: Collection[str] | None = None,
        k: int = 5,
        now: float,
        period: tuple[float, float] | None = None,
    ) -> list[Hit]:
        """The best memories of this person (and these scopes) for some words, best first.

        Without a vector they are found by words only. `period`: said from, to (Unix seconds).
        Of the `parts`, `shared` is the number of meaning words in common, `period` 1 if one is set.
        """
        self._check(vector)
        with self._lock:
            found = self._index.search(
                text, vector, person=person, scopes=scopes, k=k, now=now, period=period
            )
            memories = self._shelf.some(id for id, *_ in found)
        return subject.hits(text, found, memories, dated=period is not None)

    def about(
        self, text: str, vector: Sequence[float] | None, *, person: str, now: float
    ) -> list[Memory]:
        """What "forget what I said about …" means: nothing is forgotten yet."""
        with self._lock:
            near = self.search(text, vector, person=person, k=NEAR, now=now)
            return subject.about(text, self._shelf.of(person), near)

    def map(self, person: str) -> MapView:
        """A person's memories as a map."""
        with self._lock:
            if person not in self._maps:
                view = self._index.map(person)
                memories = {memory.id: memory for memory in self._shelf.some(view.places)}
                self._maps[person] = replace(view, memories=memories)
            return self._maps[person]
