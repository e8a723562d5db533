"""`sel memory search`: what SEL remembers for some words, for people and for programs."""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sel.affect.clock import local
from sel.cli.memory_afar import Afar
from sel.cli.memory_home import (
    Embed,
    add_command,
    add_json,
    add_lexical,
    beside,
    embedding,
    opened,
    tell,
)
from sel.cli.memory_vectors import mend
from sel.cli.memory_words import one_line
from sel.errors import SettingError
from sel.memory.book import given_id
from sel.memory.dated import Dated, search
from sel.memory.reading.dates import Named, named_in

if TYPE_CHECKING:
    from sel.engine.embedding import Vector
    from sel.memory.library import Library
    from sel.memory.types import Hit

MOST = 1000
"""Memories found at once, at most."""


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = add_command(actions, "search", "find memories by meaning and words", run_search)
    parser.description = (
        "Prints score, id and text, best first. Without QUERY each line of input is one. A time in "
        'QUERY ("yesterday", "last month", "in May 2019") brings what was said then, or speaks of '
        "then, to the top."
    )
    parser.add_argument("query", nargs="?", metavar="QUERY")
    parser.add_argument("-k", type=_count, default=5, metavar="N", help="at most so many (5)")
    parser.add_argument("--when", default="", metavar="WHEN", help='only of then: "last month"')
    add_json(parser, "one JSON object for each query: query, results (id, text, score)")
    add_lexical(parser)


def run_search(args: argparse.Namespace) -> int:
    """Search for every query; the exit code."""
    with opened(args) as library, embedding(args, library) as embed:
        asking = _Search(library, args)
        if asking.anything:
            mend(library, embed)
        for queries in _queries(args):
            for query, vector in zip(queries, asking.vectors(queries, embed), strict=True):
                asking.show(query, vector)
            sys.stdout.flush()
            asking.say_how()
    return 0


class _Search:
    """How each query is answered."""

    def __init__(self, library: Library, args: argparse.Namespace) -> None:
        self._library, self._args = library, args
        self._when = _when(args)
        self._zone: str = args.loaded.settings.timezone
        self._said = False
        self.anything = args.person in library.persons()

    def vectors(self, queries: list[str], embed: Embed) -> Sequence[Vector | None]:
        """The queries' vectors; the embedder sleeps on where there is nothing to find."""
        return embed(queries) if self.anything else [None] * len(queries)

    def show(self, query: str, vector: Vector | None) -> None:
        """Print what is found."""
        found = self._found(query, vector)
        if self._args.json:
            print(json.dumps({"query": query, "results": [_row(hit) for hit in found.hits]}))
            return
        if self._args.query is None:
            tell(f"{query}:")
        told = [
            (heading, list(filter(_fits, hits))) for heading, hits in _groups(found, self._zone)
        ]
        for heading, hits in told:
            if heading and hits:
                tell(f"{heading}:")
            for hit in hits:
                tell(f"{hit.score:.3f}  {given_id(hit.memory)}  {one_line(hit.memory.text)}")
        if not any(hits for _, hits in told):
            tell("Nothing.")

    def say_how(self) -> None:
        """Tell where the running SEL could not search by meaning."""
        if isinstance(self._library, Afar) and self._library.by_words and not self._said:
            self._said = True
            beside("By words alone: the embedder of the SEL that is running is not awake.")

    def _found(self, query: str, vector: Vector | None) -> Dated:
        now = time.time()

        def find(period: tuple[float, float] | None, k: int) -> Sequence[Hit]:
            return self._library.search(
                query, vector, person=self._args.person, k=k, now=now, period=period
            )

        if self._when is None:
            return search(query, now, self._zone, find, k=self._args.k)
        return Dated(self._when, within=tuple(find(self._when.span, self._args.k)))


def _fits(hit: Hit) -> bool:
    """Whether it was found for anything; by words alone the search ranks what shares none, too."""
    return any(hit.parts.get(part) for part in ("cosine", "words", "shared", "period"))


def _groups(found: Dated, zone: str) -> Iterator[tuple[str, Sequence[Hit]]]:
    """What was found, by what it has to do with the time that was named; a heading for each."""
    if found.named is None:
        yield "", found.others
        return
    called = _called(found.named, zone)
    if found.about:
        yield f"about {_BEFORE.sub('', found.named.words)}", found.about
    if found.within:
        yield f"from {called}", found.within
    if found.others:
        nothing = "" if found.about or found.within else f"nothing from {called}; "
        yield f"{nothing}from other times", found.others


def _called(named: Named, zone: str) -> str:
    """A period as it was called, and its days: "yesterday (2026-11-23)"."""
    first, last = (local(at, zone).date().isoformat() for at in (named.start, named.end - 1))
    days = first if first == last else f"{first} to {last}"
    words = _BEFORE.sub("", named.words)
    return words if words == days else f"{words} ({days})"


_BEFORE = re.compile(r"^(?:on|in|from|since|during|over|at)\b(?: the)? ")


def _row(hit: Hit) -> dict[str, object]:
    return {"id": given_id(hit.memory), "text": hit.memory.text, "score": round(hit.score, 4)}


def _queries(args: argparse.Namespace) -> Iterator[list[str]]:
    """Queries in order, those that are there already together."""
    if args.query is not None:
        yield [args.query.encode("utf-8", "surrogateescape").decode("utf-8", "replace")]
        return
    from sel.cli.sentences import typed

    yield from typed("question")


def _when(args: argparse.Namespace) -> Named | None:
    """`--when`. Raises `SettingError` for words that name no time."""
    if not args.when:
        return None
    when = named_in(args.when, time.time(), args.loaded.settings.timezone)
    if when is None:
        raise SettingError(
            "That names no time.", where="--when", hint='Say "yesterday", "last month", "in May".'
        )
    return when


def _count(raw: str) -> int:
    if not raw.isdecimal() or not 1 <= int(raw) <= MOST:
        raise argparse.ArgumentTypeError(f"it is a whole number from 1 to {MOST}")
    return int(raw)
