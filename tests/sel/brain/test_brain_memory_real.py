"""Memory over the starter model and the real embedder: told, recalled in other words, forgotten."""

from __future__ import annotations

import dataclasses

import pytest
from lent import LentEmbedder, LentEngine
from memory_stage import allow, tell, until
from stage import Ear

from sel import paths as places
from sel.brain.mixture import MixtureBrain
from sel.cli.assemble import make_parts
from sel.config.settings import Settings
from sel.engine.experts import Experts
from sel.events import ClearChannel
from sel.memory_events import MemoriesForgotten, MemoriesRecalled

pytestmark = [pytest.mark.real, pytest.mark.timeout(480)]

TOLD = (
    "My cat is called Minka and she is four.",
    "I am allergic to peanuts.",
    "The weather is nice, is it not?",
)


@pytest.mark.asyncio(loop_scope="session")
async def test_what_was_told_is_told_again_and_gone_when_forgotten(
    lent_engine: LentEngine, lent_embedder: LentEmbedder
) -> None:
    settings = Settings(timezone="UTC", max_new_tokens=40)
    parts = dataclasses.replace(
        make_parts(settings, places.find().ready()),
        experts=Experts(lambda _: lent_engine, {"general": "starter"}),
        embedder=lent_embedder,
    )
    brain = MixtureBrain(parts)
    ear = Ear(brain)
    await brain.start()
    try:
        await allow(brain, ear)
        await until(lambda: brain.memory.sentences.ready)
        for text in TOLD:
            await tell(brain, ear, text)
        await brain.memory.quiet()
        assert len(await brain.memories()) == 2
        await brain.submit(ClearChannel())
        assert "peanuts" in await tell(brain, ear, "Do you know what I'm allergic to?")
        assert "Minka" in await tell(brain, ear, "What is my cat called?")
        assert not ear.of(MemoriesRecalled)[-1].lexical
        assert "have that" in await tell(brain, ear, "Do you remember my brother's birthday?")
        assert "Minka" in await tell(brain, ear, "forget what I said about my cat")
        assert await tell(brain, ear, "yes") == "It is forgotten, for good."
        counts = ear.of(MemoriesForgotten)[-1].counts
        assert (counts["memories"], counts["vectors"]) == (1, 1)
        assert "Minka" not in await tell(brain, ear, "What is my cat called?")
        assert "Minka" not in repr(brain.snapshot())
    finally:
        await brain.stop()
        await ear.close()
