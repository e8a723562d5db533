"""Single answers through a cache: made once, however many ask at the same time."""

from __future__ import annotations

import copy
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sel.cache.cache import ResponseCache
from sel.cache.entry import Answer
from sel.cache.keys import Key
from sel.cache.stats import Cost
from sel.cache.streams import Made, Streams


class Values:
    """Classes, appraisals and other JSON values. Belongs to one event loop.

    `timer` tells seconds and is used for how long the making of an answer took.
    """

    def __init__(
        self, cache: ResponseCache, *, timer: Callable[[], float] = time.perf_counter
    ) -> None:
        self._streams = Streams(cache, _Single())
        self._timer = timer

    async def ask(
        self,
        key: Key,
        make: Callable[[], Awaitable[Any]],
        *,
        tokens: Callable[[Any], int] = lambda _: 0,
        keep: bool = True,
    ) -> Answer:
        """The answer: kept, being made for somebody else, or what `make` returns.

        `tokens` says how many an answer cost. Raises what `make` raises; nothing is kept then.
        """
        stream = self._streams.open(key, lambda: self._made(make, tokens), keep=keep)
        async with stream:
            # To the end of it: what is left early is not kept.
            (answer,) = [one async for one in stream]
        if stream.source == "shared":
            answer = replace(answer, value=copy.deepcopy(answer.value))
        return replace(answer, source=stream.source)

    async def _made(
        self, make: Callable[[], Awaitable[Any]], tokens: Callable[[Any], int]
    ) -> AsyncGenerator[Answer, None]:
        began = self._timer()
        value = await make()
        yield Answer(value, "made", Cost(tokens=tokens(value), seconds=self._timer() - began))


class _Single:
    """A stream of one answer."""

    def pack(self, items: Sequence[Answer]) -> Made:
        """The answer."""
        return Made(items[0].value, items[0].cost)

    def replay(self, answer: Answer) -> Iterable[Answer]:
        """The answer."""
        return (answer,)
