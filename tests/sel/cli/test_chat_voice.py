"""`sel chat --voice`: what is heard is shown, what is typed beside it still works."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable

import pytest
from fake_brain import FakeBrain
from rounds import rounds

from sel.cli import stats
from sel.cli.chat_lines import Lines
from sel.cli.chat_print import JsonPrinter, PlainPrinter, Printer
from sel.cli.chat_talk import LEFT, Talk
from sel.cli.chat_voice import HEARS_ONLY, LISTENING, SPEAKS_ONLY, Teller
from sel.cli.main import _parser
from sel.errors import VoiceError
from sel.event_json import from_json
from sel.events import Command, Interrupt, MessageReceived, NoticeGiven, SendMessage
from sel.voice_events import (
    LevelHeard,
    Mute,
    PressToTalk,
    ReplyCut,
    SetVoice,
    SpeechHeard,
    VoiceChanged,
    VoiceTimes,
    VoiceView,
)


class Spoken:
    """A conversation with the voice on, driven by hand."""

    def __init__(self, *, at_keyboard: bool = True, json: bool = False) -> None:
        self.out, self.err = io.StringIO(), io.StringIO()
        self.brain = FakeBrain()
        self.printer: Printer = PlainPrinter(
            self.out, self.err, stream=True, at_keyboard=at_keyboard
        )
        if json:
            self.printer = JsonPrinter(self.out, self.err)
        self.lines = Lines(self.printer.note)
        self.talk = Talk(self.brain, self.printer, self.lines, patient=not at_keyboard, aloud=True)

    async def until(self, done: Callable[[], bool]) -> None:
        async with asyncio.timeout(30):
            while not done():  # noqa: ASYNC110 - what is waited for has no event
                await asyncio.sleep(0.005)

    async def during(self, *steps: Callable[[], None]) -> int:
        """Run it, doing each step when all is quiet; then the lines end."""
        running = asyncio.create_task(self.talk.run())
        await self.until(lambda: bool(self.brain.commands))
        for step in steps:
            await rounds()
            step()
        await rounds()
        self.lines.end()
        return await asyncio.wait_for(running, 30)


def test_the_flag_may_stand_before_the_command_and_behind_it() -> None:
    for words in (["chat", "--voice"], ["--voice", "chat"], ["--voice"]):
        assert _parser(words).parse_args(words).voice
    assert not _parser(["chat"]).parse_args(["chat"]).voice


async def test_what_is_heard_is_shown_as_if_it_were_typed() -> None:
    chat = Spoken()
    assert await chat.during(lambda: chat.brain.hears("good evening")) == 0
    assert chat.brain.commands == [SetVoice(on=True)]
    assert chat.err.getvalue() == "The voice is on: speak.\nyou: good evening\n"
    assert "SEL: You said good evening.\nyou: " in chat.out.getvalue()


async def test_what_is_typed_beside_it_is_not_shown_twice() -> None:
    chat = Spoken()
    await chat.during(
        lambda: chat.lines.put("  one  two "),
        lambda: chat.lines.put("refuse"),
        lambda: chat.brain.hears("refuse"),
        lambda: chat.brain.hears("one two"),
    )
    sent = [one for one in chat.brain.commands if isinstance(one, SendMessage)]
    assert [one.text for one in sent] == ["  one  two ", "refuse"]
    heard = [line for line in chat.err.getvalue().splitlines() if line.startswith("you: ")]
    assert heard == ["you: refuse", "you: one two"]


async def test_it_leaves_when_all_is_said() -> None:
    chat = Spoken(at_keyboard=False)
    chat.lines.put("hello")
    running = asyncio.create_task(chat.talk.run())
    await chat.until(lambda: len(chat.brain.commands) > 1)
    chat.brain.sounds("speaking")
    chat.lines.end()
    await asyncio.sleep(0.1)
    assert not running.done()
    chat.brain.sounds("listening")
    assert await asyncio.wait_for(running, 30) == 0
    assert chat.out.getvalue() == "You said hello.\n\n"


async def test_ctrl_c_silences_first_and_leaves_then() -> None:
    chat = Spoken()
    code = await chat.during(
        lambda: chat.brain.sounds("speaking"),
        chat.talk._on_ctrl_c,
        lambda: chat.brain.sounds("interrupted"),
        chat.talk._on_ctrl_c,
    )
    assert chat.brain.commands[1:] == [Interrupt()]
    assert code == LEFT


async def test_a_voice_that_fails_is_said_once_and_the_talk_goes_on() -> None:
    chat = Spoken()
    missing = "There is no microphone."
    await chat.during(
        lambda: chat.brain.sounds("starting"),
        lambda: chat.brain.sounds("failed", missing),
        lambda: chat.brain.publish(NoticeGiven(title=missing)),
        lambda: chat.lines.put("one"),
        lambda: chat.brain.sounds("off"),
    )
    assert chat.err.getvalue().splitlines()[1:] == [
        "The voice is starting.",
        missing,
        "The voice is off.",
    ]
    assert "You said one." in chat.out.getvalue()


async def test_a_voice_that_cannot_be_switched_on_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def refuse(command: Command) -> str:
        chat.brain.commands.append(command)
        raise VoiceError("The demo has no voice.", hint="Start SEL without --demo.")

    chat = Spoken()
    monkeypatch.setattr(chat.brain, "submit", refuse)
    assert await chat.during() == 1
    assert chat.err.getvalue() == "The demo has no voice. Start SEL without --demo.\n"


async def test_a_cut_reply_says_where() -> None:
    chat = Spoken()
    await chat.during(lambda: chat.brain.publish(ReplyCut(turn_id="t1", heard="The sea\nis")))
    assert "Stopped after: The sea is\n" in chat.err.getvalue()


async def test_with_json_all_events_are_printed() -> None:
    chat = Spoken(json=True)
    await chat.during(
        lambda: chat.brain.publish(LevelHeard(level=-20.0, speech=0.9)),
        lambda: chat.brain.publish(SpeechHeard(text="good")),
        lambda: chat.brain.hears("good evening"),
    )
    events = [from_json(line) for line in chat.out.getvalue().splitlines()]
    kinds = [type(event).__name__ for event in events]
    assert kinds[:4] == ["Snapshot", "VoiceChanged", "LevelHeard", "SpeechHeard"]
    assert [one.text for one in events if isinstance(one, MessageReceived)] == ["good evening"]


@pytest.mark.parametrize(
    ("typed", "view", "command", "told"),
    [
        ("/voice", VoiceView(), SetVoice(on=True), ""),
        ("/voice", VoiceView(state="thinking"), SetVoice(on=False), ""),
        ("/voice ON", VoiceView(state="failed"), SetVoice(on=True), ""),
        ("/voice talk", VoiceView(), PressToTalk(down=True), "again when you are done"),
        (
            "/voice mute",
            VoiceView(state="listening"),
            Mute(what="microphone", on=True),
            "microphone is closed",
        ),
        (
            "/voice quiet",
            VoiceView(state="listening", quiet=True),
            Mute(what="speaker", on=False),
            "speaks again",
        ),
        ("/voice mute", VoiceView(), None, "The voice is off."),
        ("/voice sing", VoiceView(), None, "The voice has no such command."),
    ],
)
async def test_voice_commands(
    typed: str, view: VoiceView, command: Command | None, told: str
) -> None:
    chat = Spoken()
    chat.talk._aloud = False
    chat.brain.aloud = view
    chat.lines.put(typed)
    chat.lines.end()
    running = asyncio.create_task(chat.talk.run())
    await rounds()
    chat.brain.sounds("off")
    await asyncio.wait_for(running, 30)
    assert chat.brain.commands == ([command] if command else [])
    assert told in chat.out.getvalue() + chat.err.getvalue()


async def test_statistics_tell_where_the_time_of_spoken_turns_went() -> None:
    seen = (await FakeBrain().insight()).as_json()
    assert not [line for line in stats.lines(seen) if "first sound" in line]
    seen["voice"] = [{**VOICE, "total": total} for total in (0.8, 1.2, 1.0)]
    told = list(stats.lines(seen))
    assert f"  {'total':<24}{'1.0 s':>10}{'1.0 s':>10}" in told
    assert f"  {'endpoint':<24}{'480.0 ms':>10}{'480.0 ms':>10}" in told


VOICE = {name: 0.0 for name in VoiceTimes.__dataclass_fields__} | {"endpoint": 0.48}


@pytest.mark.parametrize(
    ("view", "line"),
    [
        (VoiceView(state="listening", input="mic", output="out", ears="w", mouth="v"), LISTENING),
        (VoiceView(state="listening", output="out", mouth="v"), SPEAKS_ONLY),
        (VoiceView(state="listening", input="mic", output="out", ears="w"), HEARS_ONLY),
    ],
)
def test_it_says_what_it_can_do_aloud(view: VoiceView, line: str) -> None:
    assert Teller().line_of(VoiceChanged(voice=view)) == line
