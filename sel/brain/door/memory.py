"""The memory of a running brain for another process: the library's methods, called by name.

All of it goes through the one thread that has the library, with the embedder that runs. What
changes something goes the way a face's command goes, so that conversations and screens hear of it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sel.brain.door.wire import arguments
from sel.brain.memory.face import YOU, MemoryFace
from sel.brain.memory.vectors import BATCH
from sel.errors import InputRefused, SelError
from sel.events import DESK
from sel.memory.types import Memory, Receipt
from sel.memory_events import ConsentAnswer, EditMemory, MemoriesForgotten

if TYPE_CHECKING:
    from sel.engine.embedding import Vector
    from sel.memory.enrich.steps import Step, Steps
    from sel.memory.library import Library

READS = (
    "consent",
    "memories",
    "count_notes",
    "find",
    "get",
    "persons",
    "stats",
    "outward",
    "search",
    "about",
)
"""Methods of `Library` that may be called as they are; they change nothing."""
AWAY = "away"
"""The channel of what is done for people who are not at the desk."""
_BY_MEANING = ("search", "about")


@dataclass(frozen=True, slots=True)
class Drawing:
    """The map as a picture, and how many memories it is of."""

    svg: str
    count: int


class MemoryDoor:
    """One caller's way to the memory. `by_words`: there was no embedder for the last call."""

    def __init__(self, face: MemoryFace) -> None:
        self._face, self._memory = face, face.memory
        self._steps: Steps | None = None
        self._lexical = False
        self.by_words = False

    async def call(self, name: str, given: dict[str, Any], *, lexical: bool) -> Any:
        """What the method gives. `lexical`: the caller wants no vectors.

        Raises `SelError`; `TypeError` or `KeyError` for arguments that are none.
        """
        self._lexical, self.by_words = lexical, False
        own: Callable[..., Awaitable[Any]] | None = _WAYS.get(name)
        if own is not None:
            return await own(self, **arguments(own, given))
        if name not in READS:
            raise SelError(f"The memory of a running SEL cannot be asked for {name!r}.")
        more = {"vector": None} if name in _BY_MEANING else {}
        values = arguments(_method(name), {**given, **more})
        if more:
            (values["vector"],) = await self._vectors([values["text"]])
        return await self._memory.shelf.ask(lambda books: getattr(books, name)(**values))

    async def _vectors(self, texts: Sequence[str]) -> Sequence[Vector | None]:
        """From the embedder that runs, a few at a time: a turn may need it, too."""
        found: list[Vector | None] = []
        for start in range(0, 0 if self._lexical else len(texts), BATCH):
            found += await self._memory.sentences.vectors(texts[start : start + BATCH])
        self.by_words = not self._lexical and None in found
        return found or [None] * len(texts)

    # ------------------------------------------------------------ changing

    async def answer(self, person: str, answer: ConsentAnswer, now: float) -> Receipt | None:
        """`Library.answer`, as a face's command."""
        del now  # the brain's own clock has it
        async with self._memory.shelf.order:
            return await self._memory.consents.answer(person, answer, _channel(person))

    async def add_many(self, person: str, rows: list[Memory]) -> int:
        """`Library.add_many`, with vectors for all of them or, where one is missing, for none."""
        found = await self._vectors([row.text for row in rows])
        there = [vector for vector in found if vector is not None]
        vectors = there if len(there) == len(rows) else None
        async with self._memory.shelf.order:
            count = await self._memory.shelf.ask(
                lambda books: books.add_many(person, rows, vectors)
            )
        if vectors is None and self._memory.sentences.ready:
            self._memory.embedder_ready()  # they are made beside the turns
        return count

    async def edit(self, id: str, text: str, now: float) -> Memory:
        """`Library.edit`, as a face's command."""
        del now
        ask = self._memory.shelf.ask
        old = await ask(lambda books: books.get(id))
        if old is not None:
            command = EditMemory(id=id, text=text, person=old.person, channel=_channel(old.person))
            await self._memory.commands.obey(command)
        new = await ask(lambda books: books.get(id))
        if new is None:
            raise InputRefused("There is no memory of that id.")
        return new

    async def forget(self, person: str, ids: list[str], now: float) -> Receipt:
        """`Library.forget`, as a face's command."""
        return await self._forget(person, ids, everything=False, now=now)

    async def forget_all(self, person: str, now: float) -> Receipt:
        """`Library.forget_all`, as a face's command."""
        return await self._forget(person, (), everything=True, now=now)

    async def _forget(
        self, person: str, ids: Sequence[str], *, everything: bool, now: float
    ) -> Receipt:
        async with self._memory.shelf.order:
            counts = await self._memory.commands.forget(person, ids, everything, _channel(person))
        return Receipt(person=person, at=now, counts=counts)

    async def prune(self, now: float) -> list[Receipt]:
        """`Library.prune`, told to the faces."""
        async with self._memory.shelf.order:
            receipts = await self._memory.shelf.ask(lambda books: books.prune(now))
        for one in receipts:
            told = MemoriesForgotten(
                channel=_channel(one.person), person=one.person, ids=(), counts=one.counts
            )
            self._memory.commands.bus.publish(told)
        return receipts

    # ------------------------------------------------------------ what is not a library's method

    async def export(self, person: str) -> list[list[Any]]:
        """`Library.export` as rows of table, number and document."""
        tables: Any = await self._memory.shelf.ask(lambda books: books.export(person))
        return [
            [table, number, document]
            for table, documents in tables.items()
            for number, document in documents.items()
        ]

    async def svg(self, person: str, now: float) -> Drawing:
        """The map, drawn here: its tiles are many times the size of the picture."""
        del now
        drawn = await self._face.memory_svg(person)
        return Drawing(drawn, len((await self._face.memory_map(person)).memories))

    async def enrich(self, person: str, zone: str, wait: bool, now: float) -> Any:
        """One step of enrichment (`Step`); what this caller began goes on with each call."""

        def step(books: Library) -> Step:
            from sel.memory.enrich.steps import Steps  # lazy, as in pondering

            self._steps = self._steps or Steps(books, zone, person, wait=wait)
            self._memory.pondering.working = True  # a summary that goes is nothing forgotten
            try:
                return self._steps.step(now)
            finally:
                self._memory.pondering.working = False

        async with self._memory.shelf.order:
            return await self._memory.shelf.ask(step)


_WAYS: dict[str, Callable[..., Awaitable[Any]]] = {
    way.__name__: way
    for way in (
        MemoryDoor.answer,
        MemoryDoor.add_many,
        MemoryDoor.edit,
        MemoryDoor.forget,
        MemoryDoor.forget_all,
        MemoryDoor.prune,
        MemoryDoor.export,
        MemoryDoor.svg,
        MemoryDoor.enrich,
    )
}


def _channel(person: str) -> str:
    """Where it is told: at the desk only what is of the person there."""
    return DESK if person == YOU else AWAY


def _method(name: str) -> Callable[..., Any]:
    from sel.memory.library import Library  # lazy: TinyDB stands behind it

    method: Callable[..., Any] = getattr(Library, name)
    return method
