"""The day of each hormone: when it peaks, and the best hours to talk."""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import fmean
from typing import Any

from textual.content import Content

from tui.drawings import words
from tui.drawings.found import (
    CLEAR,
    NAME,
    NAMES,
    TALLEST,
    Looked,
    bounds,
    head,
    level,
    look_of,
    missing,
    named,
    strip,
)
from tui.drawings.plot import Axes, Line, Mark, plot

DAY = 24
ROOM_FOR_STRENGTH = 64


def curve_of(entry: Mapping[str, Any], hour: float) -> float:
    """The level the rhythm has at an hour of the day."""
    turn = (hour - entry["peak"]) / DAY * math.tau
    return float(entry["middle"] + entry["amplitude"] * math.cos(turn))


def rows(seen: Looked, width: int) -> Content:
    """Every hormone: its day from midnight to midnight, its peak and its trough."""
    strength = width >= ROOM_FOR_STRENGTH
    day = f"{'0':<6}{'6':<6}{'12':<6}{'18':<6}"
    last = f"{'strength':>10}" if strength else ""
    columns = f"{'':<{NAME}}{day}{'peak':>7}{'trough':>8}{last}"
    lines = head("by the hour of the day", columns)
    for name in NAMES:
        entry = seen.entry(name)
        pieces = _row(entry, name, strength)
        lines.append(Content.assemble(named(name, seen.chosen), *pieces))
    return words.stacked([*lines, Content(""), best_hours(seen, 3 if strength else 2)])


def _row(entry: Any, name: str, strength: bool) -> list[tuple[str, str]]:
    if why := missing(entry):
        return [(why, "$quiet")]
    clear = entry["p"] is None or entry["p"] < CLEAR
    levels = [curve_of(entry, hour + 0.5) for hour in range(DAY)]
    pieces = [
        *strip(levels, look_of(name) if clear else "$spark"),
        (
            f"{words.hour(entry['peak']):>7}{words.hour(entry['trough']):>8}",
            "$foreground" if clear else "$quiet",
        ),
    ]
    if strength:
        pieces.append((f"{level(entry['strength']):>10}", "$quiet"))
    return pieces


def best_hours(seen: Looked, most: int) -> Content:
    """When talking went best, as a row of the day's hours, the first so many of them in words."""
    best = seen.analysis.found.get("best_hours")
    if not isinstance(best, list) or not best:
        return words.calm("The best hours to talk are not known yet.")
    hours = {int(one["hour"]) % DAY for one in best[:4]}
    strip = "".join("━" if hour in hours else "─" for hour in range(DAY))
    told = ", ".join(words.hour(one["hour"]) for one in best[:most])
    pieces = [(cell, "$sel" if cell == "━" else "$faint") for cell in strip]
    return Content.assemble(
        ("best to talk".ljust(NAME), "bold $foreground"), *pieces, (f"  {told}", "$foreground")
    )


def picture(seen: Looked, width: int, height: int) -> Content:
    """The chosen hormone's day: its rhythm, and dots for what it was at each hour."""
    entry = seen.entry(seen.chosen)
    measured = _by_hour(seen)
    if why := missing(entry):
        return words.stacked([words.caption(seen.chosen), words.calm(why)])
    line = [(hour / 4, curve_of(entry, hour / 4)) for hour in range(DAY * 4 + 1)]
    marks = [
        Mark(at=(hour + 0.5, value), character="·", look="$quiet")
        for hour, value in measured.items()
    ]
    marks += [
        Mark(at=(entry[end], curve_of(entry, entry[end])), character=sign, look="$foreground")
        for end, sign in (("peak", "▲"), ("trough", "▼"))
    ]
    labels = [(float(hour), words.hour(hour % DAY)) for hour in range(0, DAY + 1, 6)]
    values = [y for _, y in line] + list(measured.values())
    axes = Axes(x=(0.0, 24.0), y=bounds(values), labels=labels, figure=level)
    note = f"▲ {words.hour(entry['peak'])}   ▼ {words.hour(entry['trough'])}   · as it was"
    drawn = plot(
        axes,
        width,
        min(max(height - 1, 5), TALLEST),
        [Line(points=line, look=seen.look)],
        marks=marks,
    )
    return words.stacked([words.caption(seen.chosen, note), drawn])


def _by_hour(seen: Looked) -> dict[int, float]:
    """The mean level at each hour of the day, of those there are."""
    found: dict[int, list[float]] = {}
    for at, value in zip(seen.hours.at, seen.hours.means.get(seen.chosen, ()), strict=False):
        found.setdefault(words.local(at).hour, []).append(value)
    return {hour: fmean(values) for hour, values in found.items()}
