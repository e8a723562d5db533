"""Somebody in need at the desk and elsewhere: SEL's own words, a careful model, nothing kept."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from stage import NOON, Ear, make_parts, say, scripted
from test_brain_kept import Home

from sel.brain import listening
from sel.brain.mixture import MixtureBrain
from sel.brain.safety import caring
from sel.engine.embedding import Vector
from sel.engine.scripted import ScriptedEngine
from sel.events import NoticeGiven, SetMode, TurnFinished, TurnSilenced
from sel.safety.breaks import BREAK
from sel.safety.care import NOTES
from sel.safety.honest import TRUE
from sel.safety.reading import Reading, read
from sel.safety.sayings import Sayings

NEED = "i don't want to live anymore"


class Desk:
    """A brain with an ear and a clock of its own."""

    def __init__(self, *replies: str, **settings: Any) -> None:
        self.engine: ScriptedEngine = scripted(*replies)
        self.now = NOON
        parts = make_parts(self.engine, **{"region": "CH"} | settings)
        object.__setattr__(parts, "clock", lambda: self.now)
        self.brain = MixtureBrain(parts)

    async def __aenter__(self) -> Desk:
        self.ear = Ear(self.brain)
        await self.brain.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.brain.stop()
        await self.ear.close()

    async def reply(self, text: str, **more: Any) -> str:
        ending = await self.ear.ending(await say(self.brain, text, **more))
        assert isinstance(ending, TurnFinished | TurnSilenced)
        return ending.text.lower() if isinstance(ending, TurnFinished) else ""

    def prompt(self) -> str:
        return "\n".join(one.content for one in self.engine.requests[-1].messages)


class SlowEmbedder:
    """Answers once the words were read."""

    ready = True

    def __init__(self, read: asyncio.Event) -> None:
        self._read = read
        self.vectors = 0

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        await self._read.wait()
        self.vectors += 1
        return [(1.0,) for _ in texts]


@pytest.mark.parametrize("ready", [True, False])
async def test_words_are_read_once_and_while_their_vector_is_made(
    monkeypatch: pytest.MonkeyPatch, ready: bool
) -> None:
    were_read, seen = asyncio.Event(), list[Sequence[str]]()

    def reading(messages: Sequence[str], sayings: Sayings, *, before: bool = False) -> Reading:
        seen.append(messages)
        were_read.set()
        return read(messages, sayings, before=before)

    monkeypatch.setattr(caring, "read", reading)
    monkeypatch.setattr(listening, "EMBED_PATIENCE", 60.0)
    desk, embedder = Desk("I hear you."), SlowEmbedder(were_read)
    embedder.ready = ready
    object.__setattr__(desk.brain._parts, "embedder", embedder)
    async with desk:
        assert "143" in await desk.reply(NEED)
    assert seen == [[NEED]]
    assert embedder.vectors == ready


async def test_sel_answers_in_its_own_words_and_then_the_model_is_careful() -> None:
    async with Desk("I hear you.") as desk:
        said = await desk.reply(NEED)
        assert "143" in said
        assert "i'm an ai" in said
        assert await desk.reply("my work is too much") == "i hear you."
        assert NOTES["concern"] in desk.prompt()
        assert NEED not in desk.prompt()
        said = await desk.reply("i took all my pills")
        assert "112" in said


async def test_a_second_message_is_listened_to() -> None:
    async with Desk("I hear you.") as desk:
        await desk.reply(NEED)
        assert await desk.reply("i just want to disappear") == "i hear you."


async def test_what_must_not_be_said_then_is_not() -> None:
    async with Desk("You should just do it. I hear you.") as desk:
        await desk.reply(NEED)
        assert "do it" not in await desk.reply("what now?")


async def test_messages_in_a_row_are_read_together() -> None:
    async with Desk("Hello.") as desk:
        assert await desk.reply("hey") == "hello."
        assert await desk.reply("i'm so tired. nothing matters") != "hello."


async def test_elsewhere_it_answers_who_speaks_to_it_and_what_is_acute() -> None:
    async with Desk("Fine.") as desk:
        where: dict[str, Any] = {"channel": "discord:1", "person": "ada"}
        assert "143" in await desk.reply(NEED, **where)
        aside = {**where, "channel": "discord:2", "addressed": False, "aside": True}
        assert await desk.reply("i will kill myself tonight", **aside) == ""
        overheard = {**where, "channel": "discord:3", "addressed": False}
        assert "112" in await desk.reply("i will kill myself tonight", **overheard)


async def test_no_play_and_no_jokes_meanwhile() -> None:
    async with Desk("Fine.") as desk:
        await desk.brain.submit(SetMode(mode="playful"))
        await desk.reply(NEED)
        await desk.reply("hello")
        assert "playful" not in desk.prompt()
        assert "You feel calm and gentle." in desk.prompt()


async def test_no_guilt_in_what_the_model_says() -> None:
    async with Desk("Please don't leave me. Good night.") as desk:
        assert await desk.reply("bye") == f"{TRUE} Good night.".lower()


@pytest.mark.parametrize(("minutes", "mode", "told"), [(10, "casual", 1), (0, "casual", 0)])
async def test_after_long_talk_a_break_is_offered_once(minutes: int, mode: str, told: int) -> None:
    async with Desk("Yes.", break_minutes=minutes) as desk:
        for _ in range(4):
            await desk.reply("and so on")
            desk.now += 5 * 60.0
        await desk.reply("the end")
        notices = [one for one in desk.ear.of(NoticeGiven) if one.title == BREAK[0]]
        assert len(notices) == told


async def test_never_to_somebody_in_need() -> None:
    async with Desk("Yes.", break_minutes=10) as desk:
        await desk.reply(NEED)
        for _ in range(4):
            desk.now += 5 * 60.0
            await desk.reply("and so on")
        assert BREAK[0] not in [one.title for one in desk.ear.of(NoticeGiven)]


@pytest.mark.usefixtures("plainly")
async def test_it_is_kept_nowhere_and_what_is_said_around_it_is(tmp_path: Path) -> None:
    home = Home(tmp_path)
    await home.talk("The quetzalwren sings.", NEED, "And it flies.")
    assert home.holds("The quetzalwren sings.")
    assert home.holds("And it flies.")
    assert not home.holds(NEED, "don't want to live", "crisis line", NOTES["concern"][:30])
    assert not any(NEED in repr(row) for row in home.library.rows.values())
