"""Every command and button against the double: put off first, seen by whom it concerns, answered
or refused in a sentence; whatever breaks on the way, nothing crashes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass

import discord
import pytest
from command_fakes import REFUSAL, FakeBook, World, memory
from discord.ext import commands
from double import Double
from double.interactions import Response
from double.people import Channel, Person
from double.posts import File
from double.wire import EPHEMERAL, VOICE_STATES

from bridge.commands import aloud, consent
from bridge.commands.failing import ODD
from bridge.commands.memories import GONE
from bridge.commands.setup import Installed, install
from bridge.commands.typed import NOT_HERE
from sel.memory_events import AnswerConsent, ConsentAsked, ConsentChanged

CANARY = "quetzalwren"
"""Said to SEL alone, so seen in no server."""


class Client(commands.Bot):
    """SEL's client, with nothing but commands."""

    def __init__(self, double: Double, world: World) -> None:
        super().__init__(
            "!",
            intents=discord.Intents.all(),
            connector=double.connector(),
            help_command=None,
            max_messages=None,
            chunk_guilds_at_startup=False,
        )
        self.ready = asyncio.Event()
        self.installed: Installed = install(self, world.deps())
        self._connection.guild_ready_timeout = 0.05

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def on_ready(self) -> None:
        self.ready.set()

    async def on_message(self, message: discord.Message) -> None:
        if not message.author.bot:
            await self.installed.typed(message)


@dataclass
class Stage:
    """A server with somebody who manages it and somebody who does not."""

    double: Double
    world: World
    client: Client
    hall: Channel
    manager: Person
    guest: Person
    dm: Channel

    async def use(
        self, command: str, by: Person | None = None, at: Channel | None = None, **options: object
    ) -> Response:
        """Somebody uses a command; its answer."""
        used = await self.double.slash(at or self.hall, by or self.guest, command, **options)
        return await used.answered(3.0)

    async def press(self, shown: Response, by: Person, label: str) -> Response:
        """Somebody presses a button; the answer."""
        return await (await self.double.press(shown, by, label=label)).answered(3.0)


@contextlib.asynccontextmanager
async def connected(double: Double, world: World) -> AsyncIterator[Client]:
    client = Client(double, world)
    running = asyncio.create_task(client.start(double.token))
    await asyncio.wait_for(client.ready.wait(), 30)
    yield client
    await client.close()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
async def stage(double: Double) -> AsyncIterator[Stage]:
    world = World()
    guild = double.guild("Home", ("general",), ("Eve", "Ada", "Ben"), managers=("Ben",))
    ben, ada = guild.person("Ben"), guild.person("Ada")
    world.mind.kept[f"discord:{ada.id}"] = [
        memory(f"told {CANARY} in private", f"dm:{ada.id}"),
        memory("likes tea", f"guild:{guild.id}"),
    ]
    world.mind.kept[f"discord:{ben.id}"] = [memory("is called Wobblethorpe", f"guild:{guild.id}")]
    async with connected(double, world) as client:
        yield Stage(double, world, client, guild.channel("general"), ben, ada, double.dm(ada))


def told(response: Response) -> str:
    files = b"".join(one.data for one in response.files)
    return "\n".join(response.texts) + files.decode("latin-1")


EVERY: dict[str, dict[str, object]] = {
    "sel status": {},
    "sel mood timeline": {"text": True},
    "sel mode": {},
    "sel cache_stats": {},
    "sel stats": {},
    "sel consent": {},
    "sel memsvg": {},
    "sel summarise": {"messages": 3},
    "sel memory list": {},
    "sel memory search": {"about": "tea"},
    "sel memory forget": {"about": "tea"},
    "sel memory export": {},
    "sel channel show": {},
    "sel channel allow": {},
    "sel channel quiet": {},
    "sel channel deny": {},
    "sel channel usual": {},
    "sel pause": {},
    "sel resume": {},
    "sel join": {},
    "sel leave": {},
    "sel say": {"text": "hello"},
    "sel checkins on": {},
    "sel checkins off": {},
    "sel help": {},
}
OPEN = {"sel status", "sel mood timeline"}
MANAGED = {
    "sel channel allow",
    "sel channel quiet",
    "sel channel deny",
    "sel channel usual",
    "sel pause",
    "sel resume",
}


async def test_every_command_is_put_off_answered_and_seen_by_whom_it_concerns(
    stage: Stage,
) -> None:
    names = {
        one.qualified_name
        for one in stage.client.tree.walk_commands()
        if isinstance(one, discord.app_commands.Command)
    }
    assert names == set(EVERY)
    for place in (stage.hall, stage.dm):
        for name, options in EVERY.items():
            used = await stage.use(name, None, place, **options)
            assert (used.deferred, used.ephemeral) == (True, name not in OPEN), name
            assert 0 < len(used.text) <= 2000, name
            assert used.text != ODD, name
            if place is stage.hall:
                assert CANARY not in told(used), name
            assert "Wobblethorpe" not in told(used), name
            assert ("permission" in used.text) == (name in MANAGED and place is stage.hall), name
    assert stage.world.book == FakeBook()
    assert stage.double.posts(stage.hall)[0].files[0].name == "sel-mood.png"


async def test_who_manages_may(stage: Stage) -> None:
    for name in MANAGED:
        assert "permission" not in (await stage.use(name, by=stage.manager)).text
    assert (await stage.use("sel mode", by=stage.manager, mode="playful")).text.startswith("Mode")
    assert "permission" in (await stage.use("sel mode", mode="casual")).text


async def test_in_a_direct_message_all_of_ones_own_is_shown(stage: Stage) -> None:
    for name in ("sel memory list", "sel memory export", "sel memsvg"):
        used = await stage.use(name, at=stage.dm)
        assert CANARY in told(used)
        assert used.ephemeral


async def test_forgetting_is_asked_first_and_done_by_a_button(stage: Stage) -> None:
    used = await stage.use("sel memory forget", about="tea")
    assert "likes tea" in used.text
    assert len(stage.world.mind.kept[f"discord:{stage.guest.id}"]) == 2
    pressed = await stage.press(used, stage.guest, "Forget it for good")
    assert (pressed.deferred, pressed.text, pressed.components) == (True, GONE, [])
    assert [one.text for one in stage.world.mind.kept[f"discord:{stage.guest.id}"]] == [
        f"told {CANARY} in private"
    ]


async def test_consent_is_given_and_taken_back_by_buttons_also_after_a_restart(
    stage: Stage,
) -> None:
    mind, person = stage.world.mind, f"discord:{stage.guest.id}"
    used = await stage.use("sel consent")
    assert consent.QUESTION in used.text
    await stage.client.close()
    async with connected(stage.double, stage.world):
        await stage.press(used, stage.guest, "Yes")
        assert mind.states == {person: "given"}
        await stage.press(used, stage.guest, "Erase everything")
        assert mind.states == {person: "given"}
        assert (await stage.press(used, stage.guest, "Yes, erase all")).text == consent.ERASED
    assert [one.answer for one in mind.commands if isinstance(one, AnswerConsent)] == [
        "yes",
        "withdraw_erase",
    ]


async def test_the_question_is_put_in_a_direct_message_and_nowhere_else(stage: Stage) -> None:
    questions, person = stage.client.installed.questions, f"discord:{stage.guest.id}"
    hall, dm = f"discord:{stage.hall.id}", f"discord:{stage.dm.id}"
    await questions.answered(person, dm)
    assert stage.double.posts(stage.dm) == []  # nobody is to be asked
    questions.hear(ConsentAsked(channel=hall, person=person, text=""))
    await questions.answered(person, hall)
    await questions.answered(f"discord:{stage.manager.id}", dm)
    await questions.ask(person, "discord:12345")  # a thread that is not known
    assert stage.double.posts(stage.hall) == stage.double.posts(stage.dm) == []
    await questions.answered(person, dm)
    await questions.answered(person, dm)
    (asked,) = stage.double.posts(stage.dm)
    assert asked.text == consent.QUESTION
    pressed = await stage.double.press(asked, stage.guest, label="Never")
    assert consent.STATES["never"] in (await pressed.answered()).text
    assert stage.world.mind.states == {person: "never"}
    questions.hear(ConsentAsked(channel=dm, person=person, text=""))
    questions.hear(ConsentChanged(channel=dm, person=person, state="never"))
    await questions.answered(person, dm)
    assert len(stage.double.posts(stage.dm)) == 1


async def test_who_takes_no_direct_messages_is_not_asked_and_nothing_breaks(stage: Stage) -> None:
    questions, person = stage.client.installed.questions, f"discord:{stage.guest.id}"
    dm = f"discord:{stage.dm.id}"
    questions.hear(ConsentAsked(channel=dm, person=person, text=""))
    stage.guest.closed = True
    await questions.answered(person, dm)
    stage.guest.closed = False
    await questions.answered(person, dm)
    assert len(stage.double.posts(stage.dm)) == 1


async def test_a_channel_is_summed_up_for_who_may_read_it(stage: Stage) -> None:
    await stage.double.say(stage.hall, stage.manager, "it rains")
    await stage.double.say(stage.hall, stage.manager, "", files=[File("rain.png", b"-")])
    await stage.double.say(stage.hall, stage.manager, "and it is cold")
    used = await stage.use("sel summarise", messages=10)
    assert used.text.endswith(stage.world.mind.summary)
    assert stage.world.mind.summed == [("Ben", "it rains"), ("Ben", "and it is cold")]
    await stage.double.say(stage.hall, stage.manager, f"{stage.guest.mention}, ok?")
    await stage.use("sel summarise", messages=1)
    assert stage.world.mind.summed == [("Ben", "@Ada, ok?")]
    await stage.use("sel summarise", minutes=5)
    assert "try again in" in (await stage.use("sel summarise")).text
    stage.double.refuse("GET /channels/{id}/messages", status=403, times=1)
    refused = await stage.use("sel summarise", by=stage.manager)
    assert "may not read" in refused.text


async def test_memsvg_typed_is_answered_in_a_direct_message_only(stage: Stage) -> None:
    await stage.double.say(stage.hall, stage.guest, "!memsvg")
    await stage.double.say(stage.dm, stage.guest, " !MemSVG ")
    await stage.double.until(lambda: stage.double.posts(stage.dm))
    (here,) = await stage.double.until(lambda: stage.double.posts(stage.hall))
    assert (here.text, here.files) == (NOT_HERE, ())
    (there,) = stage.double.posts(stage.dm)
    assert CANARY in there.files[0].data.decode()


async def test_an_error_is_a_sentence_and_no_words_of_anybody(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bridge")
    stage.world.mind.failing = REFUSAL
    used = await stage.use("sel memory list")
    assert (used.text, used.ephemeral) == ("The cat sits on it. Ask the cat.", True)
    stage.world.mind.failing = ValueError(CANARY)
    used = await stage.use("sel memory list")
    assert (used.text, used.ephemeral) == (ODD, True)
    stage.world.mind.failing = None
    asked = await stage.use("sel consent")
    stage.world.mind.failing = ValueError(CANARY)
    pressed = await stage.press(asked, stage.guest, "Yes")
    assert pressed.texts[-1] == ODD
    assert pressed.followups[-1].flags & EPHEMERAL
    assert "ValueError" in caplog.text
    assert CANARY not in caplog.text


async def test_a_use_that_died_breaks_nothing(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.double.interactions.answer_in = 0.0
    await stage.double.slash(stage.hall, stage.guest, "sel status")
    await stage.double.until(lambda: stage.double.calls("POST /interactions/{}/{}/callback"))
    stage.double.interactions.answer_in = 3.0
    stage.double.interactions.token_for = 0.0
    await stage.double.slash(stage.hall, stage.guest, "sel stats")
    await stage.double.until(lambda: stage.double.calls("PATCH /webhooks/{}/{}/messages/{}"))
    stage.double.interactions.token_for = 900.0
    assert (await stage.use("sel status", text=True)).text
    assert "Traceback" not in caplog.text


async def test_voice_is_for_who_is_there(stage: Stage) -> None:
    voice = stage.world.voice
    assert voice is not None
    assert "first, or name one" in (await stage.use("sel join")).text
    assert "I am in no voice channel" in (await stage.use("sel say", text="hello")).text
    guild = stage.hall.guild
    assert guild is not None
    lounge = guild.voice("Lounge")
    joined = await stage.use("sel join", room=lounge)
    assert aloud.DEAF in joined.text
    assert voice.rooms == {guild.id: lounge.id}
    assert "Only who is" in (await stage.use("sel say", text="hello")).text
    assert "Only who is" in (await stage.use("sel leave")).text
    assert voice.said == []
    guild.in_voice[stage.guest.id] = lounge
    moved = guild.voice_state(stage.guest, lounge)
    guild.tell_of("VOICE_STATE_UPDATE", moved, VOICE_STATES)
    assert (await stage.use("sel say", text="hello")).text == "Said."
    assert voice.said == ["hello"]
    assert (await stage.use("sel leave", by=stage.manager)).text == "I have left."
    assert (await stage.use("sel join")).text.startswith("I am in Lounge.")
    assert (await stage.use("sel leave")).text == "I have left."
    assert voice.rooms == {}


async def test_without_a_voice_it_is_said(double: Double) -> None:
    guild = double.guild("Home", ("general",), ("Eve",))
    async with connected(double, World(voice=None)):
        used = await double.slash(guild.channel("general"), guild.person("Eve"), "sel join")
        assert (await used.answered()).text == aloud.NO_VOICE
