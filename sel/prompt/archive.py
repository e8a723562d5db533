"""What has left the prompt of a long conversation and may come back: whole turns, with vectors.

In RAM only. What is told again stands in the late note of one turn, never in the part of the
prompt that the engine has already read.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sel.engine.embedding import Vector
from sel.prompt.forgotten import holds, turn_holds
from sel.prompt.history import Turn, names
from sel.prompt.telling import Piece, asks_back, has_code, pieces, words
from sel.prompt.tokens import TokenScale

MOST = 300
"""Turns kept; the oldest go first. A turn's vector takes 12 KB."""
NEAR = 0.4
"""Cosine above which a turn is relevant (the predecessors' figure)."""
ASKED = 0.2
"""Cosine from which a turn may be told to who asks for something of their own: over MiniLM the
right turn is nearly always the nearest then, but seldom as near as `NEAR`."""
TELLING = 0.04
"""What a unit of a turn's most telling sentence adds to its likeness to a question."""
SHARED = 0.5
"""Share of a message's telling words, rare ones weighing more, that stand for such a cosine."""
SHARED_ASKED = 0.25
"""The same for who asks for something of their own."""
MOST_ASKED, MOST_TOLD = 8, 2
"""Turns told again at once: to who asks for something of their own, and to others."""
UNASKED = 0.3
"""Share of the budget for a message that asks for nothing of its person's."""
BEHIND = 0.3
"""How far behind the best a turn may be and still be told."""
MOST_SENTENCES = 2
"""Sentences told of a turn that is not told whole."""
SMALL = 0.35
"""Share of the room up to which the most relevant turn is told whole (one with code: if it fits
at all); of others the telling sentences."""
TOLD, TOLD_BY_NAME = "Earlier they said:", "Earlier:"
"""How what is told again begins: alone with somebody, and in company."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A turn that left the prompt, without its note. `number` counts up and is never used twice.

    What is asked of it each turn is found once: its telling words and sentences, the weight of the
    most telling one, and whether there is `code` in it.
    """

    number: int
    turn: Turn
    words: frozenset[str] = frozenset()
    pieces: tuple[Piece, ...] = ()
    weight: float = 0.0
    code: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the summary, the numbers of all turns it was made of, and who said it."""

    text: str
    sources: frozenset[int]
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A message for which something may be told again: its text, its vector, and whose it is.

    `alike` makes of a cosine what the usual embedding model would have given.
    """

    text: str
    vector: Vector | None = None
    people: tuple[str, ...] = ()
    alike: Callable[[float], float] = float


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """The turns that left, oldest first, and the summary that stands for them in the prompt.

    `quoted`: the summary's sentences are the person's own, not a model's. `named`: more than one
    person has spoken, so it is told who said what.
    """

    entries: tuple[Entry, ...] = ()
    next_number: int = 0
    summary: tuple[Sentence, ...] = ()
    quoted: bool = True
    named: bool = False

    @property
    def summary_text(self) -> str:
        """The summary as it stands in the prompt, "" for none."""
        if not self.quoted:
            return " ".join(one.text for one in self.summary)
        return " ".join(
            f"{who} said {' '.join(_quoted([one.text]) for one in said)}"
            for who, said in itertools.groupby(self.summary, lambda one: self._who(one.people))
        )

    def _who(self, people: Sequence[str]) -> str:
        return names(people) if self.named else "they"

    def added(self, turns: Sequence[Turn]) -> Archive:
        """With these turns behind the others."""
        new = (_entry(number, turn) for number, turn in enumerate(turns, self.next_number))
        return replace(
            self,
            entries=(*self.entries, *new)[-MOST:],
            next_number=self.next_number + len(turns),
        )

    def without(self, forgotten: Sequence[str]) -> Archive:
        """Without what holds one of these words, and without what was made of that."""
        kept = tuple(one for one in self.entries if not turn_holds(one.turn, forgotten))
        numbers = {one.number for one in kept}  # a source too old to be looked at counts as gone
        summary = (
            one for one in self.summary if one.sources <= numbers and not holds(one.text, forgotten)
        )
        return replace(self, entries=kept, summary=tuple(summary))

    def relevant(
        self, asked: Asked, budget: int, scale: TokenScale, told: Collection[str] = ()
    ) -> str:
        """What was said earlier about this message, for its late note; "" for nothing.

        At most `budget` tokens: small turns whole, of others the telling sentences, in the order
        in which they were said. Left out is what stands in one of the texts of `told` already.
        """
        if not self.entries:
            return ""
        asks, about = asks_back(asked.text), words(asked.text)
        first = TOLD_BY_NAME if self.named else TOLD
        room = budget if asks else int(budget * UNASKED)
        left, chosen = room - scale.count(first + "\n"), dict[int, str]()
        found = _found(self.entries, asked, about, asks=asks)
        for entry in _best(found, MOST_ASKED if asks else MOST_TOLD):
            small = 0 if chosen else int(room * SMALL)
            by = f"{names(entry.turn.people)} said: " if self.named else ""
            space = _Space(left, small, scale, by)
            line = _telling(entry, about, space, told)
            if line:
                chosen[entry.number] = line
                left -= scale.count(line + "\n")
        return "\n".join([first, *(chosen[one] for one in sorted(chosen))]) if chosen else ""


# ---------------------------------------------------------------- what fits a message


@dataclass(slots=True)
class _Found:
    entry: Entry
    score: float


def _found(
    entries: Sequence[Entry], asked: Asked, about: frozenset[str], *, asks: bool
) -> Iterator[_Found]:
    """The entries that have to do with a message, by likeness or by words they share."""
    if not about:
        return
    common = [about & entry.words for entry in entries]
    weights, vector, people = _weights(common, about), asked.vector, frozenset(asked.people)
    for entry, same in zip(entries, common, strict=True):
        own = asks and (not people or not people.isdisjoint(entry.turn.people))
        shared = sum(map(weights.__getitem__, same))
        bonus = shared / 4 + (TELLING * entry.weight if own else 0.0)
        known, least = entry.turn.vector, ASKED if own else NEAR
        near = asked.alike(cosine(vector, known)) if vector and known else None
        if near is not None and near > least:
            yield _Found(entry, near + bonus)
        elif shared >= (SHARED_ASKED if own else SHARED):
            yield _Found(entry, (near or least) + bonus)


def _best(found: Iterable[_Found], most: int) -> list[Entry]:
    """The best few, those far behind the first left out; the newer first where they are even."""
    ranked = sorted(found, key=lambda one: (-one.score, -one.entry.number))[:most]
    return [one.entry for one in ranked if one.score >= ranked[0].score - BEHIND]


def _weights(common: Sequence[frozenset[str]], asked: frozenset[str]) -> dict[str, float]:
    """The asked words' shares (1 in all): rare ones weigh more. `common` are those that each turn
    has."""
    holding = Counter(itertools.chain.from_iterable(common))
    rarity = {word: math.log(1 + (len(common) + 1) / (holding[word] + 1)) for word in asked}
    whole = sum(rarity.values())
    return {word: weight / whole for word, weight in rarity.items()}


def cosine(one: Vector, other: Vector) -> float:
    """The cosine of two vectors of unit length. (`math.dist` is the quickest there is without
    numpy: 3 µs where a sum of products takes 30.)"""
    return 1 - math.dist(one, other) ** 2 / 2 if len(one) == len(other) else 0.0


# ---------------------------------------------------------------- how it is told


@dataclass(frozen=True, slots=True)
class _Space:
    """Tokens `left` for what is told, and up to how many a turn is `small`; `by` comes first."""

    left: int
    small: int
    scale: TokenScale
    by: str = ""

    def fits(self, line: str, most: int) -> bool:
        """Whether the line takes at most so many tokens, and no more than there are."""
        return self.scale.count(f"{self.by}{line}\n") <= min(most, self.left)


def _telling(entry: Entry, asked: Collection[str], space: _Space, told: Collection[str]) -> str:
    """A turn as it is told again: whole, or its telling sentences; "" where none fits."""
    if not _stands(entry.turn.said, told):
        most = space.left if entry.code else space.small
        for whole in _wholes(entry):
            if space.fits(whole, most):
                return space.by + whole
    kept: list[Piece] = []
    for piece in sorted(entry.pieces, key=lambda piece: -_use(piece, asked)):
        line = _quoted(one.text for one in (*kept, piece))
        if len(kept) == MOST_SENTENCES or not (space.small or _use(piece, asked)):
            break  # enough, or nothing telling is left; of the most relevant turn anything is told
        if space.fits(line, space.left) and not _stands(piece.text, told):
            kept.append(piece)
    if not kept:
        return ""
    return space.by + _quoted(piece.text for piece in entry.pieces if piece in kept)


def _use(piece: Piece, asked: Collection[str]) -> float:
    return piece.weight + len(piece.words.intersection(asked))


def _quoted(sentences: Iterable[str]) -> str:
    text = " ".join(sentences)
    return f'"{text}"'


def _wholes(entry: Entry) -> tuple[str, str]:
    """The whole turn, and what was said in it: code that has no room with its reply may have some
    without. Code keeps its lines."""
    turn = entry.turn
    if entry.code:
        return f"{turn.said}\nYou answered:\n{turn.reply}", turn.said
    said = _quoted([turn.said])
    return f'{said} You answered: "{turn.reply}"' if turn.reply else said, said


def _stands(text: str, told: Collection[str]) -> bool:
    return any(text in one for one in told)


def _entry(number: int, turn: Turn) -> Entry:
    found = pieces(turn.said)
    return Entry(
        number=number,
        turn=turn.bare(),
        words=words(turn.said) | words(turn.reply),
        pieces=found,
        weight=max((piece.weight for piece in found), default=0.0),
        code=has_code(turn.said) or has_code(turn.reply),
    )
