"""Files for their owner's eyes only."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from sel.errors import StoreError
from sel.paths import PRIVATE_FILE


def default_name(now: float, stem: str = "sel", ending: str = "md") -> str:
    """A file name that sorts by time."""
    return datetime.fromtimestamp(now).astimezone().strftime(f"{stem}-%Y%m%d-%H%M%S.{ending}")


def write(name: str, text: str, now: float, *, what: str = "The conversation") -> Path:
    """Write a new file, readable by its owner only; without a name it gets one that sorts by time.

    Raises `StoreError` where the file exists already or cannot be written.
    """
    return write_bytes(name or default_name(now), text.encode("utf-8", "replace"), what=what)


def write_bytes(name: str, data: bytes, *, what: str) -> Path:
    """The same of bytes."""
    path = _expanded(name)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        with os.fdopen(os.open(path, flags, PRIVATE_FILE), "wb") as file:
            file.write(data)
    except FileExistsError:
        raise StoreError(
            "There is a file of that name already.", where=str(path), hint="Choose another name."
        ) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "bad name"
        raise StoreError(f"{what} could not be written: {reason}.", where=str(path)) from None
    return path


def told(path: Path) -> str:
    """Where a file lies, whole, with the home folder in short."""
    whole = path.absolute()
    try:
        return f"~/{whole.relative_to(Path.home())}"
    except (ValueError, RuntimeError):  # elsewhere, or no home is known
        return str(whole)


def _expanded(name: str) -> Path:
    try:
        return Path(name).expanduser()
    except RuntimeError:  # of a home that is not known
        return Path(name)
