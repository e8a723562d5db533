"""Reads `.env` and config.toml and names the line of whatever cannot be read. Writes neither."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sel.errors import SelError, SettingError

_LIMIT = 1 << 20
"""Bytes; a settings file beyond this is a mistake (a model, a device), not settings."""


@dataclass(frozen=True, slots=True)
class Read:
    """The values of one file and the lines they stand in."""

    path: Path
    values: Mapping[str, object] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)

    def place(self, key: str) -> str:
        """File and line of a key, for people."""
        line = self.lines.get(key)
        return f"{self.path.name}, line {line}" if line else self.path.name


def read_config(path: Path, problems: list[SelError]) -> Read:
    """config.toml, or nothing when it is missing or broken; what is wrong joins `problems`."""
    text = _text(path, problems)
    if text is None:
        return Read(path)
    import tomllib  # lazy: most people have no config.toml

    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        problems.append(_broken(path, line))
        return Read(path)
    return Read(path, values, {key: _line_of(key, text) for key in values})


def read_dotenv(path: Path, problems: list[SelError]) -> Read:
    """The `.env` of a folder, or nothing; lines that cannot be read join `problems`."""
    text = _text(path, problems)
    if text is None:
        return Read(path)
    import io  # lazy, like the next one: most folders have no .env

    from dotenv.parser import parse_stream

    values: dict[str, object] = {}
    lines: dict[str, int] = {}
    for binding in parse_stream(io.StringIO(text)):
        if binding.error:
            problems.append(_broken(path, binding.original.line))
        elif binding.key is not None and binding.value is not None:
            values[binding.key] = binding.value
            lines[binding.key] = binding.original.line
    return Read(path, values, lines)


def _text(path: Path, problems: list[SelError]) -> str | None:
    """The file as text; None when it is not there or cannot be read."""
    try:
        # Not a plain file: `.env` may be a virtual environment's folder, which is no mistake.
        if not path.is_file():
            return None
        if path.stat().st_size > _LIMIT:
            problems.append(SettingError(f"{path.name} is too large to be settings."))
            return None
        raw = path.read_bytes()
    except OSError as error:
        problems.append(
            SettingError(f"{path.name} cannot be read.", where=error.strerror or "", hint=_UNUSED)
        )
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(_broken(path, raw.count(b"\n", 0, error.start) + 1))
        return None


_UNUSED = "It is not used and not changed."


def _broken(path: Path, line: int) -> SettingError:
    return SettingError(
        f"{path.name} cannot be read.",
        where=f"{path.name}, line {line}",
        hint=_UNUSED if path.name != ".env" else "That line is passed over.",
    )


def _line_of(key: str, text: str) -> int:
    """The line a top-level key or table stands in; 0 when it is written in some unusual way."""
    start = re.compile(rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[=.\]]""")
    for number, line in enumerate(text.splitlines(), 1):
        if start.match(line):
            return number
    return 0
