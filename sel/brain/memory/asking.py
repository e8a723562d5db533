"""Ordinary sentences about the memory, answered by SEL itself: no model, no invention.

What would destroy or allow something is asked back first, and names what it is about. The next
message of the same person on the same channel answers it; any other message lets it lapse.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from sel.brain.memory import words
from sel.brain.memory.consents import Consents
from sel.brain.memory.keeping import Keeper
from sel.brain.memory.reader import candidates, request_in
from sel.brain.memory.recalling import Recaller, of_themselves
from sel.brain.memory.scope import scope_of
from sel.brain.memory.shelf import Shelf
from sel.brain.memory.vectors import Sentences
from sel.errors import SelError
from sel.events import DESK, SendMessage
from sel.memory.types import Memory
from sel.memory_events import ConsentAnswer

if TYPE_CHECKING:
    from sel.memory.reading.requests import Request

BARE_WORDS = 10
"""A message of at most so many words that asks not to be kept says nothing besides."""

Forget = Callable[[str, Sequence[str], bool, str], Awaitable[dict[str, int]]]
"""Forgets: person, ids, whether everything, channel → what went, in numbers."""


@dataclass(frozen=True, slots=True)
class Pending:
    """What SEL asked back, and waits to hear yes or no to."""

    what: Literal["forget", "forget_all", "erase", "allow"]
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asker:
    """Who asks, where, and what may be told there."""

    person: str
    channel: str
    scope: str

    @property
    def key(self) -> tuple[str, str]:
        return self.channel, self.person

    def may_see(self, memories: Sequence[Memory]) -> list[Memory]:
        """Those that belong on this channel; at the desk a person sees all of their own."""
        if self.channel == DESK:
            return list(memories)
        return [one for one in memories if one.scope == self.scope]


@dataclass(slots=True)
class Asking:
    """Answers what is asked of the memory. `talks` counts, in the worker thread, the conversations
    that are kept of a person; `zone` is where days are counted."""

    shelf: Shelf
    sentences: Sentences
    consents: Consents
    keeper: Keeper
    recaller: Recaller
    forget: Forget
    talks: Callable[[str], int]
    clock: Callable[[], float]
    zone: str = ""
    pending: dict[tuple[str, str], Pending] = field(default_factory=dict)

    def waits(self, message: SendMessage, channel: str) -> bool:
        """Whether SEL asked this person something here and waits for yes or no."""
        return (channel, message.person) in self.pending

    def concerns(self, message: SendMessage, channel: str) -> Request | None:
        """What a message asks of the memory, if it does. "Yes" and "no" only to a question."""
        request = request_in(message.text)
        if request is None or (request.kind in ("yes", "no") and not self.waits(message, channel)):
            self.pending.pop((channel, message.person), None)
            return None
        return request

    async def answer(self, request: Request, message: SendMessage, channel: str) -> str:
        """What SEL says to it; "" where the model should answer after all."""
        asker = _Asker(message.person, channel, scope_of(message, channel))
        pending = self.pending.pop(asker.key, None)
        try:
            async with self.shelf.order:
                if pending is not None and request.kind in ("yes", "no"):
                    return await self._settle(pending, asker, yes=request.kind == "yes")
                return await self._answer(request, message, asker)
        except SelError as error:
            return f"{words.LATER} {error.sentence()}"

    async def _answer(self, request: Request, message: SendMessage, asker: _Asker) -> str:
        said = ""
        match request.kind:
            case "what_do_you_know":
                said = await self._tell(request.about, message.text, asker)
            case "forget":
                said = await self._ask_forget(request.about, asker)
            case "forget_all":
                said = await self._ask_forget_all(asker)
            case "dont_keep":
                said = await self._not_keep(message, asker)
            case "stop":
                said = await self._stop(asker)
            case "start":
                said = await self._start(asker)
            case "why" if self.recaller.whose.get(asker.channel) == asker.person:
                views = self.recaller.last.get(asker.channel, ())
                said = words.recalled(views, self.zone) if views else ""
        return said

    # ------------------------------------------------------------ what is known

    async def _tell(self, about: str, text: str, asker: _Asker) -> str:
        found = await (self._about(about, asker) if about else self._all(asker))
        shown = asker.may_see(found)
        if about and not shown and not of_themselves(text):
            return ""  # a question about the world
        if not found and await self.consents.of(asker.person) != "given":
            return words.NOT_ALLOWED
        elsewhere = len(found) - len(shown)
        return words.known(shown, self.zone, about=bool(about), elsewhere=elsewhere)

    async def _all(self, asker: _Asker) -> list[Memory]:
        """All that the person said; what was made of it goes with it."""
        found = await self.shelf.ask(lambda books: books.memories(asker.person))
        return [one for one in found if one.kind != "summary"]

    async def _about(self, about: str, asker: _Asker) -> list[Memory]:
        vector, now = await self.sentences.vector(about), self.clock()
        return await self.shelf.ask(
            lambda books: books.about(about, vector, person=asker.person, now=now)
        )

    # ------------------------------------------------------------ forgetting

    async def _ask_forget(self, about: str, asker: _Asker) -> str:
        found = await (self._about(about, asker) if about else self._last(asker))
        found = asker.may_see(found)
        if not found:
            return words.NOTHING_ABOUT if about else words.NOTHING_LAST
        self.pending[asker.key] = Pending("forget", tuple(one.id for one in found))
        return words.would_go(found, self.zone)

    async def _last(self, asker: _Asker) -> list[Memory]:
        ids = self.keeper.newest.get(asker.key, ())
        found = await self.shelf.ask(lambda books: [books.get(id_) for id_ in ids])
        return [one for one in found if one is not None]

    async def _ask_forget_all(self, asker: _Asker) -> str:
        found, everything = await self._everything(asker)
        if not everything:  # there may be more of theirs all the same
            counts = await self.forget(asker.person, (), True, asker.channel)
            return words.gone(counts) if words.lasting(counts) else words.NOTHING_KEPT
        self.pending[asker.key] = Pending("forget_all")
        return words.all_would_go(everything, asker.may_see(found), self.zone)

    async def _everything(self, asker: _Asker) -> tuple[list[Memory], str]:
        """All memories, and in words all that goes where everything does; "" for nothing."""
        found, person = await self._all(asker), asker.person
        notes = await self.shelf.ask(lambda books: books.count_notes(person))
        talks = await self.shelf.ask(lambda _: self.talks(person))
        return found, words.all_of_it(len(found), notes, talks)

    async def _not_keep(self, message: SendMessage, asker: _Asker) -> str:
        """Of a message that says more than that, nothing is kept, and the model answers it."""
        if candidates(message.text) or len(message.text.split()) > BARE_WORDS:
            return ""
        return await self._ask_forget("", asker)

    # ------------------------------------------------------------ leave to remember

    async def _stop(self, asker: _Asker) -> str:
        if await self.consents.of(asker.person) != "given":
            return words.NOT_KEEPING
        await self.consents.answer(asker.person, "withdraw_keep", asker.channel)
        found, everything = await self._everything(asker)
        if not everything:
            return words.STOPPED
        self.pending[asker.key] = Pending("erase")
        return words.stopped(everything, asker.may_see(found), self.zone)

    async def _start(self, asker: _Asker) -> str:
        if await self.consents.of(asker.person) == "given":
            return words.ALREADY
        self.pending[asker.key] = Pending("allow")
        return f"{self.consents.words_for(asker.channel)}\n{words.MAY_I}"

    # ------------------------------------------------------------ yes and no

    async def _settle(self, pending: Pending, asker: _Asker, *, yes: bool) -> str:
        match pending.what:
            case "forget" | "forget_all":
                if not yes:
                    return words.KEPT_STILL
                everything = pending.what == "forget_all"
                return words.gone(
                    await self.forget(asker.person, pending.ids, everything, asker.channel)
                )
            case "erase":
                if not yes:
                    return words.KEEPS_BEFORE
                receipt = await self.consents.answer(asker.person, "withdraw_erase", asker.channel)
                return words.gone(receipt.counts if receipt else {})
            case "allow":
                answer: ConsentAnswer = "yes" if yes else "not_now"
                await self.consents.answer(asker.person, answer, asker.channel)
                return words.STARTED if yes else words.NOT_STARTED
