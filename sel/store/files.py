"""The files of one store, and how they are touched: private, synced, replaced as a whole.

    documents.snapshot       everything up to some moment
    documents.journal.N      what came after it, generation by generation
    documents.lock           who writes here
    documents.backup.vN      as it was before an upgrade from schema N
    documents.damaged.…      a file that could not be read whole, kept as it was found

Errors of the system become `StoreError` here and nowhere else.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from sel.errors import StoreError
from sel.paths import PRIVATE_FILE, PRIVATE_FOLDER

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextlib.contextmanager
def refusals(path: Path) -> Iterator[None]:
    """Whatever the system refuses in the block becomes a `StoreError` that names `path`."""
    try:
        yield
    except OSError as error:
        raise refusal(error, path) from error


def refusal(error: OSError, path: Path) -> StoreError:
    """The sentence for a person."""
    if error.errno in _FULL:
        return StoreError(
            "The disk is full: nothing could be written.",
            where=str(path),
            hint="All that was kept before is as it was. Make room and try again.",
        )
    if error.errno in _FORBIDDEN:
        return StoreError(
            "SEL may not read or write its memory here.",
            where=str(path),
            hint=f"{error.strerror}. Nothing was changed. Check who owns the folder.",
        )
    return StoreError(
        "The disk refused to read or keep something.",
        where=str(path),
        hint=f"{error.strerror}. Nothing that was there was changed.",
    )


READ_ONLY = "SEL may only read its memory here."
"""What is said when something is to be kept where nothing can be."""


class Files:
    """The names in one folder, and what can be done with them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.snapshot = folder / "documents.snapshot"
        self.lock = folder / "documents.lock"
        self._fresh = folder / "documents.snapshot.new"

    def journal(self, generation: int) -> Path:
        """The journal of this generation, which need not exist."""
        return self.folder / f"documents.journal.{generation}"

    def journals(self) -> dict[int, Path]:
        """All journals, oldest first."""
        found = {
            int(path.suffix[1:]): path
            for path in self._like("documents.journal.*")
            if path.suffix[1:].isdecimal()
        }
        return dict(sorted(found.items()))

    def exist(self) -> bool:
        """Whether there are documents here."""
        with refusals(self.folder):
            return self.snapshot.exists() or bool(self.journals())

    def kept_aside(self) -> list[Path]:
        """Backups and damaged files."""
        return self._like("documents.backup.*") + self._like("documents.damaged.*")

    def only_to_read(self) -> bool:
        """Whether documents that are here cannot be changed."""
        return self.exist() and not os.access(self.folder, os.W_OK)

    def make_folder(self) -> None:
        """The folder, and those above it that are missing, for the owner only."""
        with refusals(self.folder):
            for folder in reversed((self.folder, *self.folder.parents)):
                if not folder.exists():
                    folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)

    def read(self, path: Path) -> bytes:
        """The whole file."""
        with refusals(path):
            return path.read_bytes()

    def replace_snapshot(self, blocks: Iterable[bytes]) -> int:
        """A new snapshot in the place of the old: at every moment one of them is there, whole.

        Returns its size in bytes.
        """
        self._write(self._fresh, blocks)
        with refusals(self.snapshot):
            self._fresh.replace(self.snapshot)
        self.sync()
        return self.snapshot.stat().st_size

    def back_up(self, schema: int, blocks: Iterable[bytes]) -> Path:
        """A snapshot under the name of a backup."""
        path = self._unused(f"documents.backup.v{schema}")
        self._write(self._fresh, blocks)
        with refusals(path):
            self._fresh.replace(path)
        self.sync()
        return path

    def set_aside(self, path: Path) -> Path:
        """The file under another name, besides its own, so that it outlives being replaced."""
        aside = self._unused(f"documents.damaged.{path.name.removeprefix('documents.')}")
        with refusals(path):
            try:
                os.link(path, aside)
            except OSError:  # a file system without links
                shutil.copy2(path, aside)
        self.sync()
        return aside

    def cut(self, path: Path, size: int) -> None:
        """Make a file shorter, for good."""
        with refusals(path), path.open("rb+") as file:
            file.truncate(size)
            os.fsync(file.fileno())

    def delete(self, paths: Iterable[Path]) -> int:
        """Delete files, in this order; returns how many there were."""
        count = 0
        for path in paths:
            with refusals(path), contextlib.suppress(FileNotFoundError):
                path.unlink()
                count += 1
        if count:
            self.sync()
        return count

    def tidy(self) -> None:
        """Delete a snapshot that was not finished."""
        self.delete([self._fresh])

    def sync(self) -> None:
        """Make the names in the folder last."""
        with refusals(self.folder):
            descriptor = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def _like(self, pattern: str) -> list[Path]:
        with refusals(self.folder):
            return sorted(self.folder.glob(pattern))

    def _unused(self, name: str) -> Path:
        path, number = self.folder / name, 1
        while path.exists():
            number += 1
            path = self.folder / f"{name}.{number}"
        return path

    def _write(self, path: Path, blocks: Iterable[bytes]) -> None:
        """A synced file of these blocks; on failure there is none.

        Each block is synced by itself: one sync of everything would hold up the journal's.
        """
        with refusals(path):
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
            try:
                for block in blocks:
                    write_all(descriptor, block)
                    os.fsync(descriptor)
            except OSError:
                path.unlink(missing_ok=True)
                raise
            finally:
                os.close(descriptor)


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte; the system may take less than asked for."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
