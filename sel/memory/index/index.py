"""The search over memories: one partition a person, over a file of vectors and an index of words.

It knows nothing of consent, of the store or of files other than its own. Not thread-safe: the
library holds its one lock around every call.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from sel.memory.types import MapView, Memory

Found = tuple[str, float, dict[str, float]]
"""A memory's id, its score, and what the score is made of."""


class Index:
    """All persons' memories, each person's apart.

    At opening a library adds all its memories without vectors: those that the file knows for the
    same id and the same text are taken from there, the others are `missing`.
    """

    notices: tuple[str, ...] = ()
    """Plain sentences: a torn tail was cut, vectors of another model were put aside, …"""

    @classmethod
    def open(cls, folder: Path, model: str, dimension: int) -> Index:
        """The index over `folder`, which need not exist: nothing is written before the first
        vector. Raises `StoreError` where the file cannot be read."""
        raise NotImplementedError

    def add(self, memory: Memory, vector: Sequence[float] | None) -> None:
        """Add this memory or replace the one of its id. Without a vector it is found by words
        only, unless the file has one for the same id and text. Raises `StoreError`."""
        raise NotImplementedError

    def add_many(self, pairs: Sequence[tuple[Memory, Sequence[float] | None]]) -> None:
        """`add` for many at once."""
        raise NotImplementedError

    def remove(self, ids: Sequence[str]) -> int:
        """Take these out; how many vectors went. They are in no file after `purge`."""
        raise NotImplementedError

    def missing(self) -> list[str]:
        """Ids of memories without a vector."""
        raise NotImplementedError

    def search(
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
        """The `k` best of this person's memories, best first.

        Only those of `scopes` (None: all), said within `period` (from, to), never replaced ones.
        """
        raise NotImplementedError

    def map(self, person: str) -> MapView:
        """This person's tiles and places; `memories` is empty: the library fills it in."""
        raise NotImplementedError

    def purge(self) -> dict[str, int]:
        """Rewrite the files without what was removed; counts of what went from them."""
        raise NotImplementedError

    def close(self) -> None:
        """Save the tiles and let go of the files."""
        raise NotImplementedError
