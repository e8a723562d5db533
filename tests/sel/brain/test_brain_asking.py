"""Ordinary sentences about the memory: answered by SEL itself, asked back before anything goes."""

from __future__ import annotations

import pytest
from memory_stage import LittleLibrary, remembering_brain, tell
from stage import say, scripted
from test_brain_recalling import stocked

from sel.brain.memory import words
from sel.engine.scripted import Pace
from sel.errors import StoreError
from sel.events import TextArrived, TurnFinished, TurnInterrupted, TurnStarted
from sel.memory_events import ConsentChanged, MemoriesForgotten, MemoryRefused

pytestmark = pytest.mark.usefixtures("plainly")

TOWER, FOG = "I live in a tower", "I like fog"
MODEL = "The model speaks."


def of_the_model(text: str) -> bool:
    """Whether it was the model that spoke, in whatever mood."""
    return text.lower().startswith("the model speaks")


async def test_what_is_known_is_listed_by_sel_itself() -> None:
    engine = scripted(MODEL)
    async with remembering_brain(stocked("you", "desk", TOWER, FOG), engine) as (brain, ear):
        asked = len(engine.requests)
        told = await tell(brain, ear, "what do you know about me?")
        assert told.startswith("I know 2 things about you:")
        assert f"- {FOG} (21 September 2026)\n- {TOWER}" in told
        assert len(engine.requests) in (asked, 1), "only the warm-up may have come"
        (ending,) = ear.of(TurnFinished)
        assert [event.text for event in ear.of(TextArrived)] == [ending.text]
        await tell(brain, ear, "Hello.")
        said = [message.content for message in engine.requests[-1].messages]
        assert not any("tower" in text for text in said), "it is no part of what the model sees"


async def test_what_is_known_about_something() -> None:
    engine = scripted(MODEL)
    library = stocked("you", "desk", "I often visit Paris", "I have a daughter")
    async with remembering_brain(library, engine) as (brain, ear):
        about = await tell(brain, ear, "what do you know about Paris?")
        assert "visit Paris" in about
        assert "daughter" not in about
        assert await tell(brain, ear, "what do you know about my Ana?") == words.NOTHING_ABOUT
        library.rows.clear()
        world = await tell(brain, ear, "what do you know about Paris?")
        assert of_the_model(world), "a question about the world"


async def test_who_gave_no_leave_is_told_that_nothing_is_kept() -> None:
    async with remembering_brain(LittleLibrary(), scripted(MODEL)) as (brain, ear):
        assert await tell(brain, ear, "what do you know about me?") == words.NOT_ALLOWED
    async with remembering_brain(LittleLibrary("you"), scripted(MODEL)) as (brain, ear):
        assert await tell(brain, ear, "what do you know about me?") == words.NOTHING_KEPT


async def test_forgetting_names_what_will_go_and_waits_for_yes() -> None:
    library = stocked("you", "desk", TOWER, FOG)
    async with remembering_brain(library, scripted(MODEL)) as (brain, ear):
        asked = await tell(brain, ear, "forget what I said about the tower")
        assert TOWER in asked
        assert FOG not in asked
        assert asked.endswith(words.SHALL_I)
        assert len(library.rows) == 2
        told = await tell(brain, ear, "yes")
        assert told == "It is forgotten, for good."
        assert [row.text for row in library.rows.values()] == [FOG]
        (gone,) = ear.of(MemoriesForgotten)
        assert gone.ids == ("m1",)


async def test_no_keeps_it_and_another_message_lets_the_question_lapse() -> None:
    library = stocked("you", "desk", TOWER)
    async with remembering_brain(library, scripted(MODEL)) as (brain, ear):
        await tell(brain, ear, "forget what I said about the tower")
        assert await tell(brain, ear, "no") == words.KEPT_STILL
        assert of_the_model(await tell(brain, ear, "yes")), "nothing was asked"
        await tell(brain, ear, "forget what I said about the tower")
        await tell(brain, ear, "Hello.")
        assert of_the_model(await tell(brain, ear, "yes"))
        assert len(library.rows) == 1


async def test_one_persons_yes_does_not_answer_what_another_was_asked() -> None:
    library = stocked("ana", "guild:1", TOWER)
    async with remembering_brain(library, scripted(MODEL)) as (brain, ear):
        where = {"channel": "guild:1"}
        await tell(brain, ear, "forget what I said about the tower", person="ana", **where)
        await tell(brain, ear, "yes", person="ben", **where)
        await tell(brain, ear, "yes", person="ana", channel="dm:1")
        assert len(library.rows) == 1
        await tell(brain, ear, "yes", person="ana", **where)
        assert library.rows == {}


async def test_forget_that_means_what_was_said_last() -> None:
    library = stocked("you", "desk", TOWER)
    async with remembering_brain(library, scripted(MODEL)) as (brain, ear):
        assert await tell(brain, ear, "forget that") == words.NOTHING_LAST
        await tell(brain, ear, "I like fog.")
        for request in ("forget that", "please don't remember that"):
            asked = await tell(brain, ear, request)
            assert FOG in asked
            assert TOWER not in asked
        await tell(brain, ear, "yes")
        assert [row.text for row in library.rows.values()] == [TOWER]
        assert await tell(brain, ear, "forget that") == words.NOTHING_LAST


async def test_forgetting_everything_says_how_much_that_is() -> None:
    library = stocked("you", "desk", *(f"I like number {n}" for n in range(12)))
    async with remembering_brain(library, scripted(MODEL)) as (brain, ear):
        asked = await tell(brain, ear, "forget everything")
        assert "12 things" in asked
        assert "- and 4 more" in asked
        assert await tell(brain, ear, "yes") == "It is forgotten, for good."
        assert ear.of(MemoriesForgotten)[-1].counts["memories"] == 12
        assert library.rows == {}
        assert await tell(brain, ear, "forget everything") == words.NOTHING_KEPT


async def test_stopping_counts_at_once_and_asks_what_becomes_of_the_rest() -> None:
    library = stocked("you", "desk", TOWER)
    async with remembering_brain(library, scripted(MODEL)) as (brain, ear):
        asked = await tell(brain, ear, "stop remembering me")
        assert asked.startswith(words.STOPPED)
        assert TOWER in asked
        assert brain.snapshot().consent == {"you": "withdrawn"}
        assert await tell(brain, ear, "no") == words.KEEPS_BEFORE
        assert len(library.rows) == 1
        assert await tell(brain, ear, "stop remembering me") == words.NOT_KEEPING


async def test_stopping_may_erase_everything() -> None:
    library = stocked("you", "desk", TOWER)
    async with remembering_brain(library, scripted(MODEL)) as (brain, ear):
        await tell(brain, ear, "stop remembering me")
        assert await tell(brain, ear, "yes") == "It is forgotten, for good."
        assert ear.of(MemoriesForgotten)[-1].counts["memories"] == 1
        assert library.rows == {}
        assert len(ear.of(MemoriesForgotten)) == 1


async def test_starting_asks_with_the_whole_wording_first() -> None:
    library = LittleLibrary()
    async with remembering_brain(library, scripted(MODEL)) as (brain, ear):
        asked = await tell(brain, ear, "start remembering me")
        assert asked.startswith(brain.consent_words)
        assert library.states == {}
        assert await tell(brain, ear, "yes") == words.STARTED
        assert [event.state for event in ear.of(ConsentChanged)] == ["given"]
        assert await tell(brain, ear, "start remembering me") == words.ALREADY


async def test_why_tells_quotes_and_scores_where_something_was_recalled() -> None:
    async with remembering_brain(stocked("you", "desk", TOWER), scripted(MODEL)) as (brain, ear):
        assert of_the_model(await tell(brain, ear, "why do you say that?"))
        await tell(brain, ear, "Is there a view from a tower?")
        told = await tell(brain, ear, "why do you say that?")
        assert told.startswith(words.WHY)
        assert f"“{TOWER}”" in told
        assert "0.90" in told


async def test_in_company_only_what_belongs_there_is_told() -> None:
    library = stocked("ana", "desk", TOWER)
    async with remembering_brain(library, scripted(MODEL)) as (brain, ear):
        where = {"channel": "guild:1", "person": "ana"}
        await tell(brain, ear, "I like fog.", **where)
        told = await tell(brain, ear, "what do you know about me?", **where)
        assert FOG in told
        assert TOWER not in told
        assert "elsewhere" in told
        for request in ("forget everything", "stop remembering me"):
            asked = await tell(brain, ear, request, **where)
            assert TOWER not in asked
            assert "2 things" in asked, "but it is counted, for it goes, too"


async def test_what_people_say_to_each_other_is_not_answered() -> None:
    library = stocked("ana", "guild:1", TOWER)
    async with remembering_brain(library, scripted(MODEL)) as (brain, ear):
        where = {"channel": "guild:1", "person": "ana"}
        for text in ("what do you know about me?", "forget that", "stop remembering me"):
            turn = await say(brain, text, addressed=False, **where)
            ending = await ear.ending(turn)
            assert not getattr(ending, "text", "").startswith("I "), text
        assert library.states["ana"] == "given"
        await tell(brain, ear, "forget what I said about the tower", **where)
        told = await tell(brain, ear, "yes", addressed=False, **where)
        assert told.startswith("It is forgotten"), "it was waited for"


async def test_why_tells_nobody_what_another_had_said() -> None:
    library = stocked("ana", "guild:1", TOWER)
    async with remembering_brain(library, scripted(MODEL)) as (brain, ear):
        await tell(brain, ear, "Is there a view from a tower?", channel="guild:1", person="ana")
        for person, known in (("ana", True), ("ben", False)):
            told = await tell(brain, ear, "why do you say that?", channel="guild:1", person=person)
            assert (TOWER in told) is known


async def test_what_was_cut_off_and_taken_back_is_not_kept_later() -> None:
    library = LittleLibrary("you")
    engine = scripted(MODEL, pace=Pace(first_token_seconds=0.5))
    async with remembering_brain(library, engine) as (brain, ear):
        first = await say(brain, "I like fog.")
        await ear.until(lambda e: isinstance(e, TurnStarted))
        await tell(brain, ear, "forget that")
        assert isinstance(await ear.ending(first), TurnInterrupted)
        await tell(brain, ear, "Hello.")
        await brain.memory.quiet()
        assert library.rows == {}
        assert "fog" not in repr(engine.requests[-1].messages)


async def test_taking_back_says_so_only_where_there_was_something() -> None:
    library = LittleLibrary("you")
    async with remembering_brain(library, scripted(MODEL)) as (brain, ear):
        await tell(brain, ear, "please don't remember that")
        await brain.memory.quiet()
        assert ear.of(MemoryRefused) == []


async def test_what_goes_wrong_is_a_sentence() -> None:
    library = stocked("you", "desk", TOWER)
    async with remembering_brain(library, scripted(MODEL)) as (brain, ear):
        await brain.consent()
        library.broken = StoreError("The disk is gone.", hint="Look for it.")
        told = await tell(brain, ear, "what do you know about me?")
        assert told == f"{words.LATER} The disk is gone. Look for it."


def test_long_memories_are_shortened_and_days_are_local() -> None:
    assert words.shortened("a " * 500).endswith("…")
    assert len(words.shortened("a " * 500)) <= words.LONGEST
    assert words.day(1_767_223_800, "UTC") == "31 December 2025"
    assert words.day(1_767_223_800, "Asia/Tokyo") == "1 January 2026"


def test_what_is_said_once_it_is_done() -> None:
    assert words.gone({"memories": 1, "vectors": 2}) == "It is forgotten, for good."
    assert "nothing left" in words.gone({"files": 0})
