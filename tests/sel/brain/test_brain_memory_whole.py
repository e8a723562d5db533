"""The brain over the real library, read by the real rules, on a real disk."""

from __future__ import annotations

import asyncio
import dataclasses
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from memory_stage import allow, tell
from stage import Ear, make_parts, say, scripted

from sel.brain.mixture import MixtureBrain
from sel.engine.scripted import ScriptedEngine
from sel.errors import StoreError
from sel.events import NoticeGiven, TurnFinished
from sel.memory.library import Library
from sel.memory_events import (
    AnswerConsent,
    ForgetMemories,
    MemoriesForgotten,
    MemoriesRecalled,
    MemoryKept,
    UndoMemory,
)

HOME, CAT = "I live in Wobblethorpe.", "My cat is called Quetzalwren."


@asynccontextmanager
async def at_home(
    folder: Path, engine: ScriptedEngine | None = None, **settings: Any
) -> AsyncIterator[tuple[MixtureBrain, Ear]]:
    """A brain whose memory is in this folder."""
    parts = dataclasses.replace(
        make_parts(engine or scripted("Fine."), **settings),
        open_library=lambda: Library.open(folder),
        folders=(folder,),
    )
    brain = MixtureBrain(parts)
    ear = Ear(brain)
    await brain.start()
    try:
        yield brain, ear
    finally:
        await brain.stop()
        await ear.close()


def written(folder: Path) -> str:
    """All that is on the disk, as text."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in files).casefold()


async def test_before_a_yes_there_is_not_a_byte_on_the_disk(tmp_path: Path) -> None:
    folder = tmp_path / "memory"
    async with at_home(folder) as (brain, ear):
        for text in (HOME, CAT, "What do you know about me?", "Remember that I like fog."):
            await tell(brain, ear, text)
        await brain.submit(AnswerConsent(answer="not_now"))
        await tell(brain, ear, HOME)
        await brain.memory.quiet()
        assert await brain.memories() == []
    assert not written(tmp_path)


async def test_after_a_no_for_ever_none_of_their_words_are(tmp_path: Path) -> None:
    folder = tmp_path / "memory"
    async with at_home(folder) as (brain, ear):
        await tell(brain, ear, HOME, person="quetzalwren")
        await brain.submit(AnswerConsent(answer="never", person="quetzalwren"))
        await tell(brain, ear, HOME, person="quetzalwren")
    assert "wobblethorpe" not in written(tmp_path)
    assert "quetzalwren" not in written(tmp_path)


async def test_what_was_kept_is_recalled_another_day_and_gone_when_forgotten(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "memory"
    async with at_home(folder) as (brain, ear):
        await allow(brain, ear)
        for text in (HOME, CAT, "Nice weather, is it not?"):
            await tell(brain, ear, text)
        await brain.memory.quiet()
        await ear.until(lambda e: isinstance(e, MemoryKept), 2)
        assert [one.quote.rstrip(".") for one in await brain.memories()] == [
            CAT.rstrip("."),
            HOME.rstrip("."),
        ]
    assert "quetzalwren" in written(tmp_path)
    engine = scripted("Let me think.")
    async with at_home(folder, engine) as (brain, ear):
        assert await brain.consent() == "given"
        await tell(brain, ear, "What is the name of my cat?")
        (recalled,) = ear.of(MemoriesRecalled)
        assert "Quetzalwren" in recalled.memories[0].quote
        assert "Quetzalwren" in repr(engine.requests[-1].messages)
        await brain.submit(ForgetMemories(ids=(recalled.memories[0].id,)))
        gone = await ear.until(lambda e: isinstance(e, MemoriesForgotten))
        assert isinstance(gone, MemoriesForgotten)
        assert (gone.counts["memories"], gone.counts["turns"]) == (1, 1)
        assert "quetzalwren" not in written(tmp_path), "at once, not at the end"
        await tell(brain, ear, "And what else was there?")
        assert "Quetzalwren" not in repr(engine.requests[-1].messages)
    assert "quetzalwren" not in written(tmp_path)
    assert "wobblethorpe" in written(tmp_path)


async def test_undo_takes_back_what_was_just_kept(tmp_path: Path) -> None:
    async with at_home(tmp_path / "memory") as (brain, ear):
        await allow(brain, ear)
        await tell(brain, ear, CAT)
        await brain.submit(UndoMemory())
        assert await brain.memories() == []
        assert "quetzalwren" not in written(tmp_path)


async def test_erased_with_the_leave_nothing_of_a_person_is_left(tmp_path: Path) -> None:
    async with at_home(tmp_path / "memory") as (brain, ear):
        await allow(brain, ear, "ana")
        await allow(brain, ear, "ben")
        await tell(brain, ear, CAT, channel="dm:1", person="ana")
        await tell(brain, ear, HOME, channel="dm:2", person="ben")
        await brain.submit(AnswerConsent(answer="withdraw_erase", person="ana"))
        assert await brain.memories("ana") == []
        assert len(await brain.memories("ben")) == 1
        await tell(brain, ear, CAT, channel="dm:1", person="ana")
    assert "quetzalwren" not in written(tmp_path)
    assert "wobblethorpe" in written(tmp_path)


async def test_what_one_person_told_is_never_recalled_for_another(tmp_path: Path) -> None:
    async with at_home(tmp_path / "memory") as (brain, ear):
        for person in ("ana", "ben"):
            await allow(brain, ear, person)
        await tell(brain, ear, CAT, channel="guild:1", person="ana")
        await tell(brain, ear, "What is the cat called?", channel="guild:1", person="ben")
        await tell(brain, ear, "What is my cat called?", channel="dm:1", person="ana")
        assert ear.of(MemoriesRecalled) == []
        assert [one.person for one in ear.of(MemoryKept)] == ["ana"]


async def test_a_second_brain_on_the_folder_talks_without_memory(tmp_path: Path) -> None:
    async with at_home(tmp_path / "memory") as (first, heard):
        await allow(first, heard)
        async with at_home(tmp_path / "memory") as (brain, ear):
            notice = await ear.until(lambda e: isinstance(e, NoticeGiven))
            assert isinstance(notice, NoticeGiven)
            assert notice.level == "problem"
            assert isinstance(await ear.ending(await say(brain, HOME)), TurnFinished)
        await tell(first, heard, CAT)
        await first.memory.quiet()
        assert len(await first.memories()) == 1


async def test_a_disk_that_fails_in_mid_turn_is_a_notice(tmp_path: Path) -> None:
    async with at_home(tmp_path / "memory") as (brain, ear):
        await allow(brain, ear)

        def full(*_: object) -> None:
            raise StoreError("The disk is full.")

        def fail(books: Library) -> None:
            books.keep = full  # type: ignore[method-assign, assignment]

        await brain.memory.shelf.ask(fail)
        assert isinstance(await ear.ending(await say(brain, CAT)), TurnFinished)
        notice = await ear.until(lambda e: isinstance(e, NoticeGiven))
        assert isinstance(notice, NoticeGiven)
        assert notice.title == "The disk is full."


async def test_many_talk_at_once_and_each_keeps_their_own(tmp_path: Path) -> None:
    people = [f"person{number}" for number in range(6)]
    async with at_home(tmp_path / "memory") as (brain, ear):
        for person in people:
            await allow(brain, ear, person)
        turns = [
            await say(brain, f"I live in House{n}ville.", channel=f"dm:{n}", person=person)
            for n, person in enumerate(people)
        ]
        await asyncio.gather(*(ear.ending(turn) for turn in turns))
        await brain.memory.quiet()
        for number, person in enumerate(people):
            (only,) = await brain.memories(person)
            assert f"House{number}ville" in only.quote
    assert "memory" not in {thread.name.split("_")[0] for thread in threading.enumerate()}
