"""A talk on the screen: what the person does becomes commands, what events tell is drawn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from face_fakes import FakeBrain, FakeSettings, drawn
from textual.pilot import Pilot

from sel.errors import InputRefused
from sel.events import (
    ChannelCleared,
    ClearChannel,
    EngineChanged,
    EngineView,
    ErrorView,
    Event,
    Interrupt,
    MessageRouted,
    NoticeGiven,
    PromptRead,
    SendMessage,
    SetMode,
    TextArrived,
    TurnFailed,
    TurnFinished,
    TurnInterrupted,
    TurnSilenced,
    TurnStarted,
    UseModel,
)
from tui.app import SelApp
from tui.scene import READY, stats, talk
from tui.widgets.message import Notice, PersonMessage, SelMessage
from tui.widgets.paper import Paper


def shown(paper: Paper) -> str:
    return "\n".join(line.lead + line.text.plain for line in paper.lines)


@dataclass
class Face:
    pilot: Pilot[None]
    app: SelApp
    brain: FakeBrain

    async def tell(self, *events: Event) -> None:
        self.brain.tell(*events)
        await drawn(self.pilot, self.brain)

    async def type(self, text: str) -> None:
        self.app.main.prompt.insert(text)
        await self.pilot.pause()

    async def send(self, text: str) -> None:
        await self.type(text)
        await self.pilot.press("enter")
        await drawn(self.pilot, self.brain)

    def messages(self) -> list[str]:
        return [shown(item) for item in self.app.main.conversation.messages]

    def notices(self) -> list[str]:
        return [shown(item) for item in self.app.main.conversation.query(Notice)]


@asynccontextmanager
async def face(
    brain: FakeBrain | None = None, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Face]:
    brain = brain or FakeBrain()
    app = SelApp(brain, FakeSettings())
    async with app.run_test(size=size) as pilot:
        await drawn(pilot, brain)
        yield Face(pilot, app, brain)


async def test_what_is_typed_is_sent_and_shown_as_typed() -> None:
    async with face() as it:
        await it.send("[bold]hello[/bold] *there*")
        assert it.brain.commands == [SendMessage(text="[bold]hello[/bold] *there*")]
        assert it.messages() == ["You  22:13\n[bold]hello[/bold] *there*"]
        assert it.app.main.prompt.text == ""


async def test_a_reply_streams_and_is_drawn_whole_at_its_end() -> None:
    async with face() as it:
        await it.tell(TurnStarted(turn_id="t"))
        assert it.messages() == ["SEL\n…"]
        await it.tell(
            MessageRouted(turn_id="t", intent="code", confidence=1, reason="", expert="coder")
        )
        await it.tell(TextArrived(turn_id="t", text="Hello **th"))
        await it.tell(TextArrived(turn_id="t", text="ere**"))
        assert it.messages() == ["SEL  coder\nHello there"]
        assert it.app.main.desk.feed.answering == "t"
        await it.tell(TurnFinished(turn_id="t", text="Hello **there**, friend", stats=stats()))
        assert it.messages() == ["SEL  coder\nHello there, friend"]
        assert not it.app.main.desk.feed.answering
        assert it.app.main.desk.feed.readings.speed == pytest.approx(96)


async def test_every_way_a_turn_ends_is_marked() -> None:
    error = ErrorView(kind="EngineCrashed", title="The engine died.", hint="It is starting again.")
    async with face() as it:
        await it.tell(TextArrived(turn_id="a", text="half a"))
        await it.tell(TurnInterrupted(turn_id="a", partial="half a"))
        await it.tell(TextArrived(turn_id="b", text="part"))
        await it.tell(TurnFailed(turn_id="b", partial="part", error=error))
        await it.tell(
            TurnStarted(turn_id="c"), TurnSilenced(turn_id="c", reason="you asked for it")
        )
        assert it.messages() == [
            "SEL\nhalf a\n\n— stopped here",
            "SEL\npart\n\n— The engine died. It is starting again.",
        ]
        assert it.notices() == ["· SEL keeps quiet: you asked for it"]


async def test_late_and_unknown_events_change_nothing() -> None:
    class Surprise(Event):
        pass

    async with face() as it:
        await it.tell(TurnInterrupted(turn_id="t", partial="so far"))
        before = it.messages()
        await it.tell(
            TurnStarted(turn_id="t"),
            TextArrived(turn_id="t", text=" and more"),
            Surprise(),
            TextArrived(turn_id="x", channel="elsewhere", text="not here"),
        )
        assert it.messages() == before == ["SEL\nso far\n\n— stopped here"]
        assert not it.app.main.desk.feed.answering


async def test_an_interrupt_that_jumped_the_queue_is_put_in_order() -> None:
    async with face() as it:
        it.brain.tell(TurnStarted(turn_id="t"), TextArrived(turn_id="t", text="one"))
        await it.tell(TurnInterrupted(turn_id="t", partial="one two"))
        assert it.messages() == ["SEL\none two\n\n— stopped here"]


async def test_messages_sent_while_waking_reach_the_brain() -> None:
    async with face(FakeBrain(engine=EngineView(state="waking"))) as it:
        assert "as soon as SEL is awake" in str(it.app.main.prompt.placeholder)
        await it.send("are you there?")
        await it.tell(TurnStarted(turn_id="t"))
        assert it.messages()[-1] == "SEL\n… as soon as I am awake"
        await it.tell(EngineChanged(engine=READY))
        assert it.app.main.prompt.placeholder == "Say something"
        assert it.brain.commands == [SendMessage(text="are you there?")]


async def test_a_long_prompt_being_read_says_how_far() -> None:
    async with face() as it:
        await it.tell(TurnStarted(turn_id="t"), PromptRead(turn_id="t", done=1000, total=4000))
        assert it.messages() == ["SEL\n… reading, 25%"]


async def test_a_refused_message_comes_back() -> None:
    refused = InputRefused("That is too long.", hint="Send it in parts.")
    async with face(FakeBrain(refuse=refused)) as it:
        await it.send("x" * 300)
        assert it.notices() == ["! That is too long.\n  Send it in parts."]
        assert it.app.main.prompt.text == "x" * 300


async def test_escape_stops_the_reply_and_nothing_else() -> None:
    async with face() as it:
        await it.pilot.press("escape")
        assert it.brain.commands == []
        await it.tell(TextArrived(turn_id="t", text="and then"))
        await it.pilot.press("escape")
        await it.pilot.pause()
        assert it.brain.commands == [Interrupt()]


async def test_a_snapshot_redraws_the_conversation() -> None:
    async with face(FakeBrain(messages=talk(), last=stats())) as it:
        conversation = it.app.main.conversation
        kinds = [type(message) for message in conversation.messages]
        assert kinds == [PersonMessage, SelMessage] * 2
        assert it.app.main.desk.feed.readings.last == stats()
        it.brain.messages = talk()[:1]
        await it.tell(it.brain.snapshot())
        assert len(conversation.messages) == 1


async def test_notices_and_clearing() -> None:
    async with face() as it:
        await it.tell(NoticeGiven(title="The starter model is used.", hint="sel models get"))
        assert it.notices() == ["· The starter model is used.\n  sel models get"]
        await it.send("hello")
        await it.tell(ChannelCleared())
        assert it.messages() == []


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("/clear", ClearChannel()),
        ("/mode playful", SetMode(mode="playful")),
        ("/mode deep focus", SetMode(mode="deep_focus")),
        ("/model coder my model.gguf", UseModel(role="coder", model="my model.gguf")),
    ],
)
async def test_slash_commands_become_commands(typed: str, command: object) -> None:
    async with face() as it:
        await it.send(typed)
        assert it.brain.commands == [command]
        assert it.notices() == []


@pytest.mark.parametrize(
    ("typed", "notice"),
    [
        ("/nonsense", "There is no command /nonsense."),
        ("/mode silly", "There is no such mode."),
        ("/model coder", "Which model?"),
        ("/model", "The model in use is SmolLM2-135M-Instruct.Q4_1."),
        ("/copy", "There is no reply to copy yet."),
        ("/export", "There is nothing to export yet."),
    ],
)
async def test_slash_commands_that_cannot_say_so(typed: str, notice: str) -> None:
    async with face() as it:
        await it.send(typed)
        assert it.brain.commands == []
        assert notice in it.notices()[0]


async def test_copying_the_reply_and_its_code() -> None:
    async with face(FakeBrain(messages=talk()[:2])) as it:
        await it.send("/copy")
        assert it.app.clipboard == talk()[1].text
        await it.send("/copy code")
        assert it.app.clipboard.startswith("def greet(")
        assert it.app.clipboard.rstrip().endswith('print(f"Hello, {name}!")')


async def test_a_brain_is_built_after_the_first_frame_and_stopped_at_the_end() -> None:
    brain = FakeBrain()
    built: list[bool] = []

    def make() -> FakeBrain:
        built.append(app.main.prompt.is_mounted)
        return brain

    app = SelApp(make, FakeSettings())
    async with app.run_test() as pilot:
        await drawn(pilot, brain)
        assert built == [True]
        assert brain.started
    assert brain.stopped


async def test_a_brain_that_cannot_be_built_is_said_in_a_sentence() -> None:
    def make() -> FakeBrain:
        raise RuntimeError("secret words")

    app = SelApp(make, FakeSettings())
    async with app.run_test() as pilot:
        app.main.prompt.insert("are you there?")
        await pilot.press("enter")
        async with asyncio.timeout(60):
            while len(app.main.conversation.query(Notice)) < 2:
                await pilot.pause(0.01)
        notices = [shown(item) for item in app.main.conversation.query(Notice)]
        assert app.main.prompt.text == "are you there?"
        assert app.main.desk.feed.readings.engine.state == "failed"
    assert notices == ["! SEL could not wake.\n  Its log has the details."] * 2


async def test_one_event_that_cannot_be_drawn_stops_nothing() -> None:
    async with face() as it:
        it.brain.tell(PromptRead(turn_id="t", done=1, total=0), NoticeGiven(title="", hint=None))  # type: ignore[arg-type]
        it.brain.tell(NoticeGiven(title=5))  # type: ignore[arg-type]
        await it.pilot.pause(0.2)
        await it.tell(TextArrived(turn_id="t", text="still here"))
        assert it.messages() == ["SEL\nstill here"]
