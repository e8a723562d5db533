"""Recalling: only with leave, only this person's, only where it may help; and honest without."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from memory_stage import LittleLibrary, allow, remembering_brain, tell, until
from stage import Ear, scripted

from sel.affect.appraisal_types import Appraisal
from sel.brain.conversation import Conversation
from sel.brain.listening import Heard, Listened
from sel.brain.memory import recalling
from sel.brain.memory.recalling import DOUBT, LACKING, MOST_SAID, NOTHING, Recaller, is_question
from sel.brain.mixture import MixtureBrain
from sel.engine.embedding import Vector
from sel.engine.scripted import ScriptedEngine
from sel.errors import StoreError
from sel.events import NoticeGiven, SendMessage, TurnFinished
from sel.memory.library import Library
from sel.memory.types import Candidate, Said
from sel.memory_events import MemoriesRecalled
from sel.prompt.history import History, Turn

pytestmark = pytest.mark.usefixtures("plainly")

ASKED = "Where is the lighthouse of mine?"
LIGHTHOUSE = "I live in a lighthouse near Lisbon"


class SteadyEmbedder:
    """One vector for every sentence; counts how often it is asked."""

    def __init__(self) -> None:
        self.ready = True
        self.asked: list[str] = []

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        self.asked += texts
        return [(1.0, 0.0)] * len(texts)


def stocked(person: str = "you", scope: str = "desk", *texts: str) -> LittleLibrary:
    """A library in which a person has these memories."""
    library = LittleLibrary(person)
    for text in texts or (LIGHTHOUSE,):
        said = Said(
            text=text, person=person, scope=scope, channel=scope, message_id="old", at=1_790_000_000
        )
        library.keep(said, Candidate(text=text, quote=text, kind="fact"), (1.0, 0.0))
    return library


def notes(engine: ScriptedEngine) -> list[str]:
    """The late notes of the last prompt, newest last."""
    messages = engine.requests[-1].messages
    return [message.content for message in messages if message.role == "system"]


async def test_what_is_found_stands_in_the_late_note_and_is_told() -> None:
    engine = scripted("By the sea.")
    async with remembering_brain(stocked(), engine) as (brain, ear):
        await tell(brain, ear, ASKED)
        assert "They told you: I live in a lighthouse near Lisbon" in notes(engine)[-1]
        assert engine.requests[-1].messages[-1].content == ASKED
        (recalled,) = ear.of(MemoriesRecalled)
        assert (recalled.person, recalled.lexical) == ("you", True)
        (found,) = recalled.memories
        assert (found.quote, found.score) == ("I live in a lighthouse near Lisbon", 0.9)
        assert brain.why() == recalled.memories
        kinds = [type(event) for event in ear.events if event.turn_id == recalled.turn_id]
        assert kinds.index(MemoriesRecalled) < kinds.index(TurnFinished)
        parts = {name: text for name, text, _ in await brain.prompt_parts("desk")}
        assert "lighthouse" in parts["memories"]


async def test_a_prompt_with_memories_still_begins_with_the_one_before() -> None:
    engine = scripted("Yes.", "Indeed.", "Quite.")
    async with remembering_brain(stocked(), engine) as (brain, ear):
        seen: tuple[object, ...] = ()
        for text in (ASKED, "Tell me of the lighthouse again.", "Goodbye."):
            await tell(brain, ear, text)
            messages = engine.requests[-1].messages
            assert messages[: len(seen)] == seen
            seen = messages


async def test_why_is_of_the_last_reply_only() -> None:
    async with remembering_brain(stocked(), scripted("Yes.")) as (brain, ear):
        await tell(brain, ear, ASKED)
        assert brain.why()
        await tell(brain, ear, "Thank you.")
        assert brain.why() == ()
        assert brain.why("elsewhere") == ()


async def test_few_words_without_the_intent_are_not_looked_up() -> None:
    library = stocked()
    async with remembering_brain(library, scripted("Yes.")) as (brain, ear):
        await tell(brain, ear, "A lighthouse, yes.")
        assert "search" not in library.calls


async def test_without_leave_nothing_is_looked_up() -> None:
    for state in ("unasked", "withdrawn", "never"):
        library = stocked()
        library.states["you"] = state
        async with remembering_brain(library, scripted("Yes.")) as (brain, ear):
            await tell(brain, ear, ASKED)
            assert "search" not in library.calls
            assert ear.of(MemoriesRecalled) == []


async def test_persons_are_never_mixed_and_scopes_are_kept_apart() -> None:
    library = stocked("ana", "dm:1")
    engine = scripted("Yes.")
    async with remembering_brain(library, engine) as (brain, ear):
        await allow(brain, ear, "ben")
        await tell(brain, ear, ASKED, channel="dm:1", person="ben")
        await tell(brain, ear, ASKED, channel="guild:2", person="ana")
        await tell(brain, ear, ASKED, channel="room", person="ana", scope="guild:2")
        assert ear.of(MemoriesRecalled) == []
        await tell(brain, ear, ASKED, channel="room", person="ana", scope="dm:1")
        (recalled,) = ear.of(MemoriesRecalled)
        assert recalled.person == "ana"


async def test_with_no_tokens_to_spend_nothing_is_recalled() -> None:
    library = stocked()
    async with remembering_brain(library, scripted("Yes."), memory_tokens=0) as (brain, ear):
        await tell(brain, ear, ASKED)
        assert "search" not in library.calls


async def test_the_sentences_vector_is_made_once() -> None:
    embedder = SteadyEmbedder()
    async with remembering_brain(stocked(), scripted("Yes."), embedder=embedder) as (brain, ear):
        await tell(brain, ear, ASKED)
        (recalled,) = ear.of(MemoriesRecalled)
        assert not recalled.lexical
        assert embedder.asked.count(ASKED) == 1


async def test_a_broken_library_does_not_break_the_turn() -> None:
    library = stocked()
    async with remembering_brain(library, scripted("Yes.")) as (brain, ear):
        await brain.consent()
        library.broken = StoreError("The disk is gone.")
        assert (await tell(brain, ear, ASKED)).lower() == "yes."
        assert [notice.title for notice in ear.of(NoticeGiven)] == ["The disk is gone."]


async def test_a_slow_library_does_not_hold_the_turn_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recalling, "PATIENCE", 0.02)
    library = stocked()
    async with remembering_brain(library, scripted("Yes.")) as (brain, ear):
        await brain.consent()
        library.gate.clear()
        assert (await tell(brain, ear, ASKED)).lower() == "yes."
        assert ear.of(MemoriesRecalled) == []
        library.gate.set()


async def test_waiting_for_the_memory_is_told_apart_from_the_brains_own_time() -> None:
    async with remembering_brain(stocked(), scripted("Yes.")) as (brain, ear):
        await tell(brain, ear, ASKED)
        (ending,) = ear.of(TurnFinished)
        assert ending.stats.memory_seconds > 0
        assert ending.stats.brain_seconds > 0


# ---------------------------------------------------------------- one part of it


class Desk:
    """A recaller without a turn around it."""

    def __init__(self, brain: MixtureBrain, ear: Ear) -> None:
        self.recaller: Recaller = brain.memory.recaller
        self.talk = Conversation("desk", heard_at=0.0)
        self.ear = ear

    async def recall(self, text: str, intent: str = "general") -> recalling.Recalled:
        heard = Heard("t", (SendMessage(text=text),))
        found = Listened("general", Appraisal(), intent, None)  # type: ignore[arg-type]
        return await self.recaller.recall(self.talk, heard, found, len)


async def test_with_the_intent_few_words_are_enough() -> None:
    async with remembering_brain(stocked(), scripted("Yes.")) as (brain, ear):
        desk = Desk(brain, ear)
        assert (await desk.recall("My lighthouse?", "memory")).note
        assert not (await desk.recall("My lighthouse?")).note


async def test_asked_for_what_is_not_there_sel_is_told_to_say_so() -> None:
    async with remembering_brain(stocked(), scripted("Yes.")) as (brain, ear):
        desk = Desk(brain, ear)
        lacking = await desk.recall("What is my sister called?", "memory")
        assert (lacking.note, lacking.said) == (NOTHING, LACKING)
        told = await desk.recall("Remember that my sister comes", "memory")
        assert (told.note, told.said) == ("", "")
        assert (await desk.recall("What is the tallest mountain?")).note == ""


async def test_what_may_have_been_said_just_now_is_not_denied() -> None:
    async with remembering_brain(stocked(), scripted("Yes.")) as (brain, ear):
        desk = Desk(brain, ear)
        desk.talk.history = History(turns=(Turn(said="My sister Ana came.", reply="Nice."),))
        for text in ("What is my sister called?", "What did I just say?"):
            found = await desk.recall(text, "memory")
            assert (found.note, found.said) == (NOTHING, "")
        assert (await desk.recall("What is my brother called?", "memory")).said == LACKING


async def test_a_memory_is_told_as_the_person_said_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async with remembering_brain(stocked(), scripted("Yes.")) as (brain, ear):
        desk, sure = Desk(brain, ear), f"You told me: “{LIGHTHOUSE}”"
        for text, intent in ((ASKED, "memory"), (ASKED, "general")):
            assert (await desk.recall(text, intent)).said == sure
        assert (await desk.recall("I went by the lighthouse today")).said == ""
        assert (await desk.recall("Is there any lighthouse left?")).said == ""
        for advice in ("Should I paint my lighthouse?", "Can you help me at the lighthouse?"):
            assert (await desk.recall(advice)).said == ""
        monkeypatch.setattr(recalling, "SURE", 0.95)
        unsure = await desk.recall(ASKED, "memory")
        assert unsure.said.startswith("I don't have just that.")
        assert LIGHTHOUSE in unsure.said
        assert unsure.note.endswith(DOUBT)
        assert (await desk.recall(ASKED)).said == ""


async def test_what_is_too_far_off_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recalling, "SURE", 0.95)
    async with remembering_brain(stocked(), scripted("Yes.")) as (brain, ear):
        desk = Desk(brain, ear)
        monkeypatch.setattr(recalling, "NEAR", 0.9)
        assert LIGHTHOUSE in (await desk.recall(ASKED, "memory")).said
        monkeypatch.setattr(recalling, "NEAR", 0.91)
        far = await desk.recall(ASKED, "memory")
        assert far.said == LACKING
        assert LIGHTHOUSE in far.note, "a larger model judges for itself"


async def test_several_that_are_sure_are_told_together() -> None:
    texts = ("My tower is high", "My tower leans", "My tower is old", "My tower is dear to me")
    async with remembering_brain(stocked("you", "desk", *texts), scripted("Yes.")) as (brain, ear):
        said = (await Desk(brain, ear).recall("What about my tower?", "memory")).said
        assert said.startswith("You told me: “My tower")
        assert said.count("“") == said.count("”") == MOST_SAID
        assert said.count(", “") == said.count(" and “") == 1


async def test_a_small_model_is_spoken_for_and_a_large_one_says_what_it_likes() -> None:
    small = scripted("Nobody asks me.")
    small._view = dataclasses.replace(small.view, parameters=135_000_000)
    async with remembering_brain(stocked(), small) as (brain, ear):
        asked = ASKED.lower()
        assert await tell(brain, ear, asked) == f"You told me: “{LIGHTHOUSE}”", "in their own case"
        before = len(small.requests)
        assert await tell(brain, ear, "what of the lighthouse of mine again?")
        assert len(small.requests) == before
        assert (await tell(brain, ear, "Go on, please.")).lower().startswith("nobody")
        seen = [message.content for message in small.requests[-1].messages]
        assert asked in seen, "the model sees what was said in its place"
        assert f"You told me: “{LIGHTHOUSE}”" in seen
    async with remembering_brain(stocked(), scripted("By the sea, no?")) as (brain, ear):
        assert (await tell(brain, ear, ASKED)).lower().startswith("by the sea")


async def test_what_the_model_still_sees_is_told_again_only_if_asked_for() -> None:
    async with remembering_brain(stocked(), scripted("Yes.")) as (brain, ear):
        desk = Desk(brain, ear)
        assert (await desk.recall("It is by the lighthouse there")).note
        for turn in (
            Turn(said=f"Hello! {LIGHTHOUSE}.", reply="Oh."),
            Turn(said="Hi.", note=f"They said: {LIGHTHOUSE}", reply="Yes."),
        ):
            desk.talk.history = History(turns=(turn,))
            assert not (await desk.recall("It is by the lighthouse there")).note
            assert (await desk.recall(ASKED)).note
            assert (await desk.recall("Where is my lighthouse?", "memory")).note


@pytest.mark.parametrize("allowed", [True, False])
async def test_no_turn_waits_for_the_memory_of_who_gave_no_leave(allowed: bool) -> None:
    library = stocked()
    if not allowed:
        library.states.clear()
    async with remembering_brain(library, scripted("By the sea.")) as (brain, ear):
        await until(lambda: "you" in brain.snapshot().consent)
        waited = list[object]()
        ask = brain.memory.shelf.ask

        async def asked(work: Callable[[Library], Any]) -> Any:
            waited.extend([work] * work.__qualname__.startswith("Recaller."))
            return await ask(work)

        brain.memory.recaller.shelf.ask = asked  # type: ignore[method-assign]
        await tell(brain, ear, ASKED)
        assert bool(waited) == bool(ear.of(MemoriesRecalled)) == allowed
        if not allowed:
            await allow(brain, ear)
            await tell(brain, ear, ASKED)
            assert ear.of(MemoriesRecalled)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Where do I live?", True),
        ("what is my name", True),
        ("Tell me what I said", True),
        ("Remember that tea is best", False),
        ("", False),
        ("How I love it. I do", False),
    ],
)
def test_questions_are_told_from_what_is_to_be_kept(text: str, asks: bool) -> None:
    assert is_question(text) is asks
