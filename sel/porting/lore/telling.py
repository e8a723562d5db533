"""Which entries of a lorebook a turn is told, within a budget of tokens. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sel.porting.lore.book import Lorebook
from sel.porting.lore.entry import Entry

ROUNDS = 3
"""How often what is told may wake more, in a book that wants that."""
LONGEST_MESSAGE = 4_000
"""Letters of a message that are searched, its last ones."""


def awake(book: Lorebook, texts: Sequence[str]) -> list[Entry]:
    """The entries that the last texts wake (newest last), in the book's order."""
    seen = [text[-LONGEST_MESSAGE:] for text in texts]
    found: dict[int, Entry] = {}
    told: list[str] = []
    for _ in range(1 + ROUNDS * book.recursive):
        fresh = {
            place: one
            for place, one in enumerate(book.entries)
            if place not in found
            and one.wakes([*seen[-(one.depth or book.depth) :], *told], len(seen))
        }
        if not fresh:
            break
        found |= fresh
        told += [one.content[-LONGEST_MESSAGE:] for one in fresh.values()]
    return sorted(found.values(), key=lambda one: one.order)


def told(
    book: Lorebook,
    texts: Sequence[str],
    noted: Sequence[str],
    room: int,
    count: Callable[[str], int],
) -> str:
    """What a turn is told: entries that are awake and stand in none of the notes before, as many as
    fit into `room` tokens; constant ones and those of high priority have it first."""
    fresh = [one for one in awake(book, texts) if not any(one.content in note for note in noted)]
    chosen: list[Entry] = []
    for one in sorted(fresh, key=lambda one: (one.yielding, not one.constant, -one.priority)):
        cost = count(one.content) + 1
        if cost <= room:
            chosen.append(one)
            room -= cost
    return "\n".join(one.content for one in fresh if one in chosen)
