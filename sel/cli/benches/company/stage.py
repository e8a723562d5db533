"""SEL on a Discord that stands on this machine: the double of the tests, the real bridge and brain.

The double is part of the tests, so this works in a checkout only. Nothing in here knows discord.py.
"""

from __future__ import annotations

import asyncio
import importlib
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import sel
from sel.cli.benches.talk import Stage
from sel.cli.benches.watch import Seen
from sel.cli.bridge_parts import bridge_over
from sel.config.settings import Settings
from sel.errors import BridgeError
from sel.paths import Paths

DOUBLE = Path(sel.__file__).resolve().parent.parent / "tests" / "bridge"
PATIENCE = 120.0
"""Seconds anything is waited for."""
SETTLING = 2.5
"""Seconds after a turn in which its last write comes, and no other."""


def double() -> Any:
    """The class of the double. Raises `BridgeError` where there is none."""
    if not (DOUBLE / "double").is_dir():
        raise BridgeError(
            "There is no Discord to measure against here.",
            hint="The double belongs to the tests: run this in a checkout of SEL.",
        )
    if str(DOUBLE) not in sys.path:
        sys.path.append(str(DOUBLE))
    try:
        return importlib.import_module("double").Double
    except ImportError as error:
        raise BridgeError(
            f"The double of Discord cannot be loaded: {error.name} is missing.",
            hint="`make install-dev` brings what the tests need.",
        ) from error


@dataclass(slots=True)
class Asked:
    """A question in a channel. Times are of `time.time`, those of `seen` of `perf_counter`."""

    there: Any
    channel: Any
    before: int
    sent: float
    typed: float
    seen: Seen
    posts: list[Any] = field(default_factory=list)

    async def over(self) -> None:
        """Return when the last write of the reply is done; `posts` are then its messages."""
        await self.seen.over.wait()
        await asyncio.sleep(SETTLING)
        self.posts = self.there.posts(self.channel)[self.before :]

    @property
    def first(self) -> float:
        """When the brain had its first text."""
        return self.seen.first + time.time() - time.perf_counter()

    @property
    def writes(self) -> int:
        """How often something was sent or changed."""
        return sum(len(one.history) for one in self.posts)


@dataclass(slots=True)
class Company:
    """SEL in a server with some channels, in which `speaker` writes."""

    stage: Stage
    there: Any
    channels: list[Any]
    speaker: Any

    async def ask(self, place: int, text: str) -> Asked:
        """Ask SEL in a channel; returns when it is typing."""
        there, channel = self.there, self.channels[place]
        before, typed = len(there.posts(channel)), len(there.typing(channel))
        turns = len(self.stage.watch.turns(f"discord:{channel.id}"))
        sent = time.time()
        await there.say(channel, self.speaker, text, mention_sel=True)
        await there.until(lambda: len(there.typing(channel)) > typed, PATIENCE)
        seen = await there.until(
            lambda: self.stage.watch.turns(f"discord:{channel.id}")[turns:], PATIENCE
        )
        return Asked(there, channel, before, sent, there.typing(channel)[typed], seen[0])


@asynccontextmanager
async def company(
    stage: Stage, settings: Settings, paths: Paths, channels: int
) -> AsyncIterator[Company]:
    """SEL on Discord over this brain, in a server with so many channels."""
    async with double().running() as there:
        there.bucket("edits", per=5, seconds=5.0)
        there.bucket("messages", per=5, seconds=5.0)
        names = [f"room-{number}" for number in range(channels)]
        guild = there.guild("Bench", channels=names, people=("Ada",))
        wide = replace(settings, discord_person_limit=1000, discord_guild_limit=10_000)
        bridge = bridge_over(stage.brain, wide, paths, there.token, there.connector)
        await bridge.start()
        try:
            await there.until(lambda: bridge.view().state == "ready", PATIENCE)
            yield Company(stage, there, [guild.channel(one) for one in names], guild.person("Ada"))
        finally:
            await bridge.stop()
