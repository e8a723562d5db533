"""Headers that were read before: a vocabulary of 250,000 words takes a tenth of a second to skip.

Kept by what the file is (device, inode, size, time), in a folder that may be emptied at any time.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
from pathlib import Path
from typing import Any

from sel.engine.gguf import GgufInfo, describe
from sel.paths import PRIVATE_FILE, PRIVATE_FOLDER

_FORMAT = 1
_FIELDS = {one.name for one in dataclasses.fields(GgufInfo)}


class Headers:
    """Reads headers; `save` keeps what is new. Without a path nothing is kept."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._known = _read(path)
        self._new = False

    def info(self, path: Path) -> GgufInfo:
        """What a file says of itself. Raises `ModelFileError`. Where it was read before, the chat
        template's text is left away."""
        key = _key(path)
        if (kept := _as_info(self._known.get(key), path)) is not None:
            return kept
        info = describe(path)
        if key and info.parts == 1:  # of a split model another file may have changed
            self._known[key] = _as_json(info)
            self._new = True
        return info

    def save(self) -> None:
        """Put down what is new; a disk that refuses only costs time."""
        if not self._new or self._path is None:
            return
        self._new = False
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
            beside = self._path.with_suffix(".new")
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
            with os.fdopen(descriptor, "w") as file:
                json.dump({"format": _FORMAT, "headers": self._known}, file)
            beside.replace(self._path)


def _read(path: Path | None) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text("utf-8")) if path else {}
        known = data["headers"] if data.get("format") == _FORMAT else {}
    except (OSError, ValueError, KeyError, AttributeError):
        return {}
    return known if isinstance(known, dict) else {}


def _key(path: Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_dev}:{found.st_ino}:{found.st_size}:{found.st_mtime_ns}"


def _as_json(info: GgufInfo) -> dict[str, Any]:
    template = None if info.chat_template is None else ""
    return {**dataclasses.asdict(info), "path": "", "chat_template": template}


def _as_info(kept: object, path: Path) -> GgufInfo | None:
    if not isinstance(kept, dict) or set(kept) != _FIELDS:
        return None
    lists = {name: tuple(value) for name, value in kept.items() if isinstance(value, list)}
    return GgufInfo(**{**kept, **lists, "path": path})
