"""Documents that several processes share: `sel.store` over PostgreSQL.

The tables are TinyDB's as in a folder, with a copy of all documents in RAM. What others write is
taken in on the way into every read and write.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import cast

from sel.errors import StoreError
from sel.memory.sharing import Change, Follower
from sel.scale.postgres.disk import PostgresDisk, lines_of
from sel.scale.postgres.guard import Door
from sel.scale.postgres.session import Session
from sel.store import record
from sel.store.scan import Tables
from sel.store.storage import JournalStorage
from sel.store.store import Tables as TinyTables
from sel.store.table import Table


class SharedStorage(JournalStorage):
    """The storage in RAM, kept in step with the others'."""

    def __init__(self, session: Session) -> None:
        self.disk = PostgresDisk(session)
        super().__init__(self.disk)
        self.door = Door(session, self.refresh)
        self.lock = self.door.reading
        self.following = True
        """Whether what comes in was written by others (or before), and is not to be written."""
        self._followers: list[Follower] = []

    def follow(self, hook: Follower) -> None:
        """Tell this what others changed."""
        self._followers.append(hook)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Keep the others from changing anything meanwhile."""
        with self.door.changing:
            if self._closed:
                raise StoreError("The memory is closed already.")
            yield

    def purge(self) -> dict[str, int]:
        """Rewrite the tables' files."""
        with self.door.changing:
            return super().purge()

    def close(self) -> None:
        """Let go of the database, also of one that does not answer."""
        with self.door.quiet:
            self._closed = True
            self.disk.close()

    def refresh(self) -> None:
        """Take in what others wrote. Raises `StoreError`."""
        if self._closed:
            return
        news = self.disk.news()
        if news is None:
            changes = self._taken(self._anew())
        else:
            changes = [*self._taken(news.documents), *news.vectors]
        if changes:
            self._tell(changes)

    def _tell(self, changes: Sequence[Change]) -> None:
        self.undone += 1  # numbers were used by others: count anew
        before, self.following = self.following, True
        try:
            for hook in self._followers:
                hook(changes)
        finally:
            self.following = before

    def _anew(self) -> list[tuple[str, int, bytes | None]]:
        """Everything read again: what differs from what was known."""
        there: Tables = self.disk.all()
        gone = [
            (name, number, None)
            for name, number, _ in lines_of(self.tables)
            if number not in there.get(name, {})
        ]
        new = [one for one in lines_of(there) if self.tables.get(one[0], {}).get(one[1]) != one[2]]
        return [*gone, *new]

    def _taken(self, rows: Sequence[tuple[str, int, bytes | None]]) -> list[Change]:
        changes = []
        for name, number, line in rows:
            known = self.tables.setdefault(name, {})
            old = known.pop(number, None) if line is None else known.get(number)
            if line is not None:
                known[number] = line
            changes.append(
                Change(
                    table=name,
                    number=number,
                    before=None if old is None else record.document(old),
                    after=None if line is None else record.document(line),
                )
            )
        return changes


class PostgresStore:
    """Documents in a schema of a database (`sel.memory.ports.StoreLike`), and the guard of whoever
    keeps copies of them (`sel.memory.sharing.Guard`). Thread-safe."""

    notices: tuple[str, ...] = ()

    def __init__(self, session: Session) -> None:
        """Reads everything. Raises `StoreError`."""
        self.session = session
        self.storage = SharedStorage(session)
        self._tables = TinyTables(storage=lambda: self.storage)
        self.reading: AbstractContextManager[object] = self.storage.door.reading
        self.changing: AbstractContextManager[object] = self.storage.door.changing
        self.follow = self.storage.follow

    @classmethod
    def open(cls, url: str, schema: str = "sel") -> PostgresStore:
        """The documents in this schema of this database. Raises `StoreError`."""
        session = Session(url, schema)
        try:
            return cls(session)
        except BaseException:
            session.close()
            raise

    def table(self, name: str) -> Table:
        """The table of this name; an empty one if it is new."""
        return cast(Table, self._tables.table(name))

    def batch(self) -> AbstractContextManager[None]:
        """Writes inside the block are one transaction at its end."""
        return self.storage.batch()

    def purge(self) -> dict[str, int]:
        """Rewrite the files: removed words are in no table's file then (`wiping`)."""
        return self.storage.purge()

    def close(self) -> None:
        """Let go of the database."""
        self._tables.close()
