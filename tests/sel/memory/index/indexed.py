"""Memories and vectors for the tests of the index."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from sel.memory.types import Memory, Source

DIMENSION = 8
SOURCE = Source(quote="said so")


def memory(id: str, text: str = "", *, person: str = "ana", **more: Any) -> Memory:
    """A memory with this text, or one of its own."""
    given = {"scope": "desk", "kind": "fact", "source": SOURCE, "at": 1000.0, **more}
    return Memory(id=id, person=person, text=text or f"thing number {id}", **given)


def vector(*numbers: float) -> list[float]:
    """These numbers, and noughts."""
    return [*numbers, *[0.0] * (DIMENSION - len(numbers))]


def vectors(count: int, seed: int = 1, dimension: int = DIMENSION) -> np.ndarray[Any, Any]:
    """Unit vectors in a few clusters."""
    random = np.random.default_rng(seed)
    middles = random.standard_normal((6, dimension))
    made = middles[random.integers(0, 6, count)] + 0.4 * random.standard_normal((count, dimension))
    unit: np.ndarray[Any, Any] = made / np.linalg.norm(made, axis=1, keepdims=True)
    return unit


def questions(name: str) -> tuple[list[str], list[str], list[str]]:
    """Facts, a question about each, and small talk: the set "dev" or "held"."""
    found = json.loads((Path(__file__).parent / f"{name}.json").read_text("utf-8"))
    facts, asked = zip(*found["pairs"], strict=True)
    return list(facts), list(asked), found["fillers"]
