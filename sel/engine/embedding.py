"""The shape of what turns sentences into vectors; the child that does it is in `embedder`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

Vector = tuple[float, ...]
"""384 numbers of unit length (all-MiniLM-L6-v2)."""


class Embedder(Protocol):
    """Sentences to vectors. Starts lazily; `ready` is False while it warms up or is missing."""

    @property
    def ready(self) -> bool:
        """Whether `embed` answers at once."""
        ...

    async def start(self) -> None:
        """Begin to warm up; returns when ready. Raises `EngineError`."""
        ...

    async def stop(self) -> None:
        """End the child."""
        ...

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        """One unit vector of 384 floats per text. Raises `EngineError`."""
        ...
