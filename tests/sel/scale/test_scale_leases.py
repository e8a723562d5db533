"""Shards are shared out, handed over and taken over, and never run twice."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import combinations, count

import pytest

from sel.errors import StoreError
from sel.scale.leases import Leases

SECONDS = 0.3
NAMES = count()


@dataclass
class Process:
    """Runs what its leases say, as long as it lives. `dies` without a word."""

    leases: Leases
    total: int
    shards: frozenset[int] = frozenset()
    seen: list[frozenset[int]] = field(default_factory=list)
    task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self.task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        holding = self.leases.hold(self.total)
        try:
            async for shards in holding:
                self.shards = shards
                self.seen.append(shards)
        finally:
            self.shards = frozenset()
            await holding.aclose()

    async def stop(self) -> None:
        if self.task is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)

    async def die(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """As killed: nothing is given back."""

        async def nothing() -> None:
            pass

        monkeypatch.setattr(self.leases, "_leave", nothing)
        await self.stop()


@asynccontextmanager
async def running(address: str, processes: int, total: int = 4) -> AsyncIterator[list[Process]]:
    """Processes that share shards; started one after the other."""
    prefix = f"leases{next(NAMES)}"
    some = [Process(Leases(address, prefix, seconds=SECONDS), total) for _ in range(processes)]
    try:
        for one in some:
            one.start()
            await asyncio.sleep(0)
        yield some
    finally:
        for one in some:
            await one.stop()


def shared_out(some: list[Process], total: int = 4) -> bool:
    """Every shard runs once, and nobody runs more than their share."""
    held = [shard for one in some for shard in one.shards]
    most = -(-total // len(some))
    return sorted(held) == list(range(total)) and all(len(one.shards) <= most for one in some)


async def until(some: list[Process], total: int = 4, seconds: float = 60.0) -> None:
    """Wait till all is shared out, watching that nothing runs twice."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    while not shared_out(some, total):
        assert loop.time() - began < seconds, [one.shards for one in some]
        for one, other in combinations(some, 2):
            assert not one.shards & other.shards
        await asyncio.sleep(0.002)


async def test_one_alone_runs_all(valkey_address: str) -> None:
    async with running(valkey_address, 1) as some:
        await until(some)
        tokens = [some[0].leases.token(shard) for shard in range(4)]
        assert len(set(tokens)) == 4
        assert some[0].leases.token(9) == 0


async def test_who_comes_gets_a_share_that_the_other_has_let_go(valkey_address: str) -> None:
    async with running(valkey_address, 2) as some:
        await until(some)


async def test_the_shards_of_a_dead_process_are_taken_over(
    valkey_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(valkey_address, 2) as (first, second):
        await until([first, second])
        theirs = first.shards
        before = [first.leases.token(shard) for shard in theirs]
        await first.die(monkeypatch)
        await until([second])
        assert min(second.leases.token(shard) for shard in theirs) > max(before)


async def test_who_goes_gives_them_back_at_once(valkey_address: str) -> None:
    async with running(valkey_address, 2) as (first, second):
        await until([first, second])
        first.leases._seconds = 600.0  # so long the other would wait if they only ran out
        async with asyncio.timeout(30):
            while first.leases._ends < time.monotonic() + 100:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
        await first.stop()
        await until([second])


async def test_three_share_four(valkey_address: str) -> None:
    async with running(valkey_address, 3) as some:
        await until(some)


async def test_who_cannot_renew_stops_before_another_begins(
    valkey_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(valkey_address, 2) as (first, second):
        await until([first, second])

        async def hang(**_: object) -> None:
            await asyncio.sleep(60)

        monkeypatch.setattr(first.leases, "_script", hang)
        await until([second])  # asserts that the two never overlap
        assert first.shards == frozenset()


async def test_the_number_of_shards_is_the_same_for_all(valkey_address: str) -> None:
    async with running(valkey_address, 1) as (first,):
        await until([first])
        other = Leases(valkey_address, f"leases{next(NAMES) - 1}", seconds=SECONDS)
        with pytest.raises(StoreError, match="share 4 shards, and this one wants 6"):
            async for _ in other.hold(6):
                pass


@pytest.mark.long
async def test_whoever_comes_and_goes_no_shard_runs_twice(
    valkey_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(7)
    async with running(valkey_address, 5, total=7) as some:
        alive = list(some)
        await until(alive, 7)
        while len(alive) > 1:
            gone = alive.pop(chance.randrange(len(alive)))
            await (gone.die(monkeypatch) if chance.random() < 0.5 else gone.stop())
            await until(alive, 7)
