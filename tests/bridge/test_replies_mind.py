"""Replies over the real brain, with a scripted engine: its turns are understood."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest
from replies_fakes import FakePlace, FakePlaces, incoming

from bridge.ports import Mind
from bridge.replies import pace
from bridge.replies.answering import Answering
from sel.affect.appraisal.appraiser import Appraiser
from sel.affect.appraisal_types import Appraisal
from sel.brain.mixture import MixtureBrain
from sel.brain.parts import Parts
from sel.config.settings import Settings
from sel.engine.experts import Experts
from sel.engine.scripted import Pace, ScriptedEngine
from sel.engine.types import Engine
from sel.events import MessageView
from sel.prompt.persona import Persona
from sel.routing.router import Route, Router

LONG = " ".join(f"word{number}" for number in range(60)) + "."
SLOW = Pace(tokens_per_second=60.0)


class PlainRouter:
    def route(self, text: str, *, vector: object = None, images: int = 0) -> Route:
        return Route(intent="general", confidence=1.0, reason="by the test")


class Unmoved:
    def appraise(self, text: str, *, vector: object = None) -> Appraisal:
        return Appraisal()


class Talk:
    def __init__(self, brain: MixtureBrain) -> None:
        self.brain, places = brain, FakePlaces()
        self.answering = Answering(cast("Mind", brain), places, Settings())
        self.place = places.all.setdefault(7, FakePlace(latency=0.0))

    async def ask(self, *ids: int) -> None:
        batch = [incoming(id_, "tell me about words") for id_ in ids or (1,)]
        await self.answering.answer(batch, addressed=True, aside=False)

    async def begun(self) -> None:
        async with asyncio.timeout(30):
            while len(self.place.writes) < 2:  # noqa: ASYNC110 - a list tells nobody
                await asyncio.sleep(0.005)

    @property
    def shown(self) -> list[MessageView]:
        """SEL's words on the channel as other faces show them."""
        view = self.brain.snapshot().channels["discord:7"]
        return [one for one in view.messages if one.role == "sel"]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "EDIT_SECONDS", 0.05)


@asynccontextmanager
async def talking(*replies: str, **engine: Any) -> AsyncIterator[Talk]:
    made = ScriptedEngine(replies=("The persona is read.", *replies), **engine)
    engines: dict[str, Engine] = {"general": made}
    parts = Parts(
        settings=Settings(batch_seconds=0.0, timezone="UTC"),
        experts=Experts(engines.__getitem__, {"general": "general"}, single=True),
        router=cast(Router, PlainRouter()),
        appraiser=cast(Appraiser, Unmoved()),
        persona=Persona(),
        clock=time.time,
    )
    talk = Talk(MixtureBrain(parts))
    await talk.brain.start()
    while not made.requests:  # noqa: ASYNC110 - the persona takes the first reply
        await asyncio.sleep(0.001)
    talk.answering.start()
    try:
        yield talk
    finally:
        await talk.answering.close()
        await talk.brain.stop()


async def test_what_the_brain_said_stands_in_the_channel() -> None:
    async with talking(LONG, pace=SLOW) as talk:
        await talk.ask(1, 2)
        assert talk.place.texts == [talk.shown[-1].text.strip()]
        assert len(talk.place.messages[0].history) > 3


async def test_a_stopped_reply_ends_alike_everywhere() -> None:
    async with talking(LONG, pace=SLOW) as talk:
        task = asyncio.create_task(talk.ask())
        await talk.begun()
        await talk.answering.stop("discord:7")
        await task
        assert talk.shown[-1].state == "interrupted"
        assert talk.place.texts == [f"{talk.shown[-1].text.strip()} —"]


async def test_an_unsaid_question_is_unanswered_and_its_company_is_not() -> None:
    async with talking(LONG, "Yes, one.", pace=SLOW) as talk:
        task = asyncio.create_task(talk.ask(1, 2))
        await talk.begun()
        await talk.answering.withdraw([2])
        await task
        assert talk.place.texts == [talk.shown[-1].text]
        assert talk.shown[-1].text.casefold().startswith("yes, one")
        assert len(talk.place.messages) == 1


async def test_a_question_unsaid_before_its_turn_ends_is_forgotten() -> None:
    async with talking(LONG, pace=SLOW) as talk:
        task = asyncio.create_task(talk.ask())
        await talk.begun()
        await talk.answering.withdraw([1])
        await task
        assert talk.place.texts == []


async def test_what_the_mind_answers_together_has_one_reply() -> None:
    async with talking(LONG, LONG, pace=SLOW) as talk:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(talk.ask(1))
            await talk.begun()
            for id_ in (2, 3):  # two batches while a turn is under way: the mind makes one of them
                batch = [incoming(id_, "and words of mine?", author=id_)]
                work = talk.answering.answer(batch, addressed=True, aside=False)
                tasks.create_task(work)
        assert talk.place.texts == [one.text.strip() for one in talk.shown]
        assert len(talk.shown) == 2
        assert await talk.answering.crossed(talk.place.messages[-1].id, 3)
        assert len(talk.place.texts) == 1


async def test_one_who_changes_a_question_takes_nobody_elses_answer_away() -> None:
    async with talking("Both of you are right.", "Now it is this.", "And that.") as talk:
        await talk.ask(1, 2)
        await talk.answering.withdraw([2], changed=True)
        await talk.ask(2)
        assert len(talk.place.texts) == 2
        assert "both of you" in talk.place.texts[0].casefold()
        await talk.answering.withdraw([2], changed=True)
        await talk.ask(2)  # what was an answer to this alone is written anew
        assert len(talk.place.texts) == 2
        assert "and that" in talk.place.texts[1].casefold()


async def test_what_was_cut_in_on_is_answered_though_what_cut_in_is_unsaid() -> None:
    slow = Pace(first_token_seconds=0.2, tokens_per_second=60.0)
    async with talking(*[LONG] * 5, pace=slow) as talk:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(talk.ask(1))
            while not talk.brain.snapshot().channels.get("discord:7"):  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.005)
            await asyncio.sleep(0.05)
            tasks.create_task(talk.ask(2))
            await talk.begun()
            await talk.answering.withdraw([2])
        assert talk.place.texts == [talk.shown[-1].text.strip()]
        assert talk.shown[-1].state == "whole"
