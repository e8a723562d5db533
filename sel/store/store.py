"""A folder of documents that survives crashes: TinyDB tables over an append-only journal.

What a caller should know (the rest is this package's own business):

- A write is on the disk when the call returns, or it raises `StoreError` and nothing has changed.
- Documents in RAM are kept as the bytes that are on the disk. Whatever a table hands out is a fresh
  copy; changing it changes nothing until it is written back.
- `get(doc_id=…)`, `insert`, `update(doc_ids=…)`, `remove(doc_ids=…)` and `upsert(Document(…))` take
  the same time however many documents there are. A search or a condition reads all of them, about
  10 µs each: who looks things up often keeps an index of doc ids in RAM.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, cast

from tinydb import TinyDB
from tinydb.table import Table as TinyTable

from sel.store.disk import Disk
from sel.store.schema import SCHEMA, Schema
from sel.store.storage import JournalStorage
from sel.store.table import Table

FOLD_AT = 1 << 20
"""Bytes of journal below which folding is not worth it: they are read in a few milliseconds."""


class Tables(TinyDB):
    """TinyDB over tables that write at once."""

    table_class: type[TinyTable] = Table


class Store:
    """One folder of documents. Thread-safe: one lock. One writer: a second process is refused."""

    def __init__(self, folder: Path, *, schema: Schema = SCHEMA, fold_at: int = FOLD_AT) -> None:
        """As `open`; `fold_at` is the least size of the journal, in bytes, that is folded."""
        self._storage = JournalStorage(Disk(folder, schema, fold_at))
        self._tables = Tables(storage=lambda: self._storage)
        self.notices = tuple(self._storage.notices)
        """Plain sentences about what opening found and did: a torn tail was cut, a backup made."""

    @property
    def read_only(self) -> bool:
        """Whether what is there can be read, and nothing be changed."""
        return self._storage.read_only

    @classmethod
    def open(cls, folder: Path) -> Store:
        """Open the documents in `folder`; a missing or empty one is made by the first write.

        Documents in a folder that may only be read are read; writes raise then. Raises
        `AlreadyRunning` with the holder's pid, and `StoreError` where the files are from a newer
        SEL or cannot be read.
        """
        return cls(folder)

    def table(self, name: str) -> Table:
        """The table of this name, always the same object; an empty one if it is new."""
        with self._storage.lock:
            return cast(Table, self._tables.table(name))

    def tables(self) -> tuple[str, ...]:
        """The names of the tables that have documents."""
        with self._storage.lock:
            return tuple(name for name, rows in self._storage.tables.items() if rows)

    def batch(self) -> AbstractContextManager[None]:
        """Writes inside the block reach the disk together at its end: all of them or none.

        They are seen by reads inside the block at once. If the block raises, or the disk refuses,
        all of them are taken back. Other threads wait. Batches inside a batch belong to it.
        """
        return self._storage.batch()

    def fold(self) -> None:
        """Write everything into a new snapshot and begin an empty journal. Returns when done."""
        self._storage.fold()

    def purge(self) -> dict[str, int]:
        """Fold, and delete backups and damaged files kept aside: removed words are in no file then.

        Returns counts: "documents" rewritten, "files" deleted.
        """
        return self._storage.purge()

    def export(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Everything as plain values, {table: {doc id: document}}: what TinyDB's own files hold."""
        return self._storage.read()

    def close(self) -> None:
        """Wait for a fold in progress and let go of the folder. Twice is fine."""
        self._tables.close()
