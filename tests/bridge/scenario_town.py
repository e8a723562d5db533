"""Five minutes of a busy Discord, drawn from a seed: who says what where and when."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from double import Channel, Double, Person, Post
from scenario_stage import Home

Kind = Literal["mention", "reply", "name", "dm", "chatter", "bot", "webhook"]
SPEED = 25.0
"""Simulated seconds in a real one."""
MINUTES = 5
GUILDS, ROOMS, PEOPLE = 4, 5, 5
TO_SEL = ("mention", "reply", "name", "dm")

TALK = (
    "what do you make of {w} in the long run",
    "I keep thinking of {w} these days",
    "the {w} was rather good, would you not say",
    "tell me something about {w} and the sea",
    "we spent all of Sunday with {w}, and it rained",
)


@dataclass(slots=True, repr=False)
class Line:
    """Something somebody says; `word` is in it and nowhere else. Times are simulated seconds.

    `edit_at`, `gone_at`: when its author changes or deletes it; `newer` is then the word in it.
    """

    at: float
    kind: Kind
    channel: Channel
    author: Person
    word: str
    text: str
    edit_at: float | None = None
    gone_at: float | None = None
    newer: str = ""
    post: Post | None = None

    @property
    def to_sel(self) -> bool:
        return self.kind in TO_SEL


@dataclass(slots=True, repr=False)
class Town:
    """The places and all that will be said there."""

    double: Double
    rooms: list[Channel]
    market: Channel
    lines: list[Line]
    rng: random.Random
    sent: list[Line] = field(default_factory=list)


def build(double: Double, seed: int, *, every: float = 22.0) -> Town:
    """Twenty rooms of four servers with five people each, three who write to SEL alone, and a
    market where too much is said at once. In each room somebody says something `every` so often."""
    rng = random.Random(seed)
    rooms: list[Channel] = []
    for number in range(GUILDS):
        people = [f"P{number}{chr(65 + one)}x" for one in range(PEOPLE)]
        names = [f"room-{number}-{one}" for one in range(ROOMS)]
        rooms += double.guild(f"Town {number}", channels=names, people=people).channels
    words = (f"w{number:04d}" for number in range(1, 10_000))
    lines = [line for room in rooms for line in _room(rng, words, room, every)]
    lines += [line for room in rooms[:3] for line in _alone(rng, words, double, room)]
    lines += _machines(rng, words, double, rooms)
    market = rooms[-1]
    lines += _crowd(rng, words, market)
    lines.sort(key=lambda one: one.at)
    return Town(double, rooms, market, lines, rng)


def _room(rng: random.Random, words: Iterator[str], room: Channel, every: float) -> Iterator[Line]:
    assert room.guild is not None
    at = rng.uniform(0, every)
    kinds: tuple[Kind, ...] = ("mention", "reply", "name", "chatter")
    while at < MINUTES * 60:
        kind = rng.choices(kinds, (4, 2, 2, 4))[0]
        yield _line(rng, at, kind, room, rng.choice(room.guild.people), next(words))
        at += rng.expovariate(1 / every)


def _line(  # noqa: PLR0917 - what a line is
    rng: random.Random, at: float, kind: Kind, room: Channel, author: Person, word: str
) -> Line:
    text = rng.choice(TALK).format(w=word)
    line = Line(at, kind, room, author, word, f"SEL, {text}" if kind == "name" else text)
    if line.to_sel and rng.random() < 0.16:
        change = at + rng.uniform(1, 25)
        if rng.random() < 0.5:
            line.edit_at, line.newer = change, word.replace("w", "v")
        else:
            line.gone_at = change
    return line


def _alone(
    rng: random.Random, words: Iterator[str], double: Double, room: Channel
) -> Iterator[Line]:
    assert room.guild is not None
    person = rng.choice(room.guild.people)
    for at in range(rng.randint(5, 20), MINUTES * 60, 45):
        yield _line(rng, at, "dm", double.dm(person), person, next(words))


def _machines(
    rng: random.Random, words: Iterator[str], double: Double, rooms: list[Channel]
) -> Iterator[Line]:
    robot = double.person("Robot")
    kinds: tuple[Kind, ...] = ("bot", "webhook")
    for at in range(10, MINUTES * 60, 30):
        yield _line(rng, at, rng.choice(kinds), rng.choice(rooms), robot, next(words))


def _crowd(rng: random.Random, words: Iterator[str], market: Channel) -> Iterator[Line]:
    """Sixty messages in a second: more than the queue takes."""
    assert market.guild is not None
    for number in range(60):
        author = market.guild.people[number % PEOPLE]
        yield Line(20 + number / 60, "mention", market, author, word := next(words), f"buy {word}!")


# ---------------------------------------------------------------- what happens


Deed = Callable[[], Awaitable[object]]


async def live(town: Town, home: Home, troubles: list[tuple[float, Deed]]) -> None:
    """Let all of it happen at its time. Those who talk wait for nothing that breaks; what is to
    break next waits until SEL is back from the last."""
    began = time.monotonic()

    async def until(at: float) -> None:
        await asyncio.sleep(max(0.0, began + at / SPEED - time.monotonic()))

    async def trouble() -> None:
        for at, deed in troubles:
            await until(at)
            await home.ready()
            await deed()

    breaking = asyncio.create_task(trouble())
    deeds: list[tuple[float, Deed]] = []
    for line in town.lines:
        deeds.append((line.at, _sayer(town, line)))
        if line.edit_at is not None:
            deeds.append((line.edit_at, _editor(town, line)))
        if line.gone_at is not None:
            deeds.append((line.gone_at, _deleter(town, line)))
    for at, deed in sorted(deeds, key=lambda one: one[0]):
        await until(at)
        await deed()
    await breaking


def _sayer(town: Town, line: Line) -> Deed:
    async def say() -> None:
        double = town.double
        mine = [post for post in double.posts(line.channel) if post.deleted is None]
        to = mine[-1] if line.kind == "reply" and mine else None
        line.post = await double.say(
            line.channel,
            line.author,
            line.text,
            mention_sel=line.kind in ("mention", "bot", "webhook")
            or (line.kind == "reply" and to is None),
            reply_to=to,
            bot=line.kind == "bot",
            webhook=line.kind == "webhook",
        )
        town.sent.append(line)

    return say


def _editor(town: Town, line: Line) -> Deed:
    async def edit() -> None:
        assert line.post is not None
        await town.double.edit(line.post, line.post.text.replace(line.word, line.newer))

    return edit


def _deleter(town: Town, line: Line) -> Deed:
    async def delete() -> None:
        assert line.post is not None
        await town.double.delete(line.post)

    return delete


async def crash_in_a_reply(home: Home) -> None:
    """The engine dies while it speaks."""
    await home.double.until(lambda: any(p.sent > 2 for p in home.engine._running.values()), 30)
    home.engine.crash()
