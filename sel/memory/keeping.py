"""What becomes of a candidate: it is new, says again what is known, or takes something's place.

Not thread-safe: the library holds its one lock around every call.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace

from sel.errors import StoreError
from sel.memory.ports import IndexLike
from sel.memory.reading.likeness import same_thing
from sel.memory.shelf import Shelf
from sel.memory.types import Candidate, Kept, Memory, Said, Source

LIKELY = 10
"""How many of the nearest memories are compared word by word with a new one."""


def memory_from(said: Said, candidate: Candidate) -> Memory:
    """The memory a candidate would be, with an id of its own."""
    return Memory(
        id=secrets.token_hex(6),  # random: it tells nothing, and no id ever comes twice
        person=said.person,
        scope=said.scope,
        text=candidate.text,
        kind=candidate.kind,
        source=Source(
            quote=candidate.quote,
            message_id=said.message_id,
            channel=said.channel,
            at=said.at,
        ),
        at=said.at,
        seen_at=said.at,
        tags=candidate.tags,
        topic=candidate.topic,
        hard=candidate.hard or candidate.asked,
        importance=candidate.importance,
        mood=said.mood,
        valence=said.valence,
        arousal=said.arousal,
    )


def corrected(memory: Memory, *, text: str, now: float) -> Memory:
    """The memory in new words, which are the person's own and so the quote, too."""
    source = Source(quote=text, channel=memory.source.channel, at=now)
    return replace(memory, text=text, source=source, seen_at=now)


class Keeper:
    """Keeps over a shelf and an index."""

    def __init__(self, shelf: Shelf, index: IndexLike) -> None:
        self._shelf = shelf
        self._index = index

    def keep(self, memory: Memory, vector: Sequence[float] | None) -> tuple[Kept, Memory | None]:
        """Keep this; also the memory that was strengthened or superseded, as it was before."""
        twin = self._twin(memory, vector)
        if twin is not None:
            return self._strengthen(twin, memory), twin
        old = self._shelf.current(memory.person, memory.scope, memory.topic)
        if old is None:
            self._shelf.put(memory)
            self.show(memory, vector)
            return Kept(memory=memory, how="new"), None
        return self._supersede(old, memory, vector), old

    def show(self, memory: Memory, vector: Sequence[float] | None) -> None:
        """Make it found; by words only where the disk has no room for its vector."""
        self.show_many([(memory, vector)])

    def show_many(self, pairs: Sequence[tuple[Memory, Sequence[float] | None]]) -> None:
        """`show` for many."""
        try:
            self._index.add_many(pairs)
        except StoreError:
            self._index.add_many([(memory, None) for memory, _ in pairs])

    def _strengthen(self, twin: Memory, again: Memory) -> Kept:
        stronger = replace(
            twin,
            strength=twin.strength + 1,
            seen_at=max(twin.seen_at, again.at),
            hard=twin.hard or again.hard,
            importance=max(twin.importance, again.importance),
            tags=tuple(dict.fromkeys((*twin.tags, *again.tags))),
        )
        self._shelf.put(stronger)
        self.show(stronger, None)
        return Kept(memory=stronger, how="strengthened")

    def _supersede(self, old: Memory, new: Memory, vector: Sequence[float] | None) -> Kept:
        new = replace(new, replaces=old.id, hard=new.hard or old.hard)
        past = replace(old, replaced_by=new.id)
        with self._shelf.batch():
            self._shelf.put(new)
            self._shelf.put(past)
        self.show(past, None)
        self.show(new, vector)
        return Kept(memory=new, how="superseded")

    def _twin(self, memory: Memory, vector: Sequence[float] | None) -> Memory | None:
        """A memory of the same person and place that says the same."""
        twin = self._shelf.worded(memory.person, memory.scope, memory.text)
        if twin is not None and not twin.made_from:
            return twin
        near = self._index.search(
            memory.text,
            vector,
            person=memory.person,
            scopes={memory.scope},
            k=LIKELY,
            now=memory.at,
        )
        for found in self._shelf.some(id for id, _, _ in near):
            if not found.made_from and same_thing(found.text, memory.text):
                return found
        return None
