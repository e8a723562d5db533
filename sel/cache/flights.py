"""One making with any number of readers: each is given everything, from the beginning.

The making is a task of its own, so a reader that goes away takes nothing from the others; when the
last one goes, it is cancelled, and its source closed before that reader's leaving is done.
All of it runs in one event loop; nothing here is thread-safe.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Hashable
from contextlib import aclosing
from typing import Generic, TypeVar

T = TypeVar("T")


class Flight(Generic[T]):
    """What is being made. `items` is what there is of it, `error` how it failed, if it did."""

    def __init__(
        self, source: AsyncGenerator[T, None], name: str, over: Callable[[Flight[T]], None]
    ) -> None:
        self.items: list[T] = []
        self._more = asyncio.Event()
        self._readers = 0
        self._tell_over = over
        self.over = False
        self.error: BaseException | None = None
        self._task = asyncio.get_running_loop().create_task(self._make(source), name=name)
        self._task.add_done_callback(self._ended)

    async def read(self) -> AsyncGenerator[T, None]:
        """Every item so far, and then each as it comes. Ends with the making, failed or not."""
        self._readers += 1
        given = 0
        try:
            while True:
                more = self._more
                while given < len(self.items):
                    given += 1
                    yield self.items[given - 1]
                if self.over:
                    return
                if more is self._more:
                    await more.wait()
        finally:
            self._readers -= 1
            if not self._readers:
                await self._stop()

    async def _make(self, source: AsyncGenerator[T, None]) -> None:
        async with aclosing(source):
            async for item in source:
                self.items.append(item)
                self._wake()

    async def _stop(self) -> None:
        """Cancel it. Who asks while its source is still closing has it made anew."""
        if not self.over:
            self._tell_over(self)
            self._task.cancel()
            await asyncio.wait([self._task])

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.over = True
        self.error = asyncio.CancelledError() if task.cancelled() else task.exception()
        self._tell_over(self)
        self._wake()

    def _wake(self) -> None:
        """Wake whoever waits; who comes later waits for the next time."""
        self._more.set()
        self._more = asyncio.Event()


class Flights(Generic[T]):
    """Everything that is being made, by name."""

    def __init__(self) -> None:
        self._flying: dict[Hashable, Flight[T]] = {}

    def __len__(self) -> int:
        return len(self._flying)

    def join(
        self, name: Hashable, make: Callable[[], AsyncGenerator[T, None]]
    ) -> tuple[Flight[T], bool]:
        """The flight of this name, begun if there is none, and whether it was. Read it at once."""
        there = self._flying.get(name)
        if there is not None:
            return there, False

        def over(flight: Flight[T]) -> None:
            if self._flying.get(name) is flight:
                del self._flying[name]

        flight = self._flying[name] = Flight(make(), "cache: making an answer", over)
        return flight, True
