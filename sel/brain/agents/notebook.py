"""A person's notes in the memory's library, and their reminders told at the desk when due."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from sel.agents import reminders
from sel.brain.memory.face import YOU
from sel.brain.memory.shelf import Shelf
from sel.bus import Bus
from sel.errors import SelError
from sel.events import DESK, NoticeGiven

if TYPE_CHECKING:
    from sel.memory.library import Library

log = logging.getLogger(__name__)

LOOK_SECONDS = 30.0
"""Longest time between two looks at the clock: it may be set, and machines sleep."""
AGAIN_SECONDS = 300.0
"""After a look that failed: the memory may be held by another process for a while."""
PASSING = "I keep it only until I am closed: you have not said that I may remember (/consent on)."

T = TypeVar("T")
Row = dict[str, Any]


class Notebook:
    """A `NotesPort` over the library. Its methods wait, so they are for other threads than the
    loop's; `changed` is set on the loop whenever somebody's notes were written."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._loop = asyncio.get_running_loop()
        self.changed = asyncio.Event()

    def load(self, person: str) -> list[Row]:
        """All rows of a person. Raises `SelError`."""
        return self._wait(lambda books: books.notes(person))

    def save(self, person: str, rows: list[Row]) -> str:
        """Put these in the place of what was there; a sentence where new ones do not last. Raises
        `SelError`."""
        lasts = self._wait(lambda books: books.set_notes(person, rows))
        self._loop.call_soon_threadsafe(self.changed.set)
        return "" if lasts else PASSING

    def _wait(self, work: Callable[[Library], T]) -> T:
        return asyncio.run_coroutine_threadsafe(self._shelf.ask(work), self._loop).result()


class Reminding:
    """Tells the person at the desk what they wanted to be reminded of, by night as well."""

    def __init__(
        self, shelf: Shelf, book: Notebook, bus: Bus, clock: Callable[[], float], zone: str
    ) -> None:
        self._shelf, self._book, self._bus = shelf, book, bus
        self._clock, self._zone = clock, zone
        self._told: set[tuple[int, float]] = set()

    async def run(self) -> None:
        """Tell what is due, for ever."""
        while True:
            self._book.changed.clear()
            coming = await self._look()
            while coming is None or coming > self._clock():
                left = LOOK_SECONDS if coming is None else coming - self._clock()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(min(max(left, 0.0), LOOK_SECONDS)):
                        await self._book.changed.wait()
                        break

    async def _look(self) -> float | None:
        """Tell what is due now; when the next one will be, in Unix seconds."""
        now = self._clock()

        def work(books: Library) -> tuple[list[Row], float | None]:
            rows = books.notes(YOU)
            ripe = reminders.due(rows, now)
            if ripe:
                rows = reminders.told(rows, [row["id"] for row in ripe])
                with contextlib.suppress(SelError):  # a full disk: told once all the same
                    books.set_notes(YOU, rows)
            return ripe, reminders.next_due(rows)

        try:
            ripe, coming = await self._shelf.ask(work)
        except SelError as error:
            log.warning("reminders: %s", error)
            return now + AGAIN_SECONDS
        for row in ripe:
            self._tell(row, now)
        return coming

    def _tell(self, row: Row, now: float) -> None:
        key = int(row["id"]), float(row["at"])
        if key not in self._told:
            self._told.add(key)
            late = reminders.late(row, now, self._zone)
            self._bus.publish(
                NoticeGiven(channel=DESK, title=f"Reminder: {row['text']}", hint=late)
            )
