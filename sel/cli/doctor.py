"""`sel doctor`: what works here, what does not, and the fix. Changes nothing."""

from __future__ import annotations

import argparse
import dataclasses
import json

from sel.cli import flags
from sel.cli.doctor_bridge import bridge_checks
from sel.cli.doctor_check import Check, House
from sel.cli.doctor_engine import engine_checks
from sel.cli.doctor_machine import machine_checks
from sel.cli.doctor_voice import voice_checks


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser("doctor", help="what works here, what does not, and the fix")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    flags.add(parser)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    house = House(args.loaded, args.paths)
    checks = [
        *machine_checks(house),
        *voice_checks(house),
        *bridge_checks(args.token),
        *engine_checks(house),
    ]
    talks = can_talk(checks)
    if args.json:
        print(json.dumps({"talks": talks, "checks": [dataclasses.asdict(one) for one in checks]}))
    else:
        for one in checks:
            print(line(one))
        print("\nSEL can talk." if talks else "\nSEL cannot talk until the problems are mended.")
    return 0 if talks else 1


def can_talk(checks: list[Check]) -> bool:
    """Whether none of what SEL cannot do without is a problem."""
    return not any(one.vital and one.status == "problem" for one in checks)


def line(check: Check) -> str:
    """One finding as people read it."""
    fix = f"\n{'':9}fix: {check.fix}" if check.fix else ""
    return f"{check.status:<9}{check.name}: {check.detail}{fix}"
