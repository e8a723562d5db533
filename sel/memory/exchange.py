"""A person's memories on their way in from a file and out into one, and counted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sel.memory.book import document_of, given_id
from sel.memory.shelf import Shelf
from sel.memory.types import Memory


def id_of(id: str, person: str, shelf: Shelf) -> str:
    """Under which id a person's memory is, or would be, on the shelf.

    Two persons may import the same file. Ids are everybody's, so the second one's get another.
    """
    other = hashlib.sha256(f"{person}\0{id}".encode()).hexdigest()[:16]
    if shelf.owns(person, other):
        return other
    return other if id in shelf and not shelf.owns(person, id) else id


def taken_in(person: str, rows: Sequence[Memory], shelf: Shelf) -> list[Memory]:
    """The rows as this person's, with ids nobody else has, in themselves and where they point."""
    return [_moved(row, lambda id: id_of(id, person, shelf), person) for row in rows]


def outward(memories: Iterable[Memory], shelf: Shelf) -> list[Memory]:
    """Memories as they are written into a file for elsewhere: all ids as they were given."""

    def given(id: str) -> str:
        memory = shelf.get(id)
        return given_id(memory) if memory else id

    return [_moved(memory, given, memory.person) for memory in memories]


def _moved(memory: Memory, name: Callable[[str], str], person: str) -> Memory:
    """The memory with all its ids named anew, and the old one remembered where it differs."""
    known = given_id(memory)
    id = name(known)
    return replace(
        memory,
        id=id,
        given="" if id == known else known,
        person=person,
        replaces=memory.replaces and name(memory.replaces),
        replaced_by=memory.replaced_by and name(memory.replaced_by),
        made_from=tuple(map(name, memory.made_from)),
    )


def export(
    memories: Iterable[Memory],
    consent: Mapping[str, Any] | None,
    notes: Sequence[Mapping[str, Any]] = (),
) -> dict[str, object]:
    """Plain JSON that TinyDB reads: {table: {number: document}}."""
    tables: dict[str, object] = {
        "memories": {str(number): document_of(memory) for number, memory in enumerate(memories, 1)}
    }
    if consent:
        tables["consent"] = {"1": dict(consent)}
    if notes:
        tables["notes"] = {"1": {"rows": list(notes)}}
    return tables


def stats(shelves: Iterable[Iterable[Memory]], missing: set[str]) -> dict[str, float]:
    """How many memories of which sort; `missing` are the ids without a vector."""
    counts = dict.fromkeys(("persons", "memories", "history", "summaries", "hard", "soft"), 0.0)
    counts["without_vectors"] = 0.0
    for memories in map(list, shelves):
        counts["persons"] += bool(memories)
        for memory in memories:
            counts[_sort(memory)] += 1
            counts["hard" if memory.hard else "soft"] += 1
            counts["without_vectors"] += memory.id in missing
    return counts


def _sort(memory: Memory) -> str:
    if memory.made_from:
        return "summaries"
    return "history" if memory.replaced_by else "memories"
