"""Long conversations are tidied while nobody talks, and never in a turn's way."""

from __future__ import annotations

import asyncio
import dataclasses
import zlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from memory_stage import LittleLibrary, remembering_brain, tell, until
from stage import Ear, make_parts, say, scripted

from sel.brain import condensing
from sel.brain.conversation import Conversation
from sel.brain.memory.likeness import STRANGERS
from sel.brain.mixture import MixtureBrain
from sel.engine.embedding import Vector
from sel.engine.scripted import Pace, ScriptedEngine
from sel.engine.types import Done, Piece, Request
from sel.errors import EngineError
from sel.events import (
    ClearChannel,
    Interrupt,
    TextArrived,
    TurnFailed,
    TurnInterrupted,
    TurnSilenced,
)
from sel.memory_events import ForgetMemories
from sel.prompt.compress import HIGH_TURNS, LOW_TURNS

pytestmark = pytest.mark.usefixtures("plainly", "at_once")

SLOW = Pace(tokens_per_second=40.0)
LONG = "One two three four five six seven eight nine ten eleven twelve " * 3


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(condensing, "PAUSE", 0.0)


class Vectors:
    """An embedder that waits at its gate. `asked` are the texts of each call."""

    def __init__(self, *, slow: bool = False) -> None:
        self.ready = True
        self.asked: list[list[str]] = []
        self.gate = asyncio.Event()
        if not slow:
            self.gate.set()

    async def start(self) -> None:
        pass

    async def stop(self) -> None:
        pass

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        self.asked.append(list(texts))
        await self.gate.wait()
        return [(1.0, 0.0) if "kettle" in text else (0.0, 1.0) for text in texts]


class Bookish(ScriptedEngine):
    """Reads ahead only as far as its gate lets it."""

    def __init__(self, *replies: str, **more: Any) -> None:
        super().__init__(replies=replies, **more)
        self.gate = asyncio.Event()
        self.reading = asyncio.Event()

    async def generate(self, request: Request) -> Any:
        if request.max_tokens == 0 and request.slot:
            self.requests.append(request)
            self.reading.set()
            try:
                await self.gate.wait()
            except asyncio.CancelledError:
                self.cancelled.append(request.id)
                raise
            return
        async for item in super().generate(request):
            yield item


@asynccontextmanager
async def brain_with(
    *engines: Any, embedder: Any = None, **settings: Any
) -> AsyncIterator[tuple[MixtureBrain, Ear]]:
    brain = MixtureBrain(dataclasses.replace(make_parts(*engines, **settings), embedder=embedder))
    ear = Ear(brain)
    await brain.start()
    try:
        yield brain, ear
    finally:
        await brain.stop()
        await ear.close()


def talk_of(brain: MixtureBrain, channel: str = "desk") -> Conversation:
    return brain._channels[channel].conversation


def reads(engine: ScriptedEngine) -> list[Request]:
    return [one for one in engine.requests if one.max_tokens == 0 and one.slot]


async def chat(brain: MixtureBrain, ear: Ear, turns: int = HIGH_TURNS + 1, **more: Any) -> None:
    for number in range(turns):
        await tell(brain, ear, f"My cousin number {number} came.", **more)


async def settled(brain: MixtureBrain, channel: str = "desk") -> Conversation:
    await until(lambda: bool(talk_of(brain, channel).archive.entries))
    return talk_of(brain, channel)


# ---------------------------------------------------------------- a block leaves, and is read


async def test_a_block_leaves_while_nobody_talks_and_the_new_beginning_is_read() -> None:
    engine = scripted("Fine.")
    async with brain_with(engine) as (brain, ear):
        await chat(brain, ear, HIGH_TURNS)
        assert talk_of(brain).archive.entries == ()
        await tell(brain, ear, "And one more.")
        talk = await settled(brain)
        await until(lambda: bool(reads(engine)))
        (read,) = reads(engine)
        assert read.slot == "desk"
        assert len(talk.history.turns) == LOW_TURNS
        assert "My cousin number" in read.messages[1].content, "the summary"
        await tell(brain, ear, "So it goes.")
        assert engine.requests[-1].messages[: len(read.messages)] == read.messages
        assert len(reads(engine)) == 1, "once a block"


async def test_what_was_read_ahead_is_reused() -> None:
    engine = scripted("Fine.")
    async with brain_with(engine) as (brain, ear):
        await chat(brain, ear)
        await settled(brain)
        await until(lambda: bool(reads(engine)))
        await until(lambda: brain._turns.condenser.idle)
        ending: Any = await ear.ending(await say(brain, "So it goes."))
        assert ending.stats.read_tokens < 15
        assert ending.stats.prompt_tokens == ending.stats.read_tokens + ending.stats.reused_tokens


async def test_a_message_ends_the_reading_at_once() -> None:
    engine = Bookish("Fine.")
    async with brain_with(engine) as (brain, ear):
        await chat(brain, ear)
        async with asyncio.timeout(30):
            await engine.reading.wait()
        await tell(brain, ear, "I go on.")
        assert reads(engine)[0].id in engine.cancelled


async def test_a_message_that_is_not_answered_only_puts_the_reading_off() -> None:
    engine = Bookish("Fine.")
    async with brain_with(engine) as (brain, ear):
        await chat(brain, ear)
        async with asyncio.timeout(30):
            await engine.reading.wait()
        assert isinstance(await ear.ending(await say(brain, "Stay quiet.")), TurnSilenced)
        await until(lambda: len(reads(engine)) == 2)
        assert reads(engine)[0].messages == reads(engine)[1].messages
        engine.gate.set()
        await until(lambda: brain._turns.condenser.idle)
        await tell(brain, ear, "And on.")
        await until(lambda: brain._turns.condenser.idle)
        assert len(reads(engine)) == 2, "once is enough"


async def test_another_channels_talk_comes_first_and_then_it_is_read_after_all() -> None:
    engine = Bookish("Fine.")
    async with brain_with(engine) as (brain, ear):
        await chat(brain, ear)
        async with asyncio.timeout(30):
            await engine.reading.wait()
        await tell(brain, ear, "Hello from over here.", channel="dm:ana", person="ana")
        assert reads(engine)[0].id in engine.cancelled
        await until(lambda: len(reads(engine)) == 2)
        assert {one.slot for one in reads(engine)} == {"desk"}
        engine.gate.set()
        await until(lambda: brain._turns.condenser.idle)


async def test_nothing_begins_while_somebody_is_answered() -> None:
    engine = scripted(LONG, pace=SLOW)
    async with brain_with(engine) as (brain, ear):
        turn = await say(brain, "A long story, please.", channel="dm:ana", person="ana")
        await ear.until(lambda e: isinstance(e, TextArrived) and e.turn_id == turn)
        brain._turns.condenser.after(Conversation("desk", heard_at=0.0))
        assert brain._turns.condenser.idle
        await brain.submit(Interrupt(channel="dm:ana"))
        await ear.ending(turn)


async def test_who_writes_in_bursts_is_not_waited_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a pause nothing is tidied, and still nothing is lost or too long."""
    monkeypatch.setattr(condensing, "PAUSE", 60.0)
    engine = scripted("Fine.", context=512)
    async with brain_with(engine) as (brain, ear):
        for number in range(30):
            await tell(brain, ear, f"My cousin number {number} came by with some cake.")
        talk = talk_of(brain)
        assert reads(engine) == []
        assert talk.archive.entries
        assert [turn.said.split()[3] for turn in talk.turns()] == [str(n) for n in range(30)]


async def test_a_remote_engine_is_asked_for_nothing_beside_replies() -> None:
    engine = scripted("Fine.")
    async with brain_with(engine, remote_url="http://127.0.0.1:9/v1") as (brain, ear):
        await chat(brain, ear)
        await settled(brain)
        await until(lambda: brain._turns.condenser.idle)
        assert reads(engine) == []


async def test_no_engine_is_loaded_for_it() -> None:
    """With one backend at a time the coder stays until somebody wants the other."""
    general, coder = scripted("Fine."), scripted("x = 1")
    async with brain_with(general, coder) as (brain, ear):
        for number in range(HIGH_TURNS + 1):
            await tell(brain, ear, f"Write code number {number}.")
        await until(lambda: brain._turns.condenser.idle)
        assert reads(general) == reads(coder) == []
        assert general.starts == 1
        await tell(brain, ear, "Enough of that.")
        await settled(brain)


async def test_an_engine_that_dies_meanwhile_is_no_business_of_the_conversation() -> None:
    class Frail(Bookish):
        async def generate(self, request: Request) -> Any:
            if request.max_tokens == 0 and request.slot:
                self.reading.set()
                raise EngineError("The engine died.")
            async for item in super().generate(request):
                yield item

    engine = Frail("Fine.")
    async with brain_with(engine) as (brain, ear):
        await chat(brain, ear)
        async with asyncio.timeout(30):
            await engine.reading.wait()
        assert await tell(brain, ear, "I go on.") == "Fine."


# ---------------------------------------------------------------- the summary


class Large(ScriptedEngine):
    """A model that is large enough to sum up: to that it answers `summary`, slowly if asked."""

    def __init__(self, summary: str, *, slow: bool = False, parameters: int = 7 * 10**9) -> None:
        super().__init__(replies=["Fine."])
        self._view = dataclasses.replace(self._view, parameters=parameters)
        self.summary, self.gate, self.begun = summary, asyncio.Event(), asyncio.Event()
        self.forgot: list[str] = []
        if not slow:
            self.gate.set()

    async def generate(self, request: Request) -> Any:
        if not request.slot.endswith("summary"):
            async for item in super().generate(request):
                yield item
            return
        self.requests.append(request)
        self.begun.set()
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled.append(request.id)
            raise
        for word in self.summary.split(" "):
            yield Piece(f"{word} ")
        yield Done(stop_reason="end")

    def forget(self, slot: str) -> None:
        self.forgot.append(slot)

    @property
    def asked(self) -> list[Request]:
        """Requests for a summary."""
        return [one for one in self.requests if one.slot.endswith("summary")]


async def test_a_large_model_sums_up_what_leaves() -> None:
    engine = Large("They have many cousins. They met Zarathustra. And th")
    async with brain_with(engine) as (brain, ear):
        await chat(brain, ear)
        talk = await settled(brain)
        assert talk.history.summary == "They have many cousins.", "and nobody it made up"
        (asked,) = engine.asked
        assert "My cousin number 0 came." in asked.messages[-1].content
        assert engine.forgot[:1] == ["desk summary"], "its place is free again"
        await chat(brain, ear, HIGH_TURNS)
        await until(lambda: len(engine.asked) > 1)
        assert "They have many cousins." in engine.asked[1].messages[-1].content


@pytest.mark.parametrize("parameters", [0, 135_000_000])
async def test_models_that_are_small_or_not_known_are_not_asked(parameters: int) -> None:
    engine = Large("They have many cousins.", parameters=parameters)
    async with brain_with(engine) as (brain, ear):
        await chat(brain, ear)
        talk = await settled(brain)
        assert talk.archive.quoted
        assert engine.asked == []


async def test_a_message_ends_the_summing_up_and_the_block_leaves_later() -> None:
    engine = Large("They have many cousins.", slow=True)
    async with brain_with(engine) as (brain, ear):
        await chat(brain, ear)
        async with asyncio.timeout(30):
            await engine.begun.wait()
        await tell(brain, ear, "I go on.")
        assert engine.asked[0].id in engine.cancelled
        assert "desk summary" in engine.forgot
        engine.gate.set()
        talk = await settled(brain)
        assert len(talk.turns()) == HIGH_TURNS + 2


async def test_what_is_forgotten_while_it_is_summed_up_is_in_no_summary() -> None:
    library, engine = LittleLibrary("you"), Large("They live in a lighthouse.", slow=True)
    async with remembering_brain(library, engine) as (brain, ear):
        await tell(brain, ear, "Hello. I live in a lighthouse, number 7.")
        await chat(brain, ear, HIGH_TURNS)
        async with asyncio.timeout(30):
            await engine.begun.wait()
        await brain.memory.quiet()
        await brain.submit(ForgetMemories(ids=("m1",)))
        assert "lighthouse" in engine.asked[0].messages[-1].content
        await until(lambda: engine.asked[0].id in engine.cancelled)
        engine.summary = "They have many cousins."
        engine.gate.set()
        await chat(brain, ear, 2)
        talk = await settled(brain)
        assert "lighthouse" not in repr((talk.history, talk.archive, engine.asked[1]))


# ---------------------------------------------------------------- vectors


async def test_turns_keep_the_vector_they_were_heard_with() -> None:
    embedder = Vectors()
    async with brain_with(scripted("Fine."), embedder=embedder) as (brain, ear):
        await chat(brain, ear)
        talk = await settled(brain)
        await until(lambda: brain._turns.condenser.idle)
        assert all(turn.vector == (0.0, 1.0) for turn in talk.turns())
        assert all(len(texts) == 1 for texts in embedder.asked), "none was made twice"


async def test_a_turn_heard_without_a_vector_gets_one_later() -> None:
    embedder = Vectors()
    embedder.ready = False
    async with brain_with(scripted("Fine."), embedder=embedder) as (brain, ear):
        await chat(brain, ear, 3)
        await until(lambda: brain._turns.condenser.idle)
        assert [turn.vector for turn in talk_of(brain).turns()] == [None] * 3
        embedder.ready = True
        await tell(brain, ear, "The kettle broke.")
        await until(lambda: all(turn.vector for turn in talk_of(brain).turns()))
        assert talk_of(brain).turns()[-1].vector == (1.0, 0.0)


async def test_a_slow_embedder_is_left_as_soon_as_somebody_talks() -> None:
    embedder = Vectors(slow=True)
    async with brain_with(scripted("Fine."), embedder=embedder) as (brain, ear):
        await tell(brain, ear, "The kettle broke.")
        await until(lambda: len(embedder.asked) > 1)
        await tell(brain, ear, "What a day.")
        assert all(turn.vector is None for turn in talk_of(brain).turns())
        embedder.gate.set()
        await tell(brain, ear, "So it goes.")
        await until(lambda: all(turn.vector for turn in talk_of(brain).turns()))


async def test_what_left_comes_back_by_its_vector_and_stands_late() -> None:
    engine = scripted("Fine.")
    async with brain_with(engine, embedder=Vectors()) as (brain, ear):
        await tell(brain, ear, "the kettle broke")
        await chat(brain, ear)
        await settled(brain)
        await until(lambda: brain._turns.condenser.idle)
        before = brain._turns.prompter.beginning(talk_of(brain), 4096)
        await tell(brain, ear, "Something with that kettle, somehow.")
        messages = engine.requests[-1].messages
        assert messages[: len(before)] == before
        assert "the kettle broke" in messages[-2].content
        parts = [name for name, _, _ in await brain.prompt_parts("desk")]
        assert parts == ["persona", "summary", "recent", "mood", "told again", "message"]


@pytest.mark.parametrize(("model", "told"), [("another", False), ("", True)])
async def test_a_model_that_finds_all_things_alike_tells_no_more_again(
    model: str, *, told: bool
) -> None:
    """Its cosines are stretched to the usual measure; as they are they would pass for near."""

    class Alike(Vectors):
        async def embed(self, texts: Sequence[str]) -> list[Vector]:
            await super().embed(texts)
            places = [zlib.crc32(text.encode()) % 500 for text in texts]
            return [(0.7**0.5, *(0.3**0.5 * (n == place) for n in range(500))) for place in places]

    embedder = Alike()
    async with brain_with(scripted("Fine."), embedder=embedder, embedding_model=model) as (b, ear):
        await tell(b, ear, "It is rain all week.")
        await chat(b, ear)
        await settled(b)
        await until(lambda: b._turns.condenser.idle)
        assert (list(STRANGERS) in embedder.asked) is not told
        await tell(b, ear, "Quite another thing, somehow.")
        assert ("told again" in [name for name, _, _ in await b.prompt_parts("desk")]) is told


# ---------------------------------------------------------------- forgetting


async def test_clearing_empties_the_archive_and_ends_the_reading() -> None:
    engine = Bookish("Fine.")
    async with brain_with(engine) as (brain, ear):
        await chat(brain, ear)
        async with asyncio.timeout(30):
            await engine.reading.wait()
        await brain.submit(ClearChannel())
        assert brain._turns.condenser.idle
        await until(lambda: reads(engine)[0].id in engine.cancelled)
        assert talk_of(brain).turns() == []
        await tell(brain, ear, "Which cousin of mine came?")
        assert "number" not in repr(engine.requests[-1].messages)


async def test_forgotten_words_leave_the_archive_its_vectors_and_the_summary() -> None:
    library, engine = LittleLibrary("you"), scripted("Fine.")
    async with remembering_brain(library, engine, embedder=Vectors()) as (brain, ear):
        await tell(brain, ear, "Hello. I live in a lighthouse, number 7.")
        await chat(brain, ear)
        talk = await settled(brain)
        assert "lighthouse" in talk.history.summary
        await brain.memory.quiet()
        await brain.submit(ForgetMemories(ids=("m1",)))
        assert "lighthouse" not in repr((talk.history, talk.archive))
        assert not any("lighthouse" in turn.said for turn in talk.turns())
        await tell(brain, ear, "Where is it that I live, which house?")
        assert "lighthouse" not in repr(engine.requests[-1].messages)


async def test_what_is_forgotten_in_mid_reply_leaves_the_archive_for_good() -> None:
    library, engine = LittleLibrary("you"), scripted("Fine.")
    async with remembering_brain(library, engine) as (brain, ear):
        await tell(brain, ear, "Hello. I live in a lighthouse, number 7.")
        await chat(brain, ear)
        talk = await settled(brain)
        await brain.memory.quiet()
        engine._pace = SLOW
        turn = await say(brain, "Where is it that I live, which house?")
        await ear.until(lambda e: isinstance(e, TextArrived) and e.turn_id == turn)
        await brain.submit(ForgetMemories(ids=("m1",)))
        await ear.ending(turn)
        assert "lighthouse" not in repr((talk.history, talk.archive))


async def test_broken_off_turns_are_in_the_archive_as_they_are_in_the_history() -> None:
    engine = scripted(LONG, pace=SLOW)
    async with brain_with(engine) as (brain, ear):
        turn = await say(brain, "My first cousin came.")
        await ear.until(lambda e: isinstance(e, TextArrived) and e.turn_id == turn)
        await brain.submit(Interrupt())
        assert isinstance(await ear.ending(turn), TurnInterrupted)
        engine._pace = Pace()
        await chat(brain, ear)
        talk = await settled(brain)
        first = talk.archive.entries[0].turn
        assert (first.said, first.state) == ("My first cousin came.", "interrupted")
        assert first.reply


async def test_a_turn_that_failed_before_a_word_is_nowhere() -> None:
    engine = scripted("Fine.")
    async with brain_with(engine) as (brain, ear):
        await chat(brain, ear)
        await settled(brain)
        before = talk_of(brain).turns()
        assert isinstance(await ear.ending(await say(brain, "word " * 9000)), TurnFailed)
        assert talk_of(brain).turns() == before


# ---------------------------------------------------------------- several people


async def test_in_company_it_stays_clear_whose_words_they_are() -> None:
    engine = scripted("Fine.")
    more: dict[str, Any] = {"channel": "guild:1"}
    async with brain_with(engine, embedder=Vectors()) as (brain, ear):
        await tell(brain, ear, "I live in Ghent.", person="ana", **more)
        await tell(brain, ear, "I live in Leeds.", person="ben", **more)
        await chat(brain, ear, person="ben", **more)
        talk = await settled(brain, "guild:1")
        assert 'ana said "I live in Ghent."' in talk.history.summary
        assert 'ben said "I live in Leeds."' in talk.history.summary
        await tell(brain, ear, "Where do I live again?", person="ana", **more)
        messages = engine.requests[-1].messages
        assert "The next message is from ana." in messages[-2].content
        notes = {message.content for message in messages[2:-2] if message.role == "system"}
        assert notes == {"The next message is from ben."}


async def test_alone_with_sel_nobody_is_named() -> None:
    engine = scripted("Fine.")
    async with brain_with(engine) as (brain, ear):
        await chat(brain, ear)
        await settled(brain)
        await tell(brain, ear, "So it goes.")
        said = repr(engine.requests[-1].messages)
        assert "The next message" not in said
        assert "they said" in said
