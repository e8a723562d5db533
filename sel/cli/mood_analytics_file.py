"""A history of hormones from a file of JSON lines, for `sel mood trends` and its like.

A broken line is named and left out, the others count. No line is ever quoted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeGuard

from sel.affect.history.happened import Happening
from sel.affect.history.pyramid import BACKWARDS, History
from sel.affect.hormones import NAMES, Levels
from sel.cli.mood_history import Read
from sel.errors import StoreError


def read(path: Path, channel: str, zone: str) -> Read:
    """The samples of one channel: lines {"at": Unix seconds, "levels": {hormone: 0..1}}, with a
    "channel" (lines without one are of any) and "reasons" (sentences) where there are some.

    Raises `StoreError` when the file cannot be opened.
    """
    found, back = Read(History(zone)), 0
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    back += _take(found, number, line, channel)
    except OSError as error:
        raise StoreError(
            f"The history cannot be read: {error.strerror or 'the disk refused'}.",
            where=str(path),
            hint="Name a file of JSON lines, one sample a line.",
        ) from error
    if back > 1:
        found.said.append(f"The clock went back {back} times in all.")
    return found


def _take(found: Read, number: int, line: bytes, channel: str) -> bool:
    """Take one line; whether the clock had gone back in it."""
    try:
        row = _row(line)
        if row.get("channel", channel) != channel:
            return False
        at, levels = _moment(row), _levels(row)
        added = found.history.add(at, levels)
    except ValueError as error:
        found.broken.append((number, str(error)))
        return False
    found.happenings += [Happening(at, reason) for reason in _reasons(row)]
    if added.late > BACKWARDS and not found.said:
        found.said.append(f"line {number}: {added.said}")
    return added.late > BACKWARDS


def _row(line: bytes) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("it is not JSON") from None
    if isinstance(row, dict):
        return row
    raise ValueError('it is no object with "at" and "levels"')


def _moment(row: Mapping[str, Any]) -> float:
    if not _is_number(at := row.get("at")):
        raise ValueError('"at" is not a number')
    return at


def _levels(row: Mapping[str, Any]) -> Levels:
    given = row.get("levels")
    levels = given if isinstance(given, dict) else {}
    if missing := [name for name in NAMES if not _is_number(levels.get(name))]:
        raise ValueError(f"there is no level of {', '.join(missing)}")
    return tuple(levels[name] for name in NAMES)


def _is_number(value: object) -> TypeGuard[int | float]:
    return type(value) in {int, float}


def _reasons(row: Mapping[str, Any]) -> list[str]:
    reasons = row.get("reasons")
    return [one for one in reasons if isinstance(one, str)] if isinstance(reasons, list) else []
