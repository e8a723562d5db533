"""What is asked for: its words with their weights, and its vector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sel.memory.index.words import stems


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the search takes it. `vector` is of unit length, None without an embedder."""

    weights: dict[str, float]
    vector: NDArray[np.float32] | None


def query_of(text: str, vector: Sequence[float] | None) -> Query:
    """A question's words and vector; a vector of no length counts as none."""
    weights = dict.fromkeys(stems(text), 1.0)
    if vector is None:
        return Query(weights, None)
    array = np.asarray(vector, dtype=np.float32)
    length = float(np.linalg.norm(array))
    return Query(weights, array / np.float32(length) if 0.0 < length < float("inf") else None)
