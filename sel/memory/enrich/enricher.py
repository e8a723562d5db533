"""The enricher: looks for what has changed, and makes one summary at a time.

It keeps no mark of its own on the disk. What a summary was made from is its watermark: a group is
new where its summary is missing or was made from others than there are now. So it may die between
any two steps, and a second run finds nothing to do.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from sel.errors import InputRefused
from sel.memory.enrich.choosing import size
from sel.memory.enrich.gathering import Group, Sort, groups, is_made, is_source
from sel.memory.enrich.summary import summary_of
from sel.memory.enrich.writing import Write
from sel.memory.types import ConsentState, Memory, Receipt


class Books(Protocol):
    """`sel.memory.library.Library`, as far as enrichment uses it."""

    def consent(self, person: str) -> ConsentState:
        """Whether SEL may remember this person."""

    def persons(self) -> list[str]:
        """Everybody something is kept of."""

    def memories(self, person: str) -> list[Memory]:
        """All of a person's that nothing has replaced."""

    def get(self, id: str) -> Memory | None:
        """The memory of this id."""

    def add_many(self, person: str, rows: Sequence[Memory], vectors: None) -> int:
        """Add rows, or replace those of their ids."""

    def forget(self, person: str, ids: Sequence[str], now: float) -> Receipt:
        """Forget these and what was made from them."""


@dataclass(frozen=True, slots=True)
class Made:
    """One thing that was made: `before` and `after` are characters of the words it was made of,
    and of its own."""

    sort: Sort
    memory: Memory
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class _Stale:
    """Summaries whose group is none any more."""

    person: str
    ids: tuple[str, ...]


class Enricher:
    """Makes summaries and merged facts in small steps. Not thread-safe; reads no clock.

    `persons`: whose memories; None is everybody. `wait`: leave what is still being talked about
    alone. `write` phrases summaries where the model has parameters enough (`writing.TRUSTED`).
    """

    def __init__(  # noqa: PLR0913 - what a caller may choose, by name
        self,
        books: Books,
        zone: str = "",
        *,
        persons: Sequence[str] | None = None,
        wait: bool = True,
        write: Write | None = None,
        parameters: float = 0.0,
        tell: Callable[[Made], None] | None = None,
    ) -> None:
        self._books, self._zone, self._persons, self._wait = books, zone, persons, wait
        self._write, self._parameters, self._tell = write, parameters, tell
        self._round: deque[str] | None = None
        self._work: deque[Group | _Stale] = deque()
        self.counts: Counter[str] = Counter()
        """Conversations, days and things made so far, those "removed", and the characters
        "before" and "after"."""

    @property
    def compression(self) -> float:
        """How many characters were said for each that was made; 0 while nothing was."""
        after = self.counts["after"]
        return self.counts["before"] / after if after else 0.0

    @property
    def left(self) -> int:
        """How many pieces of work are known to be due."""
        return len(self._work)

    def step(self, now: float) -> bool:
        """One small piece of work: look through one person's memories, or make one summary.

        Whether more is left; after False the next step begins to look anew. Raises `StoreError`,
        and goes on with the next piece when called again.
        """
        if self._round is None:
            persons = self._books.persons() if self._persons is None else self._persons
            self._round = deque(persons)
        if self._work:
            self._do(self._work.popleft(), now)
        elif self._round:
            self._work.extend(self._due(self._round.popleft(), now))
        if self._work or self._round:
            return True
        self._round = None
        return False

    # ------------------------------------------------------------ looking

    def _due(self, person: str, now: float) -> Iterator[Group | _Stale]:
        """What there is to do of a person's; what is stale first, for its words may be old."""
        if self._books.consent(person) != "given":
            return
        memories = self._books.memories(person)
        made = {memory.id: memory for memory in memories if is_made(memory)}
        found = groups(person, memories, zone=self._zone, now=now, wait=self._wait)
        if stale := made.keys() - {group.id for group in found}:
            yield _Stale(person, tuple(sorted(stale)))
        for group in found:
            old = made.get(group.id)
            if not group.open and (old is None or old.made_from != group.members):
                yield group

    # ------------------------------------------------------------ making

    def _do(self, work: Group | _Stale, now: float) -> None:
        if isinstance(work, _Stale):
            self._drop(work, now)
        elif self._books.consent(work.person) == "given":
            self._make(work, now)

    def _drop(self, work: _Stale, now: float) -> None:
        there = [id for id in work.ids if (one := self._books.get(id)) and is_made(one)]
        if there:
            self._books.forget(work.person, there, now)
            self.counts["removed"] += len(there)

    def _make(self, group: Group, now: float) -> None:
        members = self._sources(group)
        if len(members) < len(group.members):
            return  # something has changed since: the next round sees to it
        memory = summary_of(group, members, write=self._write, parameters=self._parameters)
        if memory is None:
            return
        try:
            self._books.add_many(group.person, [memory], None)
        except InputRefused:
            return  # consent was just withdrawn, or the words may not be kept
        if _words(self._sources(group)) != _words(members):  # forgotten by somebody meanwhile
            self._books.forget(group.person, [memory.id], now)
            return
        made = Made(group.sort, memory, size(members), len(memory.text))
        self.counts.update({f"{made.sort}s": 1, "before": made.before, "after": made.after})
        if self._tell:
            self._tell(made)

    def _sources(self, group: Group) -> list[Memory]:
        """The members that are there, in their order."""
        found = map(self._books.get, group.members)
        return [one for one in found if one and one.person == group.person and is_source(one)]


def _words(memories: Iterable[Memory]) -> list[tuple[str, str]]:
    return [(memory.id, memory.text) for memory in memories]
