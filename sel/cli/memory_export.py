"""`sel memory export` and `map`: memories as files of their owner's own."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sel.cli.memory_afar import Afar
from sel.cli.memory_home import (
    add_command,
    add_json,
    add_lexical,
    beside,
    embedding,
    opened,
    write,
)
from sel.cli.memory_rows import to_row
from sel.cli.memory_vectors import mend
from sel.counting import counted

if TYPE_CHECKING:
    from sel.memory.library import Library


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    exporting = add_command(actions, "export", "all memories of a person", run_export)
    exporting.description = "Lines that `sel memory import` takes; with --json a file for TinyDB."
    exporting.add_argument("file", nargs="?", type=Path, metavar="FILE")
    add_json(exporting, "plain JSON that TinyDB reads")
    drawing = add_command(actions, "map", "the memory map as a picture", run_map)
    drawing.add_argument("file", type=Path, metavar="OUT.svg")
    add_lexical(drawing)


def run_export(args: argparse.Namespace) -> int:
    """Write to the file, or print; the exit code."""
    with opened(args) as library:  # not held while a reader takes its time
        lines = list(_tables(library, args.person) if args.json else _rows(library, args.person))
    if args.file is not None:
        write(args.file, "".join(f"{line}\n" for line in lines))
        beside(f"Written to {args.file}.")
        return 0
    for line in lines:
        print(line)
    return 0


def _tables(library: Library, person: str) -> Iterator[str]:
    yield json.dumps(library.export(person))


def _rows(library: Library, person: str) -> Iterator[str]:
    """Oldest first."""
    for memory in sorted(library.outward(person), key=lambda one: (one.at, one.id)):
        yield json.dumps(to_row(memory))


def run_map(args: argparse.Namespace) -> int:
    """Draw; the exit code."""
    with opened(args) as library, embedding(args, library) as embed:
        mend(library, embed)
        waiting = int(library.stats(args.person)["without_vectors"])
        picture, count = _drawn(library, args.person, waiting)
    write(args.file, picture)
    later = f" {counted(waiting, 'memories')} without a vector cannot be drawn yet."
    beside(f"{counted(count, 'memories')}, drawn in {args.file}.{later if waiting else ''}")
    return 0


def _drawn(library: Library, person: str, waiting: int) -> tuple[str, int]:
    """The picture, and of how many memories; `waiting` are those that have no place on it yet."""
    if isinstance(library, Afar):
        return library.svg(person, time.time())
    from sel.memory.map.svg import svg  # lazy: numpy may stand behind it

    view = library.map(person)
    drawn = svg(view, person=person, now=time.time(), waiting=waiting)
    return drawn, len(view.memories)
