"""What is asked for: its words, what they are about, and its vector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sel.errors import InputRefused
from sel.memory.index.asking import Asking, is_question
from sel.memory.index.concepts import circles
from sel.memory.index.words import stems


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for, as the search takes it. Vectors are of unit length.

    `vector` is None without an embedder; `answer` is where answers to a question are (`Asking`),
    `vector` itself for what is no question.
    """

    stems: frozenset[str]
    circles: tuple[int, ...]
    vector: NDArray[np.float32] | None
    answer: NDArray[np.float32] | None


def query_of(text: str, vector: Sequence[float] | None, asking: Asking | None = None) -> Query:
    """The words and vectors of a text; a vector of no length counts as none."""
    said = frozenset(stems(text))
    about = tuple(circles(said))
    unit = _unit(vector)
    if unit is None or asking is None or not is_question(text):
        return Query(said, about, unit, unit)
    return Query(said, about, unit, asking.turned(unit))


def _unit(vector: Sequence[float] | None) -> NDArray[np.float32] | None:
    if vector is None:
        return None
    array = np.asarray(vector, dtype=np.float32)
    length = float(np.linalg.norm(array))
    return array / np.float32(length) if 0.0 < length < float("inf") else None


def check_dimension(vector: Sequence[float] | None, dimension: int) -> None:
    """Raise `InputRefused` for a vector of another dimension than the others, which is 0 where
    there are none yet."""
    if vector is not None and len(vector) != (dimension or len(vector)):
        raise InputRefused(
            f"A vector of {len(vector)} numbers does not fit: the others have {dimension}.",
            hint="The model that makes the vectors was changed; they must be made anew.",
        )
