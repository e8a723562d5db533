"""The bridge as a whole: a real brain over a scripted engine, the double, and all in between."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

import discord
import pytest
from double import Channel, Double, Person

from bridge.bridge import Bridge
from sel import paths as places
from sel.affect.appraisal.appraiser import Appraiser
from sel.brain.mixture import MixtureBrain
from sel.bridge_events import PauseChannel, SetBridge
from sel.cli.assemble import make_parts
from sel.cli.bridge_parts import bridge_parts
from sel.cli.served import ServedBrain
from sel.config.settings import Settings
from sel.config.token import Token
from sel.engine.experts import Experts, Role
from sel.engine.scripted import Pace, ScriptedEngine
from sel.routing.router import Router

read_appraiser, read_router = cache(Appraiser.from_file), cache(Router.from_file)

REPLY = "Good evening to you all, and thank you for asking me about it."
WORDS = "kumquat"


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Servers are known at once, and weights are read once."""
    made = discord.state.ConnectionState.__init__

    def init(self: discord.state.ConnectionState[discord.Client], **given: object) -> None:
        made(self, **{**given, "guild_ready_timeout": 0.02})  # type: ignore[arg-type]

    monkeypatch.setattr(discord.state.ConnectionState, "__init__", init)
    monkeypatch.setattr(Appraiser, "from_file", read_appraiser)
    monkeypatch.setattr(Router, "from_file", read_router)
    before = logging.getLogger("discord").level
    yield
    logging.getLogger("discord").setLevel(before)


class Stage:
    """SEL at home, on the double."""

    def __init__(
        self, double: Double, pace: Pace, roles: Sequence[Role] = ("general",), **settings: object
    ) -> None:
        self.double = double
        self.paths = places.find().ready()
        chosen = Settings(batch_seconds=0.0, drop_old_seconds=60.0, **settings)  # type: ignore[arg-type]
        engine = self.engine = ScriptedEngine(replies=[REPLY], pace=pace)
        parts = make_parts(chosen, self.paths, demo=True)
        parts = replace(parts, experts=Experts(lambda _: engine, dict.fromkeys(roles, "one")))
        self.brain = ServedBrain(MixtureBrain(parts), self.paths, bridge=self.make)
        self.settings = chosen

    def make(self, brain: ServedBrain) -> Bridge:
        parts = bridge_parts(self.settings, self.paths, Token(self.double.token))
        return Bridge(brain, replace(parts, connector=self.double.connector))

    @asynccontextmanager
    async def on(self) -> AsyncIterator[ServedBrain]:
        await self.brain.start()
        try:
            await self.brain.submit(SetBridge(on=True))
            await self.double.until(lambda: self.brain.bridge().state == "ready")
            yield self.brain
        finally:
            await self.brain.stop()


@asynccontextmanager
async def sel(
    double: Double, pace: Pace | None = None, **settings: object
) -> AsyncIterator[ServedBrain]:
    async with Stage(double, pace or Pace(), ("general",), **settings).on() as brain:
        yield brain


@pytest.fixture
def general(double: Double) -> Channel:
    return double.guild("Home", channels=("general", "random"), people=("Ada", "Ben")).channel(
        "general"
    )


@pytest.fixture
def ada(double: Double) -> Person:
    return double.person("Ada")


def shown(double: Double, channel: Channel) -> list[str]:
    """What SEL wrote there; a whole reply as `REPLY`, whatever its case, end and smile.

    The mood throws dice, by a turn's id, whether a sentence ends with "." or "!".
    """
    said = REPLY.removesuffix(".").casefold()
    texts = [post.text for post in double.posts(channel)]
    return [
        REPLY if text.casefold().startswith((f"{said}.", f"{said}!")) else text for text in texts
    ]


async def test_from_a_mention_to_a_reply_and_off_again(
    double: Double, general: Channel, ada: Person
) -> None:
    async with sel(double) as brain:
        question = await double.say(general, ada, "how are you?", mention_sel=True)
        await double.until(lambda: shown(double, general) == [REPLY])
        assert double.posts(general)[0].reply_to == question.id
        await double.say(double.dm(ada), ada, "and here?")
        await double.until(lambda: REPLY in shown(double, double.dm(ada)))
        view = brain.bridge()
        assert (view.name, view.guilds, view.shards) == (double.sel.name, 1, 1)
        assert [(one.name, one.guild) for one in view.places][-1] == ("general", "Home")
        await brain.submit(SetBridge(on=False))
        assert brain.bridge().state == "off"
        await double.until(lambda: not double.shards)
        await brain.submit(SetBridge(on=True))
        await double.until(lambda: brain.bridge().state == "ready")
    assert double.shards == set()


async def test_each_message_is_answered_once_also_across_a_restart(
    double: Double, general: Channel, ada: Person
) -> None:
    async with sel(double):
        await double.say(general, ada, "one", mention_sel=True)
        await double.until(lambda: len(shown(double, general)) == 1)
    await double.say(general, ada, "long ago", mention_sel=True, at=time.time() - 600)
    between = await double.say(general, ada, "two", mention_sel=True)
    async with sel(double):
        await double.until(lambda: len(shown(double, general)) == 2)
        await asyncio.sleep(0.1)
    assert [post.reply_to for post in double.posts(general)][-1] == between.id
    async with sel(double):
        await asyncio.sleep(0.1)
    assert len(shown(double, general)) == 2


async def test_a_reply_under_way_is_finished_when_sel_leaves(
    double: Double, general: Channel, ada: Person
) -> None:
    async with sel(double, Pace(tokens_per_second=40.0)):
        await double.say(general, ada, "how are you?", mention_sel=True)
        await double.until(lambda: double.posts(general))
        assert shown(double, general) != [REPLY]
    assert shown(double, general) == [REPLY]


async def test_a_reply_that_takes_too_long_is_marked(
    double: Double, general: Channel, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridge.bridge.FINISH_SECONDS", 0.2)
    async with sel(double, Pace(tokens_per_second=4.0)):
        await double.say(general, ada, "how are you?", mention_sel=True)
        await double.until(lambda: double.posts(general))
    (text,) = shown(double, general)
    assert text.casefold()[:4] == REPLY.casefold()[:4]
    assert text != REPLY


async def test_pausing_from_the_desk(double: Double, general: Channel, ada: Person) -> None:
    async with sel(double) as brain:
        key = f"discord:{general.id}"
        await brain.submit(PauseChannel(channel=key, paused=True))
        await double.say(general, ada, "quiet?", mention_sel=True)
        await double.until(lambda: brain.bridge().places)
        assert brain.bridge().places[0].paused
        await asyncio.sleep(0.1)
        assert shown(double, general) == []
        await brain.submit(PauseChannel(channel=key, paused=False))
        await double.say(general, ada, "now?", mention_sel=True)
        await double.until(lambda: shown(double, general) == [REPLY])


async def test_emoji_of_people(double: Double, general: Channel, ada: Person) -> None:
    async with sel(double) as brain:
        await double.say(general, ada, "how are you?", mention_sel=True)
        await double.until(lambda: shown(double, general) == [REPLY])
        (reply,) = double.posts(general)
        key = f"discord:{general.id}"
        before = brain.affect(key).levels["oxytocin"]
        await double.react(reply, ada, "❤️")
        await double.until(lambda: brain.affect(key).levels["oxytocin"] > before + 0.01)
        await double.react(reply, double.person("Ben"), "❌")
        await double.react(reply, ada, "❌")
        await double.until(lambda: reply.deleted)


async def test_nothing_said_and_no_name_is_on_the_disk(
    double: Double, general: Channel, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    tangerine = double.person("Tangerine")
    async with sel(double, log_level="debug"):
        await double.say(general, tangerine, f"my {WORDS} is ripe", mention_sel=True)
        await double.until(lambda: shown(double, general))
        await double.say(double.dm(tangerine), tangerine, f"{WORDS}s all over")
        await double.until(lambda: shown(double, double.dm(tangerine)))
        await double.malformed()
        await double.until(lambda: len(double.identifies) == 2)
    secrets = (WORDS, "tangerine", double.token.casefold())
    assert await asyncio.to_thread(leaks, home, secrets) == []


def leaks(home: Path, secrets: Sequence[str]) -> list[Path]:
    """Files that hold one of these."""
    kept = [path for path in home.rglob("*") if path.is_file()]
    assert any("bridge" in path.parts for path in kept)
    texts = {path: path.read_bytes().decode("utf-8", "replace").casefold() for path in kept}
    return [path for path, text in texts.items() if any(one in text for one in secrets)]
