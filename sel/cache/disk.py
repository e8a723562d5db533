"""The cache's one file, for people who consented: private, replaced as a whole, checked.

    sel-cache 1 <digest of the rest>
    {"key":"…","kind":"reply","people":["you"],"value":"…","tokens":9,"seconds":0.4,"at":1.8e9}
    …                                                              the least recently used first

Everything is in one file, so that forgetting is one rewriting. Words stand in it as plain UTF-8: a
search can prove that they are gone.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import math
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

from sel.cache.entry import Entry, text_of
from sel.cache.keys import DIGEST, Key
from sel.cache.stats import Cost
from sel.errors import StoreError
from sel.paths import PRIVATE_FILE, PRIVATE_FOLDER

_HEAD = b"sel-cache 1 "
_CHECK = 16
_NOT_OURS = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)
"""What reading a row raises that somebody else wrote."""


class Damaged(StoreError):
    """The file is not what was written, or of another version."""


class CacheDisk(Protocol):
    """Where a cache may be kept. All of it raises `StoreError` when the disk refuses."""

    def read(self) -> bytes | None:
        """What was written last; None where nothing was."""

    def write(self, data: bytes) -> None:
        """Put this in the place of what is there: afterwards one of them is there, whole."""

    def put_aside(self) -> str:
        """Give what is there another name; returns that name, for people."""

    def erase(self) -> None:
        """Delete what is there and what was put aside."""

    def erase_aside(self) -> None:
        """Delete what was put aside."""


class FileDisk:
    """One file, readable by its owner only. `what` it holds is said where the disk refuses."""

    def __init__(self, path: Path, what: str = "cached replies") -> None:
        self._path, self._what = path, what
        self._fresh = path.with_name(f"{path.name}.new")
        self._aside = path.with_name(f"{path.name}.damaged")

    def read(self) -> bytes | None:
        """The file; None where there is none."""
        with _refusals(self._path, self._what):
            try:
                return self._path.read_bytes()
            except FileNotFoundError:
                return None

    def write(self, data: bytes) -> None:
        """Replace the file. Raises `StoreError`; then the old one is still there."""
        with _refusals(self._path, self._what):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
            self._fresh.unlink(missing_ok=True)  # it may be there with other rights
            try:
                descriptor = os.open(
                    self._fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE
                )
                with os.fdopen(descriptor, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(descriptor)
                self._fresh.replace(self._path)
            except OSError:
                with contextlib.suppress(OSError):
                    self._fresh.unlink(missing_ok=True)
                raise
            self._sync()

    def put_aside(self) -> str:
        """Rename the file; an older one put aside goes."""
        with _refusals(self._path, self._what):
            self._path.replace(self._aside)
            self._sync()
        return self._aside.name

    def erase(self) -> None:
        """Delete the file and all beside it."""
        self._delete(self._path, self._fresh, self._aside)

    def erase_aside(self) -> None:
        """Delete what cannot be searched for words."""
        self._delete(self._fresh, self._aside)

    def _delete(self, *paths: Path) -> None:
        with _refusals(self._path, self._what):
            there = [path for path in paths if path.exists()]
            for path in there:
                path.unlink(missing_ok=True)
            if there:
                self._sync()

    def _sync(self) -> None:
        """Make the names in the folder last."""
        descriptor = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def dumped(entries: Iterable[Entry], began: float) -> bytes:
    """Entries as a file. `began` is the wall clock at the cache's own second 0."""
    lines = [_line(entry, began) for entry in entries]
    body = "".join(lines).encode("utf-8", "surrogatepass")
    return _HEAD + _check(body) + b"\n" + body


def loaded(data: bytes, began: float) -> list[Entry]:
    """The entries of a file, the least recently used first. Raises `Damaged`.

    Their `at` is in the cache's own time and usually below 0.
    """
    head, _, body = data.partition(b"\n")
    if head != _HEAD + _check(body):
        raise Damaged("The file of cached replies is damaged.")
    try:
        return [_entry(json.loads(line), began) for line in _lines(body)]
    except _NOT_OURS as error:
        raise Damaged("The file of cached replies is not SEL's own.") from error


def _line(entry: Entry, began: float) -> str:
    row = {
        "key": entry.key.digest.hex(),
        "kind": entry.key.kind,
        "people": entry.key.people,
        "value": entry.value(),
        "tokens": entry.cost.tokens,
        "seconds": entry.cost.seconds,
        "at": entry.at + began,
    }
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def _lines(body: bytes) -> Iterator[str]:
    yield from body.decode("utf-8", "surrogatepass").split("\n")[:-1]


def _entry(row: dict[str, Any], began: float) -> Entry:
    digest, people = bytes.fromhex(row["key"]), tuple(row["people"])
    text, at = text_of(row["value"]), float(row["at"]) - began
    seconds = float(row["seconds"])
    if len(digest) != DIGEST or text is None or not people:
        raise ValueError
    if not all(isinstance(one, str) for one in (*people, row["kind"])):
        raise ValueError
    if not (math.isfinite(at) and math.isfinite(seconds)):
        raise ValueError
    return Entry(
        Key(digest, row["kind"], people), text, Cost(tokens=int(row["tokens"]), seconds=seconds), at
    )


def _check(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_CHECK).hexdigest().encode()


@contextlib.contextmanager
def _refusals(path: Path, what: str) -> Iterator[None]:
    """Whatever the system refuses in the block becomes a `StoreError` that names the file."""
    try:
        yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        raise StoreError(
            f"The disk is full: {what} could not be kept."
            if full
            else f"The disk refused the file of {what}.",
            where=str(path),
            hint=f"{error.strerror}. All else works as before.",
        ) from error
