"""Memories as faces show them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sel.memory.types import Hit, Memory
from sel.memory_events import MemoryView

if TYPE_CHECKING:
    from sel.memory.library import Library


def view(memory: Memory, score: float = 0.0, past: Sequence[Memory] = ()) -> MemoryView:
    """A memory as a face shows it; `past` is what it took the place of (`Library.history`)."""
    return MemoryView(
        id=memory.id,
        text=memory.text,
        kind=memory.kind,
        quote=memory.source.quote,
        at=memory.at,
        tags=memory.tags,
        hard=memory.hard,
        importance=memory.importance,
        mood=memory.mood,
        valence=memory.valence,
        strength=memory.strength,
        score=score,
        replaced=bool(memory.replaced_by),
        channel=memory.source.channel,
        scope=memory.scope,
        was=tuple(older.text for older in past),
    )


def shown(books: Library, memory: Memory) -> MemoryView:
    """A memory of this library, with what it took the place of."""
    return view(memory, past=books.history(memory))


def view_of_hit(hit: Hit, past: Sequence[Memory] = ()) -> MemoryView:
    """A found memory, with its score."""
    return view(hit.memory, hit.score, past)
