"""A small private JSON file of words by name, for what is found out once and is true for long."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from sel.paths import PRIVATE_FILE, PRIVATE_FOLDER


class Notebook:
    """Words by name. An unreadable file is an empty one; what the disk refuses is not noted."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, name: str) -> str:
        """What was noted; "" for nothing."""
        return self._read().get(name, "")

    def all(self) -> dict[str, str]:
        """Everything that was noted."""
        return self._read()

    def put(self, name: str, words: str) -> None:
        """Note it. The file is replaced as a whole, and only where something changes."""
        known = self._read()
        if known.get(name) == words:
            return
        known[name] = words
        self._write(known)

    def drop(self, name: str) -> None:
        """Note it no more."""
        known = self._read()
        if known.pop(name, None) is not None:
            self._write(known)

    def _write(self, known: dict[str, str]) -> None:
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
            beside = self._path.with_suffix(".new")
            with os.fdopen(
                os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE), "w"
            ) as file:
                json.dump(known, file, indent=1)
            beside.replace(self._path)

    def _read(self) -> dict[str, str]:
        try:
            data = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return (
            {str(key): str(value) for key, value in data.items()} if isinstance(data, dict) else {}
        )
