"""`sel memory search`: what SEL remembers for some words, for people and for programs."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

from sel.cli.memory_home import Embed, add_command, add_json, add_lexical, embedding, opened, tell
from sel.cli.memory_vectors import mend
from sel.memory.book import given_id

if TYPE_CHECKING:
    from sel.cli.sentences import _Source
    from sel.engine.embedding import Vector
    from sel.memory.library import Library
    from sel.memory.types import Hit

MOST = 1000
"""Memories found at once, at most."""


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(actions, "search", "find memories by meaning and words", run_search)
    parser.description = (
        "Prints score, id and text, best first. Without QUERY each line of input is one."
    )
    parser.add_argument("query", nargs="?", metavar="QUERY")
    parser.add_argument("-k", type=_count, default=5, metavar="N", help="at most so many (5)")
    parser.add_argument("--when", default="", metavar="WHEN", help='only of then: "last month"')
    add_json(parser, "one JSON object for each query: query, results (id, text, score)")
    add_lexical(parser)


def run_search(args: argparse.Namespace) -> int:
    """Search for every query; the exit code."""
    with opened(args) as library, embedding(args, library) as embed:
        search = _Search(library, args)
        if search.anything:
            mend(library, embed)
        for queries in _queries(args):
            for query, vector in zip(queries, search.vectors(queries, embed), strict=True):
                search.show(query, vector)
            sys.stdout.flush()
    return 0


class _Search:
    """How each query is answered."""

    def __init__(self, library: Library, args: argparse.Namespace) -> None:
        self._library, self._args = library, args
        self._period = _period(args)
        self.anything = args.person in library.persons()

    def vectors(self, queries: list[str], embed: Embed) -> Sequence[Vector | None]:
        """The queries' vectors; the embedder sleeps on where there is nothing to find."""
        return embed(queries) if self.anything else [None] * len(queries)

    def show(self, query: str, vector: Vector | None) -> None:
        """Print what is found."""
        hits = self._library.search(
            query,
            vector,
            person=self._args.person,
            k=self._args.k,
            now=time.time(),
            period=self._period,
        )
        if self._args.json:
            print(json.dumps({"query": query, "results": [_row(hit) for hit in hits]}))
            return
        if self._args.query is None:
            tell(f"{query}:")
        for hit in hits:
            tell(f"{hit.score:.3f}  {given_id(hit.memory)}  {hit.memory.text}")
        if not hits:
            tell("Nothing.")


def _row(hit: Hit) -> dict[str, object]:
    return {"id": given_id(hit.memory), "text": hit.memory.text, "score": round(hit.score, 4)}


def _queries(args: argparse.Namespace) -> Iterator[list[str]]:
    """Queries in order, those that are there already together."""
    if args.query is not None:
        yield [args.query.encode("utf-8", "surrogateescape").decode("utf-8", "replace")]
        return
    from sel.cli.sentences import batches_of

    yield from batches_of(cast("_Source", sys.stdin.buffer))


def _period(args: argparse.Namespace) -> tuple[float, float] | None:
    """`--when` as Unix seconds. Raises `SettingError` for words that name no time."""
    from sel.errors import SettingError
    from sel.memory.reading.dates import period_in

    if not args.when:
        return None
    period = period_in(args.when, time.time(), args.loaded.settings.timezone)
    if period is None:
        raise SettingError(
            "That names no time.", where="--when", hint='Say "yesterday", "last month", "in May".'
        )
    return period


def _count(raw: str) -> int:
    if not raw.isdecimal() or not 1 <= int(raw) <= MOST:
        raise argparse.ArgumentTypeError(f"it is a whole number from 1 to {MOST}")
    return int(raw)
