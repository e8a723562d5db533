"""Twenty channels for five minutes, with everything breaking: who spoke to SEL was answered once,
or told why not, or took their words back. The minutes pass 25 times as fast, and all waits, too."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from double import Double
from scenario_stage import Home, heads, sel, servers_known_at_once, unsafe
from scenario_town import SPEED, Line, Town, build, crash_in_a_reply, live

from bridge.ears.ears import FULL
from bridge.place import person_key
from bridge.replies.telling import MARK
from sel.engine.scripted import Pace
from sel.events import TurnFinished, TurnInterrupted
from sel.memory_events import AnswerConsent

QUEUE = 20
NUMBER = re.compile(r"[Nn]\d{4}(?!\d)")  # a reply may be broken off right behind it
LATE = 3.0
"""Seconds in which a reply may still change after its question is gone."""
BUSY = 0.25
"""Seconds by which the loop may be late: more is other work on the machine, not the bridge."""
_LAGS = [0.0]
SEED = 20
NASTY = (
    "@everyone look at [this](https://evil.example/x) and <@{id}>, quick.",
    "||Hidden|| words, `code with @here`, and a token: {token} so.",
    "```py\nprint('one')\n" + "x = 1\n" * 500 + "```\nThat was all of it.",
    "\u202eturned round\u202c and <@&{id}> with https://discord.gg/abcdef there.",
)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, seconds in {
        "bridge.replies.pace.EDIT_SECONDS": 1.2,
        "bridge.replies.sign.TYPING_SECONDS": 8.0,
        "bridge.ears.loops.FAST": 1.5,
        "bridge.ears.loops.SLOW": 8.0,
    }.items():
        monkeypatch.setattr(name, seconds / SPEED)
    monkeypatch.setattr("bridge.replies.telling.RETRY_SECONDS", (0.04, 0.08, 0.2, 0.4, 3.0, 6.0))
    with servers_known_at_once(monkeypatch):
        yield


def author(double: Double, seed: int) -> Iterator[str]:
    """Replies that can be told apart: most are short, some long, some nasty."""
    rng = random.Random(seed)
    number = 0
    while True:
        number += 1
        kind = rng.random()
        body = "It is a fine thing and I think of it with joy, as one does of the sea in May."
        if kind < 0.1:
            body = rng.choice(NASTY).format(id=double.person("P0Ax").id, token=double.token)
        elif kind < 0.2:
            body = " ".join(f"Sentence {one} of many goes on about it." for one in range(90))
        yield f"N{number:04d} says this. {body}"


def limits(double: Double) -> None:
    """Discord's, as fast as the minutes pass."""
    for family, per, seconds in (
        ("messages", 5, 5.0),
        ("edits", 5, 5.0),
        ("deletes", 5, 1.0),
        ("typing", 5, 5.0),
        ("reactions", 1, 0.25),
    ):
        double.bucket(family, per, seconds / SPEED)


@pytest.mark.long
async def test_five_minutes_of_a_busy_town_while_everything_breaks(
    double: Double, caplog: pytest.LogCaptureFixture
) -> None:
    limits(double)
    town = build(double, SEED)
    texts = author(double, SEED)
    settings = {"discord_queue": QUEUE, "discord_guild_limit": 10_000, "batch_seconds": 0.04}
    pace = Pace(first_token_seconds=0.02, tokens_per_second=250.0, restart_seconds=0.2)
    most = 0

    async with sel(double, lambda _: next(texts), pace, **settings) as home:
        for number, room in enumerate(town.rooms):
            assert room.guild is not None
            for person in room.guild.people[:2] if number % 5 == 0 else ():
                key = person_key(person.id)
                await home.brain.submit(AnswerConsent(person=key, answer="yes"))

        async def again() -> None:
            await home.stop()
            await home.start()

        async def broken_calls() -> None:
            double.refuse("POST /channels/{}/messages", status=502, times=2)
            double.refuse("PATCH /channels/{}/messages/{}", status=503, times=2)
            double.refuse("POST /channels/{}/messages", "429 global", times=1, wait=0.2)
            double.refuse("POST /channels/{}/messages", status=500, times=1, lost=True)

        lag = asyncio.create_task(_lag())
        await live(
            town,
            home,
            [
                (12, lambda: crash_in_a_reply(home)),
                (30, double.drop),
                (50, broken_calls),
                (60, double.malformed),
                (135, lambda: double.drop(forget=True)),
                (230, again),
            ],
        )
        await home.ready()
        await home.quiet(20)
        lag.cancel()
        most = max(map(sum, home.queues().values()))
    ours = [one for one in caplog.records if one.name.startswith(("sel.", "bridge."))]
    assert [one.message for one in ours if one.levelname in ("ERROR", "CRITICAL")] == []
    assert double.resumes
    assert (
        len(double.identifies) >= 4
    )  # the start, the broken client, the lost session, the restart
    assert most == 0
    if (late := max(_LAGS)) > BUSY:  # a second here is twenty of the town's
        pytest.skip(f"this machine was too busy to judge minutes made short: {late:.2f} s late")
    check(town, home)


async def _lag() -> None:
    """How late the loop is, as long as it runs."""
    _LAGS[:] = [0.0]
    loop = asyncio.get_running_loop()
    while True:
        before = loop.time()
        await asyncio.sleep(0.01)
        _LAGS.append(loop.time() - before - 0.01)


def check(town: Town, home: Home) -> None:
    double = town.double
    assert not home.turns.fell_behind
    assert unsafe(double) == []
    excuses = [post for post in double.posts(town.market) if FULL[:30] in post.text]
    assert len(excuses) <= 2, "said once in a flood, if it was one on this machine"
    wrong = [one for one in map(lambda line: lacking(line, town, home), town.sent) if one]
    wrong += twice(town)
    lives = Counter(NUMBER.findall(_standing(double)))
    wrong += [
        f"{one} stands there {times} times: {standing(double, one)}"
        for one, times in lives.items()
        if times > 1
    ]
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)
    outcomes = Counter(map(lambda line: outcome(line, home), town.sent))
    assert outcomes["answered"] + outcomes["together"] > 200


def _standing(double: Double) -> str:
    posts = [post for channel in double.state.channels.values() for post in double.posts(channel)]
    return "\n".join(post.text.casefold() for post in posts if post.deleted is None)


def standing(double: Double, word: str) -> list[str]:
    """The posts in which a word stands."""
    posts = [post for channel in double.state.channels.values() for post in double.posts(channel)]
    return [
        f"{post.channel.name}, to {post.reply_to}: {post.text[:50]!r}"
        for post in posts
        if word in post.text.casefold() and post.deleted is None
    ]


def twice(town: Town) -> list[str]:
    """Messages with two answers under them; one that was changed may have another beside what it
    was answered together with others."""
    found = [(line, heads(town.double, line.channel, line.post)) for line in town.sent if line.post]
    return [
        f"answered twice: {told_of(line)}: {[post.text[:60] for post in posts]}"
        for line, posts in found
        if len(posts) > (2 if line.edit_at else 1)
    ]


def outcome(line: Line, home: Home) -> str:
    assert line.post is not None
    mine = heads(home.double, line.channel, line.post)
    if mine:
        return "refused" if FULL[:30] in mine[0].text else "answered"
    return "together" if _with_others(line, home) else "nothing"


def _with_others(line: Line, home: Home) -> bool:
    """Whether the reply of a turn that heard it stands there, under whichever message."""
    words = [word for word in (line.word, line.newer) if word]
    numbers = [
        found[0]
        for name, ending in home.turns.ended.items()
        if isinstance(ending, TurnFinished | TurnInterrupted)
        and any(word in text for word in words for text in home.turns.heard[name])
        and (found := NUMBER.search(said_in(ending)))
    ]
    posts = [post.text for post in home.double.posts(line.channel) if post.deleted is None]
    return any(number.casefold() in text.casefold() for number in numbers for text in posts)


def said_in(ending: TurnFinished | TurnInterrupted) -> str:
    return ending.text if isinstance(ending, TurnFinished) else ending.partial


def lacking(line: Line, town: Town, home: Home) -> str:
    """What is wrong with what became of a message; "" for nothing."""
    assert line.post is not None
    double = home.double
    mine = heads(double, line.channel, line.post)
    if line.kind in ("bot", "webhook"):
        return f"a machine was answered: {told_of(line)}" if mine else ""
    if (gone := line.post.deleted) is not None:
        late = [text for post in mine for at, text in post.history if at > gone + LATE]
        wrong = [text for text in late if not text.endswith(MARK)]
        return f"written after it was gone: {told_of(line)} {wrong}" if wrong else ""
    if not line.to_sel or mine or _with_others(line, home):
        return ""
    if line.channel is town.market and not told_of_turns(line, home):
        return ""  # passed over in a full queue, which is said there
    return f"not answered: {told_of(line)} {told_of_turns(line, home)} {course_of(line, home)}"


def course_of(line: Line, home: Home) -> list[str]:
    """What was said in a channel around a message, for whoever looks for what went wrong."""
    assert line.post is not None
    near = [one for one in line.channel.posts if abs(one.at - line.post.at) < 3.0]
    return [
        f"{one.at - line.post.at:+.2f} {one.author.name} {one.id} to {one.reply_to}: "
        f"{[(round(at - line.post.at, 2), text[:24]) for at, text in one.history]}"
        f" deleted {one.deleted and round(one.deleted - line.post.at, 2)}"
        for one in near
    ]


def told_of(line: Line) -> str:
    assert line.post is not None
    return f"{line.at:.0f} s, {line.kind} in {line.channel.name}: {line.post.text!r}"


def told_of_turns(line: Line, home: Home) -> list[str]:
    words = [word for word in (line.word, line.newer) if word]
    return [
        f"{name} {texts} {home.turns.ended.get(name)}"
        for name, texts in home.turns.heard.items()
        if any(word in text for word in words for text in texts)
    ]
