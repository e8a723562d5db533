"""The rolling summary of what has left the prompt: whole sentences, each with its sources. Pure.

By a model that is large enough, or else the person's own telling sentences; invented is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from sel.engine.types import Message
from sel.prompt.archive import Archive, Entry, Sentence
from sel.prompt.history import Turn, names
from sel.prompt.telling import Piece, pieces
from sel.prompt.tokens import TokenScale

FADES = 60.0
"""Turns after which a sentence's weight has halved: the new matters a little more."""
LEAST = 1.0
"""Weight from which a sentence may stand in the summary."""
ALIKE = 0.6
"""Share of the shorter's telling words from which two sentences say the same."""

_EXACT = re.compile(r"\d+|(?<!^)(?<![.!?“\"] )\b[^\W\d_a-z]\w+")
"""Numbers and names: what a model must not make up."""

_ASK = (
    "Sum up what the person has told in this conversation, in plain short sentences about them "
    "(“they”). Keep names, numbers, dates, plans and wishes. Leave out small talk. Add nothing. "
    "At most {words} words."
)


def quoted(entries: Sequence[Entry], budget: int, scale: TokenScale) -> tuple[Sentence, ...]:
    """The most telling of the person's own sentences within `budget` tokens, in their order."""
    kept: list[tuple[Entry, Piece]] = []
    left = budget
    for entry, piece in _ranked(entries):
        cost = scale.count(f' "{piece.text}"')
        if cost <= left and not any(_alike(piece, other) for _, other in kept):
            kept.append((entry, piece))
            left -= cost
    order = {id(piece): place for place, piece in enumerate(_all(entries))}
    kept.sort(key=lambda one: order[id(one[1])])
    return tuple(
        Sentence(piece.text, frozenset({entry.number}), entry.turn.people) for entry, piece in kept
    )


def _all(entries: Iterable[Entry]) -> Iterator[Piece]:
    for entry in entries:
        yield from entry.pieces


def _ranked(entries: Sequence[Entry]) -> list[tuple[Entry, Piece]]:
    newest = entries[-1].number if entries else 0
    found = [(entry, piece) for entry in entries for piece in entry.pieces if piece.weight >= LEAST]
    return sorted(found, key=lambda one: -one[1].weight * 0.5 ** ((newest - one[0].number) / FADES))


def _alike(one: Piece, other: Piece) -> bool:
    least = min(len(one.words), len(other.words))
    return len(one.words & other.words) >= ALIKE * least


def written(
    text: str, archive: Archive, block: Sequence[Turn], budget: int, scale: TokenScale
) -> tuple[Sentence, ...]:
    """A model's summary of the archive's and of a block, which the archive already holds.

    Whole sentences within `budget` tokens; dropped are those with a name or number that nobody
    has said. What it was made of cannot be told apart: every sentence has all the sources.
    """
    numbers = {entry.number for entry in archive.entries[-len(block) :]}
    sources = frozenset(numbers).union(*(one.sources for one in archive.summary))
    said = " ".join(
        [one.text for one in archive.summary] + [f"{turn.said} {turn.reply}" for turn in block]
    ).casefold()
    kept: list[Sentence] = []
    left = budget
    for piece in pieces(text):
        cost = scale.count(" " + piece.text)
        if cost <= left and all(exact in said for exact in _exact(piece.text)):
            kept.append(Sentence(piece.text, sources))
            left -= cost
    return tuple(kept)


def _exact(text: str) -> set[str]:
    return {match.group().casefold() for match in _EXACT.finditer(text)}


def request(archive: Archive, block: Sequence[Turn], budget: int) -> tuple[Message, ...]:
    """The messages that ask a model for the next summary: what it was so far, and the block."""
    told = [f"Told before: {archive.summary_text}"] if archive.summary else []
    said = [
        f"{names(turn.people) if archive.named else 'Person'}: {turn.said}\nSEL: {turn.reply}"
        for turn in block
    ]
    return (
        Message("system", _ASK.format(words=max(20, budget * 3 // 5))),
        Message("user", "\n\n".join([*told, *said])),
    )
