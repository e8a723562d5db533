"""What is done to single turns at the desk, and what the model is given afterwards."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from memory_stage import until
from stage import Ear, make_parts, say, scripted

from sel.brain.mixture import MixtureBrain
from sel.engine.scripted import Pace, ScriptedEngine
from sel.errors import InputRefused
from sel.events import HormonesChanged, Interrupt, MessageView, Snapshot, TextArrived
from sel.session_events import (
    ContinueReply,
    EditMessage,
    GoToTurn,
    NewSession,
    OpenSession,
    RedoChange,
    Regenerate,
    SessionChanged,
    StepAlternative,
    UndoChange,
)


@asynccontextmanager
async def desk(
    *replies: str, engine: ScriptedEngine | None = None, **settings: Any
) -> AsyncIterator[tuple[MixtureBrain, Ear, ScriptedEngine]]:
    engine = engine or scripted("(the first request only reads)", *replies)
    brain = MixtureBrain(make_parts(engine, **settings))
    ear = Ear(brain)
    await brain.start()
    try:
        yield brain, ear, engine
    finally:
        await brain.stop()
        await ear.close()


def views(brain: MixtureBrain) -> tuple[MessageView, ...]:
    channel = brain.snapshot().channels.get("desk")
    return channel.messages if channel else ()


def said(brain: MixtureBrain) -> list[str]:
    return [one.text for one in views(brain)]


async def tell(brain: MixtureBrain, ear: Ear, *texts: str) -> list[str]:
    ids = []
    for text in texts:
        ids.append(await say(brain, text))
        await ear.ending(ids[-1])
    return ids


async def done(brain: MixtureBrain, ear: Ear, command: Any) -> str:
    turn = await brain.submit(command)
    if turn:
        await ear.ending(turn)
    return turn


def asked(engine: ScriptedEngine) -> list[str]:
    """What the model saw last, without notes and persona."""
    messages = engine.requests[-1].messages
    return [one.content for one in messages if one.role in ("user", "assistant")]


async def test_an_edited_question_begins_a_branch_and_is_answered_anew() -> None:
    async with desk("One.", "Two.", "Three.") as (brain, ear, engine):
        first, second = await tell(brain, ear, "Tell me of cats.", "And of dgos?")
        before = engine.requests[-1].messages
        turn = await done(brain, ear, EditMessage(turn_id=second, text="And of dogs?"))
        assert turn not in (first, second)
        assert said(brain) == ["Tell me of cats.", "One.", "And of dogs?", "Three."]
        assert asked(engine)[-3:] == ["Tell me of cats.", "One.", "And of dogs?"]
        after = engine.requests[-1].messages
        assert after[: len(before) - 2] == before[:-2], "what was read need not be read again"
        question = views(brain)[2]
        assert (question.alternative, question.alternatives) == (2, 2)
        assert len(brain.branches()) == 3


async def test_a_question_changed_in_place_keeps_what_followed() -> None:
    async with desk("One.", "Two.", "Three.") as (brain, ear, engine):
        first, _ = await tell(brain, ear, "Tell me of cast.", "And of dogs?")
        await done(brain, ear, EditMessage(turn_id=first, text="Tell me of cats.", branch=False))
        assert said(brain) == ["Tell me of cats.", "One.", "And of dogs?", "Two."]
        assert views(brain)[0].edited
        await tell(brain, ear, "Why?")
        assert "Tell me of cats." in asked(engine)
        assert "Tell me of cast." not in asked(engine)


@pytest.mark.parametrize("branch", [True, False])
async def test_sels_words_can_be_changed(branch: bool) -> None:
    async with desk("Wrong.", "Two.", "Three.") as (brain, ear, engine):
        first, _ = await tell(brain, ear, "What is it?", "Sure?")
        command = EditMessage(turn_id=first, role="sel", text="Right.", branch=branch)
        await done(brain, ear, command)
        rest = [] if branch else ["Sure?", "Two."]
        assert said(brain) == ["What is it?", "Right.", *rest]
        assert views(brain)[1].edited
        await tell(brain, ear, "Go on.")
        assert asked(engine)[-3 - len(rest) :] == ["What is it?", "Right.", *rest, "Go on."]


async def test_another_reply_stands_beside_the_first() -> None:
    async with desk("One.", "Other.") as (brain, ear, engine):
        (turn,) = await tell(brain, ear, "Say something.")
        feelings = len(ear.of(HormonesChanged))
        again = await done(brain, ear, Regenerate())
        assert said(brain) == ["Say something.", "Other."]
        reply = views(brain)[1]
        assert (reply.alternative, reply.alternatives) == (2, 2)
        assert engine.requests[-1].messages == engine.requests[-2].messages
        await done(brain, ear, StepAlternative(turn_id=again, by=-1))
        assert said(brain) == ["Say something.", "One."]
        await done(brain, ear, StepAlternative(turn_id=turn, by=-1))
        assert said(brain) == ["Say something.", "One."], "there is none before the first"
        await done(brain, ear, StepAlternative(turn_id=turn))
        assert said(brain) == ["Say something.", "Other."]
        await done(brain, ear, StepAlternative(turn_id=again))
        assert views(brain)[1].alternatives == 3, "past the last there is a new one"
        assert feelings >= 0


async def test_the_same_words_are_not_felt_twice() -> None:
    async with desk("One.", "Other.") as (brain, ear, _):
        await tell(brain, ear, "many thanks")
        moves = brain.affect().moves
        assert moves
        await done(brain, ear, Regenerate())
        assert brain.affect().moves == moves


async def test_a_reply_goes_on_where_it_ended() -> None:
    story = "Once upon a time there was a fox" + "".join(f" with {n} cubs" for n in range(30))
    engine = ScriptedEngine(replies=("", story), pace=Pace(tokens_per_second=400.0))
    async with desk(engine=engine) as (brain, ear, _):
        turn = await say(brain, "Tell me a story.")
        await ear.until(lambda e: isinstance(e, TextArrived))
        await brain.submit(Interrupt())
        part = said(brain)[1]
        assert len(part) < len(story) / 2
        await done(brain, ear, ContinueReply())
        assert engine.requests[-1].resume.startswith(part.strip())
        assert said(brain) == ["Tell me a story.", story]
        assert views(brain)[1].state == "whole"
        assert views(brain)[1].turn_id == turn, "it is the same turn still"
        assert views(brain)[1].alternatives == 1
        await done(brain, ear, UndoChange())
        assert said(brain)[1].startswith(part)
        assert len(said(brain)[1]) < len(story) / 2
        await done(brain, ear, RedoChange())
        assert said(brain)[1] == story


async def test_the_conversation_goes_on_from_any_turn() -> None:
    async with desk("One.", "Two.", "Three.", "Four.") as (brain, ear, engine):
        first, second, _ = await tell(brain, ear, "A?", "B?", "C?")
        await done(brain, ear, GoToTurn(turn_id=first, here=True))
        assert said(brain) == ["A?", "One."]
        await tell(brain, ear, "D?")
        assert asked(engine)[-3:] == ["A?", "One.", "D?"]
        await done(brain, ear, GoToTurn(turn_id=second))
        assert said(brain)[-2:] == ["C?", "Three."], "a branch is shown to its end"
        rows = brain.branches()
        assert [one.said for one in rows if one.shown] == ["A?", "B?", "C?"]
        assert [one.said for one in rows if one.head] == ["C?"]


async def test_another_reply_that_is_stopped_before_a_word_leaves_the_older_one() -> None:
    async with desk("One.", "Two.", "Three.") as (brain, ear, engine):
        (turn,) = await tell(brain, ear, "A?")
        await done(brain, ear, Regenerate(turn_id=turn))
        assert said(brain) == ["A?", "Two."]
        engine._pace = Pace(first_token_seconds=60.0)
        for _ in range(2):  # the second time while the first has not said a word yet
            await brain.submit(Regenerate())
            await brain.submit(Regenerate())  # nor begun
            await until(lambda: brain._channels["desk"].underway() is not None)
        await brain.submit(Interrupt())
        await until(lambda: said(brain) == ["A?", "Two."])
        assert [one.alternatives for one in views(brain)] == [1, 2]
        tree = brain.conversations.now.tree
        assert (tree.undoable, tree.redoable) == ("another reply", "")
        given_up = await brain.submit(Regenerate())
        await brain.submit(StepAlternative(turn_id=given_up, by=-1))
        assert said(brain) == ["A?", "One."], "what is meant is the older one"
        await brain.submit(StepAlternative(turn_id=turn, by=1))
        await brain.submit(UndoChange())
        assert said(brain) == ["A?", "One."]


async def test_a_message_that_cuts_in_before_another_reply_begins_leaves_the_older_one() -> None:
    async with desk("One.", "Two.", "Three.") as (brain, ear, engine):
        (turn,) = await tell(brain, ear, "A?")
        pace, engine._pace = engine._pace, Pace(first_token_seconds=60.0)
        await brain.submit(Regenerate(turn_id=turn))
        await until(lambda: brain._channels["desk"].underway() is not None)
        engine._pace = pace
        await tell(brain, ear, "And B?")
        assert said(brain) == ["A?", "One.", "And B?", "Three."]
        assert asked(engine)[-3:] == ["A?", "One.", "And B?"]
        assert views(brain)[1].alternatives == 1
        assert brain.conversations.now.tree.undoable == ""


@pytest.mark.parametrize("stopped", [True, False])
async def test_a_reply_that_does_not_go_on_after_all_is_still_known(stopped: bool) -> None:
    async with desk("One.", "Two.") as (brain, ear, engine):
        await tell(brain, ear, "A?")
        pace, engine._pace = engine._pace, Pace(first_token_seconds=60.0)
        await brain.submit(ContinueReply())
        await until(lambda: brain._channels["desk"].underway() is not None)
        if stopped:
            await brain.submit(Interrupt())
        engine._pace = pace
        await tell(brain, ear, "And B?")
        assert said(brain) == ["A?", "One.", "And B?", "Two."]
        assert asked(engine)[-3:] == ["A?", "One.", "And B?"]


async def test_to_go_on_where_it_ends_is_no_change() -> None:
    async with desk("One.", "Two.") as (brain, ear, _):
        first, second = await tell(brain, ear, "A?", "B?")
        await done(brain, ear, GoToTurn(turn_id=first, here=True))
        await brain.submit(UndoChange())
        await brain.submit(GoToTurn(turn_id=second, here=True))
        tree = brain.conversations.now.tree
        assert (tree.undoable, tree.redoable) == ("", "branch"), "undone, it can be made again"


async def test_changes_are_undone_and_made_again() -> None:
    async with desk("One.", "Two.", "Three.") as (brain, ear, _):
        _, second = await tell(brain, ear, "A?", "B?")
        await done(brain, ear, EditMessage(turn_id=second, text="C?"))
        told = ear.of(SessionChanged)[-1]
        assert (told.undo, told.redo) == ("edit", "")
        await done(brain, ear, UndoChange())
        assert said(brain) == ["A?", "One.", "B?", "Two."]
        await done(brain, ear, RedoChange())
        assert said(brain) == ["A?", "One.", "C?", "Three."]
        with pytest.raises(InputRefused, match="nothing to do again"):
            await brain.submit(RedoChange())


async def test_a_reply_under_way_is_ended_first_and_what_was_said_stays() -> None:
    engine = ScriptedEngine(replies=("", "One, " * 50, "Two."), pace=Pace(tokens_per_second=200.0))
    async with desk(engine=engine) as (brain, ear, _):
        await say(brain, "Count.")
        await ear.until(lambda e: isinstance(e, TextArrived))
        await done(brain, ear, Regenerate())
        assert said(brain) == ["Count.", "Two."]
        states = [row.state for row in brain.branches()]
        assert states == ["interrupted", "whole"]


async def test_another_reply_that_is_stopped_at_once_leaves_the_question() -> None:
    async with desk("One.") as (brain, ear, _):
        await tell(brain, ear, "Say.")
        turn = await brain.submit(Regenerate())
        await brain.submit(Interrupt())
        await ear.ending(turn)
        assert said(brain)[0] == "Say."


async def test_unknown_turns_are_refused_in_a_sentence() -> None:
    async with desk("One.") as (brain, ear, _):
        with pytest.raises(InputRefused, match="Nothing was said"):
            await brain.submit(Regenerate())
        await tell(brain, ear, "Hi.")
        with pytest.raises(InputRefused, match="no such message"):
            await brain.submit(EditMessage(turn_id="desk-77", text="x"))
        with pytest.raises(InputRefused):
            await brain.submit(EditMessage(turn_id="desk-1", text="  "))
        assert said(brain) == ["Hi.", "One."], "nothing is lost"


async def test_an_unknown_turn_is_refused_while_a_reply_is_under_way_too() -> None:
    async with desk("One.") as (brain, ear, engine):
        await tell(brain, ear, "Hi.")
        engine._pace = Pace(first_token_seconds=60.0)
        await say(brain, "C?")
        await until(lambda: brain._channels["desk"].underway() is not None)
        with pytest.raises(InputRefused, match="no such message"):
            await brain.submit(EditMessage(turn_id="nonsense", text="WRONG", branch=False))
        assert said(brain) == ["Hi.", "One.", "C?"]


async def test_two_conversations_know_nothing_of_each_other() -> None:
    async with desk("One.", "Two.", "Three.") as (brain, ear, engine):
        await tell(brain, ear, "Of cats.")
        first = brain.session()
        await brain.submit(NewSession())
        assert said(brain) == []
        await tell(brain, ear, "Of dogs.")
        assert asked(engine)[-1:] == ["Of dogs."]
        assert "Of cats." not in asked(engine)
        rows = await brain.sessions()
        assert [one.opening for one in rows] == ["Of dogs.", "Of cats."]
        assert not any(one.kept for one in rows)
        await brain.submit(OpenSession(session=first.id))
        assert said(brain) == ["Of cats.", "One."]
        snapshot = await ear.until(lambda e: isinstance(e, Snapshot))
        assert snapshot
        await tell(brain, ear, "And then?")
        assert asked(engine)[-3:] == ["Of cats.", "One.", "And then?"]
        with pytest.raises(InputRefused, match="no such conversation"):
            await brain.submit(OpenSession(session="nowhere"))


async def test_what_was_said_is_found_in_all_conversations() -> None:
    async with desk("One.", "Two.") as (brain, ear, _):
        await tell(brain, ear, "The heron stood still.")
        await brain.submit(NewSession())
        await tell(brain, ear, "A heron flew.")
        found = await brain.find("heron")
        assert len(found.hits) == 2
        assert found.whole
        await tell(brain, ear, "Three herons.")
        assert len((await brain.find("heron")).hits) == 3
