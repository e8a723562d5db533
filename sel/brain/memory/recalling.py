"""What SEL recalls before it answers: this person's, of this scope, and only where it may help."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sel.brain.conversation import Conversation
from sel.brain.listening import Heard, Listened
from sel.brain.memory.likeness import Measure
from sel.brain.memory.reader import candidates, period_in, recall, told
from sel.brain.memory.scope import scope_of
from sel.brain.memory.shelf import Shelf
from sel.brain.memory.words import shortened
from sel.bus import Bus
from sel.counting import series
from sel.engine.embedding import Vector
from sel.memory.types import Hit
from sel.memory.views import view_of_hit
from sel.memory_events import MemoriesRecalled, MemoryView

if TYPE_CHECKING:
    from sel.memory.library import Library

PATIENCE = 0.3
"""Seconds a turn waits for its memories (a few milliseconds, usually); then it goes without."""
LEAST_WORDS = 4
FOUND = 12
"""How many are looked for; what is worth telling is chosen among them."""
RECENT = 6
"""Turns back in which a memory is not told again unasked."""
SURE = 0.47
"""Score from which the best memory answers a question about it. Of 240 questions in other words
than the memory's, four in five of the right ones had that much, and one in eight of the best where
the right one was missing."""
NEAR = 0.4
"""Score from which a memory is offered as the nearest one there is: nineteen in twenty of the right
ones."""
MOST_SAID = 3
NOTHING = (
    "You have no memory of this. If they did not say it in this conversation, tell them that you "
    "don't have that."
)
DOUBT = "If none of this answers them, say that you don't have it."
SAID = "You told me: {words}"
NEAREST = "I don't have just that. The nearest is what you told me: {words}"
LACKING = "I don't have that. Would you like to tell me?"
"""What is said in a small model's place. Asked 24 things that it cannot know, the starter model
made up an answer to about 12 and owned up to five at most, whatever the note said; and with one of
these as its beginning it mostly went on with nonsense ("Is that still a lie?")."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """`note` goes into the late part of the prompt; `said` is what a small model's reply is."""

    note: str = ""
    said: str = ""


@dataclass(slots=True)
class Recaller:
    """Looks memories up for turns. `measure` is the embedding model's; `may` tells whether somebody
    may be remembered, for all that is known without asking the library, which asks itself; `last`
    is, per channel, what was recalled for the last reply, and `whose` the person it belongs to."""

    shelf: Shelf
    bus: Bus
    clock: Callable[[], float]
    zone: str = ""
    budget: int = 200
    measure: Measure = field(default_factory=Measure)
    may: Callable[[str], bool] = lambda _: True
    last: dict[str, tuple[MemoryView, ...]] = field(default_factory=dict)
    whose: dict[str, str] = field(default_factory=dict)

    async def recall(
        self, talk: Conversation, heard: Heard, found: Listened, count: Callable[[str], int]
    ) -> Recalled:
        """What to tell SEL for this turn; `count` estimates tokens. Raises `SelError`."""
        self.last.pop(talk.name, None)
        recalled, chosen = await self.foresee(talk, heard, found, count)
        if chosen:
            await self._tell(talk, heard, chosen, lexical=found.vector is None)
        return recalled

    async def foresee(
        self, talk: Conversation, heard: Heard, found: Listened, count: Callable[[str], int]
    ) -> tuple[Recalled, Sequence[Hit]]:
        """The same, and the memories it is made of; nobody is told of them. Raises `SelError`."""
        asked = found.intent == "memory"
        if not self.budget or not (asked or len(heard.text.split()) >= LEAST_WORDS):
            return Recalled(), ()
        try:
            async with asyncio.timeout(PATIENCE):
                hits = await self._search(heard, found.vector, talk.name)
        except TimeoutError:
            return Recalled(), ()
        asks = asked and is_question(heard.text)
        pointed = asks or _asks_of_themselves(heard.text)
        if not asked and not pointed:
            hits = [hit for hit in hits if not _fresh(talk, hit)]
        chosen = recall(hits, self.budget, count)
        if chosen:
            note = told(chosen, self.clock(), self.zone)
            said = _answer(talk, heard.text, chosen, asks=asks) if pointed else ""
            return Recalled(f"{note}\n{DOUBT}" if asks else note, said), chosen
        if asks:
            return Recalled(NOTHING, "" if _said_here(talk, heard.text) else LACKING), ()
        return Recalled(), ()

    async def _search(self, heard: Heard, vector: Vector | None, channel: str) -> list[Hit]:
        message, now, text = heard.messages[-1], self.clock(), heard.text
        person, scopes = message.person, (scope_of(message, channel),)
        if not self.may(person):
            return []

        def search(books: Library) -> list[Hit]:
            if books.consent(person) != "given":
                return []
            period = period_in(text, now, self.zone)
            return books.search(
                text, vector, person=person, scopes=scopes, k=FOUND, now=now, period=period
            )

        return self.measure.hits(await self.shelf.ask(search))

    async def _tell(
        self, talk: Conversation, heard: Heard, hits: Sequence[Hit], *, lexical: bool
    ) -> None:
        views = await self._views(hits)
        talk.told.update((hit.memory.id, hit.memory.text) for hit in hits)
        person = heard.messages[-1].person
        self.last[talk.name], self.whose[talk.name] = views, person
        self.bus.publish(
            MemoriesRecalled(
                channel=talk.name,
                turn_id=heard.turn_id,
                person=person,
                memories=views,
                lexical=lexical,
            )
        )

    async def _views(self, hits: Sequence[Hit]) -> tuple[MemoryView, ...]:
        """As faces show them; the library is asked only where one took another's place."""
        if not any(hit.memory.replaces for hit in hits):
            return tuple(view_of_hit(hit) for hit in hits)
        return await self.shelf.ask(
            lambda books: tuple(view_of_hit(hit, books.history(hit.memory)) for hit in hits)
        )

    def alike(self, cosine: float) -> float:
        """A cosine of the embedding model in the usual measure."""
        return self.measure.cosine(cosine)

    def forget(self, ids: Sequence[str]) -> None:
        """Let go of what was forgotten."""
        self.last = {
            channel: tuple(one for one in views if one.id not in ids)
            for channel, views in self.last.items()
        }

    def leave(self, person: str) -> None:
        """Let go of all that was recalled of a person."""
        for channel in [name for name, whose in self.whose.items() if whose == person]:
            self.last.pop(channel, None)


def is_question(text: str) -> bool:
    """Whether a message asks for something, and tells nothing worth keeping."""
    first = next(iter(text.split()), "").casefold()
    return "?" in text or (first in _ASKING and not candidates(text))


def of_themselves(text: str) -> bool:
    """Whether a message is about who wrote it."""
    return _OF_THEMSELVES.search(text) is not None


def _asks_of_themselves(text: str) -> bool:
    """Whether a message asks what is so of who wrote it; what they should do is another matter."""
    return of_themselves(text) and is_question(text) and not _ADVICE.search(text)


_ADVICE = re.compile(r"\b(?:should|shall|could|can|would|will|might|must|help)\b", re.IGNORECASE)
_OF_THEMSELVES = re.compile(r"\b(?:i|me|my|mine|myself|we|us|our)\b", re.IGNORECASE)
_ASKING = frozenset(
    {"what", "who", "whom", "whose", "where", "when", "which", "why", "how", "do", "does", "did"}
    | {"is", "are", "was", "were", "can", "could", "have", "has", "tell", "recall", "remind"}
)
_EMPTY = _ASKING | {"know", "remember", "said", "told", "about", "just", "your", "that", "this"}


def _fresh(talk: Conversation, hit: Hit) -> bool:
    """Whether the model still has it before its eyes: said or told a few turns ago."""
    near = talk.history.turns[-RECENT:]
    quote, text = hit.memory.source.quote, hit.memory.text
    return any(quote in turn.said or text in turn.note for turn in near)


def _answer(talk: Conversation, text: str, found: Sequence[Hit], *, asks: bool) -> str:
    """What a small model should answer to a question about what it was told: just that."""
    sure = [hit for hit in found if hit.score >= SURE or hit.parts.get("period")]
    if sure:
        return SAID.format(words=_quoted(sure[:MOST_SAID]))
    if not asks or _said_here(talk, text):
        return ""
    near = found[0].score >= NEAR
    return NEAREST.format(words=_quoted(found[:1])) if near else LACKING


def _quoted(hits: Sequence[Hit]) -> str:
    """Memories as they were said: “…”, “…” and “…”."""
    return series([f"“{shortened(hit.memory.text)}”" for hit in hits])


def _said_here(talk: Conversation, text: str) -> bool:
    """Whether what is asked for may have been said in this conversation."""
    asked = _words(text)
    said = [turn.said for turn in talk.turns()]
    return bool(said) and (not asked or any(asked & _words(one) for one in said))


def _words(text: str) -> set[str]:
    """The words that tell what a question is about, roughly."""
    return {word for word in re.findall(r"\w{4,}", text.casefold()) if word not in _EMPTY}
