"""Listening: what a message means, whether it is answered, and by whom."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Sequence
from typing import Any, cast

import pytest
from stage import make_parts, scripted

from sel.affect.appraisal.appraiser import Appraiser
from sel.affect.appraisal_types import Appraisal
from sel.brain import listening
from sel.brain.conversation import Conversation
from sel.brain.hormones.heart import Heart
from sel.brain.listening import Heard, Listener
from sel.brain.recent import Recent
from sel.brain.stopwatch import Stopwatch
from sel.bus import Bus
from sel.engine.embedding import Vector
from sel.engine.experts import ROLES
from sel.errors import EngineError
from sel.events import (
    Event,
    HormonesChanged,
    MessageAppraised,
    MessageRouted,
    SendMessage,
    Snapshot,
)
from sel.prompt.persona import Persona
from sel.routing.router import Router

VECTOR: Vector = (1.0, 0.0)


class LittleEmbedder:
    """Gives one vector, or does what it is told to do."""

    def __init__(self, *, ready: bool = True, fails: bool = False, hangs: bool = False) -> None:
        self.ready = ready
        self._fails, self._hangs = fails, hangs
        self.asked: list[str] = []

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        self.asked += texts
        if self._fails:
            raise EngineError("The embedder died.")
        if self._hangs:
            await asyncio.Event().wait()
        return [VECTOR]


class Seen:
    """A router and an appraiser that keep the vectors they were given."""

    def __init__(self) -> None:
        self.vectors: list[Any] = []
        self._router = make_parts(scripted("x")).router

    def route(self, text: str, *, vector: object = None, images: int = 0) -> Any:
        self.vectors.append(vector)
        return self._router.route(text, images=images)

    def appraise(self, text: str, *, vector: object = None) -> Appraisal:
        self.vectors.append(vector)
        return Appraisal(signals=frozenset({"question"} if "?" in text else ()))


class Ears:
    """A listener, its conversation and all it told the bus."""

    def __init__(self, channel: str = "desk", **parts: Any) -> None:
        engine = scripted("x")
        made = make_parts(engine, parts.pop("coder", None))
        self.clock = 1000.0
        self.parts = dataclasses.replace(made, clock=lambda: self.clock, **parts)
        bus = Bus(Snapshot)
        self._heard = bus.subscribe()
        self.talk = Conversation(channel, heard_at=self.clock)
        self.heart = Heart("UTC", "casual", self.parts.clock)
        self.listener = Listener(self.parts, self.heart, bus, Recent(self.parts.cache))
        self.events: list[Event] = []

    async def listen(self, *texts: str, **more: Any) -> str:
        messages = tuple(SendMessage(text=text, **more) for text in texts)
        found = await self.listener.listen(self.talk, Heard("t1", messages), Stopwatch())
        self.events = await self._heard.take()
        return found.found

    def of(self, kind: type[Event]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]


async def test_a_message_is_appraised_felt_and_routed_in_that_order() -> None:
    ears = Ears()
    before = ears.heart.view().levels
    assert await ears.listen("thanks for all") == "general"
    kinds = [type(event) for event in ears.events if not isinstance(event, Snapshot)]
    assert kinds == [MessageAppraised, HormonesChanged, MessageRouted]
    (appraised,) = ears.of(MessageAppraised)
    assert (appraised.turn_id, appraised.channel) == ("t1", "desk")
    assert appraised.reasons == ("thanks",)
    (changed,) = ears.of(HormonesChanged)
    assert changed.affect.levels["oxytocin"] > before["oxytocin"]


async def test_messages_of_one_turn_are_heard_as_one() -> None:
    seen = Seen()
    embedder = LittleEmbedder()
    ears = Ears(embedder=embedder, router=cast(Router, seen), appraiser=cast(Appraiser, seen))
    await ears.listen("one", "two")
    assert embedder.asked == ["one\ntwo"]
    assert seen.vectors == [VECTOR, VECTOR]
    assert len(ears.of(MessageAppraised)) == 1


@pytest.mark.parametrize(
    "embedder",
    [LittleEmbedder(ready=False), LittleEmbedder(fails=True), LittleEmbedder(hangs=True)],
)
async def test_without_a_vector_the_words_must_do(
    embedder: LittleEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "EMBED_PATIENCE", 0.05)
    seen = Seen()
    ears = Ears(embedder=embedder, router=cast(Router, seen), appraiser=cast(Appraiser, seen))
    assert await asyncio.wait_for(ears.listen("hello"), 30) == "general"
    assert seen.vectors == [None, None]


async def test_waiting_for_a_vector_is_not_the_brains_own_time() -> None:
    ears = Ears(embedder=LittleEmbedder(hangs=True))
    watch = Stopwatch()
    heard = Heard("t1", (SendMessage(text="hello"),))
    await ears.listener.listen(ears.talk, heard, watch)
    assert watch.total - watch.own >= listening.EMBED_PATIENCE * 0.9


# ---------------------------------------------------------------- by whom


async def test_code_goes_to_the_coder_even_if_the_general_expert_plays_it() -> None:
    ears = Ears()
    assert await ears.listen("some code") == "coder"
    assert ears.of(MessageRouted)[0].expert == "coder"


async def test_pictures_go_to_who_can_see_them_or_to_the_general_expert() -> None:
    blind = Ears()
    assert await blind.listen("look", images=("a.png",)) == "general"
    (routed,) = blind.of(MessageRouted)
    assert (routed.intent, routed.expert) == ("vision", "general")
    seeing = Ears()
    await seeing.parts.experts.assign("vision", "general")
    assert await seeing.listen("look", images=("a.png",)) == "vision"
    await seeing.parts.experts.stop()


def test_every_picture_of_every_message_counts() -> None:
    heard = Heard("t", (SendMessage(text="a", images=("1", "2")), SendMessage(text="b")))
    assert heard.images == 2
    assert heard.said == ["a", "b"]
    assert heard.text == "a\nb"


# ---------------------------------------------------------------- whether


async def test_who_asks_for_silence_gets_it_and_is_felt_all_the_same() -> None:
    ears = Ears()
    reason = await ears.listen("please don't reply to this")
    assert reason
    assert reason not in ROLES
    assert len(ears.of(MessageAppraised)) == 1
    assert ears.of(MessageRouted) == []


async def test_at_the_desk_even_small_words_are_answered() -> None:
    assert await Ears().listen("mhm", addressed=False) in ROLES


async def test_in_company_chatter_is_passed_over_but_not_what_is_said_to_sel() -> None:
    assert await Ears("guild").listen("mhm", addressed=False) not in ROLES
    assert await Ears("guild").listen("mhm") in ROLES


async def test_one_message_to_sel_among_several_is_enough() -> None:
    ears = Ears("guild")
    messages = (SendMessage(text="mhm", addressed=False), SendMessage(text="hello you"))
    found = await ears.listener.listen(ears.talk, Heard("t1", messages), Stopwatch())
    assert found.found in ROLES


@pytest.mark.parametrize(
    ("text", "name", "answered"),
    [
        ("what does sel think?", "SEL", True),
        ("SEL, what is it?", "SEL", True),
        ("and you, Sel?", "SEL", True),
        ("is it all for selling?", "SEL", False),
        ("what do you say, Old Tom?", "Old Tom", True),
        ("what do you say, old friend?", "Old Tom", False),
        ("what now, C.?", "C.", True),
    ],
)
async def test_in_company_its_name_wins_an_answer_that_a_long_silence_alone_would_not(
    text: str, name: str, answered: bool
) -> None:
    ears = Ears("guild", persona=Persona(name=name))
    ears.clock += 35 * 60
    assert (await ears.listen(text, addressed=False) in ROLES) is answered


async def test_after_a_long_silence_small_words_count_for_more() -> None:
    ears = Ears("guild")
    assert await ears.listen("mhm", addressed=False) not in ROLES
    ears.clock += 7 * 3600
    assert await ears.listen("mhm", addressed=False) in ROLES
