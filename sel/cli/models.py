"""`sel models`: the models on this machine and on a hub. Each of its actions has its file."""

from __future__ import annotations

import argparse
import importlib

PARTS = (
    "sel.cli.models_list",
    "sel.cli.models_search",
    "sel.cli.models_pull",
    "sel.cli.models_use",
    "sel.cli.models_info",
    "sel.cli.models_remove",
)
"""Modules of the actions, in the order of `sel models --help`; each offers `register(actions)`."""

ELSEWHERE = {
    "ls": "list",
    "get": "pull",
    "download": "pull",
    "run": "use",
    "show": "info",
    "rm": "remove",
    "delete": "remove",
}
"""What people are used to from other programs → what it is here."""


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its own subcommands."""
    parser = subparsers.add_parser(
        "models",
        help="the models on this machine, and more of them",
        description="Models on this machine, and more of them from a hub. Alone it lists them.",
        otherwise="list",
        elsewhere=ELSEWHERE,
    )
    actions = parser.add_subparsers(title="actions", metavar="action", required=True)
    for part in PARTS:
        importlib.import_module(part).register(actions)
