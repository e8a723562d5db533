"""The library of what SEL remembers: the one thing the brain and the command line talk to.

It keeps documents (`sel.store`) and search (`sel.memory.index`) in agreement, asks consent before
the first byte, and forgets thoroughly. Synchronous; any thread may call; it reads no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from sel.memory.types import (
    SOFT_DAYS,
    Candidate,
    ConsentState,
    Hit,
    Kept,
    MapView,
    Memory,
    Receipt,
    Said,
)
from sel.memory_events import ConsentAnswer

Hook = Callable[[str, Sequence[str], Sequence[str]], dict[str, int]]
"""Another layer's forgetting: (person, ids, quotes) → what went there, for the receipt."""


class Library:
    """All that is remembered of all persons, in one folder. Opened empty it makes no file."""

    notices: tuple[str, ...] = ()

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        model: str = "all-MiniLM-L6-v2",
        dimension: int = 384,
        soft_days: float = SOFT_DAYS,
    ) -> Library:
        """The library in this folder. An unfinished forgetting is finished. Raises `StoreError`."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the files."""
        raise NotImplementedError

    def consent(self, person: str) -> ConsentState:
        """Whether SEL may remember this person."""
        raise NotImplementedError

    def answer(self, person: str, answer: ConsentAnswer, now: float) -> Receipt | None:
        """Take a person's answer; the receipt where they wanted everything erased."""
        raise NotImplementedError

    def keep(self, said: Said, candidate: Candidate, vector: Sequence[float] | None) -> Kept | None:
        """Keep this. None without consent, or where it holds a secret. Raises `InputRefused`."""
        raise NotImplementedError

    def undo(self, person: str) -> Memory | None:
        """Take back what was kept last since opening; None if there is nothing."""
        raise NotImplementedError

    def get(self, id: str) -> Memory | None:
        """The memory of this id."""
        raise NotImplementedError

    def find(self, person: str, id: str) -> Memory | None:
        """A person's memory by its id or by the id it was imported with (`book.given_id`)."""
        raise NotImplementedError

    def memories(
        self, person: str, *, tag: str = "", text: str = "", history: bool = False
    ) -> list[Memory]:
        """A person's memories, newest first, with this tag and all these words, if given."""
        raise NotImplementedError

    def edit(self, id: str, text: str, vector: Sequence[float] | None, now: float) -> Memory:
        """Correct a memory's words. The old ones are in no file afterwards."""
        raise NotImplementedError

    def search(
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
        """The best memories of this person (and these scopes) for some words, best first."""
        raise NotImplementedError

    def about(
        self, text: str, vector: Sequence[float] | None, *, person: str, now: float
    ) -> list[Memory]:
        """What "forget what I said about …" means."""
        raise NotImplementedError

    def forget(self, person: str, ids: Sequence[str], now: float) -> Receipt:
        """Forget these, what they replaced and what was made from them; in no file on return."""
        raise NotImplementedError

    def forget_all(self, person: str, now: float) -> Receipt:
        """Forget all of a person's; the consent stays."""
        raise NotImplementedError

    def seen(self, person: str, now: float) -> None:
        """The person was here: their soft memories count from now."""
        raise NotImplementedError

    def prune(self, now: float) -> list[Receipt]:
        """Forget the soft memories whose person was not seen for `soft_days`."""
        raise NotImplementedError

    def add_many(
        self,
        person: str,
        rows: Sequence[Memory],
        vectors: Sequence[Sequence[float]] | None,
    ) -> int:
        """Add rows as they are (import, enrichment): all or none; how many were added.

        A row of an id this person has replaces it. An id another person has is changed
        (`book.given_id` gives it back). Raises `InputRefused`, without consent, too.
        """
        raise NotImplementedError

    def without_vectors(self) -> list[Memory]:
        """Memories that are found by words only, until `set_vectors`."""
        raise NotImplementedError

    def set_vectors(self, pairs: Sequence[tuple[str, Sequence[float]]]) -> None:
        """Vectors by memory id; ids that are gone meanwhile are passed over."""
        raise NotImplementedError

    def map(self, person: str) -> MapView:
        """A person's memories as a map."""
        raise NotImplementedError

    def persons(self) -> list[str]:
        """Everybody something is kept of."""
        raise NotImplementedError

    def stats(self, person: str = "") -> dict[str, float]:
        """Counts, of one person or of all."""
        raise NotImplementedError

    def on_forget(self, hook: Hook) -> None:
        """Call this whenever memories are forgotten, before their words leave the files."""
        raise NotImplementedError

    def export(self, person: str) -> dict[str, object]:
        """All of a person's as plain JSON that TinyDB reads: {table: {number: document}}."""
        raise NotImplementedError
