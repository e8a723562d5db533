"""`sel paths`: where SEL keeps things. Creates nothing."""

from __future__ import annotations

import argparse
import dataclasses
import json

from sel.cli.logs import file_in
from sel.paths import Paths


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("paths", help="where SEL keeps things")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    rows = named(args.paths)
    if args.json:
        print(json.dumps(rows))
        return 0
    width = max(map(len, rows))
    for name, path in rows.items():
        print(f"{name:<{width}}  {path}")
    return 0


def named(paths: Paths) -> dict[str, str]:
    """Every folder, and the files a person may look for, by name."""
    rows = {name: str(path) for name, path in dataclasses.asdict(paths).items()}
    return rows | {
        "config_file": str(paths.config_file),
        "sessions": str(paths.sessions),
        "persona_file": str(paths.persona_file),
        "log_file": str(file_in(paths)),
    }
