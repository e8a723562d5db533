"""The text chunks of a PNG, read and written without touching the picture. Pure."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence

from sel.errors import ForeignFile

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_TEXT = 24 * 1024 * 1024
"""Bytes of a text, unpacked."""
MOST_CHUNKS = 100_000

Chunk = tuple[bytes, bytes]
"""Kind and contents."""


def chunks(data: bytes) -> Iterator[Chunk]:
    """The chunks in order, up to the end or to where the file was cut short. Raises
    `ForeignFile` for what is no PNG."""
    if not data.startswith(SIGNATURE):
        raise ForeignFile("The file is no PNG.")
    at = len(SIGNATURE)
    for _ in range(MOST_CHUNKS):
        if at + 12 > len(data):
            return
        (length,), kind = struct.unpack(">I", data[at : at + 4]), data[at + 4 : at + 8]
        if at + 12 + length > len(data):
            return
        yield kind, data[at + 8 : at + 8 + length]
        if kind == b"IEND":
            return
        at += 12 + length


def texts(data: bytes) -> dict[str, bytes]:
    """The texts by keyword in small letters, the last of each. Raises `ForeignFile`."""
    found: dict[str, bytes] = {}
    for kind, body in chunks(data):
        if kind in (b"tEXt", b"zTXt", b"iTXt"):
            name, _, rest = body.partition(b"\0")
            text = _text(kind, rest)
            if text is not None:
                found[name.decode("latin-1").casefold()] = text
    return found


def _text(kind: bytes, rest: bytes) -> bytes | None:
    if kind == b"tEXt":
        return rest
    if kind == b"zTXt":
        return _unpacked(rest[1:]) if rest[:1] == b"\0" else None
    packed, method, rest = rest[:1], rest[1:2], rest[2:]
    _language, _, rest = rest.partition(b"\0")
    _translated, _, text = rest.partition(b"\0")
    if packed == b"\1":
        return _unpacked(text) if method == b"\0" else None
    return text


def _unpacked(data: bytes) -> bytes | None:
    """The text, None where it is damaged. Raises `ForeignFile` for a bomb."""
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(data, MOST_TEXT)
    except zlib.error:
        return None
    if unpacker.unconsumed_tail:
        raise ForeignFile("A text in the picture unpacks to far more than a card needs.")
    return text


def with_texts(data: bytes, wanted: Mapping[str, bytes], gone: Sequence[str] = ()) -> bytes:
    """The picture with these texts in place of those of the same names, and without those that
    are to be `gone`. Raises `ForeignFile`."""
    names = {name.casefold().encode("latin-1") for name in (*wanted, *gone)}
    new = [_chunk(b"tEXt", name.encode("latin-1") + b"\0" + text) for name, text in wanted.items()]
    out = [SIGNATURE]
    for kind, body in chunks(data):
        if kind == b"IEND":
            break
        text = kind in (b"tEXt", b"zTXt", b"iTXt")
        if not (text and body.partition(b"\0")[0].lower() in names):
            out.append(_chunk(kind, body))
    return b"".join([*out, *new, _chunk(b"IEND", b"")])


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def blank(width: int = 256, height: int = 384) -> bytes:
    """A calm picture for a card that has none: a night sky's colours from top to bottom."""
    rows = bytearray()
    for row in range(height):
        share = row / height
        colour = bytes(int(a + (b - a) * share) for a, b in ((30, 88), (34, 92), (56, 140)))
        rows += b"\0" + colour * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(bytes(rows), 9))
    return SIGNATURE + body + _chunk(b"IEND", b"")
