"""Looks in on those who want it: who that is stands in the book, with their leave to be remembered.

Nothing is known or kept of anybody else. Whoever takes their leave back is forgotten here, too.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Protocol

from bridge.checkins import words
from bridge.checkins.pattern import HOURS, Habits
from bridge.place import channel_key, id_of, person_key
from sel.company_events import Overhear
from sel.errors import SelError

if TYPE_CHECKING:
    from bridge.ports import Book, Claims, Mind

log = logging.getLogger(__name__)

TABLE = "discord_checkins"
LOOK_SECONDS = 300.0
"""Between two looks at who is due."""
NIGHT = (22, 8)
"""From and to which local hour nobody is asked, whatever their habits."""
ONCE = 12 * 3600.0
"""For how long a question counts as asked, whoever of several bridges asked it."""


class Letters(Protocol):
    """The way into somebody's direct messages. Raises `SelError` where they are closed."""

    async def write(self, user_id: int, text: Callable[[str], str]) -> int:
        """Write what `text` makes of their name; the channel's id."""


class CheckIns:
    """`hour` tells the local hour (0..23) of a Unix second."""

    def __init__(  # noqa: PLR0913 - what it asks, keeps, writes and reads the time with
        self,
        mind: Mind,
        book: Book,
        claims: Claims,
        letters: Letters,
        *,
        clock: Callable[[], float],
        hour: Callable[[float], int],
    ) -> None:
        """Reads the book. Raises `StoreError`."""
        self._mind, self._claims, self._letters = mind, claims, letters
        self._clock, self._hour = clock, hour
        self._table = book.table(TABLE)
        self._habits = {row.doc_id: _read(row) for row in self._table.all()}

    async def opt(self, person: str, on: bool) -> str:
        """They want it, or no more; the sentence they are told. Raises `SelError`."""
        if not on:
            await self.forget(person)
            return words.OFF
        now = self._clock()
        await self._keep(id_of(person), Habits(seen=now))
        return words.ON

    async def wrote(self, person: str) -> None:
        """Somebody wrote to SEL."""
        user = id_of(person)
        if (known := self._habits.get(user)) is not None:
            now = self._clock()
            await self._keep(user, known.wrote(now, self._hour(now)))

    async def forget(self, person: str) -> None:
        """Let go of all that is known of them here. Raises `StoreError`."""
        user = id_of(person)
        if self._habits.pop(user, None) is not None:
            await asyncio.to_thread(lambda: self._table.remove(doc_ids=[user]))

    async def run(self) -> None:
        """Look now and then, for ever."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            await self.look()

    async def look(self) -> None:
        """Ask whoever is due now."""
        now = self._clock()
        hour = self._hour(now)
        if hour >= NIGHT[0] or hour < NIGHT[1]:
            return
        for user, known in list(self._habits.items()):
            if known.due(now, hour):
                try:
                    await self._ask(user, known, now)
                except SelError as error:
                    log.warning("check-in: %s", error)

    async def _ask(self, user: int, known: Habits, now: float) -> None:
        person = person_key(user)
        if await self._mind.consent(person) != "given":
            await self.forget(person)
            return
        if not await self._claims.claim(f"check-in {user}", ONCE):
            return
        await self._keep(user, known.was_asked(now))  # first: better never than twice
        said: list[str] = []

        def text(name: str) -> str:
            said[:] = [words.question(name, known.unanswered)]
            return said[0]

        channel = await self._letters.write(user, text)
        if said:
            await self._mind.submit(
                Overhear(channel=channel_key(channel), text=said[0], person=person, sel=True)
            )

    async def _keep(self, user: int, habits: Habits) -> None:
        self._habits[user] = habits
        row = {**asdict(habits), "hours": [round(one, 3) for one in habits.hours]}
        await asyncio.to_thread(_put, self._table, user, row)


def _put(table: object, user: int, row: dict[str, object]) -> None:
    from tinydb.table import Document, Table

    assert isinstance(table, Table)  # noqa: S101 - by `Book.table`
    table.upsert(Document(row, doc_id=user))


def _read(row: object) -> Habits:
    """The habits in a row; one that cannot be read is begun anew."""
    if not isinstance(row, dict):
        return Habits()
    try:
        hours = tuple(float(one) for one in row["hours"])
        if len(hours) != HOURS:
            return Habits()
        return Habits(
            hours=hours,
            messages=int(row["messages"]),
            seen=float(row["seen"]),
            asked=float(row["asked"]),
            unanswered=int(row["unanswered"]),
        )
    except (KeyError, TypeError, ValueError):
        return Habits()
