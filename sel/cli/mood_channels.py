"""`sel mood channels`: one channel beside the others, hormone by hormone."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

from sel.affect.analytics import looking
from sel.affect.analytics.channels import Comparison
from sel.affect.analytics.points import NotEnough
from sel.cli import flags, mood_history
from sel.cli.mood_analytics import check_days, say_broken
from sel.cli.plain import safe
from sel.events import DESK

SMALLEST = 0.005
"""Levels. Less is no difference on the screen, however sure it is."""

ALONE = "There is no other channel to compare with."


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the action."""
    text = "how the hormones differ between channels"
    parser = actions.add_parser("channels", help=text, description=f"Shows {text}.")
    parser.add_argument("--channel", default=DESK, metavar="C", help="the one that is compared")
    parser.add_argument(
        "--days",
        type=float,
        default=looking.COMPARED_DAYS,
        help=f"look back ({looking.COMPARED_DAYS:g})",
    )
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object"
    )
    flags.add(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compare and print. Raises `SettingError`, `StoreError`."""
    check_days(args.days)
    there = mood_history.read_all(args.paths, args.loaded.settings.timezone)
    histories = {name: read.history for name, read in there.items()}
    now = min((read.now for read in there.values()), default=0.0)
    found = looking.compare(args.channel, histories, args.days, now)
    if args.json:
        print(json.dumps({"channel": args.channel, "channels": looking.as_json(found)}))
        return 0
    for read in [*there.values()][:1]:
        say_broken(read)
    for line in _lines(args.channel, found):
        print(line)
    return 0


def _lines(channel: str, found: dict[str, Any]) -> Iterator[str]:
    if not found:
        yield ALONE
    for other, rows in found.items():
        yield f"{safe(channel)} beside {safe(other)}"
        yield f"  {'':<14}here  there"
        told = [(name, one) for name, one in rows.items() if isinstance(one, Comparison)]
        for name, one in told:
            yield f"  {name:<14}{one.first:.2f}  {one.second:.2f}  {_verdict(one)}"
        if not told:
            missing = next(one for one in rows.values() if isinstance(one, NotEnough))
            yield f"  not enough yet: {missing.why}"


def _verdict(one: Comparison) -> str:
    if one.verdict == "alike" or abs(one.difference) < SMALLEST:
        return "alike"
    return (
        f"{one.verdict} by {abs(one.difference):.2f} ({max(one.wins, 1 - one.wins):.0%} of pairs)"
    )
