"""What must happen once, where one bridge runs alone: in RAM, and across a restart in its book."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from bridge.book.kept_ids import KeptIds
from sel.errors import SelError
from sel.tasks import to_the_end

if TYPE_CHECKING:
    from bridge.ports import Book

log = logging.getLogger(__name__)

SWEEP_AT = 500
"""So many claims that have run out are forgotten together."""
MOST_KEYS = 10_000
"""Counters that are held at once; the one that was used longest ago is forgotten."""


class LocalClaims:
    """`Claims` of one bridge.

    A claim is on the disk when it is granted. Where the disk refuses, it holds in RAM and that is
    logged: an answer that might come twice after a crash is better than none.
    """

    def __init__(self, book: Book, clock: Callable[[], float] = time.time) -> None:
        """Reads what still holds; `clock` gives Unix seconds. Raises `StoreError`."""
        self._clock = clock
        self._kept = KeptIds(book)
        self._held = self._kept.load(clock())
        self._new: dict[str, float] = {}
        self._sweep_at = SWEEP_AT
        self._writing = asyncio.Lock()
        self._taken: OrderedDict[str, deque[float]] = OrderedDict()

    async def claim(self, what: str, seconds: float) -> bool:
        """True for the first who claims it; forgotten after so many seconds."""
        now = self._clock()
        if self._held.get(what, 0.0) > now:
            return False
        self._held[what] = self._new[what] = now + seconds
        async with self._writing:  # who waits here is written together with those who wait, too
            new, self._new = self._new, {}
            if new:
                await self._do(lambda: self._kept.keep(new))
            await self._sweep()
        return True

    async def release(self, what: str) -> None:
        """Let somebody else do it after all (it was not done)."""
        async with self._writing:
            self._held.pop(what, None)
            self._new.pop(what, None)
            await self._do(lambda: self._kept.drop([what]))

    async def held(self, what: str) -> bool:
        """Whether somebody has claimed it."""
        return self._held.get(what, 0.0) > self._clock()

    async def take(self, key: str, limit: int, seconds: float) -> bool:
        """Count one against a limit within so many seconds; False when it is used up."""
        now = self._clock()
        times = self._taken.setdefault(key, deque())
        self._taken.move_to_end(key)
        while times and times[0] <= now - seconds:
            times.popleft()
        if len(self._taken) > MOST_KEYS:
            self._taken.popitem(last=False)
        if len(times) >= limit:
            return False
        times.append(now)
        return True

    async def _sweep(self) -> None:
        """Forget what has run out, when there is much; so it costs little for each."""
        if len(self._held) < self._sweep_at:
            return
        now = self._clock()
        gone = [what for what, until in self._held.items() if until <= now]
        for what in gone:
            del self._held[what]
        self._sweep_at = max(SWEEP_AT, 2 * len(self._held))
        await self._do(lambda: self._kept.drop(gone))

    async def _do(self, work: Callable[[], None]) -> None:
        try:
            await to_the_end(asyncio.to_thread(work))
        except SelError as error:
            log.warning("claims are kept in memory only: %s", error)
