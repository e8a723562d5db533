"""Reads the small files in which other programs note things; what is wrong in them is not ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sel.models.places.walk import is_plain

_LONGEST = 1 << 20
"""Bytes; their settings and manifests have a few thousand."""


def text_of(path: Path, most: int = _LONGEST) -> str:
    """The beginning of a text file; "" where there is none."""
    if not is_plain(path):
        return ""
    try:
        with path.open("rb") as file:
            return file.read(most).decode("utf-8", "replace")
    except OSError:
        return ""


def object_of(path: Path) -> dict[str, Any]:
    """The JSON object in a file; an empty one where there is none."""
    try:
        found = json.loads(text_of(path))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def word(value: object) -> str:
    """A text, or "" for anything else."""
    return value if isinstance(value, str) else ""
