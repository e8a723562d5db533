"""A brain with agents: the built-in ones, and modules a test writes."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from stage import Ear, make_parts, say

from sel.agents.agents import Agents
from sel.agents.kept import KeptAnswers
from sel.agents.mcp_server import McpServer
from sel.agents.setup import read
from sel.brain.mixture import MixtureBrain
from sel.engine.scripted import ScriptedEngine
from sel.events import TurnFinished
from sel.memory.library import Library

SMALL = 135_000_000


def module(body: str, *, head: str = "DESCRIPTION = 'a test'") -> str:
    """A module whose `run` has this body."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f"{head}\ndef run(arguments, context):\n{lines}\n"


def put(folder: Path, **sources: str) -> Path:
    """Write modules into the person's folder of agents."""
    (folder / "agents").mkdir(parents=True, exist_ok=True)
    for name, source in sources.items():
        (folder / "agents" / f"{name}.py").write_text(source)
    return folder


def small(engine: ScriptedEngine) -> ScriptedEngine:
    """The same engine, with a model as small as the starter's."""
    engine._view = dataclasses.replace(engine.view, parameters=SMALL)
    return engine


@asynccontextmanager
async def helping_brain(
    config: Path, engine: ScriptedEngine, *, memory: Path | None = None, **more: Any
) -> AsyncIterator[tuple[MixtureBrain, Ear]]:
    """A brain with the agents of this folder of settings, and an ear. `more` are parts."""
    made = read(config)
    servers = [McpServer(one, starting=20.0) for one in made.servers]
    agents = Agents(config / "agents", made, servers=servers, cache=KeptAnswers())
    given: dict[str, Any] = {"agents": agents} | more
    if memory is not None:
        given["open_library"] = lambda: Library.open(memory)
    brain = MixtureBrain(dataclasses.replace(make_parts(engine), **given))
    ear = Ear(brain)
    await brain.start()
    try:
        yield brain, ear
    finally:
        await brain.stop()
        await ear.close()


async def reply(brain: MixtureBrain, ear: Ear, text: str, **more: Any) -> str:
    """Say something; the whole reply."""
    ending = await ear.ending(await say(brain, text, **more))
    assert isinstance(ending, TurnFinished), ending
    return ending.text


def runs(process: int) -> bool:
    """Whether this process is there and no corpse."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
