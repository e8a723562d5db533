"""Forgetting: out of the store, the index and every other layer, and out of every file.

A mark is written before the first removal and taken away after the last file was rewritten. If the
process dies in between, the next opening finds the mark and finishes. The mark holds numbers of
documents, no ids and no words. Not thread-safe: the library holds its one lock around every call.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from sel.errors import SelError
from sel.memory.book import same_words
from sel.memory.chains import with_made
from sel.memory.consent import Consents
from sel.memory.notes import Notes
from sel.memory.ports import IndexLike, StoreLike
from sel.memory.shelf import Shelf
from sel.memory.types import Memory, Receipt
from sel.memory.undoing import Steps

Hook = Callable[[str, Sequence[str], Sequence[str]], dict[str, int]]
"""Another layer's forgetting: (person, ids, quotes) → what went there, for the receipt."""

Eraser = Callable[[str], dict[str, int]]
"""What is a person's without being a memory of theirs: it goes when everything does."""


class Forgetting:
    """Takes memories out of everything, and out of the files."""

    def __init__(self, store: StoreLike, index: IndexLike, shelf: Shelf, steps: Steps) -> None:
        self._store = store
        self._index = index
        self._shelf = shelf
        self.notes = Notes(store)
        self.steps = steps
        self._marks = store.table("unfinished")
        self._hooks: list[Hook] = []
        self._erasers: list[Eraser] = []
        self.leaving: list[Callable[[], None]] = []
        self.unkept: list[Callable[[Sequence[str]], object]] = []
        self.ended: list[Callable[[str], None]] = []
        self._owed: list[Memory] = []

    def add_hook(self, hook: Hook) -> None:
        """Another layer. It is told at once of what an unfinished forgetting had left."""
        self._hooks.append(hook)
        for person in dict.fromkeys(memory.person for memory in self._owed):
            hook(person, *ids_and_words(memory for memory in self._owed if memory.person == person))

    def add_eraser(self, eraser: Eraser) -> None:
        """What is erased, too, when everything of a person is."""
        self._erasers.append(eraser)

    def finish(self) -> bool:
        """Finish an unfinished forgetting; whether there was one. Raises `StoreError`."""
        marks = self._marks.all()
        if not marks:
            return False
        rows = (number for mark in marks for number in mark.get("rows", ()))
        left = self._shelf.numbered(rows)
        self._owed += left
        self._erase(left)
        self.notes.remove([number for mark in marks for number in mark.get("notes", ())])
        self._clean()
        return True

    def forget(self, person: str, gone: Sequence[Memory], now: float) -> Receipt:
        """Forget just these, in every layer. Raises what a layer raised, at the end."""
        self._begin(gone)
        return self._go_on(person, gone, now)

    def forget_all(self, person: str, now: float) -> Receipt:
        """Forget all of a person's, their notes and what else is theirs as well."""
        with self._erased(person) as counts:
            receipt = self._forget_all(person, now)
        return replace(receipt, counts=receipt.counts | counts)

    def _forget_all(self, person: str, now: float) -> Receipt:
        self.finish()
        gone, notes = list(self._shelf.of(person)), self.notes.numbers(person)
        if gone or notes:  # else no file is made to say so
            self._mark(gone, notes)
            return self._go_on(person, gone, now, everything=True)
        receipt = self._go_on(person, gone, now, everything=True)
        other = {what: count for what, count in receipt.counts.items() if count and what != "files"}
        return replace(receipt, counts={"memories": 0, **other})

    def forget_person(self, person: str, now: float, consents: Consents) -> Receipt:
        """Forget all of a person's, and who the person was."""
        consents.stop(person, "withdrawn")
        with self._erased(person) as counts:
            receipt = self._forget_person(person, now, consents)
        return replace(receipt, counts=receipt.counts | counts)

    @contextlib.contextmanager
    def _erased(self, person: str) -> Iterator[dict[str, int]]:
        """Erase what is no memory first, so that no death in between leaves it behind a receipt;
        what fails there is raised at the end."""
        self.tell_leaving()
        counts: dict[str, int] = {}
        errors: list[SelError] = []
        for eraser in self._erasers:
            try:
                counts |= eraser(person)
            except SelError as error:
                errors.append(error)
        yield counts
        if errors:
            raise errors[0]

    def _forget_person(self, person: str, now: float, consents: Consents) -> Receipt:
        self.finish()
        gone = list(self._shelf.of(person))
        with self._store.batch():
            self._mark(gone, self.notes.numbers(person))
            consents.set(person, "withdrawn", now, named=False)
        return self._go_on(person, gone, now, everything=True)

    @contextlib.contextmanager
    def rewriting(self, gone: Sequence[Memory]) -> Iterator[None]:
        """Whatever is done inside, no file has the words of before afterwards, nor those of
        `gone`. The other layers are not told: what was said was said."""
        self._begin(gone)
        yield
        self._erase(gone)
        self._clean()

    @contextlib.contextmanager
    def overwriting(self, rows: Sequence[Memory]) -> Iterator[None]:
        """As `rewriting`, where these rows, put on the shelf inside, overwrite any words."""
        new = {memory.id: memory for memory in rows}
        changed = [old for old in self._shelf.some(new) if not same_words(old, new[old.id])]
        made = with_made(self._shelf, changed)
        if not changed:
            yield
            return
        with self.rewriting([memory for memory in made if memory.id not in new]):
            yield

    def _begin(self, gone: Sequence[Memory]) -> None:
        self.finish()
        self._mark(gone)

    def _clean(self) -> dict[str, int]:
        """Rewrite the files, so that nothing removed is in them; then the marks go."""
        counts = self._store.purge()
        for name, count in self._index.purge().items():
            counts[name] = counts.get(name, 0) + count
        self._marks.truncate()
        return {"files": counts.get("files", 0)}

    def tell_leaving(self) -> None:
        """Words are about to leave the files, or may no longer be kept."""
        for hook in self.leaving:
            hook()

    def tell_unkept(self, memory: Memory) -> None:
        """These words are to be in no file any more, though they were said, and stay said."""
        for hook in self.unkept:
            hook(ids_and_words([memory])[1])

    def tell(self, person: str, gone: Sequence[Memory]) -> None:
        """Another process forgot these: so do the layers here. Raises what one of them raised."""
        _, errors = self._tell(person, gone)
        if errors:
            raise errors[0]

    def tell_erased(self, person: str) -> None:
        """Another process erased everything of a person: what else is theirs here goes, too."""
        self.notes.drop_passing(person)
        for eraser in self._erasers:
            eraser(person)

    def _mark(self, gone: Sequence[Memory], notes: Sequence[int] = ()) -> None:
        self.tell_leaving()
        mark = {"rows": self._shelf.numbers(memory.id for memory in gone)}
        self._marks.insert({**mark, "notes": list(notes)} if notes else mark)

    def _go_on(
        self, person: str, gone: Sequence[Memory], now: float, *, everything: bool = False
    ) -> Receipt:
        elsewhere, errors = self._tell(person, gone)
        counts = self._erase(gone)
        if everything:
            counts["notes"] = self.notes.drop_passing(person)
            counts["notes"] += self.notes.remove(self.notes.numbers(person))
        counts |= {**elsewhere, **self._clean()}
        if errors:
            raise errors[0]
        return Receipt(person=person, at=now, counts=counts)

    def _tell(self, person: str, gone: Sequence[Memory]) -> tuple[dict[str, int], list[SelError]]:
        """Have the other layers forget; one that fails does not keep the others from it."""
        counts: dict[str, int] = {}
        errors: list[SelError] = []
        for hook in self._hooks:
            try:
                counts |= hook(person, *ids_and_words(gone))
            except SelError as error:
                errors.append(error)
        return counts, errors

    def _erase(self, gone: Sequence[Memory]) -> dict[str, int]:
        """Out of store and index; how many of each went."""
        ids = {memory.id for memory in gone}
        persons = {memory.person for memory in gone}
        tiles = sum(map(self._index.tile_count, persons))
        with self._shelf.batch():
            self._shelf.remove(ids)
            for memory in self._shelf.some({memory.replaced_by for memory in gone} - ids):
                self._shelf.put(replace(memory, replaces=""))
        vectors = self._index.remove(list(ids))
        self.steps.forgotten(ids)
        tiles -= sum(map(self._index.tile_count, persons))
        return {**_counts(gone), "vectors": vectors, "tiles": max(0, tiles)}


def _counts(memories: Sequence[Memory]) -> dict[str, int]:
    """How many of each: made by SEL, replaced by newer ones, and the others."""
    made = sum(bool(memory.made_from) for memory in memories)
    past = sum(bool(memory.replaced_by) and not memory.made_from for memory in memories)
    return {"memories": len(memories) - made - past, "history": past, "summaries": made}


def ids_and_words(memories: Iterable[Memory]) -> tuple[list[str], list[str]]:
    """Ids, and the words: what the person said, and what was kept of it."""
    some = list(memories)
    words = (text for memory in some for text in (memory.source.quote, memory.text))
    return [memory.id for memory in some], [text for text in dict.fromkeys(words) if text]
