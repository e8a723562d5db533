"""The response cache: answers by key, in memory, on disk for those who consented, erasable.

It is told nothing of models or conversations. Every method may be called from any thread and waits
for no disk, except `save`, `load` and the forgetting ones, which return when the disk has it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sel.cache.disk import CacheDisk
from sel.cache.entry import Answer, Entry, all_plain, text_of
from sel.cache.keeper import Keeper
from sel.cache.keys import Key
from sel.cache.policy import LIFETIMES, checked
from sel.cache.shelf import Shelf
from sel.cache.stats import FREE, Cost, Stats
from sel.cache.steady import Steady
from sel.errors import SettingError

CAPACITY = 2_000
"""Entries of all kinds together."""


class ResponseCache:
    """Answers that may be given again.

    `lifetimes` are seconds by kind (0: never kept) and name all the kinds there are. `clock` gives
    Unix seconds and may jump. `disk` is where answers outlive the process, for the people named in
    `save` and `load`; without it nothing is written. Raises `SettingError` for a lifetime or a
    capacity that is none.
    """

    def __init__(
        self,
        lifetimes: Mapping[str, float] = LIFETIMES,
        *,
        capacity: int = CAPACITY,
        clock: Callable[[], float] = time.time,
        disk: CacheDisk | None = None,
    ) -> None:
        if capacity < 1:
            raise SettingError(f"A cache cannot hold {capacity} answers.", hint="1 is the least.")
        self._lifetimes = checked(lifetimes)
        self._shelf = Shelf(capacity, self._lifetimes)
        self._time = Steady(clock)
        self._lock = threading.Lock()
        self._epoch = 0
        self._keeper = Keeper(disk, self._shelf, self._lock, self._time)

    def keeps(self, kind: str) -> bool:
        """Whether answers of this kind are kept at all. Raises `SettingError` for no known kind."""
        if kind not in self._lifetimes:
            raise SettingError(f"The cache knows no answers of the kind {kind!r}.")
        return self._lifetimes[kind] > 0

    @property
    def epoch(self) -> int:
        """Rises with each forgetting. What began in an earlier one may hold forgotten words."""
        return self._epoch

    def get(self, key: Key) -> Answer | None:
        """The kept answer, a copy of its own; None where it has to be made. Counted."""
        self.keeps(key.kind)
        with self._lock:
            now = self._time.now()
            entry = self._shelf.get(key, now)
            tally = self._shelf.tally(key.kind)
            if entry is None:
                tally.misses += 1
                return None
            tally.hits += 1
            tally.save(entry.cost)
            age = now - entry.at
        return Answer(entry.value(), "cached", entry.cost, age)

    def peek(self, key: Key) -> Answer | None:
        """As `get`, but counted as nothing where there is none: for asking a second time."""
        with self._lock:
            if key not in self._shelf:
                return None
        return self.get(key)

    def put(self, key: Key, value: Any, cost: Cost = FREE, since: int | None = None) -> bool:
        """Keep a JSON value (of a reply: the list of its pieces); whether it was kept.

        It is not when its kind is never kept, when it is too large or holds NaN, or when something
        was forgotten after `since`, the epoch in which it was begun: it may hold those words.
        """
        if not self.keeps(key.kind) or (text := text_of(value)) is None:
            return False
        with self._lock:
            if since is not None and since != self._epoch:
                return False
            self._shelf.put(Entry(key, text, cost, self._time.now()))
        return True

    def shared(self, key: Key, cost: Cost) -> None:
        """Count somebody who was given what was being made for another."""
        with self._lock:
            tally = self._shelf.tally(key.kind)
            tally.shared += 1
            tally.save(cost)

    def stats(self) -> Stats:
        """What happened since the start, by kind; what is too old has gone."""
        with self._lock:
            self._shelf.sweep(self._time.now())
            return Stats(self._shelf.stats())

    # ------------------------------------------------------------ forgetting

    def forget(self, person: str, ids: Sequence[str], quotes: Sequence[str]) -> dict[str, int]:  # noqa: ARG002
        """The memory's hook: how many answers went, for the receipt.

        All of the person's go: each was made with what was remembered then, so its key can never
        come again. Of other people's, those go that hold one of the quotes.
        Raises `StoreError` where the disk still has them; in memory they are gone.
        """
        words = all_plain(quotes)
        gone = self._forget(lambda one: one.is_of(person) or one.holds(words), person)
        return {"cached answers": gone}

    def clear(self, kind: str = "") -> int:
        """Let go of all answers, or all of one kind; how many there were."""
        if kind:
            self.keeps(kind)
        return self._forget(lambda one: not kind or one.key.kind == kind)

    def _forget(self, which: Callable[[Entry], bool], person: str = "") -> int:
        with self._keeper.rewriting(person), self._lock:
            self._epoch += 1
            return self._shelf.forget(which)

    # ------------------------------------------------------------ the disk

    def load(self, people: Collection[str]) -> tuple[str, ...]:
        """Take up what is on the disk for these people, who consented; sentences to be told.

        What belongs to anybody else is deleted from it. Raises `StoreError`.
        """
        self._keeper.load(people)
        return self._keeper.notices

    def save(self, people: Collection[str]) -> int:
        """Write what is kept for these people, who consented, and nothing else; how many answers.

        An answer with words of several people is written only if all of them are named. To be
        called at the end, now and then, and whenever a consent changed. Raises `StoreError`.
        """
        return self._keeper.save(people)
