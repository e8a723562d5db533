"""What is kept of a message once it was answered, and what is asked about before.

From the person's own words only; the library itself refuses what must not be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sel.brain.conversation import Conversation
from sel.brain.listening import Heard, Listened
from sel.brain.memory.reader import candidates, secret_in
from sel.brain.memory.scope import scope_of
from sel.brain.memory.shelf import Shelf
from sel.brain.memory.vectors import Sentences
from sel.bus import Bus
from sel.engine.embedding import Vector
from sel.engine.experts import ROLES
from sel.memory.types import Candidate, Kept, Said
from sel.memory.views import shown
from sel.memory_events import MemoryKept, MemoryProposed, MemoryRefused, MemoryView

if TYPE_CHECKING:
    from sel.memory.library import Library


def sayings(talk: Conversation, heard: Heard, found: Listened, mood: str) -> list[Said]:
    """What was said in a turn, as memory sees it: to SEL, and not still waiting for an answer."""
    waiting = {id(message) for message in talk.unanswered}
    return [
        Said(
            text=message.text,
            person=message.person,
            scope=scope_of(message, talk.name),
            channel=talk.name,
            message_id=f"{heard.turn_id}/{number}@{heard.at:.0f}",
            at=heard.at,
            mood=mood,
            valence=found.appraisal.valence,
            arousal=found.appraisal.arousal,
        )
        for number, message in enumerate(heard.messages, 1)
        if id(message) not in waiting and (message.addressed or found.found in ROLES)
    ]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that may be kept, and the message and turn it was said in."""

    said: Said
    candidate: Candidate
    turn_id: str
    vector: Vector | None = None

    def shown(self) -> MemoryView:
        """As a face shows it before it is kept."""
        said, candidate = self.said, self.candidate
        return MemoryView(
            id="",
            text=candidate.text,
            kind=candidate.kind,
            quote=candidate.quote,
            at=said.at,
            tags=candidate.tags,
            hard=candidate.hard,
            importance=candidate.importance,
            mood=said.mood,
            valence=said.valence,
            channel=said.channel,
            scope=said.scope,
        )


@dataclass(slots=True)
class Keeper:
    """Keeps, or asks first where that is wished (`ask_first`).

    `newest` tells, for each channel and person, which memories their last message led to;
    `proposed` holds what a person was asked about and has not decided, in RAM only.
    """

    shelf: Shelf
    sentences: Sentences
    bus: Bus
    ask_first: bool = False
    newest: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    proposed: dict[str, list[Proposal]] = field(default_factory=dict)

    async def take(self, said: Said, turn_id: str) -> None:
        """Look for what is worth keeping in a message. Raises `SelError`."""
        async with self.shelf.order:
            self.newest[said.channel, said.person] = ()
            secret, found = await self.shelf.ask(_reader(said))
            if secret:
                reason = f"It looks like {secret}, and SEL never keeps that."
                self._refuse(said, turn_id, reason)
            vectors = await self.sentences.vectors([one.text for one in found])
            proposals = [
                Proposal(said, one, turn_id, vector)
                for one, vector in zip(found, vectors, strict=True)
            ]
            if self.ask_first:
                self._propose(said.person, proposals)
            else:
                await self._keep(proposals)

    async def refuse(self, said: Said, turn_id: str) -> None:
        """Keep nothing of a message, as its person wishes; said where there was something."""
        async with self.shelf.order:
            if (await self.shelf.ask(_reader(said)))[1]:
                self.newest[said.channel, said.person] = ()
                self._refuse(said, turn_id, "You asked SEL not to keep it.")

    async def decide(self, person: str, *, keep: bool) -> bool:
        """Keep or drop what the person was asked about first; whether there was such a thing.

        Raises `SelError`.
        """
        waiting = self.proposed.get(person)
        if not waiting:
            return False
        first = waiting.pop(0)
        if keep:
            async with self.shelf.order:
                await self._keep([first])
        self._ask_next(person)
        return True

    def _refuse(self, said: Said, turn_id: str, reason: str) -> None:
        self.bus.publish(
            MemoryRefused(channel=said.channel, turn_id=turn_id, person=said.person, reason=reason)
        )

    def _propose(self, person: str, proposals: list[Proposal]) -> None:
        """Ask about one after the other; what was asked about before has lapsed."""
        if proposals:
            self.proposed[person] = proposals
            self._ask_next(person)

    def _ask_next(self, person: str) -> None:
        if waiting := self.proposed.get(person):
            first = waiting[0]
            self.bus.publish(
                MemoryProposed(
                    channel=first.said.channel,
                    turn_id=first.turn_id,
                    person=person,
                    memory=first.shown(),
                )
            )

    async def _keep(self, proposals: Sequence[Proposal]) -> None:
        for one in proposals:
            found = await self.shelf.ask(_keeping(one))
            if found is not None:
                kept, shown_now = found
                key = one.said.channel, one.said.person
                self.newest[key] = (*self.newest.get(key, ()), kept.memory.id)
                self.bus.publish(
                    MemoryKept(
                        channel=one.said.channel,
                        turn_id=one.turn_id,
                        person=one.said.person,
                        memory=shown_now,
                        how=kept.how,
                    )
                )

    def forget(self, ids: Sequence[str], holds: Callable[[str], bool]) -> None:
        """Let go of what was forgotten."""
        self.newest = {
            key: tuple(id_ for id_ in kept if id_ not in ids) for key, kept in self.newest.items()
        }
        for waiting in self.proposed.values():
            waiting[:] = [one for one in waiting if not holds(one.candidate.quote)]


def _reader(said: Said) -> Callable[[Library], tuple[str, list[Candidate]]]:
    """Reads a message in the worker thread: what secret it holds, and what is worth keeping.

    Nothing of a person who gave no consent is even looked at.
    """

    def read(books: Library) -> tuple[str, list[Candidate]]:
        if books.consent(said.person) != "given":
            return "", []
        found = [one for one in candidates(said.text) if not secret_in(one.quote)]
        return secret_in(said.text), found

    return read


def _keeping(one: Proposal) -> Callable[[Library], tuple[Kept, MemoryView] | None]:
    def keep(books: Library) -> tuple[Kept, MemoryView] | None:
        kept = books.keep(one.said, one.candidate, one.vector)
        return None if kept is None else (kept, shown(books, kept.memory))

    return keep
