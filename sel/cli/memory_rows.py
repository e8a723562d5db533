"""A memory as one line of JSON and back: what `sel memory import` reads and `export` writes.

A line is {"id", "text", "at"?, "tags"?, "kind"?}. Lines that SEL wrote hold the rest of the memory
under "sel", so that nothing is lost on the way back. Pure; nothing said here quotes a line.
"""

from __future__ import annotations

import json
import typing
from datetime import datetime
from typing import Any

from sel.errors import InputRefused
from sel.memory.book import check, document_of, given_id, memory_of
from sel.memory.reading.weight import importance
from sel.memory.types import Kind, Memory, Source

EARLIEST, LATEST = -2_208_988_800.0, 4_102_444_800.0
"""Times taken: 1900 to 2100, in Unix seconds."""
SCOPE = "desk"
"""Where imported memories may be recalled: where they were imported."""

_FIELDS = ("id", "text", "at", "tags", "kind")
_KINDS: tuple[str, ...] = typing.get_args(Kind)


def parse(raw: bytes, person: str, now: float) -> Memory:
    """The memory on a line. Raises `InputRefused` with one sentence that says what is wrong."""
    try:
        row = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise InputRefused("It is not UTF-8.") from None
    except (ValueError, RecursionError):
        raise InputRefused("It is not JSON.") from None
    if not isinstance(row, dict):
        raise InputRefused("It is not a JSON object.")
    if "memories" in row and "id" not in row:
        raise InputRefused("It is an export for TinyDB; without --json the export can be imported.")
    memory = _memory(row, person, now)
    check(memory)
    return memory


def to_row(memory: Memory) -> dict[str, Any]:
    """The row of a memory; `parse` makes the same one of it."""
    row = {
        "id": given_id(memory),
        "text": memory.text,
        "at": memory.at,
        "tags": list(memory.tags),
        "kind": memory.kind,
    }
    document = document_of(memory)
    rest = {name: value for name, value in document.items() if name not in (*_FIELDS, "person")}
    return {**row, "sel": rest}


def _memory(row: dict[str, Any], person: str, now: float) -> Memory:
    name, text = _id(row.get("id")), _text(row.get("text"), "text")
    at = _time(row.get("at"), now)
    kind, tags = _kind(row.get("kind")), _tags(row.get("tags"))
    rest = row.get("sel")
    if isinstance(rest, dict):
        own = {"id": name, "person": person, "text": text, "at": at, "tags": tags, "kind": kind}
        return _of_sel({**rest, **own})
    return Memory(
        id=name,
        person=person,
        scope=SCOPE,
        text=text,
        kind=kind,
        source=Source(quote=text, channel="import", at=at),
        at=at,
        tags=tags,
        hard=True,  # somebody wants it here; it must not fade by itself
        importance=importance(text),
    )


def _of_sel(document: dict[str, Any]) -> Memory:
    try:
        return memory_of(document)
    except InputRefused:
        raise InputRefused('What is under "sel" is not what SEL writes there.') from None


def _id(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return _text(value, "id")


def _text(value: object, name: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InputRefused(f"It has no {name}.")
    return value


def _time(value: object, otherwise: float) -> float:
    """Unix seconds of a number or of ISO 8601, which without a zone is in the system's."""
    if value is None:
        return otherwise
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value).timestamp()
        except (ValueError, OverflowError, OSError):
            raise InputRefused('Its "at" is no time.') from None
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise InputRefused('Its "at" is no time.')
    if not EARLIEST <= value <= LATEST:
        raise InputRefused('Its "at" is not between 1900 and 2100, in Unix seconds.')
    return float(value)


def _kind(value: object) -> Kind:
    if value is None:
        return "fact"
    if value not in _KINDS:
        raise InputRefused(f'Its "kind" is none of {", ".join(_KINDS)}.')
    return typing.cast("Kind", value)


def _tags(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise InputRefused('Its "tags" are no list.')
    return tuple(_text(tag, "tag") for tag in value)
