"""The score of a found memory, and what it is made of. Pure.

Cosine leads. Everything else is worth a tenth or so of a cosine: enough to decide between memories
that fit about equally, never enough to bring up one that does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from sel.memory.types import Kind

DAY = 86400.0
WORDS = 0.06
"""Most that shared words add, where there is a vector, too."""
WORDS_ONLY = 0.6
"""Most that they add where there is none."""
ABOUT = 0.04
"""For speaking of what the question speaks of (`concepts`)."""
WORTH = 0.12
"""How much what stays true stands before talk of the moment, each way."""
IMPORTANCE = 0.04
"""From an importance of 0 to one of 1; everyday memories have 0.5."""
FEELING = 0.02
"""For the strongest feeling at the time."""
STRENGTH = 0.02
"""For what was said very often."""
RECENT: dict[Kind, tuple[float, float]] = {
    "fact": (0.01, 60.0),
    "preference": (0.01, 60.0),
    "person": (0.01, 60.0),
    "plan": (0.04, 7.0),
    "episode": (0.03, 14.0),
    "summary": (0.02, 14.0),
}
"""By kind: what being new adds at most, and the days in which it halves. What is a fact today was
one last year; a plan of last year is not one any more."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a memory counts beside its fit. `age` in seconds; the others as in `Memory`."""

    kind: Kind
    age: float
    importance: float
    valence: float
    arousal: float
    strength: int
    worth: float


@dataclass(frozen=True, slots=True)
class Fit:
    """Cosines of a memory with what was said, and with where answers to it are."""

    cosine: float
    answer: float


def parts(traits: Traits, fit: Fit | None, words: float, about: float) -> dict[str, float]:
    """The parts of the score; their sum is it.

    `fit` is None where there is no vector on either side: then words must do. `words` is BM25
    as a share (0..1) of the best there could be; `about` the share of what is asked about.
    `answer` is how much better a memory fits as an answer than by likeness.
    """
    most, days = RECENT[traits.kind]
    return {
        "cosine": fit.cosine if fit else 0.0,
        "answer": fit.answer - fit.cosine if fit else 0.0,
        "words": words * (WORDS if fit else WORDS_ONLY),
        "worth": WORTH * traits.worth,
        "about": ABOUT * about,
        "importance": IMPORTANCE * (traits.importance - 0.5),
        "recency": most * exp(-max(traits.age, 0.0) / DAY / days * 0.693),
        "feeling": FEELING * max(abs(traits.valence), traits.arousal),
        "strength": STRENGTH * (1.0 - 1.0 / max(traits.strength, 1)),
    }
