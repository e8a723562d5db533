"""Turns the vector of a question towards the vectors of its answers.

A sentence model puts "What do I do for a living?" next to other talk of work; what is sought is
"I'm a nurse", told long ago. A small bilinear step, fitted on questions people ask of themselves,
leads from the one to the other: q + (q A) B + c, of unit length again. It is fitted by
`assets/memory/train_asking.py`; for a model that it was not fitted for there is none.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sel.paths import assets

Floats = NDArray[np.float32]

_QUESTION = re.compile(
    r"\?\s*$|^\W*(?:what|which|who|whom|whose|where|when|why|how|do|does|did|am|is|are|was|were"
    r"|can|could|have|has|had|will|would|should|remind|tell|remember|any)\b",
    re.IGNORECASE,
)


def is_question(text: str) -> bool:
    """Whether this asks for something, rather than tells it."""
    return bool(_QUESTION.search(text))


class Asking:
    """The step, as fitted for one embedding model."""

    def __init__(self, down: Floats, up: Floats, shift: Floats) -> None:
        """Of shapes (numbers, rank), (rank, numbers) and (numbers,)."""
        self._down, self._up, self._shift = down, up, shift

    @classmethod
    def of(cls, model: str, dimension: int, path: Path | None = None) -> Asking | None:
        """What was fitted for this model; None where nothing was."""
        with np.load(path or assets() / "memory" / "asking.npz") as found:
            if str(found["model"]) != model or found["down"].shape[0] != dimension:
                return None
            down, up, shift = (found[name].astype(np.float32) for name in ("down", "up", "shift"))
        return cls(down, up, shift)

    def turned(self, question: Floats) -> Floats:
        """A question's vector of unit length, and where its answers are; of unit length."""
        there = question + question @ self._down @ self._up + self._shift
        length = max(float(np.linalg.norm(there)), 1e-9)
        unit: Floats = (there / length).astype(np.float32)
        return unit
