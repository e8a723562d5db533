"""What the words with feeling in a message say together: negation, emphasis, contrast, irony.

The rules are SEL's own, and so are their figures; the network that has the last word learned from
what they give.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sel.affect.appraisal.lexicon import LITTLE, Feeling, Found, Lexicon
from sel.affect.appraisal.reading import Reading

REACH = 4
"""Tokens a negation or an emphasis reaches forward."""
EMPHASIS, SOFTENING = 1.35, 0.6
NEGATED_GOOD, NEGATED_BAD = -0.7, -0.45
"""What is left of a word under a negation: "not good" is bad, "not sad" is a little good."""
BEFORE_BUT, AFTER_BUT = 0.5, 1.25
IF = 0.55
"""What is left of a word that is only imagined."""
ENDED = -0.7
"""What is left of something bad that is over."""
IRONIC = -0.8
"""What is left of a kind word that is meant the other way."""

PLAIN = "plain"
SHOWN_AS = {
    "pleasant": "joy",
    "mishap": "disappointment",
    "glad_marks": "joy",
    "funny_marks": "amusement",
    "sad_marks": "sadness",
    "angry_marks": "anger",
}
"""Emotions of the lexicon's tables that are named for what is in them."""

MARKS = frozenset({"glad_marks", "funny_marks", "sad_marks", "angry_marks"})
"""The tables of faces and emoji."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A word with feeling as it counts in its sentence."""

    start: int
    end: int
    phrase: str
    emotion: str
    plain: float
    """Its valence by itself."""
    value: float
    """Its valence here."""
    negated: bool = False
    marked: bool = False
    """It is a face or an emoji."""


@dataclass(frozen=True, slots=True)
class Tone:
    """The words with feeling, and what was noticed about them."""

    tokens: tuple[str, ...]
    hits: tuple[Hit, ...]
    signs: frozenset[str]
    contrasted: bool
    imagined: bool
    emphasised: bool
    little: dict[int, str]
    """Place → kind of the little words ("no", "very" ...) that are part of no other phrase."""

    @property
    def good(self) -> float:
        """Everything good together, 0 up."""
        return sum(hit.value for hit in self.hits if hit.value > 0)

    @property
    def bad(self) -> float:
        """Everything bad together, 0 down."""
        return sum(hit.value for hit in self.hits if hit.value < 0)

    @property
    def valence(self) -> float:
        """What the words say by themselves, −1..1."""
        return math.tanh(self.good + self.bad)


def weigh(reading: Reading, lexicon: Lexicon) -> Tone:
    """Find the words with feeling and let the little words act on them."""
    tokens = lexicon.spelt(reading.tokens)
    feelings = list(lexicon.feelings.find(tokens))
    taken = {place for found in feelings for place in range(found.start, found.end)}
    little = _little(tokens, lexicon, taken)
    signs = frozenset(name for name, phrases in lexicon.signs.items() if any(phrases.find(tokens)))
    turn = max((place for place, kind in little.items() if kind == "but"), default=-1)
    room = _Room(little, reading.breaks, turn, "irony" in signs)
    hits = tuple(room.hit(found) for found in feelings if found.meaning.emotion != PLAIN)
    return Tone(
        tokens=tuple(tokens),
        hits=hits,
        signs=signs,
        contrasted=turn > 0,
        imagined="if" in little.values(),
        emphasised="very" in little.values(),
        little=little,
    )


def _little(tokens: Sequence[str], lexicon: Lexicon, taken: set[int]) -> dict[int, str]:
    """Place → kind; longer phrases were found first, so "not very" softens and does not negate."""
    places: dict[int, str] = {}
    for kind in LITTLE:
        for found in lexicon.little[kind].find(tokens):
            span = range(found.start, found.end)
            if not any(place in taken or place in places for place in span):
                places.update(dict.fromkeys(span, ""))
                places[found.start] = kind
                if kind == "little" and tokens[found.start] == "not":
                    places[found.start], places[found.start + 1] = "no", "little"
    return places


@dataclass(frozen=True, slots=True)
class _Room:
    """What acts on a word from around it."""

    little: dict[int, str]
    breaks: frozenset[int]
    turn: int
    ironic: bool

    def hit(self, found: Found[Feeling]) -> Hit:
        around = self._before(found.start)
        plain, marked = found.meaning.valence, found.meaning.emotion in MARKS
        negated = around.count("no") % 2 == 1 and not marked
        value = plain * self._negation(plain, negated) * self._scale(found, around)
        if value < 0 and self._ends(found.end):
            value *= ENDED
        if self.ironic and value > 0:
            value *= IRONIC
        return Hit(
            start=found.start,
            end=found.end,
            phrase=found.phrase,
            emotion=SHOWN_AS.get(found.meaning.emotion, found.meaning.emotion),
            plain=plain,
            value=max(-1.2, min(1.2, value)),
            negated=negated,
            marked=marked,
        )

    @staticmethod
    def _negation(plain: float, negated: bool) -> float:
        if not negated:
            return 1.0
        return NEGATED_GOOD if plain > 0 else NEGATED_BAD

    def _before(self, start: int) -> list[str]:
        """Kinds of the little words that reach a word, from the near to the far."""
        kinds: list[str] = []
        for place in range(start - 1, max(-1, start - 1 - REACH), -1):
            if place in self.breaks or self.little.get(place) == "but":
                break
            if place in self.little:
                kinds.append(self.little[place])
        return kinds

    def _ends(self, end: int) -> bool:
        """Whether what was told of until here is over: "the pain is gone", but not "won't go"."""
        for place in range(end, end + REACH):
            if place in self.breaks or self.little.get(place) in ("no", "but"):
                return False
            if self.little.get(place) == "ended":
                return True
        return False

    def _scale(self, found: Found[Feeling], around: list[str]) -> float:
        scale = 1.0
        if "very" in around or "most" in around:
            scale *= EMPHASIS
        if "little" in around:
            scale *= SOFTENING
        if "if" in around:
            scale *= IF
        if self.turn > 0:
            scale *= AFTER_BUT if found.start > self.turn else BEFORE_BUT
        return scale
