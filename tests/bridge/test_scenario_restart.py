"""SEL leaves and comes back in the same folder: what was open is answered then, nothing twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from double import Double
from scenario_stage import Home, heads, sel, servers_known_at_once

from bridge.ears.ears import FULL
from sel.engine.scripted import Pace


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Replies have 0.2 s to come to their end; for marking there is all the time it takes."""
    monkeypatch.setattr("bridge.bridge.FINISH_SECONDS", 30.2)
    monkeypatch.setattr("bridge.at_work.MARK_SECONDS", 30.1)
    monkeypatch.setattr("bridge.replies.answering.MARKING_SECONDS", 30.0)
    with servers_known_at_once(monkeypatch):
        yield


def answer(_: str) -> str:
    return "It is a fine thing and I think of it with joy."


async def again(home: Home) -> None:
    await home.stop()
    await home.start()
    await home.quiet()


async def test_what_sel_had_no_word_for_yet_is_answered_after_a_start(double: Double) -> None:
    guild = double.guild("Home", channels=("a", "b"), people=("Owner", "Ada", "Ben"))
    one, two = guild.channels
    slow = Pace(first_token_seconds=30.0)
    async with sel(double, answer, slow) as home:
        first = await double.say(one, guild.person("Ada"), "what is it?", mention_sel=True)
        await double.until(lambda: home.turns.order)
        waits = await double.say(one, guild.person("Ben"), "and for me?", mention_sel=True)
        other = await double.say(two, guild.person("Ben"), "and here?", mention_sel=True)
        await double.until(lambda: home.waiting() == 3)
        home.pace = Pace()
        await again(home)
        for room, post in ((one, first), (one, waits), (two, other)):
            assert len(heads(double, room, post)) <= 1
        assert len(heads(double, one, waits)) == 1, "with what was asked before it"
        assert len(heads(double, two, other)) == 1
        assert any("what is it?" in text for text in home.turns.together("and for me?"))
        await again(home)
        assert len(double.posts(one)) + len(double.posts(two)) <= 3


async def test_what_was_begun_is_marked_and_not_answered_again(double: Double) -> None:
    guild = double.guild("Home", people=("Owner", "Ada"))
    general = guild.channel("general")
    async with sel(double, answer, Pace(tokens_per_second=5.0)) as home:
        question = await double.say(general, guild.person("Ada"), "what is it?", mention_sel=True)
        await double.until(lambda: heads(double, general, question))
        home.pace = Pace()
        await again(home)
        (post,) = double.posts(general)
        assert post.text.endswith("\u2014")


async def test_what_was_answered_or_passed_over_takes_nobodys_place(double: Double) -> None:
    crowd = [f"Crowd{number}" for number in range(12)]
    guild = double.guild("Home", people=("Owner", *crowd))
    general = guild.channel("general")
    async with sel(double, answer, discord_queue=3, batch_seconds=0.05) as home:
        for name in crowd:
            await double.say(general, guild.person(name), f"look, {name}", mention_sel=True)
        await home.quiet()
        before = len(double.posts(general))
        await home.stop()
        late = [
            await double.say(general, guild.person(name), f"and {name}?", mention_sel=True)
            for name in crowd[:3]
        ]
        await home.start()
        await home.quiet()
        new = [post.text for post in double.posts(general)[before:]]
        assert not any(FULL[:20] in text for text in new)
        heard = [text for name, turn in home.turns.heard.items() if name[0] == "2" for text in turn]
        assert sorted(heard) == [f"and {name}?" for name in crowd[:3]]
        assert sum(len(heads(double, general, post)) for post in late) >= 1
