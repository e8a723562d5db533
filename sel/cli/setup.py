"""`sel setup`: the app, beginning with the first steps."""

from __future__ import annotations

import argparse

from sel.cli import flags


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "setup",
        help="the first steps again",
        description="Opens the app with the first steps: your name, whether SEL may remember you, "
        "the model, the voice. Nothing is kept before you confirm it.",
    )
    flags.add(parser)
    parser.set_defaults(run=_run, setup=True)


def _run(args: argparse.Namespace) -> int:
    from sel.cli.app import open_app

    return open_app(args)
