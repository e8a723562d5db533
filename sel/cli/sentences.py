"""Messages from the command line or stdin, with their vectors: for `sel route` and `mood appraise`.

Reads whatever is thrown at it, starts the embedder's child once, and keeps the order. It knows
nothing of what is made of a message.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Protocol, cast

from sel.engine.embedder import ChildEmbedder
from sel.engine.embedding import Vector
from sel.errors import EngineError

BATCH = 64
"""Most messages that are embedded together."""
CHUNK = 65_536
"""Most bytes of stdin taken at once; fewer when fewer are there, so that a slow writer is served
line by line."""

Show = Callable[[str, Vector | None], str]
"""A message and its vector (None without an embedder) → the line to print."""


class _Source(Protocol):
    """A stream of bytes that hands out what is there, like `sys.stdin.buffer`."""

    def read1(self, size: int = -1, /) -> bytes: ...


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`TEXT …`, `--json` and `--lexical`."""
    parser.add_argument("text", nargs="*", metavar="TEXT", help="a message; without one, stdin")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--lexical", action="store_true", help="by words alone, no embedder")


def show_each(args: argparse.Namespace, show: Show) -> int:
    """Print one line per message, of the arguments or else of stdin; the exit code."""
    given = [_readable(text) for text in args.text]
    batches = _chunked(given) if given else typed("message")
    with asyncio.Runner() as runner:
        vectors = None if args.lexical else Vectors(runner, args.paths.ready().logs / "embed.log")
        try:
            for batch in batches:
                found = vectors.of(batch) if vectors else [None] * len(batch)
                for text, vector in zip(batch, found, strict=True):
                    print(show(text, vector))
                sys.stdout.flush()
        finally:
            if vectors:
                vectors.close()
    return 0


class Vectors:
    """The embedder for code that is not async. Without one every vector is None, said once.

    Between calls nothing runs, so that waiting for input can be ended with Ctrl+C.
    """

    def __init__(self, runner: asyncio.Runner, log_path: Path, model: str = "") -> None:
        """`model`: the setting; "" for the usual one."""
        self._runner = runner
        self._embedder: ChildEmbedder | None = ChildEmbedder(log_path, model=model)

    def of(self, texts: list[str]) -> list[Vector | None]:
        """A vector for each text; waits for the embedder to warm up."""
        if self._embedder is None:
            return [None] * len(texts)
        try:
            return list(self._runner.run(self._embedder.embed(texts)))
        except EngineError as error:
            print(f"{error.sentence()} Going by words alone.", file=sys.stderr)
            self.close()
            return [None] * len(texts)

    def close(self) -> None:
        """End the child."""
        if self._embedder is not None:
            self._runner.run(self._embedder.stop())
            self._embedder = None


def typed(what: str) -> Iterator[list[str]]:
    """Lines of stdin, as `batches_of`; who sits there is told what to type."""
    if sys.stdin.isatty():
        print(f"One {what} a line; Ctrl+D ends.", file=sys.stderr, flush=True)
    return batches_of(cast("_Source", sys.stdin.buffer))


def batches_of(source: _Source) -> Iterator[list[str]]:
    """Lines of a stream as they come, a few at a time. An empty line is an empty message.

    Bytes that are no UTF-8 become U+FFFD.
    """
    rest = b""
    while chunk := source.read1(CHUNK):
        if b"\n" not in chunk:
            rest += chunk
            continue
        whole, _, after = chunk.rpartition(b"\n")
        yield from _chunked(_lines(rest + whole))
        rest = after
    if rest:
        yield from _chunked(_lines(rest))


def _lines(raw: bytes) -> list[str]:
    return [line.decode("utf-8", "replace").removesuffix("\r") for line in raw.split(b"\n")]


def _readable(argument: str) -> str:
    """An argument with the bytes that are no UTF-8 replaced; Python keeps them as surrogates."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _chunked(texts: list[str]) -> Iterator[list[str]]:
    rest = iter(texts)
    while batch := list(islice(rest, BATCH)):
        yield batch
