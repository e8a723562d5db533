"""Vectors on disk: one append-only file, made by one embedding model.

A vector is kept as 16-bit whole numbers, 1/32767 apart: half the size of float32, nine millionths
off in a cosine, and numpy widens them five times faster than it does float16. A record holds the
hash of a memory's id, the hash of the text it was made of, the vector and a checksum: the words
themselves are never in here. Nothing is synced at each write, since a lost vector is made anew.
"""

from __future__ import annotations

import errno
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sel.paths import PRIVATE_FILE, PRIVATE_FOLDER
from sel.store.files import refusal, write_all

Numbers = NDArray[np.int16]
"""A vector (or several, as rows) in units of 1/32767."""

FULL = 32767.0
HEAD = 256
"""Bytes of the file's first line: what made the vectors, filled up with blanks."""
FORMAT = 1
NAME = "vectors.bin"
ASIDE = "vectors.aside"
"""The last file that could not be used, till the next purge."""


def whole(vectors: NDArray[np.float32]) -> Numbers:
    """Rows of any length but nought, made unit vectors in whole numbers."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit = vectors / np.maximum(length, 1e-12)
    rounded: Numbers = np.rint(np.nan_to_num(unit) * FULL).astype(np.int16)
    return rounded


def hash_of(text: str) -> bytes:
    """16 bytes that stand for an id or a text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


class VectorFile:
    """The file in `folder`, which is made with the first vector. Not thread-safe."""

    def __init__(self, folder: Path, model: str, dimension: int) -> None:
        """Reads what is there. A `dimension` of 0 is not known yet: the file's, if it is of this
        model, else given with `set_dimension`. Raises `StoreError` where that is refused."""
        self.notices: tuple[str, ...] = ()
        self._folder, self._path = folder, folder / NAME
        self._model = model
        self._read_only = False
        self._descriptor: int | None = None
        self._known: dict[bytes, int] = {}
        self._written = 0
        try:
            self._open(dimension)
        except OSError as error:
            raise refusal(error, self._path) from error

    def set_dimension(self, dimension: int) -> None:
        """How many numbers a vector has; of a file that has none yet."""
        self.dimension = dimension
        self._record = np.dtype(
            [("id", "V16"), ("text", "V16"), ("vector", "<i2", (dimension,)), ("sum", "<u4")]
        )

    def take(self, texts: Sequence[tuple[str, str]]) -> list[Numbers | None]:
        """The vectors that the file has for these (id, text); each is given once only."""
        places = [self._known.pop(hash_of(id), None) for id, _ in texts]
        wanted = sorted(place for place in places if place is not None)
        if not wanted or self._descriptor is None:
            return [None] * len(texts)
        there = dict(zip(wanted, self._records(self._descriptor, wanted), strict=True))
        return [
            None if place is None else self._fitting(there[place], text)
            for place, (_, text) in zip(places, texts, strict=True)
        ]

    def _records(self, descriptor: int, places: Sequence[int]) -> Iterator[bytes]:
        """The bytes of the records at these places (in order), read by the stretch."""
        size, begin = self._record.itemsize, 0
        while begin < len(places):
            end = begin + 1
            while end < len(places) and places[end] == places[end - 1] + 1:
                end += 1
            count = end - begin
            data = os.pread(descriptor, count * size, HEAD + places[begin] * size)
            yield from (data[n * size : (n + 1) * size] for n in range(count))
            begin = end

    def _fitting(self, data: bytes, text: str) -> Numbers | None:
        if len(data) < self._record.itemsize or zlib.crc32(data[:-4]) != int.from_bytes(
            data[-4:], "little"
        ):
            self._say("A vector on disk was damaged; it is made anew.")
            return None
        if data[16:32] != hash_of(text):
            return None
        return np.frombuffer(data[32:-4], "<i2").astype(np.int16, copy=False)

    def append(self, rows: Iterable[tuple[str, str, Numbers]]) -> None:
        """Write vectors of (id, text, vector), unless the file may only be read: then they are made
        anew next time. Raises `StoreError`; then none of them counts."""
        data = b"".join(self._packed(hash_of(id), hash_of(text), v) for id, text, v in rows)
        if not data or self._read_only:
            return
        try:
            descriptor = self._descriptor if self._descriptor is not None else self._create()
            end = HEAD + self._written * self._record.itemsize
            try:
                os.lseek(descriptor, end, os.SEEK_SET)
                write_all(descriptor, data)
            except OSError:
                os.ftruncate(descriptor, end)
                raise
        except OSError as error:
            raise refusal(error, self._path) from error
        self._written += len(data) // self._record.itemsize

    def rewrite(self, rows: Iterator[tuple[str, bytes, Numbers]], count: int) -> dict[str, int]:
        """Hold only these `count` vectors of (id, hash of the text, vector) from now on.

        Does nothing where the file holds no others. Counts of vectors that went and files written
        or removed. Raises `StoreError`; then the old file stands.
        """
        try:
            files = self._drop_aside()
            gone = self._written - count
            if gone and self._descriptor is not None:
                self._replace(rows, count)
                files += 1
        except OSError as error:
            raise refusal(error, self._path) from error
        return {"files": files, "vectors on disk": gone}

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _packed(self, id: bytes, text: bytes, vector: Numbers) -> bytes:
        data = id + text + vector.astype("<i2").tobytes()
        return data + zlib.crc32(data).to_bytes(4, "little")

    def _made(self) -> dict[str, Any]:
        return {
            "sel": "vectors",
            "format": FORMAT,
            "model": self._model,
            "dimension": self.dimension,
        }

    def _header(self) -> bytes:
        return json.dumps(self._made()).encode().ljust(HEAD - 1) + b"\n"

    def _open(self, dimension: int) -> None:
        self.set_dimension(dimension)
        self._descriptor = self._opened()
        if self._descriptor is None:
            return
        made = _read_header(os.pread(self._descriptor, HEAD, 0))
        if not dimension and isinstance(made.get("dimension"), int):
            self.set_dimension(made["dimension"])
        if made != self._made():
            self.set_dimension(dimension)
            self.close()
            self._say(_why(made, self._made()))
            if not self._read_only:
                self._path.replace(self._folder / ASIDE)
            return
        size = os.fstat(self._descriptor).st_size - HEAD
        self._written, torn = divmod(size, self._record.itemsize)
        if torn and not self._read_only:
            os.ftruncate(self._descriptor, HEAD + self._written * self._record.itemsize)
            self._say("The last vector on disk was cut short and is made anew.")
        if self._written:
            self._read_ids()

    def _opened(self) -> int | None:
        """The file, to read and write, or only to read where no more is allowed."""
        try:
            return os.open(self._path, os.O_RDWR)
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno not in (errno.EROFS, errno.EACCES):
                raise
        self._read_only = True
        return os.open(self._path, os.O_RDONLY)

    def _read_ids(self) -> None:
        """Where each id's newest vector stands; the vectors stay on disk."""
        mapped = np.memmap(self._path, self._record, "r", HEAD, (self._written,))
        ids = np.ascontiguousarray(mapped["id"]).tobytes()
        self._known = {ids[16 * n : 16 * n + 16]: n for n in range(self._written)}

    def _create(self) -> int:
        self._folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        self._descriptor = self._new(self._path)
        return self._descriptor

    def _new(self, path: Path) -> int:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        write_all(descriptor, self._header())
        return descriptor

    def _replace(self, rows: Iterator[tuple[str, bytes, Numbers]], count: int) -> None:
        draft = self._path.with_suffix(".draft")
        descriptor = self._new(draft)
        try:
            for id, text, vector in rows:
                write_all(descriptor, self._packed(hash_of(id), text, vector))
            os.fsync(descriptor)
            draft.replace(self._path)
        except OSError:
            os.close(descriptor)
            draft.unlink(missing_ok=True)
            raise
        self.close()
        self._descriptor, self._written, self._known = descriptor, count, {}

    def _drop_aside(self) -> int:
        try:
            (self._folder / ASIDE).unlink()
        except FileNotFoundError:
            return 0
        return 1

    def _say(self, sentence: str) -> None:
        if sentence not in self.notices:
            self.notices += (sentence,)


def _read_header(data: bytes) -> dict[str, Any]:
    try:
        made = json.loads(data)
    except ValueError:
        return {}
    return made if isinstance(made, dict) else {}


def _why(made: dict[str, Any], wanted: dict[str, Any]) -> str:
    if made.get("sel") != "vectors" or made.get("format") != FORMAT:
        return f"The vectors on disk cannot be read; they were put aside as {ASIDE} and are remade."
    return (
        f"The vectors on disk are of another model ({made.get('model')}, {made.get('dimension')}"
        f" numbers); they were put aside and are remade with {wanted['model']}."
    )


def as_array(vectors: Sequence[Sequence[float]]) -> Numbers:
    """Vectors of one length as whole numbers, one a row."""
    return whole(np.asarray(vectors, dtype=np.float32))
