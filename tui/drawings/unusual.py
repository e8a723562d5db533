"""When hormones went out of their usual ways, and what happened then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from textual.content import Content

from tui.drawings import words
from tui.drawings.bars import bar
from tui.drawings.found import NAMES, Looked, curve, level, look_of, missing
from tui.drawings.plot import Mark
from tui.text import one_line

WHEN, WHAT, LEVELS, BAR = 15, 14, 13, 8
NOTHING = "Nothing out of the ordinary."


def episodes(seen: Looked) -> list[tuple[str, Mapping[str, Any]]]:
    """All of them with their hormone, the newest first."""
    found = [
        (name, one)
        for name in NAMES
        if not missing(entry := seen.entry(name)) and isinstance(entry, list)
        for one in entry
    ]
    return sorted(found, key=lambda pair: -pair[1]["at"])


def rows(seen: Looked, width: int, most: int) -> Content:
    """The newest episodes: when, which hormone, how far from the usual, what happened then."""
    lines = [words.caption("out of the usual")]
    found = episodes(seen)
    if not found:
        lines.append(words.calm(NOTHING))
    for name, one in found[:most]:
        lines.append(_row(seen, name, one, width))
    if len(found) > most:
        lines.append(words.calm(f"and {len(found) - most:,} before"))
    for why, name in _unknown(seen):
        lines.append(words.calm(f"{name}: {why}"))
    return words.stacked(lines)


def _unknown(seen: Looked) -> Iterator[tuple[str, str]]:
    """Why nothing can be told, and of which hormones, each reason once."""
    whys = [(missing(seen.entry(name)), name) for name in NAMES]
    for why in dict.fromkeys(why for why, _ in whys if why):
        yield why, ", ".join(name for other, name in whys if other == why)


def _row(seen: Looked, name: str, one: Mapping[str, Any], width: int) -> Content:
    reasons = ", ".join(map(str, one["reasons"])) or "nothing I know of"
    room = width - WHEN - WHAT - LEVELS - BAR - 2
    away = f"{level(one['value'])} for {level(one['usual'])}"
    pieces = [
        (words.when(one["at"]).ljust(WHEN), "$quiet"),
        (name.ljust(WHAT), f"bold {look_of(name)}" if name == seen.chosen else look_of(name)),
        (away.ljust(LEVELS), "$foreground"),
        (bar(one["severity"], BAR), look_of(name)),
    ]
    if room >= 12:
        return Content.assemble(*pieces, (f"  {one_line(reasons, room)}", "$quiet"))
    under = one_line(reasons, width - WHEN)
    return Content.assemble(*pieces, (f"\n{'':<{WHEN}}{under}", "$quiet"))


def picture(seen: Looked, width: int, height: int) -> Content:
    """The chosen hormone, with its episodes marked."""
    entry = seen.entry(seen.chosen)
    why = missing(entry)
    mine = [] if why else list(entry)
    marks = [
        Mark(
            at=(one["at"], one["value"]),
            character="▲" if one["value"] > one["usual"] else "▼",
            look="$foreground",
        )
        for one in mine
    ]
    note = why or (f"{len(mine)} marked ▲▼" if mine else "as usual")
    caption = words.caption(seen.chosen, note)
    return words.stacked([caption, curve(seen, width, height - 1, marks=marks)])
