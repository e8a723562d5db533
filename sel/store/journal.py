"""The journal: lines are added at its end, and are on the disk when `append` returns."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from sel.errors import StoreError
from sel.paths import PRIVATE_FILE
from sel.store.files import Files, refusals, write_all


class Journal:
    """One journal file. It is made by its first line. Not thread-safe."""

    def __init__(self, files: Files, path: Path, start: bytes, size: int = 0) -> None:
        """`start` is its first line; `size` how many bytes of the file are whole."""
        self.path = path
        self.size = size
        self._files = files
        self._start = start
        self._descriptor = -1
        self._dirty = False

    def append(self, lines: list[bytes]) -> None:
        """Add lines, synced. Raises `StoreError`, and then the file is as it was before."""
        if not self.size:
            lines = [self._start, *lines]
        data = b"\n".join(lines) + b"\n"
        self.mend()
        self._dirty = True
        try:
            with refusals(self.path):
                self._open()
                write_all(self._descriptor, data)
                os.fsync(self._descriptor)
        except BaseException:  # a person's Ctrl-C, too
            with contextlib.suppress(StoreError):
                self.mend()
            raise
        self.size += len(data)
        self._dirty = False

    def mend(self) -> None:
        """Cut off what was only half written. Raises `StoreError`; then `append` does, too."""
        if self._dirty:
            with refusals(self.path):
                self._open()
                os.ftruncate(self._descriptor, self.size)
                os.fsync(self._descriptor)
            self._dirty = False

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _open(self) -> None:
        if self._descriptor < 0:
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
            self._descriptor = os.open(self.path, flags, PRIVATE_FILE)
            if not self.size:
                self._files.sync()
