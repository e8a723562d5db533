"""Conversations that last: finding among 100,000 messages, keeping a turn, opening a long one."""

from __future__ import annotations

import itertools
import os
import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from sel.cli.benches.figures import Figure, resident
from sel.events import MessageView
from sel.paths import PRIVATE_FILE
from sel.session_events import SessionView
from sel.sessions.find import Finder
from sel.sessions.shelf import Shelf
from sel.sessions.tree import Node

MESSAGES = 100_000
LONG = 10_000
"""Messages of the conversation that is opened."""
OF_ONE = 500
"""Messages of each of the others."""
REPLY = 100_000
"""Characters of the reply that is under way, about 20,000 tokens."""
QUERIES = 400
SEED = 7
_COMMON = ("the", "and", "of", "to", "a", "in", "is", "you", "that", "it", "for", "on")
_VOCABULARY = 40_000

Texts = Callable[[int], str]
"""So many words as people use them: a few of them all the time, most hardly ever."""


def measure(folder: Path, *, quick: bool, messages: int = MESSAGES) -> list[Figure]:
    """All figures, on the disk of this empty folder; about half a minute."""
    words = _words()
    texts = _texts(words)
    rounds = 100 if quick else 400
    return [
        *_finding(words, texts, messages),
        _keeping(folder / "kept", texts, rounds),
        _opening(folder / "long", texts),
        _under_way(folder / "partial", texts, rounds),
    ]


# ---------------------------------------------------------------- made up


def _words() -> list[str]:
    chance = random.Random(SEED)  # noqa: S311 - the same each time
    letters = "abcdefghijklmnopqrstuvwxyz"
    made = ("".join(chance.choices(letters, k=chance.randint(3, 9))) for _ in range(_VOCABULARY))
    return [*_COMMON, *made]


def _texts(words: list[str]) -> Texts:
    chance = random.Random(SEED)  # noqa: S311 - the same each time
    weights = list(itertools.accumulate(1 / (rank + 1) for rank in range(len(words))))
    return lambda count: " ".join(chance.choices(words, cum_weights=weights, k=count))


def _turn(number: int, texts: Texts) -> Node:
    id, at = f"t{number}", 60.0 * number
    asked, reply = texts(5 + number % 26), texts(20 + number % 71)
    views = (
        MessageView(role="person", text=asked, turn_id=id, person="you", at=at),
        MessageView(role="sel", text=reply, turn_id=id, at=at),
    )
    parent = f"t{number - 1}" if number else ""
    return Node(
        id=id, parent=parent, at=at, messages=views, said=asked, reply=reply, people=("you",)
    )


def _row(number: int = 0) -> SessionView:
    return SessionView(id=f"s{number}", title="Measured", changed=float(number))


def _queries(words: list[str]) -> Iterator[str]:
    """One to four words, common and rare ones; some are a phrase, some not yet whole."""
    chance = random.Random(SEED)  # noqa: S311 - the same each time
    for number in range(QUERIES):
        among = (len(_COMMON), 100, 2_000, len(words))[number % 4]
        chosen = [words[chance.randrange(among)] for _ in range(chance.randint(1, 4))]
        if number % 3 == 0:
            chosen[-1] = chosen[-1][: chance.randint(1, 3)]
        yield f'"{" ".join(chosen)}"' if number % 5 == 0 else " ".join(chosen)


# ---------------------------------------------------------------- measured


def _finding(words: list[str], texts: Texts, messages: int) -> Iterator[Figure]:
    turns = [
        (_row(number // (OF_ONE // 2)), _turn(number, texts)) for number in range(messages // 2)
    ]
    finder, source, before = Finder(whole=False), iter(turns), resident()
    began = time.perf_counter()
    while finder.fill(source):
        pass
    filling, grown = time.perf_counter() - began, resident() - before
    times = [finder.find(query).seconds * 1000 for query in _queries(words)]
    yield Figure(
        name=f"finding in {messages:,} messages, p99",
        value=quantiles(times, n=100)[98],
        unit="ms",
        aim=50,
        at_most=True,
        detail=f"p50 {median(times):.1f}, longest {max(times):.1f}, {QUERIES} queries",
    )
    yield Figure(
        name=f"reading {messages:,} messages in",
        value=filling,
        unit="s",
        aim=30,
        at_most=True,
        detail=f"in the background; {grown / 1e6:.0f} MB of memory",
    )


def _keeping(folder: Path, texts: Texts, rounds: int) -> Figure:
    shelf, turns = Shelf(folder), [_turn(number, texts) for number in range(rounds)]
    times = [_timed(partial(shelf.keep, _row(), [node], node.id)) for node in turns]
    size = (folder / "s0.session").stat().st_size // rounds
    shelf.close()
    bare = _bare(folder / "bare", bytes(size), rounds)
    return Figure(
        name="keeping a turn, synced, p50",
        value=median(times),
        unit="ms",
        aim=3 * bare + 1,
        at_most=True,
        detail=f"a bare synced append of as many bytes {bare:.2f}; aim: 3 of these and 1 ms",
    )


def _opening(folder: Path, texts: Texts) -> Figure:
    shelf = Shelf(folder)
    turns = [_turn(number, texts) for number in range(LONG // 2)]
    shelf.keep(_row(), turns, turns[-1].id)
    shelf.close()

    def opened() -> None:
        Shelf(folder).load("s0").tree.views()

    times = [_timed(opened) for _ in range(5)]
    return Figure(
        name=f"opening a conversation of {LONG:,} messages",
        value=median(times),
        unit="ms",
        aim=500,
        at_most=True,
        detail=f"{(folder / 's0.session').stat().st_size / 1e6:.1f} MB, branch and all",
    )


def _under_way(folder: Path, texts: Texts, rounds: int) -> Figure:
    shelf, text = Shelf(folder), texts(REPLY // 5)[:REPLY]
    asked = (MessageView(role="person", text="Tell me a long story.", turn_id="t0"),)
    steps = [text[: REPLY * (number + 1) // rounds] for number in range(rounds)]
    times = [_timed(partial(shelf.partial, "s0", "t0", "", asked, step)) for step in steps]
    written = (folder / "s0.session").stat().st_size
    shelf.close()
    bare = _bare(folder / "bare", bytes(written // rounds), rounds)
    return Figure(
        name="keeping a reply under way, p50",
        value=median(times),
        unit="ms",
        aim=3 * bare + 1,
        at_most=True,
        detail=f"{written / REPLY:.2f} bytes written a character; a bare synced append {bare:.2f}",
    )


def _timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _bare(path: Path, data: bytes, rounds: int) -> float:
    """Milliseconds of a synced append, p50."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)

    def append() -> None:
        os.write(descriptor, data)
        os.fsync(descriptor)

    try:
        return median(_timed(append) for _ in range(rounds))
    finally:
        os.close(descriptor)
