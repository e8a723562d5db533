"""Commands over a whole SEL with a memory on a real disk: what is said where, comes up there only,
and what is forgotten is in no file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from command_fakes import FakeBook

from bridge.commands import consent, feelings, figures
from bridge.commands.asked import Answer, Asked
from bridge.commands.deps import Deps
from bridge.commands.memories import GONE, Memories
from sel.brain.mixture import MixtureBrain
from sel.cli.assemble import make_parts
from sel.cli.served import ServedBrain
from sel.config.settings import Settings
from sel.engine.experts import Experts
from sel.engine.scripted import ScriptedEngine
from sel.events import SendMessage
from sel.memory_events import MemoryKept
from sel.paths import find

PRIVATE, PUBLIC = "Quetzalwren", "Wobblethorpe"
Look = Callable[[Asked], Awaitable[Answer]]
DM = Asked(user_id=1, channel_id=50)
HALL = Asked(user_id=1, channel_id=60, guild_id=7)
BEN = Asked(user_id=2, channel_id=60, guild_id=7)


@pytest.fixture
async def brain(home: Path) -> AsyncIterator[ServedBrain]:
    paths = find().ready()
    parts = make_parts(Settings(batch_seconds=0.0), paths, demo=True)
    experts = Experts(lambda _: ScriptedEngine(replies=("Fine.",)), {"general": "script"})
    served = ServedBrain(MixtureBrain(replace(parts, experts=experts)), paths)
    await served.start()
    yield served
    await served.stop()


def files(home: Path) -> str:
    found = [path for path in home.rglob("*") if path.is_file()]
    return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in found)


async def tell(brain: ServedBrain, asked: Asked, text: str) -> None:
    """Say something there, and wait until it is kept."""
    scope = f"dm:{asked.user_id}" if asked.dm else f"guild:{asked.guild_id}"
    told = brain.subscribe()
    try:
        await brain.submit(
            SendMessage(channel=asked.channel, person=asked.person, text=text, scope=scope)
        )
        async with asyncio.timeout(60):
            async for event in told:
                if isinstance(event, MemoryKept):
                    return
    finally:
        told.close()


async def test_what_is_kept_comes_up_where_it_was_said_and_goes_when_it_is_to(
    brain: ServedBrain, home: Path
) -> None:
    deps = Deps(mind=brain, rulebook=FakeBook(), pause=FakeBook().pause)
    memories = Memories(deps)
    assert (await consent.shown(deps, DM)).text == consent.QUESTION
    await consent.answered(deps, DM, "yes")
    await tell(brain, DM, f"I live in {PRIVATE}.")
    await tell(brain, HALL, f"My cat is called {PUBLIC}.")

    looks: list[Look] = [memories.listed, memories.export, memories.svg]
    for look in looks:
        in_hall, in_dm = await _of(look, HALL), await _of(look, DM)
        assert PRIVATE not in in_hall
        if look != memories.svg:  # without an embedder nothing has a place on the map yet
            assert PUBLIC in in_hall
            assert PRIVATE in in_dm
            assert PUBLIC in in_dm
        assert PUBLIC not in await _of(look, BEN)
    assert PRIVATE not in (await memories.search(HALL, "where I live")).text
    assert PRIVATE in (await memories.search(DM, "live")).text

    token = (await memories.forget(HALL)).buttons[0].id.split(":")[2]
    assert (await memories.settle(HALL, "yes", token)).text == GONE
    assert PUBLIC not in (await memories.listed(DM)).text
    assert PRIVATE in (await memories.listed(DM)).text
    assert PUBLIC not in files(home)
    assert PRIVATE in files(home)

    await consent.answered(deps, DM, "erase_all")
    assert PRIVATE not in files(home)
    assert "nothing" in (await memories.listed(DM)).text


async def _of(look: Look, asked: Asked) -> str:
    answer = await look(asked)
    return answer.text + (answer.sheet.data.decode() if answer.sheet else "")


async def test_figures_and_moods_of_a_whole_sel_can_be_shown(brain: ServedBrain) -> None:
    deps = Deps(mind=brain, rulebook=FakeBook(), pause=FakeBook().pause)
    assert (await feelings.status(deps, HALL)).sheet is not None
    assert "dopamine" in (await feelings.timeline(deps, HALL, as_text=True)).text
    assert "engine" in (await figures.stats(deps)).text
    assert (await figures.cache_stats(deps)).text
    await feelings.mode(deps, DM, "playful")
    assert "playful" in (await feelings.mode(deps, DM)).text
    assert "casual" in (await feelings.mode(deps, HALL)).text, "it is of one channel"
