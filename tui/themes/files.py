"""Themes people write: `themes/NAME.toml` beside config.toml. What is wrong in one is named.

    dark = true                 # or false
    background = "#10140f"      # each of these may be left away
    foreground = "#d8dccf"
    sel = "#a9c27c"             # SEL's colour
    person = "#7fb8a8"          # yours
    partner = "sel-paper"       # where Ctrl+T leads

Every other name in `tui.themes.derive.COLOURS` may be given, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from textual.color import Color, ColorParseError
from textual.theme import Theme

from sel.errors import SelError, SettingError
from tui.theme import ABOUT
from tui.themes.derive import AA, COLOURS, derived, weak

FOLDER = "themes"
MOST, LARGEST = 50, 64 * 1024
"""Files looked at, and bytes of one: beyond that it is something else."""
_NAME = re.compile(r"[\w-]{1,40}")
_LOST = "That colour is mixed from the others until it is mended."


@dataclass(frozen=True, slots=True)
class Found:
    """A theme from a file, where a toggle leads from it, and what is to be told about it."""

    theme: Theme
    partner: str = ""
    problems: tuple[SelError, ...] = ()


@dataclass(slots=True)
class Folder:
    """The person's themes, read again where a file is another than before."""

    path: Path
    found: dict[str, Found] = field(default_factory=dict)
    _seen: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def look(self) -> tuple[tuple[Found, ...], tuple[SelError, ...]]:
        """What is new or changed since the last look, and what could not be read."""
        news: list[Found] = []
        problems: list[SelError] = []
        for path, stamp in self._files():
            if self._seen.get(path) == stamp:
                continue
            self._seen[path] = stamp
            try:
                found = read(path)
            except SelError as error:
                problems.append(error)
                continue
            self.found[found.theme.name] = found
            news.append(found)
        return tuple(news), tuple(problems)

    def _files(self) -> Iterator[tuple[Path, tuple[int, int]]]:
        try:
            files = sorted(one for one in self.path.iterdir() if one.suffix == ".toml")[:MOST]
        except OSError:  # there is no such folder, which is usual
            return
        for one in files:
            try:
                state = one.stat()
            except OSError:
                continue
            yield one, (state.st_mtime_ns, state.st_size)


def read(path: Path) -> Found:
    """The theme in a file. Raises `SettingError` where there is none in it."""
    name, where = path.stem, f"{FOLDER}/{path.name}"
    if name in ABOUT:
        raise SettingError(
            f"A theme called {name} is there already.",
            where=where,
            hint="Give the file another name.",
        )
    if not _NAME.fullmatch(name):
        raise SettingError(
            "A theme's name has letters, digits and - only.", where=where, hint="Rename the file."
        )
    values = _values(path, where)
    problems: list[SelError] = []
    colours = dict(_colours(values, where, problems))
    dark = values.get("dark", _is_dark(colours))
    if not isinstance(dark, bool):
        problems.append(SettingError("dark is true or false.", where=where, hint="It is guessed."))
        dark = _is_dark(colours)
    partner = values.get("partner", "")
    theme = derived(name, colours, dark=dark)
    problems += _hard_to_read(theme, where)
    return Found(theme, partner if isinstance(partner, str) else "", tuple(problems))


def _values(path: Path, where: str) -> Mapping[str, Any]:
    import tomllib  # lazy: few people write a theme

    try:
        if path.stat().st_size > LARGEST:
            raise SettingError("This is too large to be a theme.", where=where)
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingError(
            "A theme cannot be read.", where=where, hint=error.strerror or ""
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        line = re.search(r"line \d+", str(error))
        place = f"{where}, {line[0]}" if line else where
        raise SettingError(
            "A theme cannot be read.", where=place, hint="Mend that line; SEL looks again at once."
        ) from error


def _colours(
    values: Mapping[str, Any], where: str, problems: list[SelError]
) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if name in ("dark", "partner"):
            continue
        if name not in COLOURS:
            problems.append(_unknown(name, where))
            continue
        try:
            colour = Color.parse(value if isinstance(value, str) else "")
            opaque = colour.a == 1.0 and colour.ansi is None and not colour.auto
        except ColorParseError:
            opaque = False
        if opaque:
            yield name, colour.hex
        else:
            title = f'{name} is no colour: write "#rrggbb".'
            problems.append(SettingError(title, where=where, hint=_LOST))


def _unknown(name: str, where: str) -> SettingError:
    import difflib

    near = difflib.get_close_matches(name, COLOURS, n=1, cutoff=0.6)
    hint = f"Did you mean {near[0]}?" if near else "docs/themes.md lists what there is."
    return SettingError(f"A theme has no colour called {name}.", where=where, hint=hint)


def _hard_to_read(theme: Theme, where: str) -> Iterator[SelError]:
    for name, ground, has in weak(theme):
        yield SettingError(
            f"{name} is hard to read on {ground}: a contrast of {has:.1f}, where {AA} is needed.",
            where=where,
            hint=f"Make {name} {'lighter' if theme.dark else 'darker'}; it is used as it is.",
        )


def _is_dark(colours: Mapping[str, str]) -> bool:
    """Whether the background, or else the writing, says so."""
    if "background" in colours:
        return Color.parse(colours["background"]).brightness < 0.5
    return "foreground" not in colours or Color.parse(colours["foreground"]).brightness >= 0.5
