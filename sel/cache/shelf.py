"""Entries with their ages and their order of use. Not thread-safe, reads no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from cachetools import Cache, LRUCache

from sel.cache.entry import Entry
from sel.cache.keys import Key
from sel.cache.stats import KindStats


class _Used(LRUCache[bytes, Entry]):
    """Tells when an entry had to go for another."""

    def __init__(self, capacity: int, evicted: Callable[[Entry], None]) -> None:
        super().__init__(capacity)
        self._evicted = evicted

    def popitem(self) -> tuple[bytes, Entry]:
        digest, entry = super().popitem()
        self._evicted(entry)
        return digest, entry

    def untouched(self) -> list[Entry]:
        """All entries; looking at them with `values` would count as use."""
        return [Cache.__getitem__(self, digest) for digest in self]


class Shelf:
    """At most `capacity` entries: the least recently used makes room, what is too old is not given.

    An entry lives while it is younger than its kind's lifetime in seconds.
    """

    def __init__(self, capacity: int, lifetimes: Mapping[str, float]) -> None:
        self._entries = _Used(capacity, self._evicted)
        self._lifetimes = lifetimes
        self._tally = {kind: KindStats() for kind in lifetimes}
        self._uses = 0

    def __len__(self) -> int:
        return len(self._entries)

    def tally(self, kind: str) -> KindStats:
        """The counts of this kind, to be counted up."""
        return self._tally[kind]

    def get(self, key: Key, now: float) -> Entry | None:
        """The entry, now the most recently used; None where there is none young enough."""
        entry = self._entries.get(key.digest)
        if entry is None:
            return None
        if not self._lives(entry, now):
            self._expire(entry)
            return None
        self._use(entry)
        return entry

    def put(self, entry: Entry) -> None:
        """Keep it, in the place of an older one of the same key."""
        self._use(entry)
        self._entries[entry.key.digest] = entry

    def take(self, entries: Iterable[Entry], now: float) -> None:
        """Add entries of before: of known kinds, young enough, and not made in the future.

        They are older in use than all that is there, and never take the place of any of it.
        """
        there = self.by_use()
        self._entries.clear()
        young = [one for one in entries if one.at <= now and one.key.kind in self._lifetimes]
        for entry in [*young, *there]:
            if self._lives(entry, now):
                self.put(entry)

    def __contains__(self, key: Key) -> bool:
        return key.digest in self._entries

    def sweep(self, now: float) -> None:
        """Let go of everything that is too old."""
        for entry in self._entries.untouched():
            if not self._lives(entry, now):
                self._expire(entry)

    def forget(self, which: Callable[[Entry], bool]) -> int:
        """Let go of all of which this is true; how many there were."""
        gone = [entry for entry in self._entries.untouched() if which(entry)]
        for entry in gone:
            del self._entries[entry.key.digest]
            self._tally[entry.key.kind].forgotten += 1
        return len(gone)

    def by_use(self) -> list[Entry]:
        """All entries, the least recently used first."""
        return sorted(self._entries.untouched(), key=lambda entry: entry.used)

    def stats(self) -> dict[str, KindStats]:
        """A copy of all counts."""
        counts = dict.fromkeys(self._tally, 0)
        for entry in self._entries.untouched():
            counts[entry.key.kind] += 1
        return {kind: replace(row, entries=counts[kind]) for kind, row in self._tally.items()}

    def _lives(self, entry: Entry, now: float) -> bool:
        return now - entry.at < self._lifetimes[entry.key.kind]

    def _use(self, entry: Entry) -> None:
        self._uses += 1
        entry.used = self._uses

    def _expire(self, entry: Entry) -> None:
        del self._entries[entry.key.digest]
        self._tally[entry.key.kind].expired += 1

    def _evicted(self, entry: Entry) -> None:
        self._tally[entry.key.kind].evictions += 1
