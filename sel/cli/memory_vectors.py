"""Vectors for memories that have none: imported without an embedder, or after a change of model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sel.cli.memory_afar import Afar
from sel.cli.memory_home import Embed, beside

if TYPE_CHECKING:
    from sel.memory.library import Library

BATCH = 128
"""Memories embedded together."""


def mend(library: Library, embed: Embed) -> None:
    """Make what vectors are missing, and say how far it is. Without an embedder none are made; a
    running SEL makes them itself."""
    if isinstance(library, Afar):
        return
    missing = library.without_vectors()
    for start in range(0, len(missing), BATCH):
        batch = missing[start : start + BATCH]
        vectors = embed([memory.text for memory in batch])
        pairs = [
            (memory.id, vector)
            for memory, vector in zip(batch, vectors, strict=True)
            if vector is not None
        ]
        if not pairs:
            return
        library.set_vectors(pairs)
        if len(missing) > BATCH:
            beside(f"Learning by meaning: {start + len(batch):,} of {len(missing):,} memories")
