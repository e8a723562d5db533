"""How alike two sentences are, in the measure that everything about recalling was tried with.

Models differ: some give sentences that have nothing to do with each other a cosine of 0.1, some
one of 0.7. A few such sentences tell which, and cosines are stretched accordingly. Pure.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sel.engine.embedding import Vector
from sel.memory.types import Hit

STRANGERS = (
    "My sister lives in Oslo.",
    "I am allergic to peanuts.",
    "The meeting was moved to Thursday.",
    "He plays the cello very badly.",
    "It rained all night long.",
    "Can you sort this list of numbers?",
    "The old car needs new brakes.",
    "We had soup and bread for dinner.",
)
"""Sentences of which no two are about the same."""

USUAL_FLOOR = 0.056
"""The mean cosine of two of these in all-MiniLM-L6-v2."""


@dataclass(frozen=True, slots=True)
class Measure:
    """`floor` is the mean cosine that a model gives to strangers, below 1."""

    floor: float = USUAL_FLOOR

    @classmethod
    def of(cls, vectors: Sequence[Vector]) -> Measure:
        """From the unit vectors of `STRANGERS`."""
        pairs = itertools.combinations(vectors, 2)
        cosines = [sum(a * b for a, b in zip(one, other, strict=True)) for one, other in pairs]
        return cls(min(sum(cosines) / len(cosines), 0.99))

    def cosine(self, value: float) -> float:
        """A cosine of this model as the usual one would have given it: 1 stays, strangers are
        strangers."""
        return 1 - (1 - value) * (1 - USUAL_FLOOR) / (1 - self.floor)

    def hits(self, found: Sequence[Hit]) -> list[Hit]:
        """What was found, in the usual measure. A score is a cosine and what is added to it."""
        return [self._hit(hit) for hit in found]

    def _hit(self, hit: Hit) -> Hit:
        value = hit.parts.get("cosine", 0.0)
        if not value or self.floor == USUAL_FLOOR:
            return hit
        usual = self.cosine(value)
        parts = {**hit.parts, "cosine": usual}
        return replace(hit, score=hit.score + usual - value, parts=parts)
