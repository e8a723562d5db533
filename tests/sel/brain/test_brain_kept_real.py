"""The real engine goes on with the last conversation and reads only what is new."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import cast

import pytest
from memory_stage import LittleLibrary, tell, until
from stage import Ear, make_parts

from sel.brain.mixture import MixtureBrain
from sel.brain.sessions.states import States
from sel.engine import catalog
from sel.engine.llm_config import TALKS, LlmConfig
from sel.engine.local import LocalEngine
from sel.events import EngineChanged, TurnFinished
from sel.memory.library import Library
from sel.sessions.shelf import Shelf

pytestmark = [pytest.mark.real, pytest.mark.usefixtures("plainly")]


async def life(folder: Path, *said: str) -> list[TurnFinished]:
    """Start SEL, say this, stop it."""
    model = catalog.starter()
    assert model is not None
    states = folder / "kv"
    config = LlmConfig(path=str(model), context=4096, threads=2, states=str(states))
    engine = LocalEngine(config, log_path=folder / "log", rungs_path=folder / "rungs.json")
    parts = dataclasses.replace(
        make_parts(engine, max_new_tokens=24),
        open_library=lambda: cast(Library, LittleLibrary("you")),
        sessions=Shelf(folder / "sessions"),
        states=States(states / TALKS),
    )
    brain = MixtureBrain(parts)
    ear = Ear(brain)
    await brain.start()
    await until(lambda: "you" in brain.snapshot().consent)
    await ear.until(lambda e: isinstance(e, EngineChanged) and e.engine.state == "ready")
    for text in said:
        await tell(brain, ear, text)
    await brain.stop()
    await ear.close()
    return ear.of(TurnFinished)


async def test_the_first_message_reads_only_what_is_new(tmp_path: Path) -> None:
    *_, last = await life(tmp_path, "I sailed to an island.", "It was full of birds.")
    (state,) = (tmp_path / "kv" / TALKS).iterdir()
    (first,) = await life(tmp_path, "What was it full of?")
    # All that was read, and of the reply what was said: SEL ends it a few tokens before the model.
    assert first.stats.reused_tokens > last.stats.prompt_tokens
    assert first.stats.read_tokens == first.stats.prompt_tokens - first.stats.reused_tokens < 80
    state.unlink()
    (again,) = await life(tmp_path, "And what else?")
    assert again.stats.prompt_tokens > first.stats.prompt_tokens, "the words were still there"
