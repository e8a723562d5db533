"""Enrichment beside the conversation: only when idle, stopped by a word, within a budget."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import cast

import pytest
from memory_stage import LittleLibrary, until

from sel.brain.enriching import BUDGET, HOUR, IDLE, REST, Enriching, everybodys
from sel.brain.shelf import Shelf
from sel.errors import StoreError
from sel.memory.library import Library


class Room:
    """A brain's surroundings: a clock to be moved, turns to be begun, and what was done."""

    def __init__(self, left: int = 3, cost: float = 0.0) -> None:
        self.library = LittleLibrary()
        self.shelf = Shelf(lambda: cast(Library, self.library), lambda _: None)
        self.time, self.busy, self.left, self.cost = 1000.0, False, left, cost
        self.steps: list[float] = []
        self.threads: set[int] = set()
        self.fails = False
        self.during: Callable[[], None] = lambda: None
        self.enriching = Enriching(
            self.shelf,
            lambda: self.busy,
            lambda: 5e8 + self.time,
            lambda _: self,
            timer=lambda: self.time,
        )

    def step(self, now: float) -> bool:
        """In place of the enricher."""
        self.steps.append(now)
        self.threads.add(threading.get_ident())
        self.time += self.cost
        self.during()
        if self.fails:
            raise StoreError("The disk is full.")
        self.left -= 1
        return self.left > 0

    def later(self, seconds: float) -> None:
        self.time += seconds


async def test_nothing_is_done_before_it_is_quiet_long_enough() -> None:
    room = Room()
    room.later(IDLE - 1)
    assert not await room.enriching.once()
    assert not room.steps
    room.later(1)
    assert await room.enriching.once()
    assert room.steps == [5e8 + 1000 + IDLE]
    assert threading.get_ident() not in room.threads
    await room.shelf.close()


async def test_a_word_begins_the_waiting_anew() -> None:
    room = Room()
    room.later(IDLE)
    room.enriching.said()
    assert not await room.enriching.once()
    room.later(IDLE)
    assert await room.enriching.once()
    await room.shelf.close()


async def test_nothing_is_done_during_a_turn_nor_just_after() -> None:
    room = Room()
    room.later(10 * IDLE)
    room.busy = True
    assert not await room.enriching.once()
    room.busy = False
    room.later(IDLE - 1)
    assert not await room.enriching.once()
    assert not room.steps
    room.later(1)
    assert await room.enriching.once()
    await room.shelf.close()


async def test_a_step_that_waits_for_the_library_is_not_begun_after_a_word() -> None:
    room = Room()
    room.later(IDLE)
    entered, gate = threading.Event(), threading.Event()

    def hold(_: Library) -> None:
        entered.set()
        gate.wait(60)

    holding = asyncio.create_task(room.shelf.ask(hold))
    await until(entered.is_set)
    once = asyncio.create_task(room.enriching.once())
    await asyncio.sleep(0)  # it stands in the queue
    room.enriching.said()
    gate.set()
    await holding
    assert await once
    assert not room.steps
    assert not await room.enriching.once()
    room.later(IDLE)
    await room.enriching.once()
    assert len(room.steps) == 1
    await room.shelf.close()


async def test_when_nothing_is_left_it_rests_until_somebody_spoke_or_time_went_by() -> None:
    room = Room(left=1)
    room.later(IDLE)
    assert not await room.enriching.once()
    room.later(REST - 1)
    await room.enriching.once()
    assert len(room.steps) == 1
    room.later(1)
    await room.enriching.once()
    assert len(room.steps) == 2
    room.enriching.said()
    room.later(IDLE)
    await room.enriching.once()
    assert len(room.steps) == 3
    await room.shelf.close()


async def test_a_word_during_the_last_step_is_not_slept_through() -> None:
    room = Room(left=1)
    room.later(IDLE)
    room.during = room.enriching.said
    await room.enriching.once()
    room.during = lambda: None
    room.later(IDLE)
    await room.enriching.once()
    assert len(room.steps) == 2
    await room.shelf.close()


async def test_an_hour_has_a_budget() -> None:
    room = Room(left=10_000, cost=BUDGET / 4)
    room.later(IDLE)
    for _ in range(10):
        await room.enriching.once()
    assert len(room.steps) == 4
    room.later(HOUR)
    assert await room.enriching.once()
    assert len(room.steps) == 5
    await room.shelf.close()


async def test_a_disk_that_refuses_is_left_in_peace_for_a_while(
    caplog: pytest.LogCaptureFixture,
) -> None:
    room = Room()
    room.fails = True
    room.later(IDLE)
    assert not await room.enriching.once()
    assert not await room.enriching.once()
    assert len(room.steps) == 1
    assert "The disk is full." in caplog.text
    room.fails = False
    room.later(REST)
    assert await room.enriching.once()
    await room.shelf.close()


async def test_it_goes_on_by_itself_and_ends_when_cancelled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sel.brain.enriching.LOOK", 0.0)
    monkeypatch.setattr("sel.brain.enriching.PACE", 0.0)
    room = Room(left=4)
    task = asyncio.create_task(room.enriching.run())
    room.later(IDLE)
    await until(lambda: len(room.steps) == 4)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await room.shelf.close()


async def test_without_a_library_there_is_nothing_to_do() -> None:
    room = Room()
    room.enriching = Enriching(
        Shelf(None, lambda _: None),
        lambda: False,
        lambda: 0.0,
        lambda _: room,
        timer=lambda: room.time,
    )
    room.later(IDLE)
    assert not await room.enriching.once()
    assert not room.steps


async def test_everybodys_enricher_works_on_a_library() -> None:
    room = Room()
    stepper = everybodys("UTC")(cast(Library, _Nobody()))
    assert not stepper.step(0.0)
    await room.shelf.close()


class _Nobody:
    def persons(self) -> list[str]:
        return []
