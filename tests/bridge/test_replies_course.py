"""What the bus tells of turns, kept until somebody asks, and not for ever."""

import asyncio
from typing import cast

import pytest
from replies_fakes import FakeMind, saying, timeless

from bridge.ports import Mind
from bridge.replies import course as courses
from bridge.replies.course import Courses
from sel.events import TextArrived, TurnFinished, TurnInterrupted


async def listening() -> tuple[FakeMind, Courses]:
    mind = FakeMind(saying([]))
    made = Courses(cast("Mind", mind), asyncio.get_running_loop().time)
    made.start()
    made.start()
    await asyncio.sleep(0.1)
    return mind, made


def tell(mind: FakeMind, turn: str, text: str, channel: str = "discord:7") -> None:
    mind.publish(TextArrived(channel=channel, turn_id=turn, text=text))


def test_what_was_told_before_somebody_asked_is_known() -> None:
    async def scene() -> None:
        mind, made = await listening()
        tell(mind, "a", "Hel")
        tell(mind, "a", "lo.")
        mind.publish(TurnFinished(channel="discord:7", turn_id="a", text="Hello."))
        await asyncio.sleep(0.1)
        course = made.follow("a", "discord:7")
        assert course.text == "Hello."
        assert course.over.is_set()
        await made.stop()

    timeless(scene())


def test_an_interrupt_overtakes_and_nothing_comes_after_it() -> None:
    async def scene() -> None:
        mind, made = await listening()
        course = made.follow("a", "discord:7")
        tell(mind, "a", "One ")
        await asyncio.sleep(0.1)
        tell(mind, "a", "two ")
        mind.publish(TurnInterrupted(channel="discord:7", turn_id="a", partial="One two "))
        tell(mind, "a", "three ")
        await asyncio.sleep(0.1)
        assert course.text == "One two "
        await made.stop()

    timeless(scene())


def test_turns_nobody_follows_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courses, "MOST", 3)

    async def scene() -> None:
        mind, made = await listening()
        followed = made.follow("mine", "discord:7")
        for number in range(20):
            tell(mind, f"turn-{number}", "x")
        tell(mind, "desk-1", "x", channel="desk")
        tell(mind, "mine", "Hello.")
        await asyncio.sleep(0.1)
        assert followed.text == "Hello."
        assert made.follow("turn-0", "discord:7").text == ""
        assert made.follow("turn-19", "discord:7").text == "x"
        assert made.follow("desk-1", "desk").text == ""
        await made.stop()

    timeless(scene())
