"""A whole SEL on the double for scenarios: a real brain, a real memory in a folder, the real
bridge, and an engine that says what a test wants; it can come back in the same folder."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import discord
import pytest
from double import Channel, Double, Post

from bridge.bridge import Bridge
from sel import paths as places
from sel.brain.mixture import MixtureBrain
from sel.bridge_events import SetBridge
from sel.cli.assemble import make_parts
from sel.cli.bridge_parts import bridge_parts
from sel.cli.served import ServedBrain
from sel.config.settings import Settings
from sel.config.token import Token
from sel.engine.experts import Experts
from sel.engine.scripted import Pace, ScriptedEngine
from sel.engine.scripted_rules import Script
from sel.engine.types import Request
from sel.events import (
    Event,
    MessageReceived,
    Snapshot,
    TurnEnded,
    TurnFinished,
    TurnInterrupted,
    TurnSilenced,
    TurnStarted,
)
from sel.memory_events import MemoryKept

Say = Callable[[str], str]
"""What the engine says to the last message of a prompt."""


class Lines(Script):
    """A script for the engine that a function writes."""

    def __init__(self, say: Say) -> None:
        super().__init__()
        object.__setattr__(self, "_say", say)
        object.__setattr__(self, "said", [])

    def choose(self, message: str, turn: int) -> str:
        text = cast("Any", self)._say(message)
        cast("Any", self).said.append(text)
        return str(text)

    def continues(self, beginning: str) -> str | None:
        said = cast("Any", self).said
        return next((text for text in said if text.startswith(beginning)), None)


class Open(ScriptedEngine):
    """Hands its script the whole prompt but the persona: notes, memories, what was overheard."""

    def _text_for(self, request: Request) -> str:
        told = "\n".join(message.content for message in request.messages[1:])
        last = replace(request.messages[-1], role="user", content=told)
        return super()._text_for(replace(request, messages=(last,)))


@dataclass(slots=True)
class Turns:
    """Which messages a turn answered, by their words, and how it ended; over all lives of SEL.

    What ended before a word was said is carried over to the channel's next turn, as in the brain.
    """

    life: int = 0
    heard: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    ended: dict[str, TurnEnded] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    fell_behind: bool = False
    _carried: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def name(self, event: Event) -> str:
        return f"{self.life}/{event.turn_id}"

    def hear(self, event: Event) -> None:
        if isinstance(event, MessageReceived):
            self.heard[self.name(event)].append(event.text)
        elif isinstance(event, TurnStarted):
            self.order.append(self.name(event))
            self.heard[self.name(event)] += self._carried.pop(event.channel, [])
        elif isinstance(event, TurnEnded):
            self.ended[self.name(event)] = event
            if isinstance(event, TurnInterrupted) and not event.partial:
                self._carried[event.channel] += self.heard[self.name(event)]

    def together(self, word: str) -> list[str]:
        """All that was answered in the turns that heard a word."""
        return [
            text
            for turn in self.heard.values()
            if any(word in one for one in turn)
            for text in turn
        ]

    def silenced(self) -> list[TurnSilenced]:
        return [one for one in self.ended.values() if isinstance(one, TurnSilenced)]

    def finished(self) -> list[TurnFinished]:
        return [one for one in self.ended.values() if isinstance(one, TurnFinished)]


class Home:
    """SEL at home on the double. `engine` is that of its present life."""

    def __init__(
        self,
        double: Double,
        say: Say,
        pace: Pace | None = None,
        *,
        make: type[ScriptedEngine] = ScriptedEngine,
        **settings: Any,
    ) -> None:
        self._make = make
        self.double, self.turns = double, Turns()
        self.paths = places.find().ready()
        given: dict[str, Any] = {"batch_seconds": 0.0, "drop_old_seconds": 120.0} | settings
        self.settings = Settings(**given)
        self.script, self.pace = Lines(say), pace or Pace()
        self.brain: ServedBrain
        self.engine: ScriptedEngine
        self._watch: asyncio.Task[None] | None = None
        self.events: list[Event] = []

    async def start(self) -> None:
        """A new life in the same folder; returns once SEL is on Discord."""
        self.turns.life += 1
        self.engine = self._make(self.script, pace=self.pace)
        parts = make_parts(self.settings, self.paths, demo=True)
        experts = Experts(lambda _: self.engine, {"general": "scripted"})
        self.brain = ServedBrain(
            MixtureBrain(replace(parts, experts=experts)), self.paths, bridge=self._bridge
        )
        await self.brain.start()
        self._watch = asyncio.create_task(self._follow())
        await self.brain.submit(SetBridge(on=True))
        await self.ready()

    def _bridge(self, brain: ServedBrain) -> Bridge:
        parts = bridge_parts(self.settings, self.paths, Token(self.double.token))
        return Bridge(brain, replace(parts, connector=self.double.connector))

    async def _follow(self) -> None:
        told = self.brain.subscribe()
        first = True
        async for event in told:
            if isinstance(event, Snapshot):
                self.turns.fell_behind = self.turns.fell_behind or not first
            first = False
            self.turns.hear(event)
            self.events.append(event)

    async def ready(self, seconds: float = 60.0) -> None:
        await self.double.until(lambda: self.brain.bridge().state == "ready", seconds)

    async def stop(self) -> None:
        """The end of a life; again does nothing."""
        await self.brain.stop()
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.wait([self._watch])
            self._watch = None

    # ------------------------------------------------------------ looking

    @property
    def _presence(self) -> Any:
        return cast("Any", self.brain)._bridged._bridge._presence

    def waiting(self) -> int:
        """Messages that wait for an answer or are being answered, everywhere."""
        return sum(map(sum, self.queues().values()))

    def queues(self) -> dict[int, tuple[int, int]]:
        """How many messages wait, and are being answered, in each channel."""
        rooms = self._presence._works._ears._rooms
        return {room.id: (len(room.inbox), len(room.answering)) for room in rooms}

    def looking(self) -> bool:
        """Whether SEL still looks for what it missed."""
        looking = self._presence._looking
        return looking is not None and not looking.done()

    def behind(self) -> bool:
        """Whether Discord has told something that SEL has not read yet."""
        socket = getattr(self._presence._client, "ws", None)
        read = getattr(socket, "sequence", None) or 0
        sessions = [link.session for link in self.double.gateway.linked() if link.session]
        return any(read < len(one.sent) for one in sessions)

    async def quiet(self, seconds: float = 60.0) -> None:
        """Wait until all is heard, and nothing is being looked up or answered any more."""
        ends, calm = time.monotonic() + seconds, 0
        while calm < 8:
            assert time.monotonic() < ends, f"{self.waiting()} still wait"
            calm = 0 if self.behind() or self.waiting() or self.looking() else calm + 1
            await asyncio.sleep(0.01)

    def kept(self) -> int:
        """How many memories were kept."""
        return sum(isinstance(one, MemoryKept) for one in self.events)

    async def remembered(self, count: int) -> None:
        await self.double.until(lambda: self.kept() >= count, 60)


@asynccontextmanager
async def sel(
    double: Double, say: Say, pace: Pace | None = None, **settings: Any
) -> AsyncIterator[Home]:
    """SEL on the double, from its first start to its last stop."""
    home = Home(double, say, pace, **settings)
    try:
        await home.start()
        yield home
    finally:
        await home.stop()


@contextmanager
def servers_known_at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The library waits 2 s for servers that may still come; here all come at once."""
    made = discord.state.ConnectionState.__init__

    def init(self: discord.state.ConnectionState[discord.Client], **given: object) -> None:
        made(self, **{**given, "guild_ready_timeout": 0.02})  # type: ignore[arg-type]

    monkeypatch.setattr(discord.state.ConnectionState, "__init__", init)
    before = logging.getLogger("discord").level
    yield
    logging.getLogger("discord").setLevel(before)


# ---------------------------------------------------------------- what stands there


def heads(double: Double, channel: Channel, question: Post) -> list[Post]:
    """What stands there as an answer to a message: its first pages, and refusals."""
    mine = [post for post in double.posts(channel) if post.deleted is None]
    return [post for post in mine if post.reply_to == question.id]


def all_posts(double: Double) -> list[Post]:
    """Everything SEL ever wrote anywhere, what only one person sees and what is deleted, too."""
    channels = list(double.state.channels.values())
    return [post for one in channels for post in one.posts if post.author is double.sel]


def unsafe(double: Double) -> list[str]:
    """What is wrong with any page that ever stood anywhere."""
    wrong = [f"pings {post.pings}: {post.text}" for post in all_posts(double) if post.pings]
    for post in all_posts(double):
        for _, text in post.history:
            size = len(text.encode("utf-16-le")) // 2
            if size > 2_000:
                wrong.append(f"{size} characters: {text[:40]}")
            if double.token in text:
                wrong.append("the token")
    return wrong + [f"{one.method} {one.route} {one.error}" for one in double.writes if bad(one)]


def bad(call: Any) -> bool:
    """A call that Discord refuses for what is in it."""
    return call.status == 400 or call.status in (401, 413)


def words_of(post: Post) -> str:
    """All that ever stood in a post: texts, embeds, buttons, files."""
    files = [f"{file.name} {file.data.decode('utf-8', 'replace')}" for file in post.files]
    texts = [text for _, text in post.history]
    return " ".join([*texts, post.text, str(post.embeds), str(post.components), *files])


def in_files(folder: Path, words: Sequence[str]) -> dict[str, list[str]]:
    """Which of some words (casefolded) lie in which files below a folder, names included."""
    found: dict[str, list[str]] = {}
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        for text in (data.decode("utf-8", "replace"), data.decode("utf-16-le", "replace")):
            low = f"{path.name} {text}".casefold()
            if hit := [word for word in words if word.casefold() in low]:
                found.setdefault(str(path.relative_to(folder)), []).extend(hit)
    return found
