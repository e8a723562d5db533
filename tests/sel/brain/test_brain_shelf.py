"""The way to the library: in order, off the loop, closed at the end; and vectors filled in."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from typing import cast

import pytest
from memory_stage import LittleLibrary, remembering_brain, tell, until
from rounds import rounds
from stage import scripted
from test_brain_recalling import SteadyEmbedder, stocked

from sel.brain.memory.scope import scope_of
from sel.brain.memory.shelf import Shelf
from sel.brain.memory.vectors import BATCH, MANY, Sentences
from sel.bus import Bus
from sel.engine.embedding import Vector
from sel.errors import EngineError, StoreError
from sel.events import DESK, NoticeGiven, SendMessage, Snapshot
from sel.memory.library import Library

pytestmark = pytest.mark.usefixtures("plainly")


def shelf(library: LittleLibrary) -> Shelf:
    return Shelf(lambda: cast(Library, library), lambda _: None)


async def test_work_is_done_in_order_in_one_other_thread() -> None:
    done: list[int] = []
    one = shelf(LittleLibrary())
    await asyncio.gather(*(one.ask(lambda _, n=n: done.append(n)) for n in range(50)))  # type: ignore[misc]
    assert done == list(range(50))
    assert await one.ask(lambda _: threading.get_ident()) != threading.get_ident()
    await one.close()


async def test_the_library_is_opened_once_and_late_and_closed_behind_the_work() -> None:
    library, opened = LittleLibrary(), []

    def open_library() -> Library:
        opened.append(1)
        return cast(Library, library)

    one = Shelf(open_library, lambda _: opened.append(2))
    assert opened == []
    await one.ask(lambda _: None)
    await one.ask(lambda _: None)
    assert opened == [1, 2]
    await one.close()
    assert library.closed
    with pytest.raises(StoreError):
        await one.ask(lambda _: None)
    await one.close()


async def test_an_unforeseen_failure_is_a_sentence_without_anybodys_words() -> None:
    def fail(_: Library) -> None:
        raise KeyError("what they said")

    one = shelf(LittleLibrary())
    with pytest.raises(StoreError) as caught:
        await one.ask(fail)
    assert "they said" not in caught.value.sentence()
    assert await one.ask(lambda _: 7) == 7
    await one.close()


async def test_who_gives_up_waiting_does_not_stop_the_others() -> None:
    library = LittleLibrary()
    library.gate.clear()
    one = shelf(library)
    slow = asyncio.create_task(one.ask(lambda books: books.memories("you")))
    await until(library.entered.is_set)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.02):
            await one.ask(lambda books: books.edit("m0", "never done", None, 0.0))
    await rounds()  # the executor hears of it in the loop's next ones
    library.gate.set()
    assert await slow == []
    assert "edit" not in library.calls
    await one.close()


def test_the_scope_is_the_messages_own_or_its_channel() -> None:
    assert scope_of(SendMessage(text="x"), DESK) == "desk"
    assert scope_of(SendMessage(text="x"), "dm:7") == "dm:7"
    assert scope_of(SendMessage(text="x", scope="guild:1"), "room") == "guild:1"


# ---------------------------------------------------------------- vectors


class MoodyEmbedder(SteadyEmbedder):
    """Fails from the third request on."""

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        if len(self.asked) > 2 * BATCH:
            self.ready = False
            raise EngineError("The embedder died.")
        return await super().embed(texts)


def bare(count: int) -> LittleLibrary:
    library = stocked("you", "desk", *(f"I know number {n}" for n in range(count)))
    library.vectors.clear()
    return library


async def test_missing_vectors_are_made_a_few_at_a_time_and_many_are_told() -> None:
    library, bus = bare(MANY + 3), Bus(Snapshot)
    heard = bus.subscribe()
    one, embedder = shelf(library), SteadyEmbedder()
    assert await Sentences(embedder).fill(one, bus, lambda: False) == MANY + 3
    assert set(library.vectors) == set(library.rows)
    assert library.calls.count("set_vectors") == -(-(MANY + 3) // BATCH)
    titles = [event.title for event in await heard.take() if isinstance(event, NoticeGiven)]
    assert len(titles) == 2
    assert all("53" in title for title in titles)
    assert await Sentences(embedder).fill(one, bus, lambda: False) == 0
    await one.close()


async def test_filling_ends_with_the_embedder_and_goes_on_another_time() -> None:
    library = bare(4 * BATCH)
    one = shelf(library)
    made = await Sentences(MoodyEmbedder()).fill(one, Bus(Snapshot), lambda: False)
    assert made == len(library.vectors) == 3 * BATCH
    assert await Sentences(None).fill(one, Bus(Snapshot), lambda: False) == 0
    await one.close()


async def test_filling_waits_while_a_turn_is_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sel.brain.memory.vectors.PAUSE", 0.0)
    library, looks = bare(3), iter([True, True, False])
    one = shelf(library)
    await Sentences(SteadyEmbedder()).fill(one, Bus(Snapshot), lambda: next(looks, False))
    assert next(looks, "none left") == "none left"
    assert len(library.vectors) == 3
    await one.close()


async def test_without_an_embedder_there_are_no_vectors_and_memories_all_the_same() -> None:
    sentences = Sentences(None)
    assert await sentences.vectors(["a", "b"]) == [None, None]
    assert await sentences.vector("a") is None
    assert not sentences.ready
    library = LittleLibrary("you")
    async with remembering_brain(library, scripted("Fine.")) as (brain, ear):
        await tell(brain, ear, "I like fog.")
        await brain.memory.quiet()
        assert library.rows
        assert library.vectors == {}


async def test_what_is_kept_has_its_vector_and_what_had_none_gets_it_when_it_can() -> None:
    library = bare(2)
    embedder = SteadyEmbedder()
    async with remembering_brain(library, scripted("Fine."), embedder=embedder) as (brain, ear):
        await tell(brain, ear, "I like fog.")
        await until(lambda: len(library.vectors) >= 3)
        assert set(library.vectors) == {"m1", "m2", "m3"}


async def test_an_embedder_that_dies_leaves_the_words() -> None:
    embedder = MoodyEmbedder()
    embedder.asked = ["x"] * 100
    assert await Sentences(embedder).vectors(["a"]) == [None]
