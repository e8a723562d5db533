"""`sel mood`: hormones, drives and mood now.

Knows how to draw, and nothing of how levels come about.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import importlib.util
import json
import time
from collections.abc import Iterator

from sel.affect import clock
from sel.affect.mood import face
from sel.affect.state import at_rest
from sel.brain.door.control import ask
from sel.cli import flags, mood_analytics, mood_channels, mood_compare, mood_simulate
from sel.events import AffectView, HormoneMove
from sel.paths import Paths

BAR = 30
"""Columns of a full bar."""

SHOWN_MOVES = 8


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its own subcommands."""
    parser = subparsers.add_parser("mood", help="hormones, drives and mood; how they move")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    flags.add(parser)
    parser.set_defaults(run=run_mood)
    actions = parser.add_subparsers(prog="sel mood", title="actions", metavar="action")
    mood_simulate.register(actions)
    mood_compare.register(actions)
    mood_analytics.register(actions)
    mood_channels.register(actions)
    if importlib.util.find_spec("sel.cli.appraise"):
        importlib.import_module("sel.cli.appraise").register_appraise(actions)


def run_mood(args: argparse.Namespace, live: AffectView | None = None) -> int:
    """Show the inner state: `live` of a running SEL, or how it would rest at this hour."""
    settings = args.loaded.settings
    now = time.time()
    hour = clock.local_hour(now, settings.timezone)
    live = live or _running(args.paths)
    view = live or at_rest(now, hour, settings.mode).view()
    look = face(view.mood)
    if args.json:
        print(json.dumps({**dataclasses.asdict(view), "face": look, "live": live is not None}))
        return 0
    for line in _lines(view, look, hour, live=live is not None):
        print(line)
    return 0


def _running(paths: Paths) -> AffectView | None:
    """The inner state of the SEL that runs here, if one does."""
    answer = ask(paths, {"ask": "affect"})
    if answer is None:
        return None
    values = answer["affect"]
    values["moves"] = tuple(HormoneMove(**move) for move in values["moves"])
    return AffectView(**values)


def _lines(view: AffectView, look: str, hour: float, *, live: bool) -> Iterator[str]:
    yield f"{view.mood}  {look}   mode: {view.mode}"
    if not live:
        yield f"No SEL is running; this is how it rests at {_clock(hour)}."
    yield ""
    for name, level in view.levels.items():
        yield _bar(name, level, view.targets.get(name))
    yield ""
    for name, size in view.drives.items():
        yield _bar(name, size)
    if view.moves:
        yield ""
        yield from (f"  {move}" for move in view.moves[-SHOWN_MOVES:])


def _bar(name: str, level: float, rest: float | None = None) -> str:
    cells = ["█"] * round(level * BAR)
    cells += ["·"] * (BAR - len(cells))
    if rest is None:
        return f"{name:<13}{''.join(cells)} {level:.2f}"
    cells[min(BAR - 1, round(rest * BAR))] = "│"
    return f"{name:<13}{''.join(cells)} {level:.2f}  (rests at {rest:.2f})"


def _clock(hour: float) -> str:
    minutes = round(hour * 60) % 1440
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
