"""`sel voice`: whether SEL can listen and speak here. Each of its subcommands has its file."""

from __future__ import annotations

import argparse
import importlib

from sel.cli import flags

PARTS = (
    "sel.cli.voice_devices",
    "sel.cli.voice_say",
    "sel.cli.voice_transcribe",
    "sel.cli.voice_pull",
    "sel.cli.voice_bench",
)
"""Modules of the subcommands, in the order of `sel voice --help`; each offers
`register(actions)`."""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its own subcommands."""
    parser = subparsers.add_parser(
        "voice",
        help="listening and speaking: devices, models, trying them out",
        description="Without an action: whether SEL can listen and speak here, and what to do.",
    )
    flags.add(parser)
    parser.set_defaults(run=_state)
    actions = parser.add_subparsers(title="actions", metavar="action")
    for part in PARTS:
        importlib.import_module(part).register(actions)


def _state(args: argparse.Namespace) -> int:
    from sel.cli.doctor import line
    from sel.cli.doctor_check import House
    from sel.cli.doctor_voice import voice_checks

    checks = list(voice_checks(House(args.loaded, args.paths)))
    for check in checks:
        print(line(check))
    ready = all(check.status == "ok" for check in checks)
    print("\nSEL can listen and speak: F4, or /voice." if ready else "\nSEL cannot do both yet.")
    return 0 if ready else 1
