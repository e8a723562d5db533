"""What SEL recalls before it answers: this person's, of this scope, and only where it may help."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sel.brain.conversation import Conversation
from sel.brain.listening import Heard, Listened
from sel.brain.scope import scope_of
from sel.brain.shelf import Shelf
from sel.bus import Bus
from sel.engine.embedding import Vector
from sel.memory.reading.candidates import candidates
from sel.memory.reading.dates import period_in
from sel.memory.recall import recall, told
from sel.memory.types import Hit
from sel.memory.views import view_of_hit
from sel.memory_events import MemoriesRecalled, MemoryView

PATIENCE = 0.3
"""Seconds a turn waits for its memories (a few milliseconds, usually); then it goes without."""
LEAST_WORDS = 4
FOUND = 12
"""How many are looked for; what is worth telling is chosen among them."""
RECENT = 6
"""Turns back in which a memory is not told again unasked."""
NOTHING = (
    "You have no memory of this. If they did not say it in this conversation, tell them that you "
    "don't have that."
)


@dataclass(frozen=True, slots=True)
class Recalled:
    """`note` goes into the late part of the prompt. `lacking`: asked for, and nothing was found."""

    note: str = ""
    views: tuple[MemoryView, ...] = ()
    lacking: bool = False


@dataclass(slots=True)
class Recaller:
    """Looks memories up for turns. `last` is, per channel, what was recalled for the last reply."""

    shelf: Shelf
    bus: Bus
    clock: Callable[[], float]
    zone: str = ""
    budget: int = 200
    last: dict[str, tuple[MemoryView, ...]] = field(default_factory=dict)

    async def recall(
        self, talk: Conversation, heard: Heard, found: Listened, count: Callable[[str], int]
    ) -> Recalled:
        """What to tell SEL for this turn; `count` estimates tokens. Raises `SelError`."""
        self.last.pop(talk.name, None)
        asked = found.intent == "memory"
        if not self.budget or not (asked or len(heard.text.split()) >= LEAST_WORDS):
            return Recalled()
        hits = await self._search(heard, found.vector, talk.name)
        if not asked:
            hits = [hit for hit in hits if not _fresh(talk, hit)]
        hits = recall(hits, self.budget, count)
        if not hits:
            lacking = asked and is_question(heard.text)
            return Recalled(note=NOTHING if lacking else "", lacking=lacking)
        return self._told(talk, heard, hits, lexical=found.vector is None)

    async def _search(self, heard: Heard, vector: Vector | None, channel: str) -> list[Hit]:
        message, now = heard.messages[-1], self.clock()
        person, scope, text = message.person, scope_of(message, channel), heard.text
        period = period_in(text, now, self.zone)
        try:
            async with asyncio.timeout(PATIENCE):
                return await self.shelf.ask(
                    lambda books: (
                        books.search(
                            text,
                            vector,
                            person=person,
                            scopes=(scope,),
                            k=FOUND,
                            now=now,
                            period=period,
                        )
                        if books.consent(person) == "given"
                        else []
                    )
                )
        except TimeoutError:
            return []

    def _told(
        self, talk: Conversation, heard: Heard, hits: Sequence[Hit], *, lexical: bool
    ) -> Recalled:
        views = tuple(view_of_hit(hit) for hit in hits)
        talk.told.update((hit.memory.id, hit.memory.text) for hit in hits)
        self.last[talk.name] = views
        self.bus.publish(
            MemoriesRecalled(
                channel=talk.name,
                turn_id=heard.turn_id,
                person=heard.messages[-1].person,
                memories=views,
                lexical=lexical,
            )
        )
        return Recalled(note=told(hits, self.clock(), self.zone), views=views)

    def forget(self, ids: Sequence[str]) -> None:
        """Let go of what was forgotten."""
        self.last = {
            channel: tuple(one for one in views if one.id not in ids)
            for channel, views in self.last.items()
        }


def is_question(text: str) -> bool:
    """Whether a message asks for something, and tells nothing worth keeping."""
    first = next(iter(text.split()), "").casefold()
    return "?" in text or (first in _ASKING and not candidates(text))


_ASKING = frozenset(
    {"what", "who", "whom", "whose", "where", "when", "which", "why", "how", "do", "does", "did"}
    | {"is", "are", "was", "were", "can", "could", "have", "has", "tell", "recall", "remind"}
)


def _fresh(talk: Conversation, hit: Hit) -> bool:
    """Whether the model still has it before its eyes: said or told a few turns ago."""
    near = talk.history.turns[-RECENT:]
    quote, text = hit.memory.source.quote, hit.memory.text
    return any(quote in turn.said or text in turn.note for turn in near)
