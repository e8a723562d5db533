"""What the cache's tests share: a clock that is set by hand, keys, and a script for streams."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from dataclasses import dataclass, field

from hypothesis import HealthCheck, settings

from sel.cache.entry import Answer
from sel.cache.keys import Context, Key, key_of
from sel.cache.policy import REPLY
from sel.cache.stats import Cost
from sel.cache.streams import Made

unhurried = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@dataclass
class Clock:
    """Unix seconds, as somebody set them."""

    now: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Words:
    """A message."""

    content: str
    role: str = "user"


def key(
    said: str = "hello", kind: str = REPLY, person: str = "you", company: Iterable[str] = ()
) -> Key:
    context = Context(channel="desk", person=person, company=frozenset(company))
    return key_of(kind, context, [Words(said)], model="m")


END = "."
CUT = "!"


class Script:
    """Items are strings; "." ends a stream well, "!" cuts it short; a kept one ends with ":"."""

    def pack(self, items: Sequence[str]) -> Made | None:
        if not items or items[-1] != END:
            return None
        return Made(list(items[:-1]), Cost(tokens=len(items) - 1, seconds=0.5))

    def replay(self, answer: Answer) -> Iterable[str]:
        return [*answer.value, ":"]


@dataclass
class Maker:
    """Makes streams of these items, each when `step` is told to; counts them."""

    items: Sequence[str] = ("a", "b", END)
    error: BaseException | None = None
    fails: int = 0
    made: int = 0
    closed: int = 0
    gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    def free(self) -> Maker:
        """Never wait."""
        self.gate = asyncio.Semaphore(10_000)
        return self

    def step(self, times: int = 1) -> None:
        """Let it make this many more items, or fail."""
        for _ in range(times):
            self.gate.release()

    def __call__(self) -> AsyncGenerator[str, None]:
        self.made += 1
        return self._items(failing=self.made <= self.fails)

    async def _items(self, *, failing: bool) -> AsyncGenerator[str, None]:
        try:
            for item in self.items:
                await self.gate.acquire()
                if failing and item == END:
                    raise self.error or RuntimeError
                yield item
        finally:
            self.closed += 1


async def settled(done: Callable[[], bool] = lambda: False, rounds: int = 50) -> None:
    """Let every task do what it can do without waiting for anything outside."""
    for _ in range(rounds):
        if done():
            return
        await asyncio.sleep(0)
