"""The GGUF container: metadata and tensor table, read in order from the beginning of a file.

Written for files that lie: every length is checked against the file's size and against a ceiling
before a byte is kept, so a hostile file costs neither memory nor time. Knows nothing of what the
metadata means; `sel.engine.gguf` does. Layout after the GGUF specification of the ggml project,
versions 2 and 3, little-endian.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import BinaryIO

MAGIC = b"GGUF"
VERSIONS = (2, 3)

_CHUNK = 1 << 20
_LONGEST_VALUE = 1 << 20  # bytes of one kept string; the longest chat templates have about 50,000
_LONGEST_NAME = 65_535  # bytes of a key, by the specification
_MOST_PAIRS = 65_536
_MOST_TENSORS = 200_000
_MOST_STRINGS = 4_000_000  # entries of a string array; the largest vocabularies have about 300,000
_KEPT_NUMBERS = 4_096  # longest array of numbers that is kept (one per layer is what is of use)
_MOST_DIMENSIONS = 4

_STRING, _ARRAY = 8, 9
_SCALARS = {
    0: struct.Struct("<B"),
    1: struct.Struct("<b"),
    2: struct.Struct("<H"),
    3: struct.Struct("<h"),
    4: struct.Struct("<I"),
    5: struct.Struct("<i"),
    6: struct.Struct("<f"),
    7: struct.Struct("<?"),
    10: struct.Struct("<Q"),
    11: struct.Struct("<q"),
    12: struct.Struct("<d"),
}
_U32, _U64 = _SCALARS[4], _SCALARS[10]


class DamagedError(ValueError):
    """The bytes are no sound GGUF; the text says how. Never leaves `sel.engine.gguf`."""


class CutShortError(DamagedError):
    """The file ends before what it announces."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """An array that was passed over: only its length is known."""

    length: int


Value = int | float | bool | str | tuple[int | float | bool, ...] | Skipped


@dataclass(frozen=True, slots=True)
class Tensor:
    """One entry of the tensor table; `offset` in bytes from the beginning of the data."""

    name: str
    shape: tuple[int, ...]
    kind: int
    offset: int

    @property
    def elements(self) -> int:
        """Numbers in the tensor."""
        total = 1
        for length in self.shape:
            total *= length
        return total


@dataclass(frozen=True, slots=True)
class Container:
    """Everything before the tensor data; `data_start` in bytes from the beginning of the file."""

    version: int
    metadata: dict[str, Value]
    tensors: tuple[Tensor, ...]
    data_start: int


class _Source:
    """A file read in order through one small buffer."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._size = size
        self._buffer = b""
        self._start = 0
        self._at = 0

    @property
    def position(self) -> int:
        return self._start + self._at

    def _refill(self) -> None:
        self._start, self._at = self.position, 0
        self._file.seek(self._start)
        self._buffer = self._file.read(_CHUNK + 8)

    def need(self, length: int) -> None:
        if length > self._size - self.position:
            raise CutShortError("the file ends inside its header")

    def take(self, length: int) -> bytes:
        """The next bytes; `length` is at most one chunk."""
        self.need(length)
        if self._at + length > len(self._buffer):
            self._refill()
        taken = self._buffer[self._at : self._at + length]
        if len(taken) < length:  # the file shrank while it was read
            raise CutShortError("the file ends inside its header")
        self._at += length
        return taken

    def skip(self, length: int) -> None:
        self.need(length)
        self._at += length

    def number(self, kind: struct.Struct) -> int:
        value: int = kind.unpack(self.take(kind.size))[0]
        return value

    def text(self, longest: int = _LONGEST_VALUE) -> str:
        length = self.number(_U64)
        self.need(length)
        if length > longest:
            raise DamagedError(f"a text of {length:,} bytes in its header")
        return self.take(length).decode("utf-8", errors="replace")

    def skip_texts(self, count: int) -> None:
        """Pass over `count` strings (vocabularies: hundreds of thousands, hence the plain loop)."""
        self.need(8 * count)
        if count > _MOST_STRINGS:
            raise DamagedError(f"an array of {count:,} texts")
        unpack = _U64.unpack_from
        for _ in range(count):
            if self._at + 8 > len(self._buffer):
                self.need(8)
                self._refill()
            self._at += 8 + unpack(self._buffer, self._at)[0]
        self.need(0)


def read(file: BinaryIO, size: int) -> Container:
    """Read the header of a binary file of `size` bytes that begins with `MAGIC`.

    Raises `DamagedError` (or its `CutShortError`) for anything that is no sound header,
    `OSError` as the system does.
    """
    source = _Source(file, size)
    source.skip(len(MAGIC))
    version = source.number(_U32)
    if version not in VERSIONS:
        raise DamagedError(_about_version(version))
    tensors, pairs = source.number(_U64), source.number(_U64)
    if tensors > _MOST_TENSORS or pairs > _MOST_PAIRS:
        raise DamagedError(f"{tensors:,} tensors and {pairs:,} properties are announced")
    metadata: dict[str, Value] = {}
    for _ in range(pairs):
        key = source.text(_LONGEST_NAME)
        metadata[key] = _value(source, source.number(_U32))
    table = tuple(_tensor(source) for _ in range(tensors))
    return Container(version, metadata, table, _aligned(source.position, metadata))


def read_beginning(data: bytes) -> dict[str, Value]:
    """The properties that are whole in the first bytes of a file. Raises `DamagedError`."""
    source = _Source(io.BytesIO(data), len(data))
    metadata: dict[str, Value] = {}
    try:
        source.skip(len(MAGIC) + _U32.size + _U64.size)
        for _ in range(min(source.number(_U64), _MOST_PAIRS)):
            key = source.text(_LONGEST_NAME)
            metadata[key] = _value(source, source.number(_U32))
    except CutShortError:
        pass  # the rest is not there, which is expected
    return metadata


def _about_version(version: int) -> str:
    if version & 0xFFFF == 0:
        return "it is written for big-endian machines"
    return f"its GGUF version is {version}, known are {VERSIONS[0]} and {VERSIONS[1]}"


def _value(source: _Source, kind: int) -> Value:
    if kind == _STRING:
        return source.text()
    if kind == _ARRAY:
        return _array(source)
    scalar = _SCALARS.get(kind)
    if scalar is None:
        raise DamagedError(f"a property of unknown type {kind}")
    return source.number(scalar)


def _array(source: _Source) -> Value:
    kind, count = source.number(_U32), source.number(_U64)
    if kind == _STRING:
        source.skip_texts(count)
        return Skipped(count)
    scalar = _SCALARS.get(kind)
    if scalar is None:
        raise DamagedError(f"an array of unknown type {kind}")
    if count > _KEPT_NUMBERS:
        source.skip(scalar.size * count)
        return Skipped(count)
    return tuple(item[0] for item in scalar.iter_unpack(source.take(scalar.size * count)))


def _tensor(source: _Source) -> Tensor:
    name = source.text(_LONGEST_NAME)
    dimensions = source.number(_U32)
    if dimensions > _MOST_DIMENSIONS:
        raise DamagedError(f"a tensor of {dimensions:,} dimensions")
    shape = tuple(source.number(_U64) for _ in range(dimensions))
    return Tensor(name, shape, source.number(_U32), source.number(_U64))


def _aligned(position: int, metadata: dict[str, Value]) -> int:
    step = metadata.get("general.alignment", 32)
    if not isinstance(step, int) or not 0 < step <= _CHUNK:
        raise DamagedError("an impossible alignment")
    return -(-position // step) * step
