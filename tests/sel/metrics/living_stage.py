"""A living SEL over a scripted engine, whose figures are served; and what it takes to watch it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest

from sel.brain.mixture import MixtureBrain
from sel.cli.assemble import make_parts
from sel.cli.benches.watch import Watch
from sel.cli.served import ServedBrain
from sel.config.settings import Settings
from sel.engine.experts import Experts
from sel.engine.scripted import INSTANT, Pace, ScriptedEngine
from sel.events import TurnFinished
from sel.paths import Paths, find

REPLIES = ("The quetzalwren sings of the sea.", "It does so every morning.", "Ask it yourself.")
TURNS = 4
CALM = Pace(tokens_per_second=100.0)
"""Leaves the machine to others between two words."""


@dataclass(frozen=True, slots=True)
class Living:
    """A brain, the same one as the faces have it, and an ear."""

    brain: MixtureBrain
    served: ServedBrain
    watch: Watch
    paths: Paths

    async def talk(self, turns: int = TURNS, channel: str = "desk") -> None:
        """Some turns, all of which come to their end."""
        for number in range(turns):
            seen = await self.watch.say(f"What is number {number} of them like?", channel)
            assert isinstance(seen.ending, TurnFinished)

    async def talk_until(self, done: asyncio.Future[Any]) -> int:
        """Talk while something else is going on; how many turns."""
        turns = 0
        while not done.done():
            await self.talk(1)
            turns += 1
        return turns


@contextlib.asynccontextmanager
async def living(pace: Pace = INSTANT) -> AsyncIterator[Living]:
    """Awake, not served yet."""
    paths = find().ready()
    parts = make_parts(Settings(batch_seconds=0.0, timezone="UTC"), paths, demo=True)
    engine = ScriptedEngine(replies=REPLIES, pace=pace)
    brain = MixtureBrain(replace(parts, experts=Experts(lambda _: engine, {"general": "scripted"})))
    watch, served = Watch(brain), ServedBrain(brain, paths)
    await served.start()
    try:
        await watch.ready()
        yield Living(brain, served, watch, paths)
    finally:
        await served.stop()
        await watch.stop()


@contextlib.asynccontextmanager
async def client(url: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client that uses nobody's proxy."""
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as made:
        yield made


def program(name: str) -> str:
    """Where a program of Debian's package `prometheus` is. Where there is none the test is skipped,
    but never in continuous integration, which installs it."""
    found = shutil.which(name)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(f"{name} is missing, although .ci/run installs it.")
    if found is None:
        pytest.skip(f"{name} is not installed (Debian: apt install prometheus)")
    return found
