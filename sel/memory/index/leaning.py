"""Which way in a model's vector space leads from talk of the moment to what stays true.

Fitted by `assets/memory/train_lasting.py`; a model that it was not fitted for leans no way.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sel.memory.index.vectorfile import FULL, Numbers
from sel.paths import assets


class Leaning:
    """The log-odds, going by its vector, that something stays true of a person."""

    def __init__(self, weights: NDArray[np.float32], bias: float) -> None:
        """Weights of nought lean no way."""
        self._weights, self._bias = weights, bias

    @classmethod
    def of(cls, model: str, dimension: int, path: Path | None = None) -> Leaning:
        """What was fitted for this model."""
        found = json.loads((path or assets() / "memory" / "lasting.json").read_text("utf-8"))
        weights = np.array(found["weights"], dtype=np.float32)
        if found["model"] != model or len(weights) != dimension:
            return cls(np.zeros(dimension, np.float32), 0.0)
        return cls(weights, float(found["bias"]))

    def odds(self, vectors: Sequence[Numbers]) -> list[float]:
        """Of each vector about -8 to 8; 0 where there is no telling."""
        if not vectors:
            return []
        found: list[float] = (np.stack(vectors) @ self._weights / FULL + self._bias).tolist()
        return found
