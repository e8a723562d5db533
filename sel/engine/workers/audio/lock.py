"""One SEL a microphone: a locked file for each user, which holds nothing but a process id."""

from __future__ import annotations

import fcntl
import os
import tempfile
from pathlib import Path

from sel.errors import VoiceError
from sel.paths import PRIVATE_FILE


class MicrophoneLock:
    """Taken while a microphone is open. The system lets go of it where the process dies."""

    def __init__(self) -> None:
        self._fd = -1

    def take(self) -> None:
        """Again does nothing. Raises `VoiceError` where another SEL has it."""
        if self._fd >= 0:
            return
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            fd = os.open(_path(), flags, PRIVATE_FILE)
        except OSError:
            return  # no place for such a file: two SELs are the lesser trouble
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(fd, 20).decode("ascii", "replace").strip() or "unknown"
            os.close(fd)
            raise VoiceError(
                f"Another SEL (process {holder}) is listening to this microphone.",
                hint="Switch its voice off, or talk to that one.",
            ) from error
        os.ftruncate(fd, 0)
        os.write(fd, str(os.getpid()).encode())
        self._fd = fd

    def leave(self) -> None:
        """Let another SEL have it; again does nothing."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def _path() -> Path:
    folder = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    return Path(folder) / f"sel-microphone-{os.getuid()}.lock"
