"""What is forgotten, or no longer allowed, leaves everything in RAM that tells the model of it."""

from __future__ import annotations

import asyncio
import gc
import warnings
from collections.abc import Sequence
from typing import Any

import pytest
from memory_stage import LittleLibrary, remembering_brain, tell, until
from stage import NOON, make_parts, say, scripted
from test_brain_recalling import ASKED, LIGHTHOUSE, SteadyEmbedder, notes, stocked

from sel.brain.conversation import Conversation
from sel.brain.memory.vectors import READING
from sel.brain.mixture import MixtureBrain
from sel.engine.embedding import Vector
from sel.engine.scripted import Pace, ScriptedEngine
from sel.errors import EngineGaveUp
from sel.events import EngineChanged, NoticeGiven, TextArrived
from sel.memory_events import (
    AnswerConsent,
    EditMemory,
    ForgetMemories,
    MemoriesForgotten,
    MemoriesRecalled,
    MemoryEdited,
)
from sel.prompt.history import History, Turn

pytestmark = pytest.mark.usefixtures("plainly")

LONG = "One two three four five six seven eight nine ten eleven twelve " * 3
SLOW = Pace(tokens_per_second=60.0)


class KeepingEmbedder(SteadyEmbedder):
    """Keeps what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: set[str] = set()

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        self.kept |= set(texts)
        return await super().embed(texts)

    def forget(self) -> int:
        count = len(self.kept)
        self.kept.clear()
        return count


class CountingEngine(ScriptedEngine):
    """Knows the tokens of two replies of every conversation."""

    def forget(self, slot: str) -> int:
        super().forget(slot)
        return 2


# ---------------------------------------------------------------- forgetting


async def test_the_receipt_counts_what_left_the_engine_and_the_embedder() -> None:
    embedder, engine = KeepingEmbedder(), CountingEngine(replies=("Fine.",))
    async with remembering_brain(LittleLibrary("you"), engine, embedder=embedder) as (brain, ear):
        await until(lambda: brain.memory.sentences.ready)
        await tell(brain, ear, "I like fog.")
        await brain.memory.quiet()
        assert embedder.kept == {"I like fog.", "I like fog"}
        await brain.submit(ForgetMemories(ids=("m1",)))
        gone = await ear.until(lambda e: isinstance(e, MemoriesForgotten))
        assert isinstance(gone, MemoriesForgotten)
        assert gone.counts == {
            "memories": 1,
            "turns": 1,
            "cached replies": 2,
            "cached answers": 2,
            "cached vectors": 2,
        }
        assert embedder.kept == set()


async def test_an_embedder_that_keeps_nothing_has_nothing_to_forget() -> None:
    library = stocked()
    async with remembering_brain(library, scripted("Fine."), embedder=SteadyEmbedder()) as (b, ear):
        await b.submit(ForgetMemories(ids=("m1",)))
        await until(lambda: bool(ear.of(MemoriesForgotten)))
        assert ear.of(MemoriesForgotten)[0].counts == {"memories": 1}


def test_a_summary_that_holds_forgotten_words_goes() -> None:
    conversation = Conversation("desk", heard_at=0.0)
    conversation.history = History(turns=(Turn(said="Hi."),), summary="They like fog.")
    conversation.forget((), ["rain"], answering=False)
    assert conversation.history.summary
    conversation.forget((), ["like fog"], answering=False)
    assert conversation.history.summary == ""
    assert [turn.said for turn in conversation.history.turns] == ["Hi."]


# ---------------------------------------------------------------- leave taken back


@pytest.mark.parametrize("answer", ["withdraw_keep", "never"])
async def test_without_leave_the_model_is_no_longer_told_what_was_recalled(answer: Any) -> None:
    engine = scripted("By the sea.")
    async with remembering_brain(stocked(), engine) as (brain, ear):
        await tell(brain, ear, ASKED)
        assert LIGHTHOUSE in notes(engine)[-1]
        await brain.submit(AnswerConsent(answer=answer))
        assert brain.why() == ()
        assert await brain.prompt_parts("desk") == []
        await tell(brain, ear, "Go on, please.")
        asked = engine.requests[-1].messages
        assert LIGHTHOUSE not in repr(asked)
        assert ASKED in [message.content for message in asked], "what was said was said"


async def test_a_reply_under_way_keeps_no_note_of_it() -> None:
    engine = ScriptedEngine(replies=(LONG, "Yes."), pace=SLOW)
    async with remembering_brain(stocked(), engine) as (brain, ear):
        turn = await say(brain, ASKED)
        await ear.until(lambda e: isinstance(e, TextArrived))
        await brain.submit(AnswerConsent(answer="withdraw_keep"))
        await ear.ending(turn)
        await tell(brain, ear, "Go on, please.")
        asked = engine.requests[-1].messages
        assert LIGHTHOUSE not in repr(asked)
        assert ASKED in [message.content for message in asked]


async def test_anothers_leave_is_their_own() -> None:
    library = stocked("ana", "dm:ana")
    library.states["you"] = "given"
    engine = scripted("By the sea.")
    async with remembering_brain(library, engine) as (brain, ear):
        await tell(brain, ear, ASKED, channel="dm:ana", person="ana")
        await brain.submit(AnswerConsent(answer="withdraw_keep", person="you"))
        assert [view.text for view in brain.why("dm:ana")] == [LIGHTHOUSE]


def test_only_notes_that_tell_a_memory_go() -> None:
    conversation = Conversation("desk", heard_at=0.0)
    calm, told = (
        Turn(said="Hi.", note="You are calm."),
        Turn(said="Well?", note="Said: I like fog."),
    )
    conversation.history = History(turns=(calm, told))
    assert not conversation.hush(answering=False)
    conversation.told = {"m1": "I like fog."}
    assert conversation.hush(answering=True)
    assert conversation.history.turns == (calm, told), "not while they are being answered"
    conversation.settle()
    assert conversation.history.turns == (calm, Turn(said="Well?"))
    assert (conversation.told, conversation.hushed) == ({}, ())


# ---------------------------------------------------------------- what faces are shown


async def test_what_a_memory_took_the_place_of_is_shown_with_it() -> None:
    library = stocked("you", "desk", "I live in Rome", "I live in a lighthouse")
    old, new = library.rows["m1"], library.rows["m2"]
    library.rows["m2"] = new = type(new)(**{**_fields(new), "replaces": old.id})
    async with remembering_brain(library, scripted("Yes.")) as (brain, ear):
        shown = {view.id: view.was for view in await brain.memories()}
        assert shown == {"m1": (), "m2": ("I live in Rome",)}
        assert (await brain.memory_search("the lighthouse"))[0].was == ("I live in Rome",)
        assert (await brain.forget_preview("you", "lighthouse"))[0].was == ("I live in Rome",)
        await tell(brain, ear, ASKED)
        (recalled,) = ear.of(MemoriesRecalled)
        assert recalled.memories[0].was == ("I live in Rome",)
        await brain.submit(EditMemory(id="m2", text="I live in a tower"))
        edited = await ear.until(lambda e: isinstance(e, MemoryEdited))
        assert isinstance(edited, MemoryEdited)
        assert (edited.memory.text, edited.memory.was) == ("I live in a tower", ("I live in Rome",))


def _fields(memory: Any) -> dict[str, Any]:
    return {name: getattr(memory, name) for name in memory.__slots__}


async def test_the_list_has_what_was_said_a_moment_ago() -> None:
    library = LittleLibrary("you")
    async with remembering_brain(library, scripted("Fine.")) as (brain, ear):
        await tell(brain, ear, "hello")
        library.gate.clear()
        await tell(brain, ear, "I like fog.")
        listed = asyncio.create_task(brain.memories())
        await asyncio.sleep(0.05)
        assert not listed.done()
        library.gate.set()
        assert [view.text for view in await listed] == ["I like fog"]


async def test_no_turn_waits_while_a_picture_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    library = stocked()
    threads: list[str] = []

    def drawing(*_: Any, **__: Any) -> list[list[tuple[str, str]]]:
        import threading

        threads.append(threading.current_thread().name)
        return []

    monkeypatch.setattr("sel.memory.map.terminal.drawing", drawing)
    monkeypatch.setattr("sel.memory.map.svg.svg", lambda *a, **b: str(drawing()))
    async with remembering_brain(library, scripted("Fine.")) as (brain, _):
        await brain.memory_drawing("you", 30, 8, 3, (0.5, 0.5))
        assert await brain.memory_svg() == "[]"
    assert len(threads) == 2
    assert not any(name.startswith("memory") for name in threads)


async def test_stopping_at_once_leaves_nothing_unfinished() -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        async with remembering_brain(LittleLibrary("you"), scripted("Fine.")):
            pass
        gc.collect()
    assert [str(one.message) for one in told if "never awaited" in str(one.message)] == []


# ---------------------------------------------------------------- the embedder's model


async def test_long_reading_is_told_with_the_engines_state() -> None:
    library = stocked("you", "desk", *(f"I know number {n}" for n in range(64)))
    library.vectors.clear()
    async with remembering_brain(library, scripted("Fine."), embedder=SteadyEmbedder()) as (b, ear):
        await until(lambda: len(library.vectors) == 64)
        await ear.until(lambda e: isinstance(e, NoticeGiven) and "again" in e.title)
        views = [event.engine for event in ear.of(EngineChanged)]
        views = [one for one in views if one.detail and one.state == "ready"]
        assert views
        assert {one.detail for one in views} == {READING}
        assert [one.progress for one in views] == sorted(one.progress for one in views)
        await until(lambda: b.snapshot().engine.detail == "")
        assert (b.snapshot().engine.state, b.snapshot().engine.progress) == ("ready", 1.0)


class NoEmbedder(SteadyEmbedder):
    """Has no model."""

    async def start(self) -> None:
        self.ready = False
        raise EngineGaveUp("The embedding model x/y is not on this machine.", hint="Fetch it.")


@pytest.mark.parametrize(("model", "said"), [("x/y", 1), ("", 0)])
async def test_a_model_that_was_chosen_and_is_not_there_is_said(model: str, said: int) -> None:
    library, embedder = stocked(), NoEmbedder()
    embedder.ready = False
    settings: dict[str, Any] = {"embedding_model": model}
    async with remembering_brain(library, scripted("Yes."), embedder=embedder, **settings) as both:
        brain, ear = both
        await ear.until(lambda e: isinstance(e, EngineChanged) and e.engine.state == "ready")
        await tell(brain, ear, ASKED)
        told = [event for event in ear.of(NoticeGiven) if "x/y" in event.title]
        assert len(told) == said
        assert [event.lexical for event in ear.of(MemoriesRecalled)] == [True]


class Seen:
    """A router and an appraiser in one that note the vectors they are given."""

    def __init__(self) -> None:
        self.vectors: list[Any] = []
        self._parts = make_parts(scripted("x"))

    def route(self, text: str, *, vector: object = None, images: int = 0) -> Any:
        self.vectors.append(vector)
        return self._parts.router.route(text, images=images)

    def appraise(self, text: str, *, vector: object = None) -> Any:
        self.vectors.append(vector)
        return self._parts.appraiser.appraise(text)


@pytest.mark.parametrize(("model", "given"), [("", (1.0, 0.0)), ("some/model", None)])
async def test_networks_are_given_vectors_of_the_model_they_know(model: str, given: Any) -> None:
    import dataclasses

    seen: Any = Seen()
    parts = dataclasses.replace(
        make_parts(scripted("Fine."), embedding_model=model),
        embedder=SteadyEmbedder(),
        router=seen,
        appraiser=seen,
        clock=lambda: NOON,
    )
    brain = MixtureBrain(parts)
    await brain.start()
    try:
        turn = await say(brain, "hello there")
        await until(lambda: not brain.snapshot().channels["desk"].answering)
        assert turn
        assert seen.vectors == [given, given]
    finally:
        await brain.stop()
