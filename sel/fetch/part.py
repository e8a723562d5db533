"""What there is of a file so far: beside its target, held by one process, kept when it is cut."""

from __future__ import annotations

import errno
import fcntl
import glob
import os
from pathlib import Path
from types import TracebackType

from sel.errors import FetchError
from sel.fetch.hub import HubFile
from sel.paths import PRIVATE_FILE, PRIVATE_FOLDER

_SUFFIX = ".part"


def part_of(target: Path, file: HubFile) -> Path:
    """Where the part of a file is."""
    return target.with_name(f"{target.name}.{file.checksum[:12]}{_SUFFIX}")


class Part:
    """The part of one file, locked while this is open; a context manager.

    Its name holds the checksum's beginning: what is added to it is of the same content whichever
    server sends it, which an ETag would only say of one.
    """

    def __init__(self, target: Path, file: HubFile) -> None:
        self.target, self.file = target, file
        self.path = part_of(target, file)
        target.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        self._descriptor = self._hold()

    def __enter__(self) -> Part:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._descriptor)

    def reached(self) -> int:
        """Bytes that are there, for `persist`."""
        return self.size

    @property
    def size(self) -> int:
        """Bytes that are there."""
        return os.fstat(self._descriptor).st_size

    def add(self, block: bytes) -> None:
        """Put these at the end. Raises `OSError`."""
        rest = memoryview(block)
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]

    def empty(self) -> None:
        """Begin anew."""
        os.ftruncate(self._descriptor, 0)

    def finish(self) -> None:
        """Make it the file itself. Raises `FetchError` for wrong content, which is removed."""
        if not self.file.fits(self.path):
            self.path.unlink()
            raise FetchError(
                "What was fetched is not what the hub has: its checksum is wrong. It was removed.",
                where=self.file.path,
                hint="Fetch it again; if that does not help, something on the way changes it.",
            )
        os.fsync(self._descriptor)
        self.path.replace(self.target)
        for older in self.target.parent.glob(f"{glob.escape(self.target.name)}.*{_SUFFIX}"):
            older.unlink(missing_ok=True)  # parts of what the hub had before

    def _hold(self) -> int:
        while True:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if self._still_there(descriptor):
                    return descriptor
            except BlockingIOError:
                os.close(descriptor)
                raise FetchError(
                    "Another SEL is fetching this file.",
                    where=str(self.target),
                    hint="Let it finish, or end it.",
                ) from None
            os.close(descriptor)

    def _still_there(self, descriptor: int) -> bool:
        """Whether it was not finished by another between opening and locking."""
        try:
            return os.path.samestat(os.fstat(descriptor), self.path.stat())
        except FileNotFoundError:
            return False


def disk_trouble(error: OSError, folder: Path) -> FetchError:
    """What is said when the disk refuses."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return FetchError(
            "The disk is full.",
            where=str(folder),
            hint="Make room and ask again: it goes on where it stopped.",
        )
    return FetchError("The disk refuses.", where=str(folder), hint=f"{error.strerror or 'No'}.")
