"""Replies cut to what was heard of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stage import Ear, make_parts, say, scripted

from sel.brain.cutting import cut_to
from sel.brain.mixture import MixtureBrain
from sel.engine.scripted import Pace
from sel.events import TextArrived, TurnInterrupted
from sel.voice_events import CutReply, ReplyCut

REPLY = "One two three four. Five six seven eight. Nine ten."


@pytest.mark.parametrize(
    ("raw", "heard", "cut"),
    [
        (REPLY, "one two three", "One two three"),
        (REPLY, "", ""),
        (REPLY, REPLY, REPLY),
        ("Hello 🙂 there, friend!", "hello there,", "Hello 🙂 there,"),
        ("a a a b", "a a", "a a"),
        ("short", "longer than it is", "short"),
    ],
)
def test_words_are_counted(raw: str, heard: str, cut: str) -> None:
    assert cut_to(raw, heard) == cut


@given(st.text(), st.integers(0, 30))
def test_the_cut_is_a_beginning(text: str, words: int) -> None:
    heard = " ".join(text.split()[:words])
    assert text.startswith(cut_to(text, heard))


async def test_a_finished_reply_is_cut_in_the_history_and_on_the_screen() -> None:
    engine = scripted(REPLY)
    brain = MixtureBrain(make_parts(engine))
    await brain.start()
    ear = Ear(brain)
    turn_id = await say(brain, "Count.")
    await ear.ending(turn_id)
    await brain.submit(CutReply(turn_id=turn_id, heard="One two three four."))
    assert (await ear.until(lambda e: isinstance(e, ReplyCut))).turn_id == turn_id
    shown = brain.snapshot().channels["desk"].messages[-1]
    assert (shown.text, shown.state) == ("One two three four.", "interrupted")
    await ear.ending(await say(brain, "Go on."))
    told = [message.content for message in engine.requests[-1].messages]
    assert "One two three four. —" in told
    assert not any("Nine" in text for text in told)
    await brain.stop()


async def test_a_reply_under_way_ends_with_what_was_heard() -> None:
    brain = MixtureBrain(
        make_parts(scripted(" ".join([REPLY] * 20), pace=Pace(tokens_per_second=50.0)))
    )
    await brain.start()
    ear = Ear(brain)
    turn_id = await say(brain, "Count.")
    await ear.until(lambda e: isinstance(e, TextArrived), 6)
    await brain.submit(CutReply(turn_id=turn_id, heard="One two"))
    ending = await ear.ending(turn_id)
    assert isinstance(ending, TurnInterrupted)
    assert ending.partial == "One two"
    await brain.stop()


async def test_a_reply_nobody_heard_is_unsaid_and_its_question_waits() -> None:
    engine = scripted(REPLY)
    brain = MixtureBrain(make_parts(engine))
    await brain.start()
    ear = Ear(brain)
    turn_id = await say(brain, "turn on the lights")
    await ear.ending(turn_id)
    await brain.submit(CutReply(turn_id=turn_id, heard=""))
    assert [one.role for one in brain.snapshot().channels["desk"].messages] == ["person"]
    await ear.ending(await say(brain, "in the kitchen"))
    last = engine.requests[-1].messages[-1].content
    assert "turn on the lights" in last
    assert "in the kitchen" in last
    assert not any("Nine" in message.content for message in engine.requests[-1].messages)
    await brain.stop()


async def test_a_turn_that_is_gone_is_left_alone() -> None:
    brain = MixtureBrain(make_parts(scripted(REPLY)))
    await brain.start()
    ear = Ear(brain)
    await ear.ending(await say(brain, "Count."))
    await brain.submit(CutReply(turn_id="desk-99", heard=""))
    assert brain.snapshot().channels["desk"].messages[-1].text == REPLY
    await brain.stop()
