"""The brain over the real engine: a death in mid-reply, and eight conversations at once."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest
from memory_stage import until
from stage import Ear, make_parts, say

from sel.brain.mixture import MixtureBrain
from sel.cli.benches.steady import SteadyEngine
from sel.engine import catalog
from sel.engine.llm_config import LlmConfig
from sel.engine.local import LocalEngine
from sel.events import NoticeGiven, ReplyStats, TextArrived, TurnFinished

pytestmark = pytest.mark.real


def real_engine(folder: Path) -> LocalEngine:
    model = catalog.starter()
    assert model is not None
    config = LlmConfig(path=str(model), context=4096, threads=2)
    return LocalEngine(config, log_path=folder / "llm.log", rungs_path=folder / "rungs.json")


async def test_killed_in_mid_reply_the_reply_goes_on_and_others_too(tmp_path: Path) -> None:
    engine = real_engine(tmp_path)
    steady = SteadyEngine(engine)
    steady.length = 40
    brain = MixtureBrain(make_parts(steady, max_new_tokens=40))
    ear = Ear(brain)
    await brain.start()
    first = await say(brain, "Write code: a long poem about the sea in many lines.", "a")
    second = await say(brain, "Write code: a long list of animals.", "b")
    for turn in (first, second):
        await ear.until(lambda e, t=turn: isinstance(e, TextArrived) and e.turn_id == t, 3)  # type: ignore[misc]
    assert engine.pid is not None
    before = len(ear.of(TextArrived, first))
    os.kill(engine.pid, signal.SIGKILL)
    await ear.until(lambda e: isinstance(e, TextArrived) and e.turn_id == first, before + 1)
    endings = await asyncio.gather(ear.ending(first), ear.ending(second))
    assert all(isinstance(ending, TurnFinished) for ending in endings)
    assert {notice.channel for notice in ear.of(NoticeGiven)} >= {"a", "b"}
    said = "".join(event.text for event in ear.of(TextArrived, first))
    assert isinstance(endings[0], TurnFinished)
    assert said.strip().startswith(endings[0].text[:40])
    await brain.stop()
    await ear.close()


async def test_eight_conversations_at_once_share_the_persona(tmp_path: Path) -> None:
    brain = MixtureBrain(make_parts(real_engine(tmp_path), max_new_tokens=8))
    ear = Ear(brain)
    await brain.start()
    turns = [await say(brain, f"I have {n} apples, what now?", f"c{n}") for n in range(8)]
    endings = await asyncio.gather(*(ear.ending(turn) for turn in turns))
    stats = [ending.stats for ending in endings if isinstance(ending, TurnFinished)]
    assert len(stats) == 8
    assert sum(one.reused_tokens > 20 for one in stats) >= 7  # one may have read it for all
    await brain.stop()
    await ear.close()


async def test_the_turn_after_a_block_has_left_reads_only_what_is_new(tmp_path: Path) -> None:
    """The new beginning was read meanwhile; without that the turn would read most of its prompt."""
    brain = MixtureBrain(make_parts(real_engine(tmp_path), max_new_tokens=16, context_tokens=400))
    ear = Ear(brain)
    await brain.start()
    talk, before, after = None, 0, list[ReplyStats]()
    for number in range(14):
        left = talk.history.forgotten if talk else 0
        ending = await ear.ending(await say(brain, f"On day {number} I walked along the river."))
        assert isinstance(ending, TurnFinished)
        if left > before:
            before = left
            after.append(ending.stats)
        if len(after) == 2:
            break
        talk = brain._channels["desk"].conversation
        await until(lambda: brain._turns.condenser.idle)
    assert len(after) == 2
    assert max(one.read_tokens for one in after) < 60
    await brain.stop()
    await ear.close()
