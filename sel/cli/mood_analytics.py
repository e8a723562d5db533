"""`sel mood trends|anomalies|correlations|circadian|forecast`: what a history of hormones tells.

Finds the history (that of the SEL that runs, else what is kept), has it looked into, prints.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from functools import partial
from pathlib import Path

from sel.affect.analytics import looking
from sel.affect.analytics.looking import DAYS, Analysis, Found, Window
from sel.affect.analytics.points import NotEnough
from sel.brain.hormones.face import MOST_DAYS
from sel.cli import flags, mood_analytics_draw, mood_analytics_file, mood_history
from sel.cli.mood_history import Read
from sel.cli.plain import safe
from sel.errors import SettingError

ACTIONS: dict[Analysis, str] = {
    "trends": "where each hormone is going, in levels per hour",
    "anomalies": "what was unusual, and what happened then",
    "correlations": "which hormones move together",
    "circadian": "the rhythm of the day, and the best hours to talk",
    "forecast": "the next 24 hours, with an interval that holds four times in five",
}

SHOWN_BROKEN = 5
"""Broken lines named on the screen; `--json` names them all."""

NOTHING = (
    "There is no history of hormones yet. SEL has one while it runs, and keeps it\n"
    "here once it may remember you. To look into one of yours: --file HISTORY.jsonl."
)


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the five actions to `sel mood`."""
    for name, text in ACTIONS.items():
        parser = actions.add_parser(name, help=text, description=f"Shows {text}.")
        parser.add_argument("--channel", default="desk", metavar="C", help="default: desk")
        parser.add_argument(
            "--file",
            type=Path,
            metavar="HISTORY.jsonl",
            help='a line per sample: {"at": Unix seconds, "levels": {"dopamine": 0.2, ...}}',
        )
        parser.add_argument(
            "--days", type=float, default=DAYS[name], help=f"look back ({DAYS[name]:g})"
        )
        # SUPPRESS: `sel mood --json trends` means it, too.
        parser.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object"
        )
        flags.add(parser)
        parser.set_defaults(run=partial(run, action=name))


def run(args: argparse.Namespace, action: Analysis) -> int:
    """Show one of `ACTIONS`. Raises `SettingError` for wrong numbers, `StoreError` for what cannot
    be read."""
    check_days(args.days)
    read = _read(args)
    window = looking.window(read.history, args.days, read.now)
    if window is None:
        found: Found | NotEnough = NotEnough(_nothing(args))
    else:
        found = looking.FINDERS[action](window, read.happenings)
    if args.json:
        print(json.dumps(_as_json(args.channel, action, window, found, read)))
        return 0
    say_broken(read)
    for line in mood_analytics_draw.lines(action, args.channel, window, found, colour=_colour()):
        print(line)
    return 0


def check_days(days: float) -> None:
    """Raise `SettingError` for a span that is none."""
    if not 0 < days <= MOST_DAYS:
        raise SettingError("--days must be more than 0 and at most a hundred years.")


def _read(args: argparse.Namespace) -> Read:
    """The history of the channel: the file's, else the one SEL has."""
    zone = args.loaded.settings.timezone
    if args.file is not None:
        return mood_analytics_file.read(args.file, args.channel, zone)
    return mood_history.read(args.paths, args.channel, zone)


def _nothing(args: argparse.Namespace) -> str:
    if args.file is not None:
        return f"There is no sample of channel {safe(args.channel)} in that file."
    return NOTHING


def say_broken(read: Read) -> None:
    """Tell what could not be read, on stderr."""
    rows = [f"line {number}: {why}" for number, why in read.broken[:SHOWN_BROKEN]]
    if len(read.broken) > SHOWN_BROKEN:
        rows.append(f"and {len(read.broken) - SHOWN_BROKEN} more lines that cannot be read")
    for row in (*rows, *read.said):
        print(row, file=sys.stderr)


def _as_json(
    channel: str, action: Analysis, window: Window | None, found: Found | NotEnough, read: Read
) -> dict[str, object]:
    seen: dict[str, object] = {"channel": channel, "broken": len(read.broken), "said": read.said}
    seen["broken_lines"] = [{"line": number, "why": why} for number, why in read.broken]
    if window is not None:
        seen |= {"since": window.since, "until": window.until, "tier": window.tier.name}
        seen["readings"] = len(window.readings)
    return {**seen, action: looking.as_json(found)}


def _colour() -> bool:
    """Whether there is a terminal that wants colours."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM", "") not in {"", "dumb"}
    return wanted and sys.stdout.isatty()
