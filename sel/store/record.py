"""How one line of a store's files looks, and what it says. Pure: bytes in, bytes out.

A line is a checksum, a letter and what belongs to the letter:

    9f1c2d3e S {"generation":3,"schema":1}       start: the first line of every file
    5b0a77c1 P 17 "memories" {"text":"…"}        put: document 17 of that table is now this
    c4e0912a R 17 "memories"                     removed
    77aa0c1d B 3                                 the next 3 lines are one write: all or none
    0d2b8f60 E 100000                            end of a snapshot, with its number of documents

Text is UTF-8, so that a search through the files finds words as they were said. Halves of surrogate
pairs, which Python strings may hold, are written as if they were characters.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from sel.errors import StoreError

DEEPEST = 100
"""Levels of lists and objects in a document: far from where Python's own parser gives up."""

_BODY = 9
"""Where a line's body begins: after eight digits of checksum and a space."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Start:
    """What a file's first line says: the schema of its documents, and which generation it is.

    A snapshot of generation n holds everything that was in journals before n.
    """

    schema: int
    generation: int


def sealed(body: bytes) -> bytes:
    """The body as a line, without its newline."""
    return b"%08x %b" % (crc32(body), body)


def is_whole(line: bytes) -> bool:
    """Whether the line's checksum fits."""
    return len(line) > _BODY and line[:_BODY] == b"%08x " % crc32(line[_BODY:])


def kind(line: bytes) -> str:
    """The letter of a whole line."""
    return chr(line[_BODY])


def start(schema: int, generation: int) -> bytes:
    """The first line of a file."""
    return sealed(b"S " + _dumped({"schema": schema, "generation": generation}))


def read_start(line: bytes) -> Start | None:
    """What a start line says; None where it is none."""
    try:
        said = json.loads(line[_BODY + 2 :])
        return Start(int(said["schema"]), int(said["generation"]))
    except (ValueError, TypeError, KeyError):
        return None


def put(table: str, doc_id: int, document: Mapping[str, Any]) -> bytes:
    """The line that keeps a document. Raises `StoreError` for what JSON cannot hold."""
    return sealed(b"P %d %b %b" % (doc_id, _name(table), _encoded(document)))


def removed(table: str, doc_id: int) -> bytes:
    """The line that says a document is gone."""
    return sealed(b"R %d %b" % (doc_id, _name(table)))


def together(count: int) -> bytes:
    """The line that makes the next `count` lines one write."""
    return sealed(b"B %d" % count)


def end(count: int) -> bytes:
    """The last line of a snapshot with `count` documents."""
    return sealed(b"E %d" % count)


def number(line: bytes) -> int:
    """The number of a P, R, B or E line."""
    return int(line[_BODY + 2 :].split(b" ", 1)[0])


def table_name(encoded: bytes) -> str:
    """A table's name from the third field of a P or R line."""
    name: str = _decoded(encoded)
    return name


def document(line: bytes) -> dict[str, Any]:
    """The document of a P line, a fresh one each time."""
    made: dict[str, Any] = _decoded(_text(line))
    return made


def documents(lines: Iterable[bytes]) -> list[dict[str, Any]]:
    """The documents of many P lines: one call of the parser, which shares their keys."""
    made: list[dict[str, Any]] = _decoded(b"[%b]" % b",".join(map(_text, lines)))
    return made


def _text(line: bytes) -> bytes:
    return line[line.index(b" {") + 1 :]  # a table's name holds no space, see `_name`


def _name(table: str) -> bytes:
    return _dumped(table).replace(b" ", b"\\u0020")


def _encoded(document: Mapping[str, Any]) -> bytes:
    try:
        made = _dumped(dict(document))
    except (TypeError, ValueError, RecursionError) as error:
        raise StoreError(
            "Something that JSON cannot hold was to be kept.",
            hint="Documents are made of text, finite numbers, lists and objects.",
        ) from error
    if made.count(b"[") + made.count(b"{") > DEEPEST and _depth(document) > DEEPEST:
        raise StoreError(f"A document is nested more than {DEEPEST} levels deep.")
    return made


def _depth(value: object) -> int:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return 1 + max(map(_depth, value), default=0)
    return 0


def _dumped(value: object) -> bytes:
    return _ENCODER.encode(value).encode("utf-8", "surrogatepass")


def _decoded(text: bytes) -> Any:
    return _DECODER.decode(text.decode("utf-8", "surrogatepass"))
