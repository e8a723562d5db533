"""`sel mood simulate`: hours on end in which nothing happens, drawn or as rows."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sel.affect import dynamics
from sel.affect.drives import drives
from sel.affect.hormones import INDEX, NAMES, Levels, named
from sel.affect.mood import mood
from sel.errors import SettingError

SHADES = "▁▂▃▄▅▆▇█"
COLUMNS = 72
"""Widest plot, without its margins."""

LONGEST_HOURS = 24 * 366


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the action to `sel mood`."""
    parser = actions.add_parser("simulate", help="hours on end in which nothing happens")
    parser.add_argument("--hours", type=float, default=48.0, help="how long (default 48)")
    parser.add_argument("--start-hour", type=float, default=0.0, help="local hour (default 0)")
    parser.add_argument("--step", type=float, default=60.0, help="minutes between rows (60)")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="HORMONE=LEVEL",
        dest="disturbed",
        help="begin with this level instead of the resting one",
    )
    parser.add_argument("--alone", action="store_true", help="as when left alone from the start")
    shape = parser.add_mutually_exclusive_group()
    # SUPPRESS: `sel mood --json simulate` means it, too.
    shape.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object a row"
    )
    shape.add_argument("--plot", action="store_true", help="draw it (the default)")
    parser.set_defaults(run=run)


@dataclass(frozen=True, slots=True)
class Row:
    """One moment of a simulation."""

    minute: float
    hour: float
    levels: Levels

    def as_dict(self) -> dict[str, object]:
        """The row as it is printed: time, levels, and what they amount to."""
        rest = dynamics.rest(self.hour)
        wants = drives(self.levels, rest)
        return {
            "minute": self.minute,
            "hour": round(self.hour, 4),
            "levels": named(self.levels),
            "drives": wants.as_dict(),
            "mood": mood(self.levels, rest, wants),
        }


def run(args: argparse.Namespace) -> int:
    """Show hours on end in which nothing happens. Raises `SettingError` for wrong numbers."""
    _check(args)
    rows = list(simulate(args))
    if args.json:
        for row in rows:
            print(json.dumps(row.as_dict()))
        return 0
    for line in _plot(rows):
        print(line)
    return 0


def simulate(args: argparse.Namespace) -> Iterator[Row]:
    """The rows, `step` minutes apart, the first and the last moment among them."""
    levels = _disturbed(dynamics.rest(args.start_hour), args.disturbed)
    minute, end = 0.0, args.hours * 60
    while True:
        yield Row(minute, (args.start_hour + minute / 60) % 24, levels)
        if minute >= end:
            return
        step = min(args.step, end - minute)
        hour = args.start_hour + minute / 60
        levels = dynamics.advance(levels, step, hour, minute if args.alone else None)
        minute += step


def _check(args: argparse.Namespace) -> None:
    if not 0 < args.hours <= LONGEST_HOURS:
        raise SettingError("--hours must be more than 0 and at most a year.")
    if not 0 <= args.start_hour <= 24:
        raise SettingError("--start-hour must be from 0 to 24.")
    if not args.step >= 1 / 60:
        raise SettingError("--step must be a second (0.0167 minutes) or more.")


def _disturbed(levels: Levels, wishes: list[str]) -> Levels:
    changed = list(levels)
    for wish in wishes:
        name, _, text = wish.partition("=")
        try:
            place, level = INDEX[name], float(text)
        except (KeyError, ValueError):
            level = -1.0
        if not 0 <= level <= 1:
            hint = f"Use HORMONE=LEVEL, a level from 0 to 1, with one of: {', '.join(NAMES)}."
            raise SettingError(f"--set does not understand {wish!r}.", hint=hint)
        changed[place] = level
    return tuple(changed)


def _plot(rows: list[Row]) -> Iterator[str]:
    shown = _thinned(rows)
    for name, place in INDEX.items():
        line = [row.levels[place] for row in shown]
        yield f"{name:<13}{_spark(line)}  {min(line):.2f} to {max(line):.2f}"
    yield f"{'':<13}{_axis(shown)}"


def _thinned(rows: list[Row]) -> list[Row]:
    """As many rows as there are columns, evenly."""
    if len(rows) <= COLUMNS:
        return rows
    return [rows[round(place * (len(rows) - 1) / (COLUMNS - 1))] for place in range(COLUMNS)]


def _spark(line: list[float]) -> str:
    """Block characters between the line's own lowest and highest value."""
    low, span = min(line), max(line) - min(line)
    if span < 1e-6:
        return SHADES[0] * len(line)
    return "".join(SHADES[min(7, int((value - low) / span * 8))] for value in line)


def _axis(rows: list[Row]) -> str:
    """The local hour under every twelfth column."""
    marks: Mapping[int, str] = {
        place: f"{int(rows[place].hour):02d}h" for place in range(0, len(rows), 12)
    }
    axis = [" "] * (len(rows) + 3)
    for place, mark in marks.items():
        axis[place : place + len(mark)] = mark
    return "".join(axis).rstrip()
