"""The documents of all memories, with the few ways in that keeping and forgetting need.

Only numbers and ids are held here; the words stay in the store. Not thread-safe: the library
holds its one lock around every call.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from tinydb.table import Document

from sel.errors import InputRefused
from sel.memory.book import document_of, memory_of
from sel.memory.ports import StoreLike
from sel.memory.types import Memory

K = TypeVar("K")


def plain(text: str) -> str:
    """A text as it is compared: without case, doubled spaces and the stop at its end."""
    return " ".join(text.casefold().split()).rstrip(".!")


class Shelf:
    """All memories by id, by person, by topic, by words and by what they were made from."""

    def __init__(self, store: StoreLike, changed: Callable[[], None] = lambda: None) -> None:
        """An empty shelf over a table of the store; `load` reads what that holds. `changed` is
        called whenever a memory comes, goes or becomes another."""
        self._store, self._changed = store, changed
        self._table = store.table("memories")
        self._clear()

    def _clear(self) -> None:
        self._numbers: dict[str, int] = {}
        self._owned: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._topics: defaultdict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
        self._words: dict[int, str] = {}
        self._made: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self.unread = 0
        """How many documents are no memories; they are left alone."""

    def load(self) -> Iterator[Memory]:
        """Read every document once. The memories pass by, so that the index can take them."""
        self._clear()
        for document in self._table:
            try:
                memory = memory_of(document)
            except InputRefused:
                self.unread += 1
                continue
            self._note(memory, document.doc_id)
            yield memory

    @contextlib.contextmanager
    def batch(self) -> Iterator[None]:
        """All writes inside, or none of them. Raises `StoreError`."""
        try:
            with self._store.batch():
                yield
        except BaseException:
            for _ in self.load():  # the store has taken the writes back
                pass
            raise

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, id: str) -> bool:
        return id in self._numbers

    def get(self, id: str) -> Memory | None:
        """The memory of this id."""
        number = self._numbers.get(id)
        document = None if number is None else self._table.get(doc_id=number)
        return memory_of(document) if isinstance(document, Document) else None

    def some(self, ids: Iterable[str]) -> list[Memory]:
        """Those of these ids that are here."""
        return [memory for memory in map(self.get, ids) if memory is not None]

    def ids(self, person: str) -> list[str]:
        """All ids of a person, oldest on the shelf first."""
        return list(self._owned.get(person, ()))

    def owns(self, person: str, id: str) -> bool:
        """Whether this is a memory of this person."""
        return id in self._owned.get(person, ())

    def of(self, person: str) -> Iterator[Memory]:
        """All memories of a person."""
        return iter(self.some(self.ids(person)))

    def persons(self) -> list[str]:
        """Everybody something is kept of."""
        return list(self._owned)

    def numbers(self, ids: Iterable[str]) -> list[int]:
        """Under which numbers the table has these."""
        return [self._numbers[id] for id in ids if id in self._numbers]

    def numbered(self, numbers: Iterable[int]) -> list[Memory]:
        """The memories under these numbers of the table, those that are still there."""
        wanted = set(numbers)
        return self.some([id for id, number in self._numbers.items() if number in wanted])

    def current(self, person: str, scope: str, topic: str) -> Memory | None:
        """The newest memory of a topic that nothing has replaced."""
        found = self.some(self._topics.get((person, scope, topic), ())) if topic else []
        return max(found, key=lambda memory: memory.at, default=None)

    def worded(self, person: str, scope: str, text: str) -> Memory | None:
        """The memory that says just this, in the same words, and was not replaced."""
        memory = self.get(self._words.get(hash((person, scope, plain(text))), ""))
        if memory is None or (memory.person, memory.scope) != (person, scope):
            return None
        return memory if plain(memory.text) == plain(text) else None

    def made_from(self, id: str) -> list[str]:
        """Ids of the summaries and merged facts this one went into."""
        return list(self._made.get(id, ()))

    def put(self, memory: Memory) -> None:
        """Write this, in the place of the one of its id, if there is one."""
        document = document_of(memory)
        old = self.get(memory.id)
        if old is None:
            self._note(memory, self._table.insert(document))
            return
        number = self._numbers[memory.id]
        self._table.update(lambda found: _become(found, document), doc_ids=[number])
        self._drop(old)
        self._note(memory, number)

    def put_many(self, memories: Sequence[Memory]) -> None:
        """`put` for many of different ids."""
        new = [memory for memory in memories if memory.id not in self]
        old = [memory for memory in memories if memory.id in self]
        with self.batch():
            numbers = self._table.insert_multiple([document_of(memory) for memory in new])
            for memory, number in zip(new, numbers, strict=True):
                self._note(memory, number)
            for memory in old:
                self.put(memory)

    def become(self, number: int, before: Memory | None, after: Memory | None) -> None:
        """The table has another document under this number than it had: another process's."""
        if before is not None and before.id in self._numbers:
            self._drop(before)
        if after is not None:
            self._note(after, number)

    def remove(self, ids: Iterable[str]) -> None:
        """Take these out; their words are in the files until the store is purged."""
        gone = self.some(ids)
        if gone:
            self._table.remove(doc_ids=self.numbers(memory.id for memory in gone))
        for memory in gone:
            self._drop(memory)

    def _note(self, memory: Memory, number: int) -> None:
        self._changed()
        self._numbers[memory.id] = number
        self._owned[memory.person][memory.id] = None
        for source in memory.made_from:
            self._made[source][memory.id] = None
        if not memory.replaced_by:
            self._words[_words_of(memory)] = memory.id
            if memory.topic:
                self._topics[_topic_of(memory)][memory.id] = None

    def _drop(self, memory: Memory) -> None:
        self._changed()
        del self._numbers[memory.id]
        _take(self._owned, memory.person, memory.id)
        _take(self._topics, _topic_of(memory), memory.id)
        for source in memory.made_from:
            _take(self._made, source, memory.id)
        if self._words.get(_words_of(memory)) == memory.id:
            del self._words[_words_of(memory)]


def _words_of(memory: Memory) -> int:
    return hash((memory.person, memory.scope, plain(memory.text)))


def _topic_of(memory: Memory) -> tuple[str, str, str]:
    return memory.person, memory.scope, memory.topic


def _take(many: dict[K, dict[str, None]], key: K, id: str) -> None:
    """Take one id out, and what held it when nothing else is in there."""
    ids = many.get(key)
    if ids is not None:
        ids.pop(id, None)
        if not ids:
            del many[key]


def _become(found: Any, document: dict[str, Any]) -> None:
    """In place, in one write: a removal and an insertion could be torn apart."""
    found.clear()
    found.update(document)
