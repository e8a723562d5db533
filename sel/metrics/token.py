"""The token that POSTs need: made on the first serve, kept in a file only its owner can read."""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

from sel.errors import StoreError
from sel.paths import PRIVATE_FILE, PRIVATE_FOLDER, Paths

BYTES = 32
"""Random bytes of a token: 256 bits, not to be guessed."""

LEAST = 32
"""Characters of a token in the file; a shorter one is replaced."""

_MOST = 1_024


def token_file(paths: Paths) -> Path:
    """Where the token is."""
    return paths.state / "metrics.token"


def token(paths: Paths) -> str:
    """The token, made if there is none. Raises `StoreError` where the file cannot be kept."""
    path = token_file(paths)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, PRIVATE_FILE)
        with os.fdopen(descriptor, "r+b") as file:
            os.fchmod(file.fileno(), PRIVATE_FILE)  # it may be there with other rights
            kept = file.read(_MOST).decode("ascii", "ignore").strip()
            if len(kept) >= LEAST:
                return kept
            made = secrets.token_urlsafe(BYTES)
            file.seek(0)
            file.truncate()
            file.write(made.encode() + b"\n")
            return made
    except OSError as error:
        raise StoreError(
            f"The token for the metrics cannot be kept: {error.strerror}.",
            where=str(path),
            hint="It has to be a plain file of your own.",
        ) from error


def same(given: str, right: str) -> bool:
    """Whether a token is the right one, in a time that does not tell how much of it was."""
    return hmac.compare_digest(given.encode(), right.encode())
