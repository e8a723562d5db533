"""Changes one value of a TOML file that a person wrote, and nothing else of it.

Comments, order, blank lines and line ends stay. The file is replaced as a whole, or not at all;
what SEL cannot change for certain is left alone and said. Knows no setting by name.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sel.errors import SettingError
from sel.paths import PRIVATE_FOLDER

Value = str | int | float | bool | Sequence[str]

_BOM = "\ufeff"
_BARE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class _Statement:
    """Lines `begin` to `end` (exclusive) hold one key or one table's head, in `table`."""

    begin: int
    end: int
    table: tuple[str, ...]
    key: str
    head: bool = False


def set_value(path: Path, key: str, value: Value | None) -> None:
    """Let `key` ("theme", or "keys.home" for `home` in the table `keys`) have this value.

    None takes the key out. The file and its folder are made where they are missing, private.
    A link is followed, so that what it points to is changed. Raises `SettingError` when the file
    cannot be read as TOML, cannot be written, or has the key in a form SEL cannot change; then it
    is as it was.
    """
    target = Path(os.path.realpath(path))
    before = _read(target)
    text = _changed(before.removeprefix(_BOM), key, value, path.name)
    if before.startswith(_BOM):
        text = _BOM + text
    if text != before:
        _replace(target, text)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise _refused(path.name, "cannot be read") from error


def _changed(text: str, key: str, value: Value | None, name: str) -> str:
    """The text with the value in it, proven by reading it again. Raises `SettingError`."""
    old = _parsed(text)
    if old is None:
        raise _refused(name, "has a line that cannot be read")
    *table, last = key.split(".")
    lines = text.splitlines(keepends=True)
    new = "".join(_with(lines, tuple(table), last, value))
    wanted = _wanted(old, table, last, value)
    if wanted is None or _parsed(new) != wanted:
        raise _refused(name, f"has {key} in a form that SEL cannot change")
    return new


def _with(lines: list[str], table: tuple[str, ...], key: str, value: Value | None) -> Iterator[str]:
    """The lines with the value put in, changed or taken out."""
    statements = list(_statements(lines))
    mine = [one for one in statements if one.table == table and not one.head]
    found = next((one for one in mine if one.key == key), None)
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    made = "" if value is None else f"{_word(key)} = {toml(value)}"
    if found is not None:
        yield from lines[: found.begin]
        if made:
            yield _indent(lines[found.begin]) + made + _tail(lines[found.begin : found.end], end)
        yield from lines[found.end :]
    elif made:
        at = _place(lines, statements, mine, table)
        before = lines[:at]
        if before and not before[-1].endswith("\n"):
            before[-1] += end
        yield from before
        if table and not any(one.head and one.table == table for one in statements):
            yield (end if before else "") + "[" + ".".join(map(_word, table)) + "]" + end
        yield made + end
        yield from lines[at:]
    else:
        yield from lines


def _place(
    lines: list[str],
    statements: list[_Statement],
    mine: list[_Statement],
    table: tuple[str, ...],
) -> int:
    """The line before which a new key goes: after its table's last one, or its head."""
    heads = [one for one in statements if one.head]
    own = [*(one for one in heads if one.table == table), *mine]
    if own:
        return max(one.end for one in own)
    if table or not heads:
        return len(lines)
    at = heads[0].begin
    while at and lines[at - 1].lstrip().startswith("#"):  # what is said of the first table
        at -= 1
    return at


def _statements(lines: list[str]) -> Iterator[_Statement]:
    table: tuple[str, ...] = ()
    at = 0
    while at < len(lines):
        begin, at = at, at + 1
        if not lines[begin].strip() or lines[begin].lstrip().startswith("#"):
            continue
        if lines[begin].lstrip().startswith("["):
            table = _path(_parsed(lines[begin]) or {})
            yield _Statement(begin, at, table, "", head=True)
            continue
        while (found := _parsed("".join(lines[begin:at]))) is None and at < len(lines):
            at += 1
        yield _Statement(begin, at, table, ".".join(_path(found or {})[:1]))


def _path(values: dict[str, Any]) -> tuple[str, ...]:
    """The names on the way down to the one value there is."""
    names: list[str] = []
    found: Any = values
    while isinstance(found, dict) and len(found) == 1:
        name, found = next(iter(found.items()))
        names.append(name)
    if isinstance(found, list):  # [[many]]: no table that SEL changes
        names.append("[]")
    return tuple(names)


def _tail(lines: list[str], end: str) -> str:
    """The comment after a value, with what is before it, and the line's end."""
    last = lines[-1].rstrip("\r\n")
    whole = _parsed("".join(lines))
    for found in re.finditer(r"\s*#", last):
        if _parsed("".join([*lines[:-1], last[: found.start()]])) == whole:
            return last[found.start() :] + end
    return end


def _wanted(
    old: dict[str, Any], table: list[str], key: str, value: Value | None
) -> dict[str, Any] | None:
    """What the file is to say; None where the table's name is something else's."""
    place = old
    for name in table:
        place = place.setdefault(name, {}) if value is not None else place.get(name, {})
        if not isinstance(place, dict):
            return None
    if value is None:
        place.pop(key, None)
    else:
        plain = value if isinstance(value, str | int | float) else list(value)
        place[key] = plain
    return old


def toml(value: Value) -> str:
    """A value as TOML writes it, on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return "[" + ", ".join(toml(one) for one in value) + "]"


def _word(name: str) -> str:
    return name if _BARE.fullmatch(name) else toml(name)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _parsed(text: str) -> dict[str, Any] | None:
    import tomllib  # lazy: most starts change nothing

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _replace(path: Path, text: str) -> None:
    """Put the text in the file's place; `mkstemp` makes it 0600."""
    beside = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except OSError as error:
        if beside:
            Path(beside).unlink(missing_ok=True)
        raise _refused(path.name, f"cannot be written: {error.strerror}") from error


def _refused(name: str, why: str) -> SettingError:
    return SettingError(
        f"{name} {why}.",
        where=name,
        hint="It is unchanged. `sel paths` says where it is; change it there yourself.",
    )
