"""`sel memory`: what SEL remembers, from the command line. Each group of commands has its file."""

from __future__ import annotations

import argparse

from sel.cli import (
    memory_change,
    memory_consent,
    memory_enrich,
    memory_export,
    memory_forget,
    memory_import,
    memory_search,
    memory_show,
)


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its own subcommands."""
    parser = subparsers.add_parser(
        "memory",
        otherwise="stats",
        help="what SEL remembers: see, search, correct, forget",
        description="Nothing is kept of anybody who did not say yes (`sel memory consent`).",
    )
    actions = parser.add_subparsers(title="actions", metavar="action", required=True)
    for part in (
        memory_consent,
        memory_import,
        memory_search,
        memory_show,
        memory_change,
        memory_forget,
        memory_enrich,
        memory_export,
    ):
        part.register(actions)
