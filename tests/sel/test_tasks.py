"""Tasks that are owned: stopped in stages, and none fails unheard."""

from __future__ import annotations

import asyncio
import logging

import pytest

from sel.tasks import Stage, TaskOwner

PRIVATE = "my diary says so"


async def for_ever() -> None:
    await asyncio.Event().wait()


async def noted(log: list[str], name: str) -> None:
    """Runs until it is cancelled, and takes a while to end."""
    try:
        await for_ever()
    finally:
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        log.append(name)


async def fails() -> None:
    raise ValueError(PRIVATE)


async def test_tasks_stop_in_stages_whatever_the_order_they_began_in() -> None:
    owner, ended = TaskOwner("house"), list[str]()
    for stage in (Stage.BACKGROUND, Stage.OUTPUT, Stage.INPUT, Stage.WORK):
        owner.start(noted(ended, stage.name), stage.name, stage)
    await asyncio.sleep(0)
    await owner.stop()
    assert ended == ["INPUT", "WORK", "OUTPUT", "BACKGROUND"]


async def test_stop_waits_until_each_has_ended() -> None:
    owner, ended = TaskOwner("house"), list[str]()
    tasks = [owner.start(noted(ended, str(number)), str(number)) for number in range(3)]
    await asyncio.sleep(0)
    await owner.stop()
    assert all(task.cancelled() for task in tasks)
    assert sorted(ended) == ["0", "1", "2"]


async def test_stop_ends_what_an_earlier_stage_started_while_it_stopped() -> None:
    owner, ended = TaskOwner("house"), list[str]()

    async def leaves_a_letter() -> None:
        try:
            await for_ever()
        finally:
            owner.start(noted(ended, "letter"), "letter", Stage.OUTPUT)
            await asyncio.sleep(0)

    owner.start(leaves_a_letter(), "door", Stage.INPUT)
    await asyncio.sleep(0)
    await owner.stop()
    assert ended == ["letter"]


async def test_a_task_may_stop_its_own_owner() -> None:
    owner, ended = TaskOwner("house"), list[str]()
    owner.start(noted(ended, "other"), "other")

    async def last_one_out() -> str:
        await owner.stop()
        return "still here"

    assert await owner.start(last_one_out(), "last") == "still here"
    assert ended == ["other"]


async def test_an_owner_without_tasks_stops_at_once() -> None:
    await TaskOwner("empty").stop()


async def test_a_task_is_named_after_its_owner() -> None:
    owner = TaskOwner("house")
    task = owner.start(for_ever(), "lamp")
    assert task.get_name() == "house:lamp"
    await owner.stop()


async def test_a_failure_is_logged_with_its_place_and_not_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    owner = TaskOwner("house")
    task = owner.start(fails(), "oven")
    with pytest.raises(ValueError, match=PRIVATE):
        await task
    await asyncio.sleep(0)
    assert "house:oven" in caplog.text
    assert "ValueError" in caplog.text
    assert "in fails" in caplog.text
    assert PRIVATE not in caplog.text


async def test_an_end_that_was_wished_for_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "sel")
    owner = TaskOwner("house")
    owner.start(for_ever(), "lamp")
    await asyncio.sleep(0)
    await owner.stop()
    await asyncio.sleep(0)
    assert "lamp" not in caplog.text


async def test_one_that_fails_while_stopping_does_not_keep_the_others_alive() -> None:
    owner, ended = TaskOwner("house"), list[str]()

    async def slams_the_door() -> None:
        try:
            await for_ever()
        finally:
            raise ValueError(PRIVATE)

    owner.start(slams_the_door(), "door", Stage.INPUT)
    owner.start(noted(ended, "lamp"), "lamp", Stage.BACKGROUND)
    await asyncio.sleep(0)
    await owner.stop()
    assert ended == ["lamp"]
