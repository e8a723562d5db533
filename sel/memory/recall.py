"""Which found memories SEL is told for a reply, and in what words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sel.memory.types import Hit


def recall(hits: Sequence[Hit], budget: int, count: Callable[[str], int]) -> list[Hit]:
    """Those worth telling, best first: relevant, no two alike, within `budget` tokens."""
    raise NotImplementedError


def told(hits: Sequence[Hit], now: float, zone: str) -> str:
    """The late part of the prompt: each memory as the person said it, with its date in words."""
    raise NotImplementedError
