"""Memory as the brain has it: consent, keeping, recalling and forgetting around every turn.

Nothing here delays a reply but the look-up before it, and that not for long; what fails becomes a
notice. Without a library SEL talks on, and remembers nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sel.brain.conversation import Conversation
from sel.brain.listening import Heard, Listened
from sel.brain.memory import reader
from sel.brain.memory.asking import Asking
from sel.brain.memory.commands import MemoryCommands
from sel.brain.memory.consents import Consents
from sel.brain.memory.keeping import Keeper, sayings
from sel.brain.memory.likeness import STRANGERS, Measure
from sel.brain.memory.pondering import IDLE, Pondering
from sel.brain.memory.reader import request_in
from sel.brain.memory.recalling import Recalled, Recaller
from sel.brain.memory.shelf import Shelf
from sel.brain.memory.vectors import Progress, Sentences
from sel.brain.parts import Parts
from sel.brain.problems import Problems
from sel.bus import Bus
from sel.engine.embedding import EmbeddingModel
from sel.engine.experts import ROLES
from sel.errors import SelError
from sel.events import DESK, NoticeGiven
from sel.memory.types import Receipt, Said
from sel.memory_events import MemoriesForgotten
from sel.observe.turns import TurnTimer
from sel.prompt.forgotten import holds
from sel.tasks import Stage, TaskOwner

if TYPE_CHECKING:
    from sel.memory.library import Library
    from sel.memory.reading.requests import Request

PRUNE_SECONDS = 300.0
"""Between two looks for soft memories whose time has come."""
SEEN_SECONDS = 600.0
"""A person who goes on talking is noted as seen this often."""
HOOK_SECONDS = 5.0
"""Longest wait of the worker thread for the conversations to drop what is forgotten."""
LAST_SECONDS = 10.0
"""Longest wait at the end for what is still being kept."""


@dataclass(frozen=True, slots=True)
class Around:
    """What memory needs of the brain around it.

    `drop_words` takes a person's ids and quotes out of their conversations and counts what went;
    `hush` takes what was recalled of them out of these; `busy` tells whether a turn is under way;
    `progress` is told of long work; `erase` erases, in the worker thread, what else is kept of a
    person; `leaving` is called there before words leave the memory's files, and raises `SelError`
    where they stand elsewhere on disk and cannot be deleted; `forget` takes the words out of the
    conversations that are kept, there, and counts what went; `unkeep` does so with words that may
    stay in RAM; `talks` counts the conversations that are kept of a person, there.
    """

    drop_words: Callable[[str, Sequence[str], Sequence[str]], Counter[str]]
    hush: Callable[[str], None]
    busy: Callable[[], bool]
    progress: Progress
    erase: Callable[[str], dict[str, int]]
    leaving: Callable[[], None]
    forget: Callable[[Sequence[str]], dict[str, int]]
    unkeep: Callable[[Sequence[str]], object]
    talks: Callable[[str], int]


_NOT_FOR_KEEPING = frozenset({"forget", "forget_all", "what_do_you_know", "stop", "start"})


class Remembering:
    """Memory around the turns of one brain."""

    def __init__(self, parts: Parts, bus: Bus, around: Around) -> None:
        self._parts, self._bus, self._around = parts, bus, around
        settings, clock = parts.settings, parts.clock
        self.shelf = Shelf(parts.open_library, self._opened)
        self.sentences = Sentences(parts.embedder, around.progress)
        self.consents = Consents(self.shelf, bus, parts.folders, clock, self._let_go)
        self.keeper = Keeper(self.shelf, self.sentences, bus, ask_first=settings.memory_ask)
        self.recaller = Recaller(self.shelf, bus, clock, settings.timezone, settings.memory_tokens)
        self.recaller.may = self._may_recall
        self.commands = MemoryCommands(
            self.shelf, self.sentences, self.consents, self.keeper, bus, clock
        )
        self._asking = Asking(
            shelf=self.shelf,
            sentences=self.sentences,
            consents=self.consents,
            keeper=self.keeper,
            recaller=self.recaller,
            forget=self.commands.forget,
            talks=around.talks,
            clock=clock,
            zone=settings.timezone,
        )
        self.pondering = Pondering(self.shelf, clock, settings.timezone, around.busy)
        self._talked = clock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks = TaskOwner("memory")
        self._seen: dict[str, float] = {}
        self._keeping: set[asyncio.Task[None]] = set()
        self._fading = False
        self.problems = Problems(bus)
        self._unmeasured = not EmbeddingModel.of(settings.embedding_model).usual

    def _may_recall(self, person: str) -> bool:
        """Whether there may be something to be recalled of a person: they said yes, or are not
        known yet, or may have said it in another process that shares this memory."""
        shared = self._parts.feelings is not None
        return shared or self.consents.states.get(person, "given") == "given"

    def now(self) -> float:
        """Unix seconds."""
        return self._parts.clock()

    # ------------------------------------------------------------ life

    def start(self) -> None:
        """Open the library beside everything else, and meet the person at the desk."""
        if self.shelf.there:
            self._loop = asyncio.get_running_loop()
            self.meet("you", DESK)
            self._tasks.start(self._tend(), "tend", Stage.BACKGROUND)

    def embedder_ready(self) -> None:
        """Vectors can be had from now on: make those that are missing."""
        if self.shelf.there:
            self._begin(self._fill, "vectors", Stage.BACKGROUND)

    def busy(self) -> bool:
        """Whether somebody talks, or is being answered."""
        return self._around.busy()

    async def quiet(self) -> None:
        """Return when all is kept that was to be kept, or after a while."""
        if self._keeping:
            await asyncio.wait(self._keeping, timeout=LAST_SECONDS)

    async def stop(self) -> None:
        """Keep what is still to be kept, then close the library."""
        await self.quiet()
        await self._tasks.stop()
        await self.save_replies()
        with contextlib.suppress(SelError):
            await self.shelf.close()

    async def _tend(self) -> None:
        while True:
            await asyncio.sleep(PRUNE_SECONDS)
            with self.problems.told():
                self._tell_receipts(await self.shelf.ask(self._prune))
            with self.problems.told():
                if self.now() - self._talked >= IDLE:
                    await self.pondering.round()
                if self.sentences.ready:
                    await self._fill()
            await self.save_replies()

    async def measure(self) -> None:
        """Learn how alike the embedding model finds strangers, if that is not known yet."""
        if self._unmeasured:
            vectors = [one for one in await self.sentences.vectors(STRANGERS) if one is not None]
            if len(vectors) == len(STRANGERS):
                self.recaller.measure, self._unmeasured = Measure.of(vectors), False

    async def _fill(self) -> None:
        await self.measure()
        await self.sentences.fill(self.shelf, self._bus, self._around.busy)

    async def save_replies(self) -> None:
        """Keep cached replies beyond this process, for those who gave their leave."""
        if self.shelf.there:
            with self.problems.told():
                await self.shelf.ask(lambda books: self._parts.cache.save(books.given()))

    def _prune(self, books: Library) -> list[Receipt]:
        self._fading = True
        try:
            return books.prune(self._parts.clock())
        finally:
            self._fading = False

    # ------------------------------------------------------------ around a turn

    def meet(self, person: str, channel: str) -> None:
        """Somebody is here."""
        now = self._parts.clock()
        if not self.shelf.there or now - self._seen.get(person, -SEEN_SECONDS) < SEEN_SECONDS:
            return
        self._seen[person] = now
        self._begin(lambda: self._meet(person, channel), "meet")

    async def _meet(self, person: str, channel: str) -> None:
        try:
            await self.consents.meet(person, channel)
        except SelError:
            self._seen.pop(person, None)  # once more at their next message
            raise

    async def answer(self, talk: Conversation, heard: Heard, found: Listened) -> str:
        """What SEL itself says to a message about its memory; "" for all others.

        What is said to others is none of its business, but for the yes or no it waits for.
        """
        message = heard.messages[-1]
        overheard = found.found not in ROLES and not message.addressed
        if not self.shelf.there or (overheard and not self._asking.waits(message, talk.name)):
            return ""
        request = self._asking.concerns(message, talk.name)
        if request is None:
            return ""
        if _takes_back(request):  # what still waits for an answer is not to be kept either
            talk.unanswered = [one for one in talk.unanswered if one.person != message.person]
        # What was begun is brought to its end, even if the turn is interrupted.
        return await asyncio.shield(
            self._tasks.start(self._asking.answer(request, message, talk.name), "answer")
        )

    async def recall(
        self, talk: Conversation, heard: Heard, found: Listened, count: Callable[[str], int]
    ) -> Recalled:
        """What to tell SEL for this turn; nothing where that fails."""
        if self.shelf.there:
            with self.problems.told():
                return await self.recaller.recall(talk, heard, found, count)
        return Recalled()

    async def foresee(
        self, talk: Conversation, heard: Heard, found: Listened, count: Callable[[str], int]
    ) -> Recalled:
        """What would be recalled for words that are perhaps about to be said; nobody is told."""
        if self.shelf.there:
            with contextlib.suppress(SelError):
                return (await self.recaller.foresee(talk, heard, found, count))[0]
        return Recalled()

    def after(
        self, talk: Conversation, heard: Heard, found: Listened, mood: str, timer: TurnTimer
    ) -> None:
        """Keep what is worth keeping of what was said in a turn that has ended.

        Messages that still wait for an answer have their time with the turn that gives it.
        """
        self._talked = self.now()
        said = sayings(talk, heard, found, mood)
        if said and self.shelf.there:
            task = self._begin(lambda: self._keep(said, heard.turn_id, timer), "keep")
            self._keeping.add(task)
            task.add_done_callback(self._keeping.discard)

    async def _keep(self, said: Sequence[Said], turn_id: str, timer: TurnTimer) -> None:
        with timer.stage("persist"):
            await self._keep_all(said, turn_id)

    async def _keep_all(self, said: Sequence[Said], turn_id: str) -> None:
        asked = [request_in(one.text) for one in said]
        private = {one.person for one, ask in zip(said, asked, strict=True) if _takes_back(ask)}
        for one, ask in zip(said, asked, strict=True):
            if one.person in private:
                await self.keeper.refuse(one, turn_id)
            elif ask is None or ask.kind not in _NOT_FOR_KEEPING:
                await self.keeper.take(one, turn_id)

    async def version(self, person: str) -> str:
        """Changes whenever anything of this person was remembered or forgotten, or their leave to
        remember them; the same where there is no memory."""
        if not self.shelf.there:
            return ""
        with self.problems.told():
            return await self.shelf.ask(lambda books: books.version(person))
        return ""

    # ------------------------------------------------------------ forgetting

    def _opened(self, books: Library) -> None:
        """In the worker thread: hear of all that is forgotten, and forget what is due first of
        all, before anybody counts as seen."""
        reader.warm()
        books.on_forget(self._on_forget)
        books.on_erase(self._around.erase)
        books.on_leaving(self._leaving)
        books.on_unkept(self._around.unkeep)
        books.on_ended(self._ended_elsewhere)
        told = (*books.notices, *self._load_replies(books))
        notices = [NoticeGiven(title=text) for text in told]
        receipts = self._prune(books)
        if self._loop is not None:
            for notice in notices:
                self._loop.call_soon_threadsafe(self._bus.publish, notice)
            self._loop.call_soon_threadsafe(self._tell_receipts, receipts)

    def _load_replies(self, books: Library) -> tuple[str, ...]:
        try:
            return self._parts.cache.load(books.given())
        except SelError as error:  # it costs only time: replies are made anew
            return (error.sentence(),)

    def _on_forget(self, person: str, ids: Sequence[str], quotes: Sequence[str]) -> dict[str, int]:
        """In the worker thread: let the loop drop it, and wait for its count."""
        if self._loop is None or self.pondering.working:  # a summary gives way to a newer one
            return {}
        if self._fading:  # nobody asked for it: what was said stays said
            return {}
        drop = asyncio.run_coroutine_threadsafe(self._drop(person, ids, quotes), self._loop)
        try:
            gone = drop.result(HOOK_SECONDS)
        except TimeoutError:
            gone = Counter()
        gone.update(self._around.forget(quotes))
        gone.update(self._parts.cache.forget(person, ids, quotes))  # last: its disk may refuse
        return {what: count for what, count in gone.items() if count}

    def _leaving(self) -> None:
        if not self.pondering.working:  # then only SEL's own summaries change
            self._around.leaving()

    async def _drop(self, person: str, ids: Sequence[str], quotes: Sequence[str]) -> Counter[str]:
        """Let go of it everywhere but in the library itself; how much of what went."""
        self.keeper.forget(ids, lambda text: holds(text, quotes))
        self.recaller.forget(ids)
        gone = self._around.drop_words(person, ids, quotes)
        gone["cached vectors"] += self.sentences.forget()
        if self._parts.agents is not None:
            gone["cached answers"] += self._parts.agents.forget(person)
        return gone

    def _let_go(self, person: str) -> None:
        """A person wants to be remembered no longer: the model is told no more of theirs."""
        self._begin(lambda: self._uncache(person), "uncache")
        if self.consents.states.get(person) == "never":  # nothing was to be kept at all
            self._begin(lambda: self._erase(person), "erase")
        self.recaller.leave(person)
        self.keeper.proposed.pop(person, None)
        self._around.hush(person)

    def _ended_elsewhere(self, person: str) -> None:
        """In another thread: this person took their leave back in another process."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.consents.ended, person)

    async def _erase(self, person: str) -> None:
        await self.shelf.ask(lambda _: self._around.erase(person))

    async def _uncache(self, person: str) -> None:
        await self.shelf.ask(lambda _: self._parts.cache.forget(person, (), ()))

    def _tell_receipts(self, receipts: Sequence[Receipt]) -> None:
        for one in receipts:
            self._bus.publish(MemoriesForgotten(person=one.person, ids=(), counts=one.counts))

    # ------------------------------------------------------------ what fails

    def _begin(
        self, work: Callable[[], Awaitable[None]], name: str, stage: Stage = Stage.WORK
    ) -> asyncio.Task[None]:
        """Begin it as a task; one that is stopped before its first step never was."""

        async def told() -> None:
            with self.problems.told():
                await work()

        return self._tasks.start(told(), name, stage)


def _takes_back(request: Request | None) -> bool:
    """Whether a person wants nothing kept of what they say, or have just said."""
    return request is not None and (
        request.kind == "dont_keep" or (request.kind == "forget" and not request.about)
    )
