"""Leave to remember: who was asked, what they answered, as the brain knows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from sel.brain.memory.shelf import Shelf
from sel.bus import Bus
from sel.events import DESK
from sel.memory.types import ConsentState, Receipt
from sel.memory_events import ConsentAnswer, ConsentAsked, ConsentChanged, MemoriesForgotten


class Consents:
    """Knows each person met so far; `states` are their `ConsentState`s."""

    def __init__(
        self,
        shelf: Shelf,
        bus: Bus,
        folders: Sequence[Path],
        clock: Callable[[], float],
        withdrawn: Callable[[str], None],
    ) -> None:
        """`withdrawn` is called with whoever takes their leave back."""
        self.states: dict[str, ConsentState] = {}
        self._withdrawn = withdrawn
        self._shelf, self._bus, self._folders, self._clock = shelf, bus, folders, clock
        self._asked: set[str] = set()

    @property
    def words(self) -> str:
        """What a person is asked: what is kept, where, and how to undo it."""
        from sel.memory.consent import wording  # lazy: the store's library comes with it

        return wording(self._folders)

    def words_for(self, channel: str) -> str:
        """The same for somebody on a channel: who is not at the desk is told no folders."""
        from sel.memory.consent import wording_away  # lazy, as above

        return self.words if channel == DESK else wording_away()

    def may(self, person: str) -> bool:
        """Whether SEL may remember this person, as far as is known so far."""
        return self.states.get(person) == "given"

    async def meet(self, person: str, channel: str) -> None:
        """Look up a person who is here, and ask them at their first contact. Raises `SelError`."""
        now = self._clock()
        state = await self.of(person)
        if state == "unasked" and person not in self._asked:
            self._asked.add(person)
            self._bus.publish(
                ConsentAsked(channel=channel, person=person, text=self.words_for(channel))
            )
        await self._shelf.ask(lambda books: books.seen(person, now))

    async def of(self, person: str) -> ConsentState:
        """Whether SEL may remember this person. Raises `SelError`."""
        state = self.states[person] = await self._shelf.ask(lambda books: books.consent(person))
        return state

    def ended(self, person: str) -> None:
        """This person took their leave back where another SEL shares this memory."""
        self.states[person] = "withdrawn"
        self._withdrawn(person)

    async def answer(self, person: str, answer: ConsentAnswer, channel: str) -> Receipt | None:
        """Take an answer; the receipt of what was erased with it. Raises `SelError`."""
        now = self._clock()
        self._asked.add(person)
        try:
            receipt = await self._shelf.ask(lambda books: books.answer(person, answer, now))
        finally:  # a no counts even where the disk refuses it
            state = await self.of(person)
            if state in ("never", "withdrawn"):
                self._withdrawn(person)
            self._bus.publish(ConsentChanged(channel=channel, person=person, state=state))
        if receipt is not None:
            self._bus.publish(
                MemoriesForgotten(channel=channel, person=person, ids=(), counts=receipt.counts)
            )
        return receipt
