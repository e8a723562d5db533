"""The library of what SEL remembers: the one thing the brain and the command line talk to.

It keeps documents (`sel.store`) and search (`sel.memory.index`) in agreement, asks consent before
the first byte, and forgets thoroughly. Synchronous; any thread may call: one lock is held around
every method, a wider one around those that change something (`sel.memory.sharing`). It reads no
clock: time comes in (Unix seconds).

Whenever words are taken away (undone, corrected, forgotten, faded), the files are rewritten without
them before the call returns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from sel.errors import InputRefused, StoreError
from sel.memory import chains, exchange
from sel.memory.book import check, check_shape, check_vector, secret_of
from sel.memory.consent import STATES, Consents
from sel.memory.finding import Finding
from sel.memory.following import Following
from sel.memory.forgetting import Eraser, Forgetting, Hook, ids_and_words
from sel.memory.keeping import Keeper, corrected, memory_from
from sel.memory.notes import NoteKeeping
from sel.memory.ports import IndexLike, StoreLike
from sel.memory.sharing import Alone, Guard
from sel.memory.shelf import Shelf
from sel.memory.types import (
    SOFT_DAYS,
    Candidate,
    ConsentState,
    Kept,
    MapView,
    Memory,
    Receipt,
    Said,
)
from sel.memory.undoing import Step, Steps
from sel.memory_events import ConsentAnswer

DAY = 86400.0
MANY = 1000
"""Memories handed to the index at a time while opening."""


class Library(Finding, NoteKeeping):
    """All that is remembered of all persons, in one folder. Opened empty it makes no file.

    `notices` are plain sentences on what opening found and mended.
    """

    def __init__(
        self,
        store: StoreLike,
        index: IndexLike,
        *,
        dimension: int = 384,
        soft_days: float = SOFT_DAYS,
        guard: Guard | None = None,
    ) -> None:
        """Over an opened store and index, both from now on this library's own. `guard` is of a
        store that other processes use, too."""
        guard = guard or Alone()
        self._lock, self._changing = guard.reading, guard.changing
        self._store, self._index = store, index
        self._soft = soft_days * DAY
        self._check = partial(check_vector, dimension=dimension, index=index)
        self._maps: dict[str, MapView] = {}  # till anything changes: to draw them takes many looks
        self._wanted: dict[str, str] = {}
        with self._changing:
            self._shelf = Shelf(store, self._maps.clear)
            self._fill()
            self._consents = Consents(store)
            self._keeper = Keeper(self._shelf, index)
            self._steps = Steps()
            self._forgetting = Forgetting(store, index, self._shelf, self._steps)
            self.notices: tuple[str, ...] = (*store.notices, *index.notices, *self._mend())
            guard.follow(
                Following(index, self._shelf, self._consents, self._forgetting, self._maps.clear)
            )

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        model: str = "all-MiniLM-L6-v2",
        dimension: int = 384,
        soft_days: float = SOFT_DAYS,
    ) -> Library:
        """The library in this folder, with vectors of this model. A `dimension` of 0 is not known
        yet: the file's, else the first vector's. Raises `StoreError`, `AlreadyRunning`."""
        from sel.memory.index.index import Index  # lazy: numpy
        from sel.store.store import Store

        store = Store.open(folder)
        try:
            index = Index.open(folder / "vectors", model, dimension)
            return cls(store, index, dimension=dimension, soft_days=soft_days)
        except BaseException:
            store.close()
            raise

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            try:
                self._index.close()
            finally:
                self._store.close()

    # ------------------------------------------------------------ consent

    def consent(self, person: str) -> ConsentState:
        """Whether SEL may remember this person."""
        with self._lock:
            return self._consents.state(person)

    def answer(self, person: str, answer: ConsentAnswer, now: float) -> Receipt | None:
        """Take a person's answer; the receipt where they wanted everything erased. Raises
        `StoreError` where the disk refuses; a no counts all the same till the process ends."""
        with self._changing:
            try:
                if answer == "withdraw_erase":
                    return self._forgetting.forget_person(person, now, self._consents)
                named = answer == "yes" or person in self.persons()
                self._consents.set(person, STATES[answer], now, named=named)
                return None
            finally:
                self._forgetting.tell_leaving()  # what lies elsewhere was kept under another answer

    def seen(self, person: str, now: float) -> None:
        """The person was here: their soft memories count from now."""
        with self._changing:
            self._consents.seen(person, now)

    # ------------------------------------------------------------ keeping

    def keep(self, said: Said, candidate: Candidate, vector: Sequence[float] | None) -> Kept | None:
        """Keep this. None without consent or for a secret. Raises `InputRefused`, `StoreError`."""
        memory = memory_from(said, candidate)
        with self._changing:
            if self.consent(said.person) != "given":
                return None
            check_shape(memory)
            self._check(vector)
            if secret_of(memory):
                return None
            kept, before = self._keeper.keep(memory, vector)
            self._steps.add(said.person, Step(kept.memory.id, before))
            return kept

    def undo(self, person: str) -> Memory | None:
        """Take back what was kept last since opening, and return it; None if there is nothing.

        What it strengthened or superseded is again as it was.
        """
        with self._changing:
            step = self._steps.last(person)
            memory = self._shelf.get(step.id) if step else None
            if step is None or memory is None:
                return None
            gone = [] if step.strengthened else chains.with_made(self._shelf, [memory])
            if gone:
                self._forgetting.tell_unkept(memory)
            with self._forgetting.rewriting(gone):
                if step.before is not None:
                    self._shelf.put(step.before)
                    self._keeper.show(step.before, None)
            self._steps.drop(person, step)
            return memory

    def edit(self, id: str, text: str, vector: Sequence[float] | None, now: float) -> Memory:
        """Correct a memory's words. The old ones are in no file afterwards.

        The new words are the person's own, so they are the quote, too. Summaries that were made
        from the old ones go. Raises `InputRefused`, `StoreError`.
        """
        with self._changing:
            old = self._shelf.get(id)
            if old is None:
                raise InputRefused("There is no memory of that id.")
            change = partial(corrected, text=text, now=now)
            new = change(old)
            check(new)
            self._check(vector)
            self._forgetting.tell_unkept(old)
            with self._forgetting.rewriting(chains.with_made(self._shelf, [old])[1:]):
                self._shelf.put(new)
                self._keeper.show(new, vector)
                self._steps.changed(id, change)
            return new

    def add_many(
        self,
        person: str,
        rows: Sequence[Memory],
        vectors: Sequence[Sequence[float]] | None,
    ) -> int:
        """Add rows as they are (import, enrichment): all or none; how many were added.

        A row of an id this person has replaces it; the words of before are in no file then. An id
        another person has is changed (`book.given_id` gives it back). Raises `InputRefused`,
        without consent, too.
        """
        with self._changing:
            if self.consent(person) != "given":
                raise InputRefused(
                    "There is no leave to remember this person.",
                    hint="`sel memory consent on` gives it.",
                )
            memories = exchange.taken_in(person, rows, self._shelf)
            given = [None] * len(rows) if vectors is None else vectors
            pairs = list(zip(memories, given, strict=True))
            for memory, vector in pairs:
                check(memory)
                self._check(vector)
            last = {memory.id: (memory, vector) for memory, vector in pairs}
            with self._forgetting.overwriting([memory for memory, _ in last.values()]):
                self._shelf.put_many([memory for memory, _ in last.values()])
                self._steps.forgotten(last)
                self._keeper.show_many(list(last.values()))
            return len(last)

    # ------------------------------------------------------------ vectors

    def without_vectors(self) -> list[Memory]:
        """Memories that are found by words only, until `set_vectors`."""
        with self._lock:
            missing = self._shelf.some(self._index.missing())
            self._wanted = {memory.id: memory.text for memory in missing}
            return missing

    def set_vectors(self, pairs: Sequence[tuple[str, Sequence[float]]]) -> None:
        """Vectors by memory id, of the texts that `without_vectors` gave last.

        Ids that are gone or have other words meanwhile are passed over.
        """
        for _, vector in pairs:
            self._check(vector)
        with self._changing:
            there = [(self._shelf.get(id), vector) for id, vector in pairs]
            wanted = [
                (memory, vector)
                for memory, vector in there
                if memory and self._wanted.pop(memory.id, memory.text) == memory.text
            ]
            self._index.add_many(wanted)
            self._maps.clear()

    # ------------------------------------------------------------ persons

    def persons(self) -> list[str]:
        """Everybody something is kept of."""
        with self._lock:
            return list(dict.fromkeys([*self._shelf.persons(), *self._forgetting.notes.persons()]))

    def given(self) -> frozenset[str]:
        """Everybody who gave their leave to be remembered."""
        with self._lock:
            return self._consents.given()

    def version(self, person: str) -> str:
        """Changes whenever a memory of this person came or went, or with their consent."""
        with self._lock:
            numbers = self._shelf.numbers(self._shelf.ids(person))
            return f"{self._consents.state(person)} {len(numbers)} {max(numbers, default=0)}"

    def stats(self, person: str = "") -> dict[str, float]:
        """Counts, of one person or of all."""
        with self._lock:
            persons = [person] if person else self._shelf.persons()
            missing = set(self._index.missing())
            return exchange.stats([self._shelf.of(one) for one in persons], missing)

    def export(self, person: str) -> dict[str, object]:
        """All of a person's as plain JSON that TinyDB reads: {table: {number: document}}."""
        with self._lock:
            consent = self._consents.document(person)
            return exchange.export(self.outward(person), consent, self.notes(person))

    def outward(self, person: str) -> list[Memory]:
        """All of a person's with ids as they were given, for a file that is read elsewhere."""
        with self._lock:
            return exchange.outward(self._shelf.of(person), self._shelf)

    # ------------------------------------------------------------ forgetting

    def on_forget(self, hook: Hook) -> None:
        """Call this whenever memories are forgotten, before their words leave the files.

        It is told at once of what was on its way out when the last process died.
        """
        with self._lock:
            self._forgetting.add_hook(hook)

    def on_leaving(self, hook: Callable[[], None]) -> None:
        """Call this before words leave the files or a leave ends: copies of them go first."""
        with self._lock:
            self._forgetting.leaving.append(hook)

    def on_unkept(self, hook: Callable[[Sequence[str]], object]) -> None:
        """Call this with words that were taken back or corrected: no file is to have them."""
        with self._lock:
            self._forgetting.unkept.append(hook)

    def on_ended(self, hook: Callable[[str], None]) -> None:
        """Call this with whoever took their leave back in another process."""
        with self._lock:
            self._forgetting.ended.append(hook)

    def on_erase(self, eraser: Eraser) -> None:
        """Call this, too, whenever everything of a person is forgotten; its counts are told."""
        with self._lock:
            self._forgetting.add_eraser(eraser)

    def forget(self, person: str, ids: Sequence[str], now: float) -> Receipt:
        """Forget these, what they replaced and what was made from them; in no file on return."""
        with self._changing:
            found = [memory for id in ids if (memory := self.find(person, id)) is not None]
            if not found:
                return Receipt(person=person, at=now, counts={"memories": 0})
            gone = chains.with_past(self._shelf, found)
            return self._forgetting.forget(person, gone, now)

    def words_of(self, person: str, ids: Sequence[str]) -> Sequence[str]:
        """The words that go where these are forgotten: theirs, those of what they replaced and of
        what was made from them."""
        with self._lock:
            found = [memory for id in ids if (memory := self.find(person, id)) is not None]
            return ids_and_words(chains.with_past(self._shelf, found))[1]

    def forget_all(self, person: str, now: float) -> Receipt:
        """Forget all of a person's, their notes as well; the consent stays."""
        with self._changing:
            return self._forgetting.forget_all(person, now)

    def prune(self, now: float) -> list[Receipt]:
        """Forget the soft memories whose person was not seen for `soft_days`."""
        with self._changing:
            self._forgetting.finish()
            late = [(one, self._faded(one, now)) for one in self._shelf.persons()]
            return [self._forgetting.forget(person, gone, now) for person, gone in late if gone]

    # ------------------------------------------------------------ inside the lock

    def _fill(self) -> None:
        memories = self._shelf.load()
        while some := list(islice(memories, MANY)):
            self._index.add_many([(memory, None) for memory in some])
        self._index.settle()  # once, while opening: a turn waits for no search

    def _mend(self) -> Iterator[str]:
        """Finish what the last process could not."""
        if self._shelf.unread:
            yield f"Documents that are no memories, left as they are: {self._shelf.unread}."
        try:
            if self._forgetting.finish():
                yield "A forgetting that had been cut short was finished."
        except StoreError as error:  # SEL opens all the same; `prune` tries again
            yield f"A forgetting that was cut short still waits. {error.sentence()}"

    def _faded(self, person: str, now: float) -> list[Memory]:
        seen = self._consents.last_seen(person)
        if seen is None or now - seen <= self._soft:  # a lost date is no reason to forget
            return []
        return chains.with_past(self._shelf, chains.faded(self._shelf.of(person), now - self._soft))
