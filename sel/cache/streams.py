"""Answers that come piece by piece: kept, made once, given again the same way.

    replies = Streams(cache, script)                    # the script knows what the items mean
    keep = worth_caching(occasion)
    async with replies.open(key, lambda: engine.generate(request), keep=keep) as reply:
        async for item in reply: …                      # reply.source: made, shared or cached

Whoever asks for what is being made for another is given the same, from its beginning. Should that
making fail, those who were given nothing yet make it themselves; only who has begun to read is told
of the error, as with any stream that breaks off. If the first asker goes away, the making goes on
for the others. Belongs to one event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, Protocol, TypeVar

from sel.cache.cache import ResponseCache
from sel.cache.entry import Answer, Source
from sel.cache.flights import Flights
from sel.cache.keys import Key
from sel.cache.stats import Cost

T = TypeVar("T")

Make = Callable[[], AsyncGenerator[T, None]]


@dataclass(frozen=True, slots=True)
class Made:
    """What is kept of a stream: a JSON value (the pieces of a reply), and what it cost."""

    value: Any
    cost: Cost


class Script(Protocol[T]):
    """What the items of a stream mean."""

    def pack(self, items: Sequence[T]) -> Made | None:
        """What to keep of a stream that ended; None where it is not worth it (cut short)."""

    def replay(self, answer: Answer) -> Iterable[T]:
        """The items of a kept one: its pieces as they came, and an end that is marked."""


class Stream(Generic[T]):
    """One answer on its way. Iterate it once; close it, or use `async with`.

    `source` says where it comes from, once the first item is there. `since` is the epoch in which
    it began: who ends a reply early and still wants it kept hands it to `ResponseCache.put`.
    """

    def __init__(self, items: Callable[[Stream[T]], AsyncGenerator[T, None]], since: int) -> None:
        self.source: Source = "made"
        self.since = since
        self._items = items(self)

    def __aiter__(self) -> AsyncIterator[T]:
        return self._items

    async def aclose(self) -> None:
        """Leave; what nobody else reads is cancelled, and has ended when this returns."""
        await self._items.aclose()

    async def __aenter__(self) -> Stream[T]:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()


class Streams(Generic[T]):
    """Streams through a cache."""

    def __init__(self, cache: ResponseCache, script: Script[T]) -> None:
        self._cache = cache
        self._script = script
        self._flights = Flights[T]()

    def open(self, key: Key, make: Make[T], *, keep: bool = True) -> Stream[T]:
        """The answer: kept, being made, or made now. `make` is called when the reading begins.

        Without `keep`, and for kinds that are never kept, it is made for this asker alone.
        """
        if keep and self._cache.keeps(key.kind):
            return Stream(lambda stream: self._given(stream, key, make), self._cache.epoch)
        return Stream(lambda _: self._made(make), self._cache.epoch)

    async def _given(self, stream: Stream[T], key: Key, make: Make[T]) -> AsyncGenerator[T, None]:
        found = self._cache.get(key)
        while found is None:
            # What began before a forgetting is no longer shared: it may hold the words.
            stream.since = self._cache.epoch
            flight, mine = self._flights.join(
                (key.digest, stream.since), lambda: self._kept(key, make)
            )
            stream.source = "made" if mine else "shared"
            begun = False
            async with aclosing(flight.read()) as items:
                async for item in items:
                    begun = True
                    yield item
            if flight.error is None:
                if not mine and (made := self._script.pack(flight.items)):
                    self._cache.shared(key, made.cost)
                return
            if mine or begun:
                raise flight.error
            found = self._cache.peek(key)
        stream.source = "cached"
        for item in self._script.replay(found):
            yield item
            await asyncio.sleep(0)  # a long one lets others have their turn

    async def _made(self, make: Make[T]) -> AsyncGenerator[T, None]:
        """The items as they are made, for one alone."""
        async with aclosing(make()) as source:
            async for item in source:
                yield item

    async def _kept(self, key: Key, make: Make[T]) -> AsyncGenerator[T, None]:
        """The items as they are made, kept once they are whole."""
        since, items = self._cache.epoch, list[T]()
        async with aclosing(make()) as source:
            async for item in source:
                items.append(item)
                yield item
        if made := self._script.pack(items):
            self._cache.put(key, made.value, made.cost, since)
