"""What hangs together: what a memory replaced, and what was made from it."""

from __future__ import annotations

from collections.abc import Iterable

from sel.memory.shelf import Shelf
from sel.memory.types import Memory


def with_made(shelf: Shelf, memories: Iterable[Memory]) -> list[Memory]:
    """These and, in turn, all summaries and merged facts that were made from them."""
    gone = {memory.id: memory for memory in memories}
    waiting = list(gone)
    while waiting:
        for memory in shelf.some(shelf.made_from(waiting.pop())):
            if memory.id not in gone:
                gone[memory.id] = memory
                waiting.append(memory.id)
    return list(gone.values())


def with_past(shelf: Shelf, memories: Iterable[Memory]) -> list[Memory]:
    """These, all they have replaced, and what was made from any of them."""
    gone: dict[str, Memory] = {}
    for memory in memories:
        gone |= {one.id: one for one in (memory, *past_of(shelf, memory))}
    return with_made(shelf, gone.values())


def past_of(shelf: Shelf, memory: Memory) -> list[Memory]:
    """What a memory took the place of, newest first."""
    past: dict[str, Memory] = {}
    while memory.replaces not in past and (older := shelf.get(memory.replaces)) is not None:
        past[older.id] = memory = older
    return list(past.values())


def faded(memories: Iterable[Memory], before: float) -> list[Memory]:
    """The soft ones that were neither said nor said again since `before` (Unix seconds)."""
    return [
        memory for memory in memories if not memory.hard and max(memory.at, memory.seen_at) < before
    ]
