"""A person's memories on their way in from a file and out into one, and counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sel.memory.book import document_of, id_for, outward
from sel.memory.shelf import Shelf
from sel.memory.types import Memory


def id_of(id: str, person: str, shelf: Shelf) -> str:
    """Under which id a person's memory is, or would be, on the shelf.

    Two persons may import the same file. Ids are everybody's, so the second one's get a name on.
    """
    other = id_for(id, person)
    if shelf.owns(person, id):
        return id
    if shelf.owns(person, other) or id in shelf or id.endswith(id_for("", person)):
        return other
    return id


def taken_in(person: str, rows: Sequence[Memory], shelf: Shelf) -> list[Memory]:
    """The rows as this person's, with ids nobody else has, in themselves and where they point."""
    ids = {row.id: id_of(row.id, person, shelf) for row in rows}

    def pointed(id: str) -> str:
        return ids.get(id) or id_of(id, person, shelf) if id else ""

    return [
        replace(
            row,
            id=ids[row.id],
            person=person,
            replaces=pointed(row.replaces),
            replaced_by=pointed(row.replaced_by),
            made_from=tuple(map(pointed, row.made_from)),
        )
        for row in rows
    ]


def export(memories: Iterable[Memory], consent: Mapping[str, Any] | None) -> dict[str, object]:
    """Plain JSON that TinyDB reads: {table: {number: document}}."""
    documents = [document_of(outward(memory)) for memory in memories]
    tables: dict[str, object] = {
        "memories": {str(number): document for number, document in enumerate(documents, 1)}
    }
    if consent:
        tables["consent"] = {"1": dict(consent)}
    return tables


def stats(shelves: Iterable[Iterable[Memory]], missing: set[str]) -> dict[str, float]:
    """How many memories of which sort; `missing` are the ids without a vector."""
    counts = dict.fromkeys(("persons", "memories", "history", "summaries", "hard", "soft"), 0.0)
    counts["without_vectors"] = 0.0
    for memories in shelves:
        counts["persons"] += 1
        for memory in memories:
            counts[_sort(memory)] += 1
            counts["hard" if memory.hard else "soft"] += 1
            counts["without_vectors"] += memory.id in missing
    return counts


def _sort(memory: Memory) -> str:
    if memory.made_from:
        return "summaries"
    return "history" if memory.replaced_by else "memories"
