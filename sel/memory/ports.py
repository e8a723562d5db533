"""What the library needs of a store and of an index, so that tests can stand in for both."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from sel.memory.types import MapView, Memory

if TYPE_CHECKING:
    from tinydb.table import Table


class StoreLike(Protocol):
    """`sel.store.store.Store`, as far as the library uses it."""

    @property
    def notices(self) -> tuple[str, ...]:
        """Plain sentences about what opening found and did."""

    def table(self, name: str) -> Table:
        """The table of this name; writes are durable on return."""

    def batch(self) -> AbstractContextManager[None]:
        """Everything written inside is durable at its end."""

    def purge(self) -> dict[str, int]:
        """Rewrite the files, so that removed words are in none."""

    def close(self) -> None:
        """Let go of the files."""


class IndexLike(Protocol):
    """`sel.memory.index.index.Index`, as far as the library uses it."""

    @property
    def notices(self) -> tuple[str, ...]:
        """Plain sentences about what opening found and did."""

    def add(self, memory: Memory, vector: Sequence[float] | None) -> None:
        """Add, or replace the one of this id."""

    def add_many(self, pairs: Sequence[tuple[Memory, Sequence[float] | None]]) -> None:
        """`add` for many."""

    def check(self, vector: Sequence[float] | None) -> None:
        """Raise `InputRefused` for a vector of another dimension than the others."""

    def remove(self, ids: Sequence[str]) -> int:
        """How many vectors went."""

    def missing(self) -> list[str]:
        """Ids without a vector."""

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
    ) -> list[tuple[str, float, dict[str, float]]]:
        """Id, score and parts, best first; never a replaced one."""

    def map(self, person: str) -> MapView:
        """Tiles and places, without memories."""

    def tile_count(self, person: str) -> int:
        """How many tiles the person's map has."""

    def settle(self) -> None:
        """Do now what the first search would have to do."""

    def purge(self) -> dict[str, int]:
        """Rewrite the files without what was removed."""

    def close(self) -> None:
        """Let go of the files."""
