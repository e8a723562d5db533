"""Turns: events in order, one ending each, interruption, silence, failure, resumption."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from stage import Ear, make_parts, say, scripted

from sel.brain.mixture import MixtureBrain
from sel.engine.scripted import Pace, ScriptedEngine
from sel.errors import EngineGaveUp, InputRefused, SettingError
from sel.events import (
    ClearChannel,
    HormonesChanged,
    Interrupt,
    MessageAppraised,
    MessageReceived,
    MessageRouted,
    ModeChanged,
    NoticeGiven,
    SetMode,
    Snapshot,
    TextArrived,
    TurnEnded,
    TurnFailed,
    TurnFinished,
    TurnInterrupted,
    TurnSilenced,
    TurnStarted,
)

SLOW = Pace(tokens_per_second=40.0)
LONG = "One two three four five six seven eight nine ten eleven twelve " * 3


@asynccontextmanager
async def living(
    *engines: ScriptedEngine, **settings: Any
) -> AsyncIterator[tuple[MixtureBrain, Ear]]:
    brain = MixtureBrain(make_parts(*engines, **settings))
    ear = Ear(brain)
    await brain.start()
    try:
        yield brain, ear
    finally:
        await brain.stop()
        await ear.close()


async def test_a_turn_tells_its_story_in_order() -> None:
    async with living(scripted("Hello there, are you well?")) as (brain, ear):
        turn = await say(brain, "Hi, thanks!")
        end = await ear.ending(turn)
        kinds = [type(event) for event in ear.events if event.turn_id == turn]
        assert kinds[:4] == [MessageReceived, TurnStarted, MessageAppraised, MessageRouted]
        assert kinds[-1] is TurnFinished
        assert isinstance(end, TurnFinished)
        assert "".join(event.text for event in ear.of(TextArrived, turn)).strip() == end.text
        assert end.text == "Hello there, are you well?"  # a mark no mood changes
        assert end.stats.made_tokens > 0
        assert end.stats.brain_seconds > 0
        assert [event.seq for event in ear.events] == sorted(event.seq for event in ear.events)


async def test_thanks_move_the_hormones_and_say_why() -> None:
    async with living(scripted("Gladly.")) as (brain, ear):
        before = brain.snapshot().affect.levels
        await ear.ending(await say(brain, "thanks a lot"))
        await ear.until(lambda event: isinstance(event, HormonesChanged))
        after = brain.snapshot().affect
        assert after.levels["oxytocin"] > before["oxytocin"]
        assert any("thanks" in move.reason for move in after.moves)


async def test_the_mood_in_the_prompt_is_the_live_one() -> None:
    engine = scripted("Fine.", "Fine again.")
    async with living(engine) as (brain, ear):
        for text in ("hello", "and you?"):
            await ear.ending(await say(brain, text))
        await brain.submit(SetMode(mode="playful"))
        await ear.ending(await say(brain, "tell me"))
        notes = [
            [message.content for message in request.messages if message.role == "system"][-1]
            for request in engine.requests[1:]
        ]
        assert "playful" in notes[-1]
        assert "playful" not in notes[0]
        # What was said before stays as it was: the KV cache of it is good.
        first, second = engine.requests[-2].messages, engine.requests[-1].messages
        assert second[: len(first)] == first


async def test_turns_of_one_channel_follow_each_other_and_channels_run_side_by_side() -> None:
    async with living(scripted(LONG, pace=SLOW), max_new_tokens=40) as (brain, ear):
        a = await say(brain, "one", "a")
        b = await say(brain, "two", "b")
        await ear.until(lambda e: isinstance(e, TextArrived) and e.turn_id == a)
        await ear.until(lambda e: isinstance(e, TextArrived) and e.turn_id == b)
        assert not ear.of(TurnEnded)
        await ear.ending(a)
        await ear.ending(b)


async def test_new_input_interrupts_and_both_are_answered_together() -> None:
    engine = scripted(LONG, "Both of them, then.", pace=SLOW)
    async with living(engine) as (brain, ear):
        first = await say(brain, "Tell me a story.")
        await ear.until(lambda e: isinstance(e, TextArrived))
        second = await say(brain, "About a fox.")
        broken = await ear.ending(first)
        whole = await ear.ending(second)
        assert isinstance(broken, TurnInterrupted)
        assert broken.partial
        assert isinstance(whole, TurnFinished)
        said = [message.content for message in engine.requests[-1].messages]
        assert "Tell me a story." in said
        assert any(text.startswith(broken.partial[:10]) and text.endswith("—") for text in said)
        assert said[-1] == "About a fox."
        assert any("before you had finished" in text for text in said)
        states = [message.state for message in brain.snapshot().channels["desk"].messages]
        assert states == ["whole", "interrupted", "whole", "whole"]


async def test_a_message_before_the_first_word_joins_the_one_before() -> None:
    engine = scripted("Both.", pace=Pace(first_token_seconds=0.5))
    async with living(engine) as (brain, ear):
        first = await say(brain, "hello")
        await ear.until(lambda e: isinstance(e, TurnStarted))
        second = await say(brain, "how are you?")
        ending = await ear.ending(first)
        assert isinstance(ending, TurnInterrupted)
        assert ending.partial == ""
        await ear.ending(second)
        assert engine.requests[-1].messages[-1].content == "hello\nhow are you?"


async def test_esc_stops_the_reply_and_the_partial_stays() -> None:
    async with living(scripted(LONG, pace=SLOW)) as (brain, ear):
        turn = await say(brain, "go on")
        await ear.until(lambda e: isinstance(e, TextArrived))
        await brain.submit(Interrupt())
        ending = await ear.ending(turn)
        assert isinstance(ending, TurnInterrupted)
        view = brain.snapshot().channels["desk"]
        assert not view.answering
        assert view.messages[-1].text == ending.partial
        assert len(ear.of(TurnEnded)) == 1


async def test_rapid_messages_become_one_turn_and_a_steady_talker_is_answered() -> None:
    engine = scripted("Heard.")
    async with living(engine, batch_seconds=0.15) as (brain, ear):
        turns = set(await asyncio.gather(*(say(brain, f"part {n}", "guild") for n in range(3))))
        assert len(turns) == 1
        await ear.ending(turns.pop())
        assert engine.requests[-1].messages[-1].content == "part 0\npart 1\npart 2"
        async with asyncio.timeout(30):  # else a steady talker is never answered
            while not ear.of(TurnStarted)[1:]:
                await say(brain, "and", "guild")
                await asyncio.sleep(0.05)


async def test_told_to_be_quiet_it_is() -> None:
    async with living(scripted("Never.")) as (brain, ear):
        ending = await ear.ending(await say(brain, "please don't reply to this"))
        assert isinstance(ending, TurnSilenced)
        assert ending.reason
        assert not ear.of(TextArrived)


async def test_chatter_in_company_is_left_alone_but_who_speaks_to_sel_is_answered() -> None:
    async with living(scripted("I am here.")) as (brain, ear):
        quiet = await ear.ending(await say(brain, "Nice weather.", "guild", addressed=False))
        assert isinstance(quiet, TurnSilenced)
        spoken = await ear.ending(await say(brain, "Nice weather.", "guild"))
        assert isinstance(spoken, TurnFinished)


async def test_an_engine_that_dies_in_mid_reply_takes_it_up_again() -> None:
    engine = scripted(LONG, crash_after=5)
    async with living(engine, max_new_tokens=100) as (brain, ear):
        ending = await ear.ending(await say(brain, "tell me"))
        assert isinstance(ending, TurnFinished)
        assert ear.of(NoticeGiven)[0].level == "warning"
        assert engine.requests[-1].resume
        joined = "".join(event.text for event in ear.of(TextArrived))
        assert joined.lower().split()[:12] == LONG.lower().split()[:12]


async def test_an_engine_that_cannot_start_is_a_sentence_and_the_message_is_kept() -> None:
    engine = scripted("x", fail_start=EngineGaveUp("No rung held.", hint="Run `sel doctor`."))
    async with living(engine) as (brain, ear):
        ending = await ear.ending(await say(brain, "hello?"))
        assert isinstance(ending, TurnFailed)
        assert ending.error.title == "No rung held."
        assert ending.error.hint == "Run `sel doctor`."
        assert brain.snapshot().channels["desk"].messages[0].text == "hello?"


async def test_messages_sent_while_waking_are_answered_when_awake() -> None:
    async with living(scripted("Awake.", pace=Pace(start_seconds=0.3))) as (brain, ear):
        ending = await ear.ending(await say(brain, "good morning"))
        assert isinstance(ending, TurnFinished)


async def test_code_goes_to_the_coder_one_backend_at_a_time() -> None:
    general, coder = scripted("Words."), scripted("`code`")
    async with living(general, coder) as (brain, ear):
        ending = await ear.ending(await say(brain, "some code please"))
        assert isinstance(ending, TurnFinished)
        assert ear.of(MessageRouted)[0].expert == "coder"
        assert general.view.state == "asleep"
        await ear.ending(await say(brain, "hello"))
        assert coder.view.state == "asleep"


async def test_with_two_backends_both_stay() -> None:
    general, coder = scripted("Words."), scripted("`code`")
    async with living(general, coder, single_backend=False) as (brain, ear):
        await ear.ending(await say(brain, "some code please"))
        await ear.ending(await say(brain, "hello"))
        assert general.view.state == coder.view.state == "ready"


async def test_clearing_forgets_every_word() -> None:
    engine = scripted("Secret noted.", "New.")
    async with living(engine) as (brain, ear):
        await ear.ending(await say(brain, "the canary is yellow"))
        await brain.submit(ClearChannel())
        assert brain.snapshot().channels["desk"].messages == ()
        await ear.ending(await say(brain, "hello"))
        assert all("canary" not in message.content for message in engine.requests[-1].messages)


async def test_clearing_drops_what_still_waits_and_says_so() -> None:
    async with living(scripted("Never."), batch_seconds=5.0) as (brain, ear):
        turn = await say(brain, "and then,")
        await brain.submit(ClearChannel())
        ending = await ear.ending(turn)
        assert isinstance(ending, TurnInterrupted)
        assert brain.snapshot().channels["desk"].messages == ()
        assert not brain.snapshot().channels["desk"].answering
        again = await ear.ending(await say(brain, "Hello!"))
        assert isinstance(again, TurnFinished)


async def test_asked_what_it_is_it_says_it_is_an_ai() -> None:
    engine = scripted("I was born in a small village.", "Yes.")
    async with living(engine) as (brain, ear):
        ending = await ear.ending(await say(brain, "are you human?"))
        assert isinstance(ending, TurnFinished)
        assert "an AI" in ending.text


async def test_a_reply_that_loops_is_ended() -> None:
    loop = "I like tea very much and more. " + "and so on and so on " * 200
    async with living(scripted(loop), max_new_tokens=2000) as (brain, ear):
        ending = await ear.ending(await say(brain, "tell me"))
        assert isinstance(ending, TurnFinished)
        assert ending.text.count("and so on") < 12


async def test_bad_input_is_refused_in_a_sentence_and_changes_nothing() -> None:
    async with living(scripted("Fine.")) as (brain, ear):
        with pytest.raises(InputRefused, match="characters"):
            await say(brain, "x" * 1_000_000)
        with pytest.raises(SettingError):
            await brain.submit(SetMode(mode="furious"))
        assert (
            "desk" not in brain.snapshot().channels
            or not brain.snapshot().channels["desk"].messages
        )
        ending = await ear.ending(await say(brain, "a\x00b \udc80 \u202e ok"))
        assert isinstance(ending, TurnFinished)


async def test_escape_sequences_of_the_model_are_shown_not_sent() -> None:
    async with living(scripted("Red \x1b[31malert\x1b[0m now.")) as (brain, ear):
        ending = await ear.ending(await say(brain, "colour?"))
        assert isinstance(ending, TurnFinished)
        assert "\x1b" not in ending.text
        assert "␛[31m" in ending.text


async def test_a_slow_face_gets_a_snapshot_and_holds_nobody_up() -> None:
    async with living(scripted("Word."), max_new_tokens=10) as (brain, ear):
        slow = brain.subscribe()
        slow._capacity = 8  # a small queue falls behind sooner
        for number in range(6):
            await ear.ending(await say(brain, f"message {number}"))
        taken = await slow.take()
        assert isinstance(taken[0], Snapshot)
        assert len(taken) <= 9
        slow.close()


async def test_modes_are_told() -> None:
    async with living(scripted("Fine.")) as (brain, ear):
        await brain.submit(SetMode(mode="quiet_companion"))
        await ear.until(lambda e: isinstance(e, ModeChanged) and e.mode == "quiet_companion")
        assert brain.snapshot().affect.mode == "quiet_companion"


def test_every_ending_is_one_of_four() -> None:
    names = {kind.__name__ for kind in TurnEnded.__subclasses__()}
    assert names == {"TurnFinished", "TurnSilenced", "TurnInterrupted", "TurnFailed"}
