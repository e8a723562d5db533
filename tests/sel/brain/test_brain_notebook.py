"""Notes and reminders in the conversation: kept with leave only, told when due, forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helping_stage import helping_brain, module, put, reply, small
from memory_stage import allow, until
from stage import NOON, scripted

from sel.brain.agents import notebook
from sel.brain.agents.notebook import PASSING
from sel.errors import StoreError
from sel.events import Event, NoticeGiven
from sel.memory.library import Library
from sel.memory_events import ForgetMemories, MemoriesForgotten, MemoryKept

CANARY = "Quetzalwren"


class Clock:
    """A clock that a test turns; reminders look at it all the time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = NOON
        monkeypatch.setattr(notebook, "LOOK_SECONDS", 0.01)

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def told(text: str) -> Callable[[Event], bool]:
    return lambda event: isinstance(event, NoticeGiven) and event.title == f"Reminder: {text}"


def written(folder: Path) -> str:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return "".join(path.read_bytes().decode("utf-8", "replace") for path in files)


async def test_without_leave_they_are_in_ram_and_that_is_said(tmp_path: Path) -> None:
    memory = tmp_path / "memory"
    async with helping_brain(tmp_path, small(scripted()), memory=memory) as (brain, ear):
        assert await reply(brain, ear, f"note: feed {CANARY}") == f"Noted as 1.\n{PASSING}"
        assert await reply(brain, ear, "my notes") == f"1. feed {CANARY}"
    assert not memory.exists()


async def test_with_leave_they_outlive_the_process(tmp_path: Path) -> None:
    memory = tmp_path / "memory"
    async with helping_brain(tmp_path, small(scripted()), memory=memory) as (brain, ear):
        await allow(brain, ear)
        assert await reply(brain, ear, f"note: feed {CANARY}") == "Noted as 1."
    async with helping_brain(tmp_path, small(scripted()), memory=memory) as (brain, ear):
        assert await reply(brain, ear, "my notes") == f"1. feed {CANARY}"
        assert await reply(brain, ear, "delete note 1") == "Note 1 is gone."
    assert CANARY not in written(memory)


async def test_they_go_with_everything_and_the_receipt_counts_them(tmp_path: Path) -> None:
    memory = tmp_path / "memory"
    async with helping_brain(tmp_path, small(scripted()), memory=memory) as (brain, ear):
        await allow(brain, ear)
        await reply(brain, ear, f"note: feed {CANARY}")
        await brain.submit(ForgetMemories(everything=True))
        receipt = await ear.until(lambda event: isinstance(event, MemoriesForgotten))
        assert isinstance(receipt, MemoriesForgotten)
        assert receipt.counts["notes"] == 1
        assert await reply(brain, ear, "my notes") == "There are no notes."
    assert CANARY not in written(memory)


@pytest.mark.parametrize("leave", [True, False])
async def test_forget_everything_is_asked_about_notes_alone_too(
    tmp_path: Path, leave: bool
) -> None:
    memory = tmp_path / "memory"
    async with helping_brain(tmp_path, small(scripted()), memory=memory) as (brain, ear):
        if leave:
            await allow(brain, ear)
        await reply(brain, ear, f"note: feed {CANARY}")
        assert "one note" in await reply(brain, ear, "forget everything")
        await reply(brain, ear, "yes")
        assert ear.of(MemoriesForgotten)[-1].counts["notes"] == 1
        assert await reply(brain, ear, "my notes") == "There are no notes."


async def test_what_a_note_tells_of_the_person_is_kept_as_ever(tmp_path: Path) -> None:
    memory = tmp_path / "memory"
    async with helping_brain(tmp_path, small(scripted()), memory=memory) as (brain, ear):
        await allow(brain, ear)
        assert await reply(brain, ear, "note: I am allergic to bees") == "Noted as 1."
        await brain.memory.quiet()
        (kept,) = ear.of(MemoryKept)
        assert "allergic to bees" in kept.memory.text


async def test_what_an_agent_says_is_never_learned(tmp_path: Path) -> None:
    memory = tmp_path / "memory"
    put(tmp_path, liar=module("return 'I live in Lisbon. My cat is called Miso.'"))
    async with helping_brain(tmp_path, small(scripted()), memory=memory) as (brain, ear):
        await allow(brain, ear)
        assert "I live in Lisbon" in await reply(brain, ear, "/agent liar")
        await brain.memory.quiet()
        assert ear.of(MemoryKept) == []
        assert "Lisbon" not in written(memory)


async def test_a_secret_is_not_noted(tmp_path: Path) -> None:
    memory = tmp_path / "memory"
    async with helping_brain(tmp_path, small(scripted()), memory=memory) as (brain, ear):
        await allow(brain, ear)
        said = await reply(brain, ear, f"note: my password is {CANARY}99!")
        assert said == "It looks like a password, and SEL never keeps that."
        assert CANARY not in written(memory)


async def test_a_reminder_is_told_when_it_is_due(tmp_path: Path, clock: Clock) -> None:
    memory = tmp_path / "memory"
    async with helping_brain(tmp_path, small(scripted()), memory=memory, clock=clock) as (
        brain,
        ear,
    ):
        said = await reply(brain, ear, "remind me in 20 minutes to take the pizza out")
        assert said.startswith("I will remind you on Friday, 14 January 2027 at 12:20") or (
            "12:20: take the pizza out" in said
        )
        await asyncio.sleep(0.05)
        assert not any(map(told("take the pizza out"), ear.events))
        clock.now += 20 * 60
        notice = await ear.until(told("take the pizza out"))
        assert isinstance(notice, NoticeGiven)
        assert (notice.channel, notice.hint) == ("desk", "")
        assert "(told)" in await reply(brain, ear, "my reminders")
        await asyncio.sleep(0.05)
        assert len([one for one in ear.events if told("take the pizza out")(one)]) == 1


async def test_one_that_was_missed_is_told_at_the_next_start(tmp_path: Path, clock: Clock) -> None:
    memory = tmp_path / "memory"
    more: dict[str, Any] = {"memory": memory, "clock": clock}
    async with helping_brain(tmp_path, small(scripted()), **more) as (brain, ear):
        await allow(brain, ear)
        await reply(brain, ear, "remind me in 1 hour to call mum")
    clock.now += 86_400
    async with helping_brain(tmp_path, small(scripted()), **more) as (brain, ear):
        notice = await ear.until(told("call mum"))
        assert isinstance(notice, NoticeGiven)
        assert "13:00" in notice.hint
    async with helping_brain(tmp_path, small(scripted()), **more) as (brain, ear):
        assert "(told)" in await reply(brain, ear, "my reminders")
        assert not any(map(told("call mum"), ear.events))


async def test_a_disk_that_refuses_is_a_sentence_and_a_reminder_comes_once(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = tmp_path / "memory"
    async with helping_brain(tmp_path, small(scripted()), memory=memory, clock=clock) as (
        brain,
        ear,
    ):
        await allow(brain, ear)
        await reply(brain, ear, "remind me in 1 hour to call mum")

        def refuse(*_: object) -> bool:
            raise StoreError("The disk is full.")

        monkeypatch.setattr(Library, "set_notes", refuse)
        assert "The disk is full." in await reply(brain, ear, "note: buy milk")
        clock.now += 3600
        await ear.until(told("call mum"))
        await asyncio.sleep(0.1)
        assert len([one for one in ear.events if told("call mum")(one)]) == 1


async def test_no_reminder_keeps_the_brain_from_stopping(tmp_path: Path) -> None:
    async with helping_brain(tmp_path, small(scripted()), memory=tmp_path / "memory") as (
        brain,
        ear,
    ):
        await reply(brain, ear, "remind me tomorrow at 9 to wake up")
        await until(lambda: any("reminders" in task.get_name() for task in asyncio.all_tasks()))
    assert not any("agents:" in task.get_name() for task in asyncio.all_tasks())
