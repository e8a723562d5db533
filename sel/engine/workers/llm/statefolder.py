"""KV states on disk: private, checked, replaced as a whole, and never twice the death of SEL.

    NAME.kv             a state; its name tells all that it depends on
    NAME.kv.trying      one that llama.cpp is being given
    NAME.kv.PID.new     one being written

    sel-kv 1\\n · digest of the rest · length of the next part · what is in it, as JSON · the state

While llama.cpp takes a state in, its file has a name that nobody looks for. If the process dies
over it, no later one tries it again: the crash is paid for once. Whatever is wrong with a file, it
goes, and costs reading its tokens once more. This module knows files, not llama.cpp.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import struct
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from sel.paths import PRIVATE_FILE, PRIVATE_FOLDER

KEPT = 4
"""Files that stay, the newest ones: three roles may each have a model, and one is for a person who
goes back and forth between two settings."""
LARGEST = 256 * 2**20
"""Bytes of one file. A head of 500 tokens takes 12 MB with the starter model, 64 MB with one of 8
billion parameters; what is larger is read anew sooner than a disk gives it back."""
STALE = 3600.0
"""Seconds after which a file that was being written or tried is somebody's who died."""

_MAGIC = b"sel-kv 1\n"
_DIGEST = 32
_LENGTH = struct.Struct("<I")
_NOT_OURS = (ValueError, TypeError, KeyError, RecursionError, struct.error)

Reply = tuple[str, list[int]]
"""A reply's text, and the tokens the model made it of."""


@dataclass(frozen=True, slots=True)
class KeptState:
    """A sequence of the KV cache: its tokens, llama.cpp's own bytes, and the replies in it."""

    tokens: list[int]
    data: memoryview
    replies: tuple[Reply, ...] = ()


class StateFolder:
    """The states kept in one folder. What the disk refuses is said in the log, never raised."""

    def __init__(self, folder: Path, most: int = KEPT) -> None:
        self._folder, self._most = folder, most

    def has(self, name: str) -> bool:
        """Whether there is a state of this name."""
        return self._path(name).is_file()

    def take(self, name: str) -> KeptState | None:
        """The state, to be given to llama.cpp; then say `proved` or `drop`. None where there is
        none, where it is damaged, or where it cannot be marked as being tried."""
        try:
            self._path(name).replace(self._trying(name))
        except FileNotFoundError:
            return None
        except OSError as error:
            _say(f"is not tried: {error.strerror}")
            return None
        found = self._read(self._trying(name))
        if found is None:
            self.drop(name)
        return found

    def proved(self, name: str) -> None:
        """It works: it may be taken again, and counts as new."""
        with contextlib.suppress(OSError):
            os.utime(self._trying(name))
            self._trying(name).replace(self._path(name))

    def drop(self, name: str) -> None:
        """It is of no use: delete it."""
        with contextlib.suppress(OSError):
            self._trying(name).unlink()

    def put(self, name: str, state: KeptState) -> int:
        """Keep a state, old ones go; its size in bytes, 0 where the disk refuses it."""
        size = sum(map(len, _parts(state)))
        if size > LARGEST:
            return 0
        fresh = self._path(f"{name}.kv.{os.getpid()}.new", "")
        try:
            self._make_folder()
            with os.fdopen(
                os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE), "wb"
            ) as file:
                file.writelines(_parts(state))
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._path(name))
        except OSError as error:
            _say(f"is not kept: {error.strerror}")
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)
            return 0
        self._tidy()
        return size

    def _path(self, name: str, suffix: str = ".kv") -> Path:
        return self._folder / f"{name}{suffix}"

    def _trying(self, name: str) -> Path:
        return self._path(name, ".kv.trying")

    def _make_folder(self) -> None:
        for folder in reversed((self._folder, *self._folder.parents)):
            if not folder.exists():
                folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)

    def _read(self, path: Path) -> KeptState | None:
        try:
            with path.open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                raw = memoryview(bytearray(min(size, LARGEST)))
                whole = file.readinto(raw) == size
        except OSError as error:
            _say(f"cannot be read: {error.strerror}")
            return None
        found = _parsed(raw) if whole else None
        if found is None:
            _say("is damaged; its tokens are read anew")
        return found

    def _tidy(self) -> None:
        """Delete all but the newest, and what others left unfinished."""
        with contextlib.suppress(OSError):
            files = [(path.stat().st_mtime, path) for path in self._folder.iterdir()]
            whole = sorted((one for one in files if one[1].suffix == ".kv"), reverse=True)
            parts = [one for one in files if one[1].suffix in (".new", ".trying")]
            for _, path in (
                *whole[self._most :],
                *(one for one in parts if time.time() - one[0] > STALE),
            ):
                path.unlink(missing_ok=True)


def _parts(state: KeptState) -> tuple[bytes | memoryview, ...]:
    """What a file is made of. Words stand in it as plain UTF-8."""
    about = json.dumps(
        {"tokens": state.tokens, "replies": state.replies}, ensure_ascii=False
    ).encode("utf-8", "surrogatepass")
    body = (_LENGTH.pack(len(about)), about, state.data)
    return (_MAGIC, _digest(*body), *body)


def _parsed(raw: memoryview) -> KeptState | None:
    """The state in a file; None where a byte of it is not as it was written."""
    start = len(_MAGIC) + _DIGEST
    if raw[: len(_MAGIC)] != _MAGIC or raw[len(_MAGIC) : start] != _digest(raw[start:]):
        return None
    try:
        (length,) = _LENGTH.unpack_from(raw, start)
        start += _LENGTH.size
        about = json.loads(str(raw[start : start + length], "utf-8", "surrogatepass"))
        replies = tuple((str(text), list(tokens)) for text, tokens in about["replies"])
        return KeptState(list(about["tokens"]), raw[start + length :], replies)
    except _NOT_OURS:
        return None


def _digest(*parts: bytes | memoryview) -> bytes:
    found = hashlib.blake2b(digest_size=_DIGEST)
    for part in parts:
        found.update(part)
    return found.digest()


def _say(what: str) -> None:
    """To the child's log. It names no words of anybody."""
    sys.stderr.write(f"A kept KV state {what}.\n")
    sys.stderr.flush()
