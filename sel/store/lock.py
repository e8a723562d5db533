"""One writer per folder: the lock that says so, and with whose pid.

The system drops a lock with its process, so that none is left behind by a crash.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from sel.errors import AlreadyRunning, StoreError
from sel.paths import PRIVATE_FILE, Paths


@contextlib.contextmanager
def hold(paths: Paths) -> Iterator[None]:
    """Hold the data folder while the block runs. Raises `AlreadyRunning` with the holder's pid."""
    descriptor = take(paths.data / "sel.lock")
    try:
        yield
    finally:
        os.close(descriptor)


def take(path: Path) -> int:
    """Lock this file, made if it is missing; closing the returned descriptor lets it go.

    Where the file may only be read it is locked all the same. Raises `AlreadyRunning` with the
    holder's pid, `StoreError` where there is none and none can be made.
    """
    try:
        descriptor = _open(path)
    except OSError as error:
        raise StoreError(
            "SEL cannot write to its data folder.", where=str(path), hint=f"{error.strerror}."
        ) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(descriptor, 32, 0).decode(errors="replace").strip() or "unknown"
        os.close(descriptor)
        raise AlreadyRunning(
            f"SEL is already running here, as process {holder}.",
            where=str(path.parent),
            hint="Use that one, or give this one its own folder with SEL_HOME.",
        ) from None
    with contextlib.suppress(OSError):  # a full or read-only disk must not keep SEL from talking
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    return descriptor


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    except OSError as error:
        if error.errno not in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise
        return os.open(path, os.O_RDONLY)
