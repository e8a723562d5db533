"""Makes more of what is remembered while nobody talks: a small step at a time, never beside a turn.

What is made is chosen from the person's own words (`sel.memory.enrich`); no model is asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from sel.brain.memory.shelf import Shelf

if TYPE_CHECKING:
    from sel.memory.enrich.enricher import Enricher
    from sel.memory.library import Library

IDLE = 60.0
"""Seconds without a word after which SEL may think over what it remembers."""
MOST_STEPS = 200
"""The budget of one round; what is left is for the next."""
PAUSE = 0.05
"""Seconds between two steps, in which others may have the library."""


class Pondering:
    """Rounds of small steps in the library's thread. `busy` tells whether a turn is under way."""

    def __init__(
        self, shelf: Shelf, clock: Callable[[], float], zone: str, busy: Callable[[], bool]
    ) -> None:
        self._shelf, self._clock, self._zone, self._busy = shelf, clock, zone, busy
        self._enricher: Enricher | None = None
        self.working = False
        """Whether the library is at a step right now; what goes then is no forgetting."""

    async def round(self) -> int:
        """Work until nothing is left, the budget is spent or somebody speaks; how many steps.

        Raises `StoreError`.
        """
        for steps in range(MOST_STEPS):
            if self._busy():
                return steps
            if not await self._shelf.ask(self._step):
                return steps + 1
            await asyncio.sleep(PAUSE)
        return MOST_STEPS

    def _step(self, books: Library) -> bool:
        """In the worker thread."""
        if self._enricher is None:
            from sel.memory.enrich.enricher import Enricher  # lazy: only who has time needs it

            self._enricher = Enricher(books, self._zone)
        self.working = True
        try:
            return self._enricher.step(self._clock())
        finally:
            self.working = False
