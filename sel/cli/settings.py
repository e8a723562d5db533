"""`sel settings`: every setting, its value and where it came from."""

from __future__ import annotations

import argparse
import json
import sys

from sel.cli import flags
from sel.config.load import Loaded
from sel.config.settings import TABLE


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "settings", help="every setting, its value and where it came from"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")
    flags.add(parser)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    loaded: Loaded = args.loaded
    for problem in loaded.problems:
        print(problem.sentence(), file=sys.stderr)
    rows = {key: entry.shown(loaded.settings) for key, entry in TABLE.items()}
    if args.json:
        whole = {key: {"value": rows[key], "source": loaded.sources[key]} for key in rows}
        print(json.dumps(whole))
        return 0
    width = max(map(len, rows))
    for key, value in rows.items():
        print(f"{key:<{width}}  {_plain(value)}  ({loaded.sources[key]})")
    return 0


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value) if value != "" else "-"
