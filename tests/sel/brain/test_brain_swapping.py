"""Another model takes a role while SEL runs: the conversation stays, failures change nothing."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest
from stage import Ear, make_parts, say, scripted

from sel.brain.mixture import MixtureBrain
from sel.engine.experts import Experts
from sel.engine.scripted import ScriptedEngine
from sel.errors import EngineGaveUp, SelError
from sel.events import NoticeGiven, TurnFinished, UseModel


class Rack:
    """Engines by model; "broken" cannot be started."""

    def __init__(self) -> None:
        self.engines: dict[str, list[ScriptedEngine]] = {}

    def __call__(self, model: str) -> ScriptedEngine:
        failure = EngineGaveUp("No rung held.") if model == "broken" else None
        engine = ScriptedEngine(replies=("well",) * 9, model=model, fail_start=failure)
        self.engines.setdefault(model, []).append(engine)
        return engine


@pytest.fixture
def rack() -> Rack:
    return Rack()


@pytest.fixture(params=[True, False], ids=["single", "several"])
async def brain(rack: Rack, request: pytest.FixtureRequest) -> AsyncIterator[MixtureBrain]:
    experts = Experts(rack, {"general": "old"}, single=request.param)
    made = MixtureBrain(replace(make_parts(scripted()), experts=experts))
    await made.start()
    yield made
    await made.stop()


async def test_the_conversation_goes_on_with_the_new_model(brain: MixtureBrain, rack: Rack) -> None:
    ear = Ear(brain)
    await ear.ending(await say(brain, "remember the lighthouse"))
    assert await brain.swapping.use("general", "new") < 5
    (new,) = rack.engines["new"]
    await _until(lambda: len(new.requests) == 2)  # read ahead: the persona, then the conversation
    assert [request.max_tokens for request in new.requests] == [0, 0]
    assert "lighthouse" in str(new.requests[1].messages)
    done = await ear.ending(await say(brain, "and now?"))
    assert isinstance(done, TurnFinished)
    assert "lighthouse" in str(new.requests[-1].messages)
    assert rack.engines["old"][0].view.state == "asleep"
    await ear.close()


async def test_the_notice_tells_the_time(brain: MixtureBrain) -> None:
    ear = Ear(brain)
    await brain.submit(UseModel(role="general", model="/models/new-1b.gguf"))
    told = await ear.until(lambda event: isinstance(event, NoticeGiven))
    assert isinstance(told, NoticeGiven)
    assert re.fullmatch(r"new-1b is now the general expert \(\d\.\d s\)\.", told.title)
    await ear.close()


async def test_one_that_cannot_be_loaded_leaves_the_old_one(
    brain: MixtureBrain, rack: Rack
) -> None:
    ear = Ear(brain)
    await ear.ending(await say(brain, "hello"))
    with pytest.raises(EngineGaveUp):
        await brain.swapping.use("general", "broken")
    done = await ear.ending(await say(brain, "still there?"))
    assert isinstance(done, TurnFinished)
    assert rack.engines["old"][-1].view.state == "ready"
    await ear.close()


async def test_a_message_meanwhile_is_answered(brain: MixtureBrain, rack: Rack) -> None:
    ear = Ear(brain)
    swap = asyncio.create_task(brain.swapping.use("general", "broken"))
    done = await ear.ending(await say(brain, "are you busy?"))
    assert isinstance(done, TurnFinished)
    with pytest.raises(EngineGaveUp):
        await swap
    await ear.close()


async def test_another_role_gets_it_and_talk_goes_on_with_the_old(
    brain: MixtureBrain, rack: Rack
) -> None:
    ear = Ear(brain)
    await brain.swapping.use("coder", "new")
    await ear.ending(await say(brain, "hello"))
    await ear.ending(await say(brain, "some code please"))
    assert "code" in str(rack.engines["new"][-1].requests[-1].messages)
    await ear.close()


async def test_a_server_has_models_of_its_own() -> None:
    brain = MixtureBrain(make_parts(scripted(), remote_url="http://127.0.0.1:9/v1"))
    with pytest.raises(SelError, match="its own models"):
        await brain.swapping.use("general", "new")
    with pytest.raises(SelError, match="no role"):
        await MixtureBrain(make_parts(scripted())).swapping.use("poet", "new")


async def _until(met: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not met():  # noqa: ASYNC110 - a list that an engine fills
            await asyncio.sleep(0.001)
