"""`sel models list`: every model, what it is, whether it fits, how fast it was, what it is for."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from sel.cli import flags
from sel.cli.models_home import WORDS, parameters, shelf, size
from sel.cli.plain import safe
from sel.errors import SettingError
from sel.model_events import ModelView

HEAD = ("name", "size", "params", "weights", "context", "fit", "t/s", "expert", "kept by")
FIGURES = ("size", "params", "context", "t/s")
"""Columns of numbers, which end together."""
WIDEST = 36
"""A longer name pushes its own line along, not all others'."""


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the action."""
    parser = actions.add_parser("list", help="every model, its file and its role")
    parser.add_argument("--json", action="store_true", help="one JSON array")
    parser.add_argument(
        "--folder", action="append", default=[], metavar="DIR", help="look through this, too"
    )
    flags.add(parser)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    for folder in args.folder:
        if not Path(folder).expanduser().is_dir():
            raise SettingError("There is no such folder.", where=folder)
    views = shelf(args.loaded, args.paths, args.folder).views
    if args.json:
        print(json.dumps([as_json(view) for view in views]))
        return 0
    useful = [view for view in views if view.talks]
    for line in table(useful):
        print(safe(line))
    useless = [view for view in views if not view.talks]
    if useless:
        print("\nOf no use to talk to:" if useful else "Of no use to talk to:")
    for view in useless:
        print(safe(_useless(view)))
    print(f"\nGGUF files in {args.paths.models} are found by name.")
    print("One in full: `sel models info NAME`. More: `sel models search WORDS`.")
    return 0


def as_json(view: ModelView) -> dict[str, object]:
    """Plain values; with what it needs in all."""
    plain = asdict(view)
    if view.fit is not None:
        plain["fit"]["need"] = view.fit.need
    return plain


def table(views: Sequence[ModelView]) -> list[str]:
    """The models in columns, with a head; those of columns in which nothing stands left out."""
    rows = [tuple(map(str.upper, HEAD)), *map(_cells, views)] if views else []
    columns = [column for column in zip(*rows, strict=True) if any(column[1:])]
    widths = [min(max(map(len, column)), WIDEST) for column in columns]
    return [
        "  ".join(
            cell.rjust(width) if column[0].lower() in FIGURES else cell.ljust(width)
            for cell, width, column in zip(row, widths, columns, strict=True)
        ).rstrip()
        for row in zip(*columns, strict=True)
    ]


def _cells(view: ModelView) -> tuple[str, ...]:
    return (
        view.name,
        size(view.size),
        parameters(view.parameters),
        view.quantisation,
        f"{view.context:,}" if view.context else "",
        WORDS[view.fit.state] if view.fit else "",
        f"{view.making:.0f}" if view.making else "",
        ", ".join(view.roles),
        view.source,
    )


def _useless(view: ModelView) -> str:
    role = f" [{', '.join(view.roles)}]" if view.roles else ""
    return f"  {view.name}{role} - {view.problem or f'This is {view.kind}.'} ({view.source})"
