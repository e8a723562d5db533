"""Files from elsewhere, read within bounds: so large, so deep, and nothing but `ForeignFile`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sel.errors import ForeignFile, StoreError

MOST_FILE = 64 * 1024 * 1024
"""Bytes of a file that is read whole."""
MOST_JSON = 16 * 1024 * 1024
"""Bytes of a JSON text that is read whole."""
_BOM = b"\xef\xbb\xbf"


def read(path: Path, most: int = MOST_FILE) -> bytes:
    """The whole file. Raises `StoreError` if it cannot be read, `ForeignFile` if it is larger."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "bad name"
        raise StoreError(f"It cannot be read: {reason}.", where=str(path)) from None
    if len(data) > most:
        raise ForeignFile(
            f"The file is too large: more than {most // 1024 // 1024} MiB.", where=str(path)
        )
    return data


def parsed(data: bytes | str, what: str = "The file", most: int = MOST_JSON) -> Any:
    """The value of a JSON text. Raises `ForeignFile`."""
    if len(data) > most:
        raise ForeignFile(f"{what} is too large: more than {most // 1024 // 1024} MiB.")
    text = data.removeprefix(_BOM) if isinstance(data, bytes) else data
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # a decoding error is a ValueError, too
        raise ForeignFile(f"{what} is no JSON, or was cut short.") from None


def fields(value: Any, what: str = "The file") -> dict[str, Any]:
    """The value, which must be an object. Raises `ForeignFile`."""
    if not isinstance(value, dict):
        raise ForeignFile(f"{what} does not hold what it should.")
    return value
