"""What is asked for: its words, what they are about, and its vector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sel.memory.index.concepts import circles
from sel.memory.index.words import stems


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the search takes it. `vector` is of unit length, None without an embedder."""

    stems: frozenset[str]
    circles: tuple[int, ...]
    vector: NDArray[np.float32] | None


def query_of(text: str, vector: Sequence[float] | None) -> Query:
    """A question's words and vector; a vector of no length counts as none."""
    said = frozenset(stems(text))
    about = tuple(circles(said))
    if vector is None:
        return Query(said, about, None)
    array = np.asarray(vector, dtype=np.float32)
    length = float(np.linalg.norm(array))
    usable = 0.0 < length < float("inf")
    return Query(said, about, array / np.float32(length) if usable else None)
