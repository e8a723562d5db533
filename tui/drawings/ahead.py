"""The next day of each hormone, as far as it can be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual.content import Content

from tui.drawings import words
from tui.drawings.found import (
    NAME,
    NAMES,
    Looked,
    curve,
    head,
    level,
    look_of,
    missing,
    named,
    strip,
)
from tui.drawings.plot import Band, Line

ROOM_FOR_HOURS, FIGURE = 72, 8
Steps = Sequence[Mapping[str, Any]]


def rows(seen: Looked, width: int) -> Content:
    """Every hormone: the next hours, and how low and high it will go."""
    hours = width >= ROOM_FOR_HOURS
    gap = 18 if hours else FIGURE
    columns = f"{'':<{NAME}}{'now':<18}{'+24 h':>6}{'lowest':>{gap}}{'highest':>{gap}}"
    lines = head("the day ahead", columns[:width])
    for name in NAMES:
        lines.append(Content.assemble(named(name, seen.chosen), *_row(seen, name, hours)))
    return words.stacked(lines)


def _row(seen: Looked, name: str, hours: bool) -> list[tuple[str, str]]:
    entry = seen.entry(name)
    if (why := missing(entry)) or not entry:
        return [(why or "nothing can be told", "$quiet")]
    levels = [step["level"] for step in entry]
    low = min(entry, key=lambda step: step["level"])
    high = max(entry, key=lambda step: step["level"])
    pieces = strip(levels, look_of(name))
    for step in (low, high):
        at = f" at {words.hour(step['hour'])}" if hours else ""
        room = 9 if hours else FIGURE
        pieces += [(f"{level(step['level']):>{room}}", "$foreground"), (at, "$quiet")]
    return pieces


def picture(seen: Looked, width: int, height: int) -> Content:
    """The chosen hormone: how it went, how it may go on, and between what."""
    entry = seen.entry(seen.chosen)
    if (why := missing(entry)) or not entry:
        return words.stacked([words.caption(seen.chosen), words.calm(why or "nothing can be told")])
    line = [(step["at"], step["level"]) for step in entry]
    low = [(step["at"], step["low"]) for step in entry]
    high = [(step["at"], step["high"]) for step in entry]
    now = seen.hours.until
    drawn = curve(
        seen,
        width,
        height - 1,
        lines=[Line(points=line, look="bold $foreground")],
        bands=[Band(low=low, high=high, look="$faint")],
        until=max(entry[-1]["at"], now),
    )
    note = f"from {words.hour(_hour(now))} on; between the dots most of the time"
    return words.stacked([words.caption(seen.chosen, note), drawn])


def _hour(at: float) -> float:
    moment = words.local(at)
    return moment.hour + moment.minute / 60
