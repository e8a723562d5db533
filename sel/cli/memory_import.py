"""`sel memory import FILE.jsonl`: many memories at once, each line one of them.

Lines that cannot be taken are named by number and left out; the others are kept, a batch at a time,
so that what was kept stays kept whatever happens later.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sel.cli.memory_consent import ensure
from sel.cli.memory_home import Embed, add_command, add_lexical, beside, embedding, opened, tell
from sel.cli.memory_rows import parse
from sel.counting import counted
from sel.errors import InputRefused, SelError, StoreError

if TYPE_CHECKING:
    from sel.engine.embedding import Vector
    from sel.memory.library import Library
    from sel.memory.types import Memory

BATCH = 128
"""Memories embedded and kept together."""
LONGEST_LINE = 4 * 1024 * 1024
"""Bytes of a line that are read; a memory has far fewer."""
EVERY = 1000
"""Memories from a pipe between two lines that say how many came."""
MOST_NAMED = 20
"""Bad lines named one by one; of more only the number is told."""


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(actions, "import", "many memories at once, from a file", run_import)
    parser.description = (
        'Each line is {"id", "text", "at"?, "tags"?, "kind"?}: an id of yours, the words, a time '
        "(Unix seconds or ISO 8601). A memory of the same id is replaced. - is what comes from a "
        "pipe."
    )
    parser.add_argument("file", type=Path, metavar="FILE.jsonl")
    parser.add_argument("--yes", action="store_true", help="yes, SEL may remember this person")
    add_lexical(parser)


def run_import(args: argparse.Namespace) -> int:
    """Import; exit code 1 where lines were left out."""
    with _opened(args.file) as file, opened(args) as library:
        if not ensure(library, args):
            return 1
        with embedding(args, library) as embed:
            return _Import(library, args.person, embed).take(file)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """The file; what comes from a pipe for "-". Raises `StoreError` where it cannot be opened."""
    if path == Path("-"):
        yield sys.stdin.buffer
        return
    try:
        file = path.open("rb")
    except (OSError, ValueError) as error:
        raise _unread(error, path) from None
    with file:
        yield file


def _unread(error: Exception, where: object) -> StoreError:
    reason = getattr(error, "strerror", None) or "bad name"
    return StoreError(f"It cannot be read: {reason}.", where=str(where))


@dataclass(slots=True)
class _Import:
    """One import under way."""

    library: Library
    person: str
    embed: Embed
    kept: int = 0
    refused: int = 0
    _done: int = field(default=0)
    _told: int = field(default=0)

    def take(self, file: BinaryIO) -> int:
        size = os.fstat(file.fileno()).st_size  # of a pipe it is 0
        try:
            self._take_lines(file, size)
        except (KeyboardInterrupt, SelError):
            beside(f"Stopped. {self._result()} The same command again goes through all of them.")
            raise
        tell(self._result())
        return 1 if self.refused else 0

    def _take_lines(self, file: BinaryIO, size: int) -> None:
        waiting: dict[str, Memory] = {}
        for number, raw in _lines(file):
            memory = self._read(number, raw)
            if memory is not None:
                waiting[memory.id] = memory  # the later line of an id counts
            self._done += len(raw)
            if len(waiting) == BATCH:
                self._keep(waiting)
                self._progress(size)
        self._keep(waiting)

    def _read(self, number: int, raw: bytes) -> Memory | None:
        try:
            return parse(raw, self.person, time.time())
        except InputRefused as error:
            self.refused += 1
            if self.refused <= MOST_NAMED:
                beside(f"Line {number} is left out. {error.title}")
            return None

    def _keep(self, waiting: dict[str, Memory]) -> None:
        rows = list(waiting.values())
        waiting.clear()
        if not rows:
            return
        vectors = _all(self.embed([row.text for row in rows]))
        self.kept += self.library.add_many(self.person, rows, vectors)

    def _progress(self, size: int) -> None:
        """Say how far it is, ten times at most; of a pipe, how much came."""
        tenths = min(10 * self._done // size, 10) if size else self.kept // EVERY
        if tenths > self._told:
            self._told = tenths
            far = f"{tenths * 10} %: " if size else ""
            beside(f"{far}{counted(self.kept, 'memories')}")

    def _result(self) -> str:
        left = f"; {counted(self.refused, 'lines')} left out" if self.refused else ""
        return f"{counted(self.kept, 'memories')} kept{left}."


def _all(vectors: Sequence[Vector | None]) -> list[Vector] | None:
    """The vectors, if there is one for each; without an embedder there is none."""
    there = [one for one in vectors if one is not None]
    return there if len(there) == len(vectors) else None


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Lines that hold something, with their numbers from 1; of an endless one the beginning.

    Raises `StoreError` where the file cannot be read on."""
    number = 0
    while raw := _line(file):
        number += 1
        if raw.strip():  # what is left of a line cut short is no JSON, and is refused as such
            yield number, raw.removeprefix(b"\xef\xbb\xbf")


def _line(file: BinaryIO) -> bytes:
    try:
        raw = file.readline(LONGEST_LINE + 1)
        ended = raw
        while len(raw) > LONGEST_LINE and ended and not ended.endswith(b"\n"):
            ended = file.readline(LONGEST_LINE)
    except OSError as error:
        raise _unread(error, getattr(file, "name", "")) from None
    return raw
