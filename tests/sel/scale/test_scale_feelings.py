"""What is felt reaches every process once, in one order."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from scale_stage import CANARY, in_files, inside

from sel.affect.appraisal_types import Appraisal
from sel.brain.hormones.heart import Heart
from sel.brain.hormones.shared import Felt
from sel.bus import Bus
from sel.errors import StoreError
from sel.events import Snapshot
from sel.scale.feelings import PostgresFeelings

if TYPE_CHECKING:
    from servers import PostgresServer

JOY = Appraisal(
    valence=0.8,
    arousal=0.4,
    emotions={"joy": 0.9},
    reasons=(f"they said {CANARY}",),
    signals=frozenset({"thanks"}),
)


def felt(id: str, channel: str = "c1", at: float | None = None) -> Felt:
    return Felt(id=id, channel=channel, at=at or time.time(), appraisal=JOY)


async def until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        await asyncio.sleep(0.002)


class Process:
    """Feelings, and what came of them."""

    def __init__(self, url: str, schema: str) -> None:
        self.feelings = PostgresFeelings(url, schema)
        self.came: list[Felt] = []
        self.feelings.follow(self.came.append)

    @property
    def ids(self) -> list[str]:
        return [one.id for one in self.came]

    async def until(self, many: int) -> None:
        await until(lambda: len(self.came) >= many)


@asynccontextmanager
async def processes(url: str, schema: str, many: int = 2) -> AsyncIterator[list[Process]]:
    some = [Process(url, schema) for _ in range(many)]
    try:
        for one in some:
            await one.feelings.start()
        yield some
    finally:
        for one in some:
            await one.feelings.stop()


async def test_all_feel_the_same_in_the_same_order(
    postgres_server: PostgresServer, schema: str
) -> None:
    async with processes(postgres_server.url, schema, 3) as some:
        for n in range(60):
            some[n % 3].feelings.put(felt(f"f{n}"))
            await asyncio.sleep(0)
        for one in some:
            await one.until(60)
        assert some[0].ids == some[1].ids == some[2].ids
        assert len(set(some[0].ids)) == 60


async def test_what_is_told_twice_is_felt_once(
    postgres_server: PostgresServer, schema: str
) -> None:
    async with processes(postgres_server.url, schema) as (first, second):
        first.feelings.put(felt("same"))
        second.feelings.put(felt("same"))
        first.feelings.put(felt("same"))
        second.feelings.put(felt("last"))
        await first.until(2)
        await second.until(2)
        assert sorted(first.ids) == ["last", "same"]
        assert first.ids == second.ids


async def test_the_reasons_stay_at_home_and_no_word_is_on_the_disk(
    postgres_server: PostgresServer, schema: str
) -> None:
    async with processes(postgres_server.url, schema) as (first, second):
        mine = felt("f1")
        first.feelings.put(mine)
        await first.until(1)
        await second.until(1)
        assert first.came == [mine]
        assert second.came == [replace(mine, appraisal=replace(JOY, reasons=()))]
    assert in_files(postgres_server.files, CANARY) == []


async def test_who_starts_later_knows_the_last_hours(
    postgres_server: PostgresServer, schema: str
) -> None:
    now = time.time()
    async with processes(postgres_server.url, schema, 1) as (first,):
        first.feelings.put(felt("long ago", at=now - 60 * 3600))
        first.feelings.put(felt("today", at=now - 3600))
        await first.until(1)
    async with processes(postgres_server.url, schema, 1) as (second,):
        assert second.ids == ["today"]


async def test_two_hearts_come_to_the_same_levels(
    postgres_server: PostgresServer, schema: str
) -> None:
    clock = lambda: 1_760_000_000.0  # noqa: E731 - the hearts look at one moment
    both = [PostgresFeelings(postgres_server.url, schema, clock) for _ in range(2)]
    hearts = [Heart("UTC", "casual", clock, shared=one) for one in both]
    felt_here: list[list[str]] = [[], []]
    for heart, here in zip(hearts, felt_here, strict=True):
        heart.on_feel(lambda channel, _, here=here: here.append(channel))  # type: ignore[misc]
    bus = Bus(Snapshot)
    for one in both:
        await one.start()
    try:
        for n in range(10):
            hearts[n % 2].feel(JOY, bus, f"c{n % 3}", f"f{n}")
            await asyncio.sleep(0.005)
        await until(lambda: [len(here) for here in felt_here] == [5, 5])  # and not the other's
        await until(lambda: both[0]._seq == both[1]._seq == 10)
        levels = [[heart.now(f"c{n}").levels for n in range(3)] for heart in hearts]
        assert levels[0] == levels[1]
        assert hearts[0].now().levels != Heart("UTC", "casual", clock).now().levels
    finally:
        for one in both:
            await one.stop()


async def test_a_lost_connection_loses_nothing(
    postgres_server: PostgresServer, schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sel.scale.feelings.AGAIN", 0.05)
    async with processes(postgres_server.url, schema) as (first, second):
        first.feelings.put(felt("before"))
        await second.until(1)
        with inside(postgres_server.url, schema) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'sel feelings'"
            )
        first.feelings.put(felt("after"))
        second.feelings.put(felt("from the other"))
        await first.until(3)
        await second.until(3)
        assert first.ids == second.ids


async def test_old_ones_are_deleted_and_numbers_go_on(
    postgres_server: PostgresServer, schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sel.scale.feelings.SWEEP", 2)
    async with processes(postgres_server.url, schema, 1) as (first,):
        first.feelings.put(felt("old", at=time.time() - 60 * 3600))
        first.feelings.put(felt("new"))
        await first.until(1)
        await first.feelings.stop()
        with inside(postgres_server.url, schema) as connection:
            assert connection.execute("SELECT id, seq FROM feelings").fetchall() == [("new", 2)]


async def test_what_waits_is_written_at_the_end(
    postgres_server: PostgresServer, schema: str
) -> None:
    async with processes(postgres_server.url, schema, 1) as (first,):
        first.feelings.put(felt("last words"))
    async with processes(postgres_server.url, schema, 1) as (second,):
        assert second.ids == ["last words"]


async def test_a_database_that_is_gone_is_a_sentence_and_tried_again(
    postgres_server: PostgresServer, schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sel.scale.feelings.AGAIN", 0.05)
    late = Process("postgresql://sel:swordfish@127.0.0.1:1/sel", schema)
    with pytest.raises(StoreError) as caught:
        await late.feelings.start()
    assert "swordfish" not in caught.value.sentence()
    late.feelings.put(felt("meanwhile"))
    late.feelings._url = postgres_server.url  # now it is there
    await late.until(1)
    await late.feelings.stop()
    assert late.ids == ["meanwhile"]
