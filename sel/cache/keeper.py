"""Keeps the disk a picture of what is in memory, for those who consented, whoever asks when.

Two locks: `_disk` is held while the disk works, the cache's own only for moments, and always inside
of the first. So a look into the cache never waits for a disk, and a saving that is under way can
never bring back what is being forgotten.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sel.cache.disk import CacheDisk, Damaged, dumped, loaded
from sel.cache.entry import Entry
from sel.cache.shelf import Shelf
from sel.cache.steady import Steady
from sel.errors import StoreError


class Keeper:
    """The way between a shelf and its disk, if there is one. `notices` are to be told."""

    def __init__(
        self, disk: CacheDisk | None, shelf: Shelf, lock: threading.Lock, time: Steady
    ) -> None:
        self._port = disk
        self._shelf = shelf
        self._lock = lock
        self._time = time
        self._disk = threading.Lock()
        self._looked = False
        self._people: set[str] = set()
        self.notices: tuple[str, ...] = ()

    def load(self, people: Collection[str]) -> None:
        """Put what the disk has for these people on the shelf, and delete the rest of it."""
        if self._port is None:
            return
        with self._disk:
            strangers = self._look(self._port, people)
            self._people = set(people)
            if strangers:
                self._write(self._port)

    def save(self, people: Collection[str]) -> int:
        """Write what is on the shelf for these people, and nothing else."""
        if self._port is None:
            return 0
        with self._disk:
            self._look(self._port, people)
            self._people = set(people)
            return self._write(self._port)

    @contextmanager
    def rewriting(self, person: str) -> Iterator[None]:
        """Whatever leaves the shelf inside has left the disk afterwards. What is made for `person`
        from now on is not written before the next saving names them."""
        if self._port is None:
            yield
            return
        with self._disk:
            readable = self._try_look(self._port)
            yield
            self._people.discard(person)
            if not (readable and self._try_write(self._port)):
                self._port.erase()  # needs no room; costs the others some answers

    def _try_look(self, port: CacheDisk) -> bool:
        try:
            self._look(port)
        except StoreError:
            return False
        return True

    def _try_write(self, port: CacheDisk) -> bool:
        try:
            self._write(port)
            port.erase_aside()
        except StoreError:
            return False
        return True

    def _look(self, port: CacheDisk, people: Collection[str] | None = None) -> bool:
        """Read the disk, if that was not done yet, for these people (None: all, who consented when
        it was written). Whether there was something of others."""
        if self._looked:
            return False
        entries = self._read(port)
        self._looked = True
        self._people = {one for entry in entries for one in entry.key.people}
        if people is not None:
            self._people.intersection_update(people)
        theirs = [entry for entry in entries if self._may(entry)]
        with self._lock:
            self._shelf.take(theirs, self._time.now())
        return len(theirs) < len(entries)

    def _read(self, port: CacheDisk) -> list[Entry]:
        data = port.read()
        try:
            return [] if data is None else loaded(data, self._began())
        except Damaged as error:
            self.notices = (f"{error.title} It was put aside as {port.put_aside()}.",)
            return []

    def _began(self) -> float:
        """The wall clock at the cache's own second 0."""
        with self._lock:
            now = self._time.now()
            return self._time.wall - now

    def _write(self, port: CacheDisk) -> int:
        began = self._began()
        with self._lock:
            self._shelf.sweep(self._time.now())
            kept = [entry for entry in self._shelf.by_use() if self._may(entry)]
        if kept:
            port.write(dumped(kept, began))
        else:
            port.erase()
        return len(kept)

    def _may(self, entry: Entry) -> bool:
        return self._people.issuperset(entry.key.people)
