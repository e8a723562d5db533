"""The disk's side of a store: who holds the folder, the journal in use, and the snapshot."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from sel.errors import StoreError
from sel.store import lock, opening, record
from sel.store.files import READ_ONLY, Files
from sel.store.journal import Journal
from sel.store.opening import Opened
from sel.store.scan import Tables
from sel.store.schema import Schema


class DiskLike(Protocol):
    """Where documents last, as far as the storage in RAM uses it. All of it raises `StoreError`."""

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed there."""

    @property
    def held(self) -> bool:
        """Whether it was read and is this store's own."""

    @property
    def there(self) -> bool:
        """Whether there is anything to read."""

    @property
    def fold_is_due(self) -> bool:
        """Whether a fold is worth it by now."""

    def hold(self) -> Opened:
        """Take it, and read what is there."""

    def append(self, lines: list[bytes]) -> None:
        """One write of P and R lines (`record`), all or none: it lasts when this returns."""

    def turn_over(self) -> int:
        """Get ready for `replace`; the generation it is given."""

    def replace(self, tables: Tables, generation: int) -> None:
        """Rewrite everything, without what was removed or changed before."""

    def drop_kept_aside(self) -> int:
        """Delete what was put aside; how many files."""

    def close(self) -> None:
        """Let go of everything."""


class Disk:
    """One folder. Not thread-safe, except that `replace` may run beside `append`.

    `fold_at` is the least size in bytes of journals worth folding; a larger snapshot waits until
    they outgrow it, so that folding costs each write the same however much there is.
    """

    def __init__(self, folder: Path, schema: Schema, fold_at: int) -> None:
        self.files = Files(folder)
        self._schema = schema
        self._fold_at = self._least = fold_at
        self._held = -1
        self._read_only = False
        self._generation = 1
        self._snapshot = self._older = 0
        self._journal = self._journal_of(1, 0)

    @property
    def read_only(self) -> bool:
        """Whether the folder was found to be one where nothing can be written."""
        return self._read_only

    @property
    def held(self) -> bool:
        """Whether the folder is this store's own."""
        return self._held >= 0

    @property
    def there(self) -> bool:
        """Whether there are documents in the folder."""
        return self.files.exist()

    @property
    def fold_is_due(self) -> bool:
        """Whether the journals have outgrown the snapshot."""
        return self._older + self._journal.size > max(self._fold_at, self._snapshot)

    def hold(self) -> Opened:
        """Take the folder, made where it is missing, and read what is there.

        What may only be read is read, and left as it is: `append` and `turn_over` refuse."""
        self.files.make_folder()
        self._read_only = self.files.only_to_read()
        held = lock.take(self.files.lock)
        load = opening.look if self._read_only else opening.load
        try:
            opened = load(self.files, self._schema)
        except BaseException:
            os.close(held)
            raise
        self._held = held
        self._use(opened)
        return opened

    def append(self, lines: list[bytes]) -> None:
        """One write: on the disk when this returns. Raises `StoreError`: then nothing of it is."""
        self._check()
        self._journal.append([record.together(len(lines)), *lines] if len(lines) > 1 else lines)

    def turn_over(self) -> int:
        """Go on in a new journal; returns its generation, at which a snapshot can now be made."""
        self._check()
        self._journal.mend()
        self._journal.close()
        self._older += self._journal.size
        self._generation += 1
        self._journal = self._journal_of(self._generation, 0)
        return self._generation

    def replace(self, tables: Tables, generation: int) -> None:
        """Make `tables`, which are as they were at `generation`, the snapshot.

        Raises `StoreError`; then the files are as before, and the next fold is put off.
        """
        older = self._older
        try:
            self._snapshot = self.files.replace_snapshot(
                opening.snapshot(tables, self._schema.version, generation)
            )
        except StoreError:
            self._fold_at = 2 * (older + self._fold_at)
            raise
        self._fold_at = self._least
        self._older -= older
        self.files.delete(path for n, path in self.files.journals().items() if n < generation)

    def drop_kept_aside(self) -> int:
        """Delete backups and damaged files; how many there were."""
        return self.files.delete(self.files.kept_aside())

    def close(self) -> None:
        """Let go of everything."""
        self._journal.close()
        if self._held >= 0:
            os.close(self._held)
            self._held = -1

    def _check(self) -> None:
        if self._read_only:
            raise StoreError(
                READ_ONLY,
                where=str(self.files.folder),
                hint="Nothing was changed. Check who owns the folder, and how its disk is mounted.",
            )

    def _use(self, opened: Opened) -> None:
        self._generation = opened.generation
        self._snapshot = opened.snapshot_size
        self._older = opened.journals_size - opened.journal_size
        self._journal = self._journal_of(opened.generation, opened.journal_size)

    def _journal_of(self, generation: int, size: int) -> Journal:
        start = record.start(self._schema.version, generation)
        return Journal(self.files, self.files.journal(generation), start, size)
