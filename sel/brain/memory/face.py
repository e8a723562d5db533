"""What faces are shown of the memory. It is looked up in the library's own thread; pictures of it
are drawn in others, so that no turn waits for one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection
from typing import TYPE_CHECKING, cast

from sel.brain.memory.remembering import Remembering
from sel.events import DESK
from sel.memory.map.narrow import narrowed
from sel.memory.types import MapView
from sel.memory.views import shown, view_of_hit
from sel.memory_events import MemoryView

if TYPE_CHECKING:
    from sel.memory.library import Library
    from sel.memory.map.terminal import Sight

YOU = "you"
"""The person at the desk."""


class MemoryFace:
    """The part of a brain that shows its memory. All of it raises `SelError`."""

    def __init__(self, memory: Remembering) -> None:
        self.memory = memory

    @property
    def consent_words(self) -> str:
        """What SEL asks before it remembers anybody: what is kept, where, how to undo it."""
        return self.memory.consents.words

    async def consent(self, person: str = YOU) -> str:
        """Whether SEL may remember a person, as a `ConsentState`."""
        return await self.memory.consents.of(person)

    async def memories(
        self, person: str = YOU, *, tag: str = "", text: str = "", history: bool = False
    ) -> list[MemoryView]:
        """A person's memories, newest first, of this tag and with these words, if given; with
        `history` those that were replaced, too."""

        def look(books: Library) -> list[MemoryView]:
            found = books.memories(person, tag=tag, text=text, history=history)
            return [shown(books, one) for one in found]

        await self.memory.quiet()  # what was said a moment ago belongs to it
        return await self.memory.shelf.ask(look)

    async def notes(self, person: str = YOU) -> int:
        """How many notes and reminders there are of a person."""
        return await self.memory.shelf.ask(lambda books: books.count_notes(person))

    async def memory_search(self, text: str, person: str = YOU, *, k: int = 5) -> list[MemoryView]:
        """The `k` best memories for some words, best first, with their scores."""
        vector, now = await self.memory.sentences.vector(text), self.memory.now()

        def look(books: Library) -> list[MemoryView]:
            hits = books.search(text, vector, person=person, k=k, now=now)
            return [view_of_hit(hit, books.history(hit.memory)) for hit in hits]

        return await self.memory.shelf.ask(look)

    async def forget_preview(self, person: str, about: str) -> list[MemoryView]:
        """What "forget what I said about …" would take away."""
        vector, now = await self.memory.sentences.vector(about), self.memory.now()

        def look(books: Library) -> list[MemoryView]:
            found = books.about(about, vector, person=person, now=now)
            return [shown(books, one) for one in found]

        return await self.memory.shelf.ask(look)

    def why(self, channel: str = DESK) -> tuple[MemoryView, ...]:
        """What was recalled for the last reply on a channel: each with its quote and score."""
        return self.memory.recaller.last.get(channel, ())

    # ------------------------------------------------------------ the map

    async def memory_map(self, person: str = YOU) -> MapView:
        """A person's memories as a map."""
        return await self.memory.shelf.ask(lambda books: books.map(person))

    async def memory_drawing(  # noqa: PLR0913, PLR0917 - where, how big, and what of it
        self,
        person: str,
        width: int,
        height: int,
        level: int,
        centre: tuple[float, float],
        chosen: str = "",
    ) -> Sight:
        """The map around `centre`: `height` rows of `width` cells (character, its colour's name),
        and the window they show.

        `level` 3 shows all of it, 0 single moments; `chosen` is the id of a memory to point out.
        """
        there, now = await self.memory_map(person), self.memory.now()

        def draw() -> Sight:
            from sel.memory.map.terminal import sight  # lazy: few look at it

            return sight(
                there,
                width=width,
                height=height,
                level=level,
                centre=centre,
                now=now,
                chosen=chosen,
            )

        return await asyncio.to_thread(draw)

    async def export(self, person: str, scopes: Collection[str] | None = None) -> str:
        """All that is kept of a person as JSON that TinyDB reads; with `scopes` only the memories
        that may come up there."""
        tables = await self.memory.shelf.ask(lambda books: books.export(person))
        if scopes is not None:
            rows = cast("dict[str, dict[str, object]]", tables["memories"])
            kept = {number: row for number, row in rows.items() if row.get("scope") in scopes}
            tables = {"memories": kept}
        return json.dumps(tables, ensure_ascii=False, indent=1)

    async def memory_svg(
        self, person: str = YOU, scopes: Collection[str] | None = None, name: str = ""
    ) -> str:
        """The map as a picture that works alone in a browser; with `scopes` only what may come up
        there. `name` is what the person is called."""

        def look(books: Library) -> tuple[MapView, int]:
            there = books.map(person)
            if scopes is not None:
                there = narrowed(there, scopes)
            ids = {
                one.id for one in books.memories(person) if scopes is None or one.scope in scopes
            }
            return there, len(ids - there.places.keys())

        (there, waiting), now = await self.memory.shelf.ask(look), self.memory.now()

        def draw() -> str:
            from sel.memory.map.svg import svg  # lazy: few look at it

            return svg(there, person=name or person, now=now, waiting=waiting)

        return await asyncio.to_thread(draw)
