"""A place for files that nobody else may read and that must not stay: in RAM where there is such.

A folder of it is named after its process, so that the next start can take away what was left by one
that was killed.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from pathlib import Path
from types import TracebackType

from sel.paths import PRIVATE_FILE

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder in RAM; ours in it are for us alone
_PREFIX = "sel-media-"


def places() -> list[Path]:
    """Where such files may lie on this machine, RAM first (Linux; a Mac has only the disk)."""
    in_ram = SHARED_MEMORY.is_dir() and os.access(SHARED_MEMORY, os.W_OK | os.X_OK)
    return [SHARED_MEMORY, Path(tempfile.gettempdir())] if in_ram else [Path(tempfile.gettempdir())]


def place_for(size: int) -> Path:
    """Where so many bytes have room; containers give little shared memory."""
    *roomy, last = places()
    return next((one for one in roomy if shutil.disk_usage(one).free > 2 * size), last)


class Private:
    """A folder for the time of a `with`, gone afterwards whatever happens."""

    def __init__(self, size: int) -> None:
        """`size` is what it must hold, in bytes."""
        self._size = size
        self._folder: Path | None = None
        self._made = 0

    def __enter__(self) -> Private:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Take the folder away with all that is in it; a file made later begins a new one."""
        folder, self._folder = self._folder, None
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    def holds(self, path: Path) -> bool:
        """Whether a file is one of these."""
        return self._folder is not None and path.parent == self._folder

    def new(self, suffix: str = "") -> Path:
        """An empty file that only its owner reads. Raises `OSError`."""
        if self._folder is None:
            made = tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=place_for(self._size))
            self._folder = Path(made)
        self._made += 1
        path = self._folder / f"{self._made}{suffix}"
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
        return path

    def drop(self, path: Path) -> None:
        """Take a file away before the others."""
        path.unlink(missing_ok=True)


def sweep() -> int:
    """Take away what processes that are gone have left; how many folders that were."""
    swept = 0
    for place in places():
        for folder in place.glob(f"{_PREFIX}*"):
            match = re.match(rf"{_PREFIX}(\d+)-", folder.name)
            with contextlib.suppress(OSError):
                ours = folder.lstat().st_uid == os.getuid() and not folder.is_symlink()
                if match and ours and not _lives(int(match[1])):
                    shutil.rmtree(folder, ignore_errors=True)
                    swept += 1
    return swept


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
