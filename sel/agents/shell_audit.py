"""The audit log of commands: JSON lines in a file of the person's own, 0600, only appended to."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from sel.agents.types import AgentError, Json
from sel.paths import PRIVATE_FILE, PRIVATE_FOLDER


class AuditFile:
    """`shell.audit.jsonl`. A line is on the disk before `write` returns."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, row: Mapping[str, Json]) -> None:
        """Append one line. Raises `AgentError`: what cannot be written down is not run."""
        line = json.dumps(row, ensure_ascii=True).encode() + b"\n"
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
            descriptor = os.open(self._path, flags, PRIVATE_FILE)
            try:
                os.fchmod(descriptor, PRIVATE_FILE)
                os.write(descriptor, line)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise AgentError(
                "The log of commands cannot be written, so nothing is run.",
                where=str(self._path),
                hint=f"{error.strerror}.",
            ) from error
