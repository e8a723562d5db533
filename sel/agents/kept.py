"""Answers of agents that are still good: in RAM only, counted by agent, erasable by person.

`sel.cache` knows its kinds and their lifetimes from the start; here a kind is an agent, and a
person's own agents come, go and change their minds. May be called from any thread.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable

from cachetools import TLRUCache

from sel.agents.types import AnswerKey, Json
from sel.cache.stats import KindStats, Stats

CAPACITY = 4_000_000
"""Characters of all answers together."""


class KeptAnswers:
    """Answers by what was asked, of whom and for whom; `clock` counts seconds. What is kept is
    plain JSON with a `text` and the `seconds` it took. `sel.metrics` shows what it did."""

    def __init__(
        self, capacity: int = CAPACITY, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rows: TLRUCache[AnswerKey, Json] = TLRUCache(
            capacity, lambda key, _, now: now + key.lasting, timer=clock, getsizeof=_size
        )
        self._tallies: defaultdict[str, KindStats] = defaultdict(KindStats)
        self._lock = threading.Lock()

    def get(self, key: AnswerKey) -> Json | None:
        """The value under this key, if it is still good. Counted."""
        with self._lock:
            self._expire()
            value = self._rows.get(key)
            tally = self._tallies[key.agent]
            if value is None:
                tally.misses += 1
                return None
            tally.hits += 1
            tally.seconds_saved += value.get("seconds", 0.0)
            return value

    def put(self, key: AnswerKey, value: Json) -> None:
        """Keep a value for `key.lasting` seconds; one that is larger than all room is let go."""
        with self._lock:
            self._expire()
            if _size(value) > self._rows.maxsize:
                return
            before = set(self._rows)
            self._rows[key] = value
            for gone in before.difference(self._rows):
                self._tallies[gone.agent].evictions += 1

    def stats(self) -> Stats:
        """What happened since the start, by agent."""
        with self._lock:
            self._expire()
            for tally in self._tallies.values():
                tally.entries = 0
            for key in self._rows:
                self._tallies[key.agent].entries += 1
            return Stats(dict(self._tallies))

    def clear(self, kind: str = "") -> int:
        """Let go of all answers, or of one agent's; how many there were."""
        return self._drop(lambda key: kind in ("", key.agent))

    def forget(self, person: str) -> int:
        """Let go of a person's; how many there were."""
        return self._drop(lambda key: key.person == person)

    def _drop(self, which: Callable[[AnswerKey], bool]) -> int:
        with self._lock:
            gone = [key for key in self._rows if which(key)]
            for key in gone:
                del self._rows[key]
                self._tallies[key.agent].forgotten += 1
            return len(gone)

    def _expire(self) -> None:
        for key, _ in self._rows.expire():
            self._tallies[key.agent].expired += 1


def _size(value: Json) -> int:
    return len(value["text"])
