"""TinyDB's storage over a journal: tables in RAM, every change on the disk before it is one.

RAM holds each document as its line of the file. So reading gives fresh copies, folding copies bytes
without understanding them, and documents take in RAM about what their files take.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from tinydb.storages import Storage

from sel.errors import StoreError
from sel.store import record
from sel.store.disk import DiskLike
from sel.store.scan import Tables

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Batch:
    """Lines not written yet, and the tables as they were before."""

    lines: list[bytes] = field(default_factory=list)
    before: Tables = field(default_factory=dict)


class JournalStorage(Storage):
    """All tables of one folder. Thread-safe: `lock` is held by whoever reads or writes them.

    A folder without documents is not touched before the first change.
    """

    def __init__(self, disk: DiskLike) -> None:
        self.lock: AbstractContextManager[object] = threading.RLock()
        self.tables: Tables = {}
        self.notices: list[str] = []
        self.undone = 0
        """How often changes were taken back: who counted on them counts anew."""
        self._disk = disk
        self._closed = False
        self._batch: _Batch | None = None
        self._one_fold = threading.Lock()
        self._folder: threading.Thread | None = None
        self._look()

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed here."""
        return self._disk.read_only

    # ------------------------------------------------------------ what TinyDB asks for

    def read(self) -> dict[str, dict[str, Any]]:
        """All documents as plain values, {table: {doc id: document}}."""
        return {
            name: dict(zip(map(str, rows), record.documents(rows.values()), strict=True))
            for name, rows in self._copy().items()
        }

    def write(self, data: Mapping[str, Mapping[Any, Mapping[str, Any]]]) -> None:
        """Make `data` all there is; only what differs is written."""
        with self.batch():
            for name in {**self.tables, **data}:
                new = {int(doc_id): document for doc_id, document in data.get(name, {}).items()}
                self.change(name, [n for n in self.tables.get(name, {}) if n not in new], new)

    # ------------------------------------------------------------ changes

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock of an open store that knows what is on the disk."""
        with self.lock:
            if self._closed:
                raise StoreError("The memory is closed already.")
            self._look()
            yield

    def change(self, table: str, gone: Iterable[int], new: Mapping[int, Mapping[str, Any]]) -> None:
        """Remove documents, then put others in, as one write: on the disk, then in the tables.

        What is so already is not written. Raises `StoreError`: then nothing has changed.
        """
        with self.writing():
            rows = self.tables.get(table, {})
            left = {doc_id: record.removed(table, doc_id) for doc_id in gone if doc_id in rows}
            put = {doc_id: record.put(table, doc_id, document) for doc_id, document in new.items()}
            put = {n: line for n, line in put.items() if n in left or rows.get(n) != line}
            if left or put:
                self._note(table, [*left.values(), *put.values()])
                rows = self.tables.setdefault(table, {})
                for doc_id in left:
                    del rows[doc_id]
                rows.update(put)

    @contextlib.contextmanager
    def batch(self) -> Iterator[None]:
        """Changes inside the block become one write at its end, or none."""
        with self.writing():
            if self._batch is not None:
                yield
                return
            batch = self._batch = _Batch()
            try:
                yield
                self._keep(batch.lines)
            except BaseException:
                self.tables.update(batch.before)
                self.undone += 1
                raise
            finally:
                self._batch = None

    def _note(self, table: str, lines: list[bytes]) -> None:
        """Keep the lines now, or at the batch's end."""
        if self._batch is not None:
            self._batch.lines += lines
            if table not in self._batch.before:
                self._batch.before[table] = dict(self.tables.get(table, {}))
            return
        try:
            self._keep(lines)
        except BaseException:
            self.undone += 1
            raise

    def _keep(self, lines: list[bytes]) -> None:
        if not lines:
            return
        if not self._disk.held:
            self._take()
        self._disk.append(lines)
        self._fold_if_due()

    def _take(self) -> None:
        """Make an empty folder this store's own."""
        if self._disk.hold().tables:  # since `_look`: what was decided without them may be wrong
            self._disk.close()
            raise StoreError("Another SEL has just written here: this was not kept. Try again.")

    def _look(self) -> None:
        """Read the folder as soon as there are documents in it, maybe made by another process."""
        if not self._disk.held and self._disk.there:
            opened = self._disk.hold()
            self.tables = opened.tables
            self.notices += opened.notices

    # ------------------------------------------------------------ folding

    def fold(self, *, if_due: bool = False) -> int:
        """Make a snapshot of everything; returns how many documents. Not from inside a batch.

        Others may write meanwhile. `if_due`: only if the journals have outgrown the snapshot.
        Raises `StoreError`: then all is where it was.
        """
        with self.lock:  # before waiting for a fold that may wait for this batch
            if self._batch is not None:
                raise RuntimeError("A batch cannot be folded before it has ended.")
        with self._one_fold:
            with self.writing():
                if not self._disk.held or (if_due and not self._disk.fold_is_due):
                    return 0
                generation = self._disk.turn_over()
                tables = self._copy()
            self._disk.replace(tables, generation)
            return sum(map(len, tables.values()))

    def purge(self) -> dict[str, int]:
        """Fold, and delete backups and damaged files."""
        documents = self.fold()
        with self.writing():
            files = self._disk.drop_kept_aside()
        return {"documents": documents, "files": files}

    def close(self) -> None:
        """Wait for a fold in progress, then let go of the folder."""
        with self.lock:
            self._closed = True
        if self._folder is not None:
            self._folder.join()
        with self.lock:
            self._disk.close()

    def _copy(self) -> Tables:
        with self.lock:
            return {name: dict(rows) for name, rows in self.tables.items() if rows}

    def _fold_if_due(self) -> None:
        if not self._disk.fold_is_due or (self._folder and self._folder.is_alive()):
            return
        thread = threading.Thread(target=self._fold_quietly, daemon=True, name="sel-fold")
        with contextlib.suppress(RuntimeError):  # no more threads: a later write tries again
            thread.start()
            self._folder = thread

    def _fold_quietly(self) -> None:
        try:
            self.fold(if_due=True)
        except StoreError as error:  # nothing is lost: the journals stay
            if not self._closed:
                _log.warning("folding was put off: %s", error)
