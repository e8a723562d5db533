"""Replies when Discord refuses, when their question goes, and when somebody crosses them out."""

import asyncio

import pytest
from replies_fakes import FakeMind, Scene, incoming, now, saying, timeless, words

from bridge.replies.ports import PlaceBusy, PlaceGone
from sel.company_events import Withdraw
from sel.events import Interrupt, SendMessage

WORDS = words(160)
WHOLE = "".join(WORDS).strip()


# ---------------------------------------------------------------- when Discord does not


def test_a_busy_discord_is_tried_again() -> None:
    async def scene() -> None:
        one = Scene(saying(["Hello there, ", "you. "]))
        one.place.failing = [PlaceBusy("502")] * 4
        await one.answer()
        assert one.place.texts == ["Hello there, you."]

    timeless(scene())


def test_what_waits_for_its_next_try_is_written_once_discord_is_there_again() -> None:
    async def scene() -> None:
        one = Scene(saying(["Hello there, ", "you. "]))
        one.place.failing = [PlaceBusy("502")] * 5  # the next try would come 8 s later
        task = one.meanwhile()
        await asyncio.sleep(8)
        before = list(one.place.texts)
        one.answering.hurry()
        await asyncio.sleep(0.2)
        assert (before, one.place.texts) == ([], ["Hello there, you."])
        await task

    timeless(scene())


def test_a_busy_discord_is_given_up() -> None:
    async def scene() -> None:
        one = Scene(saying(["Hello there, ", "you. "]))
        one.place.failing = [PlaceBusy("502")] * 99
        await one.answer()
        assert one.place.texts == []
        assert len(one.place.writes) < 10

    timeless(scene())


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_beginning_that_was_posted_unknown_to_sel_is_gone_on_with(times: int) -> None:
    """Discord has it and the answer is lost: posted again it is what it was, with nothing new."""

    async def scene() -> None:
        one = Scene(saying(["Hello there, ", "you. "], every=3.0))
        one.place.lost = [PlaceBusy("500")] * times
        await one.answer()
        assert one.place.texts == ["Hello there, you."]
        assert len(one.place.messages) == 1

    timeless(scene())


def test_a_channel_that_is_gone_ends_the_turn() -> None:
    async def scene() -> None:
        one = Scene(saying(WORDS))
        one.place.failing = [PlaceGone("404")]
        await one.answer()
        assert one.mind.commands[-1] == Interrupt(channel="discord:7")
        assert now() < 2

    timeless(scene())


@pytest.mark.parametrize("times", [1, 2])
def test_a_deleted_reply_is_posted_anew_once(times: int) -> None:
    async def scene() -> None:
        one = Scene(saying(WORDS, every=0.1))
        task = one.meanwhile()
        for _ in range(times):
            await asyncio.sleep(3)
            one.place.messages[-1].deleted = True
        await task
        assert one.place.texts == ([WHOLE] if times == 1 else [])
        assert len(one.place.messages) == 2

    timeless(scene())


# ---------------------------------------------------------------- questions that go, and crosses


@pytest.mark.parametrize(("after", "left"), [(1.0, 0), (12.0, 1)])
def test_a_deleted_question_takes_a_light_reply_with_it(after: float, left: int) -> None:
    async def scene() -> None:
        one = Scene(saying(WORDS, every=0.1))
        task = one.meanwhile()
        await asyncio.sleep(after)
        await one.answering.withdraw([1, 99])
        await task
        assert Withdraw(channel="discord:7", ids=("1",)) in one.mind.commands
        assert len(one.place.messages) == 1
        assert len(one.place.texts) == left
        assert all(text.endswith("—") for text in one.place.texts)

    timeless(scene())


def test_an_edited_question_is_answered_in_the_same_messages() -> None:
    async def scene() -> None:
        one = Scene(saying(words(900), every=0.01))
        task = one.meanwhile()
        await asyncio.sleep(5)
        assert len(one.place.messages) == 2
        one.mind.script = saying(["Then so. ", "Yes. "])
        await one.answering.withdraw([1], changed=True)
        await task
        await one.answer(incoming(1, "hello again"))
        assert len(one.place.messages) == 2
        assert one.place.texts == ["Then so. Yes."]

    timeless(scene())


def test_an_answered_question_that_is_edited_is_answered_in_the_same_message() -> None:
    async def scene() -> None:
        one = Scene(saying(["First. "]))
        await one.answer()
        one.mind.script = saying(["Second. "])
        await one.answering.withdraw([1], changed=True)
        await one.answer()
        assert len(one.place.messages) == 1
        assert one.place.texts == ["Second."]

    timeless(scene())


def test_what_is_left_of_a_batch_is_answered_anew() -> None:
    async def scene() -> None:
        one = Scene(saying(WORDS, every=0.1))
        task = one.meanwhile(incoming(1, "so"), incoming(2, "what now"))
        await asyncio.sleep(3)
        one.mind.script = saying(["Then so. ", "Yes. "])
        await one.answering.withdraw([2])
        await task
        assert [c.id for c in one.mind.commands if isinstance(c, SendMessage)] == ["1", "2", "1"]
        assert one.place.texts == ["Then so. Yes."]

    timeless(scene())


def test_a_batch_that_is_unsaid_bit_by_bit_leaves_nothing() -> None:
    async def scene() -> None:
        one = Scene(saying(WORDS, every=0.1))
        task = one.meanwhile(incoming(1, "so"), incoming(2, "what now"))
        await asyncio.sleep(1)
        assert len(one.place.texts) == 1
        await one.answering.withdraw([1])
        await asyncio.sleep(0.01)
        await one.answering.withdraw([2])
        await task
        assert one.place.texts == []

    timeless(scene())


def test_a_question_unsaid_while_sel_types_is_not_answered() -> None:
    async def scene() -> None:
        one = Scene(saying(WORDS, every=0.001), discord_delay=True)
        task = one.meanwhile()
        await asyncio.sleep(3)
        await one.answering.withdraw([1])
        await task
        assert one.place.messages == []
        assert now() < 4

    timeless(scene())


def test_a_mind_that_does_not_end_a_withdrawn_turn_is_not_waited_for() -> None:
    async def endless(mind: FakeMind, channel: str, turn_id: str) -> None:
        mind.running.pop(channel, None)
        await asyncio.sleep(0)

    async def scene() -> None:
        one = Scene(endless)
        task = one.meanwhile()
        await asyncio.sleep(1)
        await one.answering.withdraw([1])
        await task
        assert now() < 5

    timeless(scene())


def test_a_cross_by_its_addressee_stops_a_reply_and_then_deletes_it() -> None:
    async def scene() -> None:
        one = Scene(saying(WORDS, every=0.1))
        task = one.meanwhile()
        await asyncio.sleep(3)
        message = one.place.messages[0].id
        assert not await one.answering.crossed(message, 6)
        assert await one.answering.crossed(message, 5)
        await task
        assert one.place.texts[0].endswith(" —")
        assert not await one.answering.crossed(message, 6)
        assert await one.answering.crossed(message, 5)
        assert one.place.texts == []
        assert not await one.answering.crossed(message, 5)

    timeless(scene())


def test_a_reason_is_said_once_a_minute() -> None:
    async def scene() -> None:
        one = Scene(saying([]))
        for _ in range(3):
            await one.answering.refuse(incoming(), "Too much at once @everyone.")
        await one.answering.refuse(incoming(), "Another reason.")
        assert len(one.place.texts) == 2
        await asyncio.sleep(61)
        await one.answering.refuse(incoming(), "Another reason.")
        assert len(one.place.texts) == 3
        assert "@everyone" not in "".join(one.place.texts)

    timeless(scene())


@pytest.mark.parametrize(("seconds", "whole"), [(0.5, False), (8.0, False), (30.0, True)])
def test_the_end_waits_a_little_and_marks_the_rest(seconds: float, whole: bool) -> None:
    async def scene() -> None:
        one = Scene(saying(WORDS, every=0.1))
        task = one.meanwhile()
        await asyncio.sleep(3)
        await one.answering.finish(seconds)
        assert now() <= 3 + seconds + 0.1
        await task
        await one.answering.close()
        assert one.place.texts[0].endswith(" —") is not whole

    timeless(scene())
