"""Thinking over what is remembered: only while nobody talks, a step at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from memory_stage import LittleLibrary, remembering_brain, tell, until
from stage import NOON, scripted
from test_brain_memory_whole import at_home
from test_brain_recalling import stocked

from sel.brain.memory import pondering, remembering
from sel.brain.memory.pondering import MOST_STEPS, Pondering
from sel.brain.memory.shelf import Shelf
from sel.errors import StoreError
from sel.events import NoticeGiven
from sel.memory.enrich import enricher
from sel.memory.library import Library
from sel.memory.types import Candidate, Said
from sel.memory_events import MemoriesForgotten

DAY = 86_400.0


class Steps:
    """An enricher that has so many steps to do."""

    left = 0
    done = 0
    fails = False

    def __init__(self, books: LittleLibrary, zone: str) -> None:
        self.books = books

    def step(self, now: float) -> bool:
        if Steps.fails:
            raise StoreError("The disk is gone.")
        Steps.done += 1
        Steps.left -= 1
        if "m1" in self.books.rows:
            self.books.forget("you", ["m1"], now)
        return Steps.left > 0


@pytest.fixture(autouse=True)
def _steps(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    Steps.left, Steps.done, Steps.fails = 5, 0, False
    monkeypatch.setattr(pondering, "PAUSE", 0.0)
    if "real" not in request.node.name:
        monkeypatch.setattr(enricher, "Enricher", Steps)


def working(busy: Iterator[bool]) -> tuple[Pondering, Shelf]:
    library = LittleLibrary("you")
    shelf = Shelf(lambda: cast(Library, library), lambda _: None)
    return Pondering(shelf, lambda: NOON, "UTC", lambda: next(busy, False)), shelf


async def test_a_round_ends_when_nothing_is_left_or_the_budget_is_spent() -> None:
    work, shelf = working(iter(()))
    assert await work.round() == 5
    Steps.left = 10 * MOST_STEPS
    assert await work.round() == MOST_STEPS
    assert Steps.done == 5 + MOST_STEPS
    await shelf.close()


async def test_who_speaks_stops_it_at_once_and_it_goes_on_later() -> None:
    work, shelf = working(iter([False, False, True]))
    assert await work.round() == 2
    assert await work.round() == 3
    await shelf.close()


async def test_it_begins_only_after_a_while_of_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "PRUNE_SECONDS", 0.02)
    library = stocked()
    async with remembering_brain(library, scripted("Fine.")) as (brain, ear):
        await tell(brain, ear, "Hello.")
        before = library.calls.count("prune")
        await until(lambda: library.calls.count("prune") > before + 2)
        assert Steps.done == 0
        monkeypatch.setattr(remembering, "IDLE", 0.0)
        await until(lambda: Steps.done > 0)


async def test_a_summary_that_gives_way_takes_no_words_out_of_the_conversation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(remembering, "PRUNE_SECONDS", 0.02)
    monkeypatch.setattr(remembering, "IDLE", 0.0)
    library = stocked("you", "desk", "Hello there")
    async with remembering_brain(library, scripted("Fine.")) as (brain, ear):
        await tell(brain, ear, "Hello there")
        await until(lambda: not library.rows)
        assert "Hello there" in repr(brain.snapshot())
        assert ear.of(MemoriesForgotten) == []


async def test_a_failure_is_told_once_and_it_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(remembering, "PRUNE_SECONDS", 0.02)
    monkeypatch.setattr(remembering, "IDLE", 0.0)
    Steps.fails = True
    async with remembering_brain(stocked(), scripted("Fine.")) as (_, ear):
        await ear.until(lambda e: isinstance(e, NoticeGiven))
        Steps.fails = False
        await until(lambda: Steps.done > 0)
        assert [notice.title for notice in ear.of(NoticeGiven)] == ["The disk is gone."]


async def test_the_real_one_sums_up_a_conversation_of_another_day(tmp_path: Path) -> None:
    def fill(books: Library) -> None:
        books.answer("you", "yes", NOON - 5 * DAY)
        for n, text in enumerate(("I live in Porto.", "I have a dog.", "I play the cello.")):
            said = Said(
                text=text,
                person="you",
                scope="desk",
                channel="desk",
                message_id=f"old/{n}",
                at=NOON - 3 * DAY + 60 * n,
            )
            books.keep(said, Candidate(text=text, quote=text, kind="fact", hard=True), None)

    async with at_home(tmp_path / "memory") as (brain, ear):
        await brain.memory.shelf.ask(fill)
        assert await brain.memory.pondering.round() > 0
        kinds = [one.kind for one in await brain.memories()]
        assert kinds.count("fact") == 3
        assert "summary" in kinds
        told = await tell(brain, ear, "what do you know about me?")
        assert told.startswith("I know 3 things about you:"), "summaries say nothing new"
