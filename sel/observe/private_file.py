"""A log file of its owner's own, which begins anew when it is full."""

from __future__ import annotations

import logging
import logging.handlers
import os
from io import TextIOWrapper
from pathlib import Path

from sel.paths import PRIVATE_FILE, PRIVATE_FOLDER

SIZE = 512 * 1024
"""Bytes at which a file is full."""

OLD_FILES = 2


class PrivateFile(logging.handlers.RotatingFileHandler):
    """A rotating file nobody else may read; failing to write is silent (the terminal is SEL's)."""

    def __init__(self, path: Path, size: int = SIZE, old_files: int = OLD_FILES) -> None:
        super().__init__(path, maxBytes=size, backupCount=old_files, encoding="utf-8", delay=True)

    def _open(self) -> TextIOWrapper:
        path = Path(self.baseFilename)
        path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
        os.fchmod(descriptor, PRIVATE_FILE)  # it may be there with other rights
        return os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Say nothing."""
