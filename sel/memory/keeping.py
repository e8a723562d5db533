"""What becomes of a candidate: it is new, says again what is known, or takes something's place.

Taking a place is for contradictions only. Of some topics there is one at a time (a home, a name,
an age, a birthday): the newer one wins, whatever its words. Of others people may have two, and
would be hurt to see one vanish: a teacher may be a chemist, too, and somebody with one dog may get
another. There the newer one takes the older one's place only if it speaks of a change ("now", "no
longer", "left", "quit", "new", "became"); else both stay.

Not thread-safe: the library holds its one lock around every call.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import replace

from sel.errors import StoreError
from sel.memory.ports import IndexLike
from sel.memory.reading.likeness import meaning, same_thing
from sel.memory.shelf import Shelf
from sel.memory.types import Candidate, Kept, Memory, Said, Source

_SHARED = frozenset({"job", "study", "origin", "nationality", "faith", "work:hours", "car"})
"""Topics under which two may be true at once; `a:b:job` counts as `job`."""

_CHANGE = re.compile(
    r"\b(?:now|nowadays|no longer|any ?more|any longer|moved|chang\w+|switch\w+|left|leaving|quit|"
    r"quitting|new|became|become|becoming|retired?|retiring|"
    r"redundant|laid off|fired|sacked|"
    r"promoted|started|starting|unemployed|jobless|instead|actually|used to|stopped|gave up|"
    r"given up|sold|"
    r"bought|lost|died|converted|graduated|finished|dropped out|these days|as of|since)\b|"
    r"\bgot (?:a|the) (?:job|position|role)\b",
    re.IGNORECASE,
)
"""Words that tell that something is not as it was."""

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
    """The memory in new words, which are the person's own and so the quote, too. What it is about
    stays, unless that names what the new words do not."""
    source = Source(quote=text, channel=memory.source.channel, at=now)
    gone = _words(f"{memory.text} {memory.source.quote}") - _words(text)
    topic = "" if _words(memory.topic) & gone else memory.topic
    tags = tuple(tag for tag in memory.tags if not _words(tag) & gone)
    return replace(memory, text=text, source=source, seen_at=now, topic=topic, tags=tags)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold().replace("_", " ")))


def _may_be_two(topic: str) -> bool:
    named = topic.startswith("pet:") and topic.endswith(":name")
    return named or topic in _SHARED or topic.rsplit(":", 1)[-1] in _SHARED


def contradicts(memory: Memory) -> bool:
    """Whether a memory takes the place of an older one of its topic, and not a place beside it."""
    return not _may_be_two(memory.topic) or _CHANGE.search(memory.text) is not None


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
        old = self._older(memory, vector) if contradicts(memory) else None
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

    def _older(self, memory: Memory, vector: Sequence[float] | None) -> Memory | None:
        """What this takes the place of: of two jobs the one it names, else the newest."""
        newest = self._shelf.current(memory.person, memory.scope, memory.topic)
        if newest is None or not _may_be_two(memory.topic):
            return newest
        others = (
            one
            for one in self._near(memory, vector)
            if one.topic == memory.topic and not one.replaced_by and not one.made_from
        )
        shared = {
            one.id: len(meaning(one.text) & meaning(memory.text)) for one in (newest, *others)
        }
        return self._shelf.get(max(shared, key=lambda id: shared[id]))

    def _near(self, memory: Memory, vector: Sequence[float] | None) -> list[Memory]:
        near = self._index.search(
            memory.text,
            vector,
            person=memory.person,
            scopes={memory.scope},
            k=LIKELY,
            now=memory.at,
        )
        return list(self._shelf.some(id for id, _, _ in near))

    def _twin(self, memory: Memory, vector: Sequence[float] | None) -> Memory | None:
        """A memory of the same person and place that says the same."""
        twin = self._shelf.worded(memory.person, memory.scope, memory.text)
        if twin is not None and not twin.made_from:
            return twin
        for found in self._near(memory, vector):
            if not found.made_from and same_thing(found.text, memory.text):
                return found
        return None
