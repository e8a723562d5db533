"""What is about to be said is read ahead, and nothing else comes of it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from stage import Ear, make_parts, say, scripted

from sel.brain.mixture import MixtureBrain
from sel.engine.scripted import ScriptedEngine
from sel.engine.types import Request
from sel.events import (
    HormonesChanged,
    MessageAppraised,
    MessageReceived,
    Snapshot,
    TurnFinished,
    TurnStarted,
)
from sel.voice_events import Anticipate

if TYPE_CHECKING:
    from lent import LentEngine


async def foreseen(engine: ScriptedEngine, before: int) -> Request:
    async with asyncio.timeout(30):
        while len(engine.requests) <= before:  # noqa: ASYNC110 - requests have no event
            await asyncio.sleep(0.005)
    return engine.requests[-1]


async def read_ahead(brain: MixtureBrain) -> None:
    """Wait until what may be said next has been read."""
    foresight = brain._turns.foresight
    async with asyncio.timeout(60):
        while foresight._work is None or not foresight._work.done():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def ready(engine: ScriptedEngine) -> tuple[MixtureBrain, Ear]:
    brain = MixtureBrain(make_parts(engine))
    await brain.start()
    ear = Ear(brain)
    await ear.ending(await say(brain, "Hello there."))
    return brain, ear


async def test_the_turn_then_asks_for_what_was_read() -> None:
    engine = scripted("Fine.")
    brain, ear = await ready(engine)
    count = len(engine.requests)
    await brain.submit(Anticipate(text="How are you today?"))
    ahead = await foreseen(engine, count)
    assert (ahead.max_tokens, ahead.ahead) == (0, True)
    await ear.ending(await say(brain, "How are you today?"))
    asked = engine.requests[-1]
    assert asked.messages == ahead.messages
    assert asked.resume == ahead.resume
    await brain.stop()


async def test_nobody_is_told_and_nothing_is_felt_or_kept() -> None:
    engine = scripted("Fine.")
    brain, ear = await ready(engine)
    count, told = len(engine.requests), len(ear.events)
    levels = brain.snapshot().affect.levels
    await brain.submit(Anticipate(text="Thanks, thanks a lot!"))
    await foreseen(engine, count)
    assert not [one for one in ear.events[told:] if not isinstance(one, HormonesChanged | Snapshot)]
    assert brain.snapshot().affect.levels == pytest.approx(levels, abs=1e-3)
    assert len(brain.snapshot().channels["desk"].messages) == 2
    assert not any("Thanks" in text for _, text, _ in await brain.prompt_parts("desk"))
    await ear.ending(await say(brain, "Something else."))
    assert not any("Thanks" in one.content for one in engine.requests[-1].messages)
    await brain.stop()


async def test_a_reply_under_way_is_not_disturbed() -> None:
    from sel.engine.scripted import Pace

    engine = ScriptedEngine(replies=("word " * 50,), pace=Pace(tokens_per_second=100.0))
    brain = MixtureBrain(make_parts(engine))
    await brain.start()
    ear = Ear(brain)
    turn = await say(brain, "Talk.")
    await ear.until(lambda e: isinstance(e, TurnStarted))
    await brain.submit(Anticipate(text="How are you?"))
    assert isinstance(await ear.ending(turn), TurnFinished)
    assert not any(request.ahead for request in engine.requests)
    assert len(ear.of(MessageReceived)) == 1
    assert len(ear.of(MessageAppraised)) == 1
    await brain.stop()


async def test_an_engine_that_sleeps_is_not_woken_and_a_paid_one_not_asked(tmp_path: Path) -> None:
    engine = scripted("Fine.")
    brain = MixtureBrain(make_parts(engine, remote_url="http://127.0.0.1:9/v1"))
    await brain.submit(Anticipate(text="How are you?"))
    await asyncio.sleep(0.05)
    assert engine.requests == []
    await brain.stop()


@pytest.mark.real
@pytest.mark.asyncio(loop_scope="session")
async def test_the_real_engine_reads_one_token_when_the_words_are_said(
    lent_engine: LentEngine,
) -> None:
    brain = MixtureBrain(make_parts(lent_engine, max_new_tokens=16))
    await brain.start()
    ear = Ear(brain)
    await ear.ending(await say(brain, "Good evening."))
    read = []
    for text in ("How are you today?", "Tell me a story about the sea."):
        await brain.submit(Anticipate(text=text))
        await read_ahead(brain)
        ending = await ear.ending(await say(brain, text))
        assert isinstance(ending, TurnFinished)
        read.append(ending.stats.read_tokens)
        assert ending.stats.prompt_tokens > 50
    assert min(read) == 1  # an hour's change of mood may change a note, once
    await brain.stop()
