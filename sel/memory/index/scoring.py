"""The score of a found memory, and what it is made of. Pure.

Cosine leads. Everything else is worth a tenth or so of a cosine: enough to decide between memories
that fit about equally, never enough to bring up one that does not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sel.memory.index.columns import KINDS
from sel.memory.types import Kind

Numbers = NDArray[np.float64]

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


_MOST, _DAYS = (np.array([RECENT[kind][n] for kind in KINDS]) for n in (0, 1))


@dataclass(frozen=True, slots=True)
class Traits:
    """What of memories counts beside their fit, a number each. `kind` is a place in `KINDS`, `age`
    in seconds; the others as in `Memory`."""

    kind: NDArray[np.integer]
    age: Numbers
    importance: Numbers
    valence: Numbers
    arousal: Numbers
    strength: Numbers
    worth: Numbers


@dataclass(frozen=True, slots=True)
class Fit:
    """Cosines of memories with what was said, and with where answers to it are; `there` is False
    for those without a vector."""

    cosine: Numbers
    answer: Numbers
    there: NDArray[np.bool_]


def parts(traits: Traits, fit: Fit | None, words: Numbers, about: Numbers) -> dict[str, Numbers]:
    """The parts of each score; their sum is it.

    `fit` is None for a query without a vector: then words must do. `words` is BM25 as a share
    (0..1) of the best there could be; `about` the share of what is asked about. `answer` is how
    much better a memory fits as an answer than by likeness.
    """
    nothing = np.zeros(len(words))
    recent = np.exp(-np.maximum(traits.age, 0.0) / DAY / _DAYS[traits.kind] * 0.693)
    return {
        "cosine": np.where(fit.there, fit.cosine, 0.0) if fit else nothing,
        "answer": np.where(fit.there, fit.answer - fit.cosine, 0.0) if fit else nothing,
        "words": words * (np.where(fit.there, WORDS, WORDS_ONLY) if fit else WORDS_ONLY),
        "worth": WORTH * traits.worth,
        "about": ABOUT * about,
        "importance": IMPORTANCE * (traits.importance - 0.5),
        "recency": _MOST[traits.kind] * recent,
        "feeling": FEELING * np.maximum(np.abs(traits.valence), traits.arousal),
        "strength": STRENGTH * (1.0 - 1.0 / np.maximum(traits.strength, 1.0)),
    }
