import asyncio
import io
import json
import os
import signal
from pathlib import Path

import pytest
from fake_brain import FakeBrain
from rounds import rounds

from sel.cli.chat_lines import MOST, Lines
from sel.cli.chat_print import JsonPrinter, PlainPrinter
from sel.cli.chat_talk import Talk
from sel.event_json import from_json
from sel.events import (
    ClearChannel,
    EngineChanged,
    EngineView,
    ErrorView,
    NoticeGiven,
    ReplyStats,
    SendMessage,
    SetMode,
    Snapshot,
    TextArrived,
    TurnFailed,
    TurnFinished,
    TurnStarted,
)
from sel.memory_events import ConsentAsked
from sel.session_events import SessionChanged, SessionView


class Chat:
    """A conversation with a fake brain, and what it printed."""

    def __init__(
        self, *, stream: bool = True, at_keyboard: bool = False, once: bool = False
    ) -> None:
        self.out, self.err = io.StringIO(), io.StringIO()
        self.brain = FakeBrain()
        self.printer = PlainPrinter(
            self.out, self.err, stream=stream, at_keyboard=at_keyboard, once=once
        )
        self.lines = Lines(self.printer.note)
        self.talk = Talk(self.brain, self.printer, self.lines, patient=not at_keyboard)

    async def say(self, *lines: str) -> int:
        for line in lines:
            self.lines.put(line)
        self.lines.end()
        return await asyncio.wait_for(self.talk.run(), 30)


async def test_each_line_is_answered_in_turn() -> None:
    chat = Chat()
    assert await chat.say("one", "", "two") == 0
    assert chat.out.getvalue() == "You said one.\n\nYou said two.\n\n"
    assert chat.err.getvalue() == ""
    assert chat.brain.stopped == 1


async def test_a_persona_speaks_under_its_name() -> None:
    chat = Chat(at_keyboard=True)
    chat.printer.show(SessionChanged(session=SessionView(id="s", speaker="Mira \x1b[1mVale")))
    chat.printer.show(TextArrived(turn_id="t", text="Hm."))
    chat.printer.show(TurnFinished(turn_id="t", text="Hm."))
    assert chat.out.getvalue().startswith("Mira ")
    assert chat.out.getvalue().endswith("Vale: Hm.\n")
    assert "\x1b" not in chat.out.getvalue()


async def test_without_streaming_the_reply_comes_whole() -> None:
    chat = Chat(stream=False)
    await chat.say("one")
    assert chat.out.getvalue() == "You said one.\n\n"


async def test_a_failed_reply_keeps_its_beginning_and_the_exit_code_tells() -> None:
    chat = Chat()
    assert await chat.say("die", "one") == 1
    assert chat.out.getvalue().startswith("You said\n\nYou said one.")
    assert chat.err.getvalue() == "The engine died. Try again.\n"


async def test_why_the_engine_failed_is_said_once_a_turn() -> None:
    chat, words = Chat(), "It cannot load. See doctor."
    failed = EngineChanged(engine=EngineView(state="failed", detail=words))
    waking = EngineChanged(engine=EngineView(state="waking"))
    error = ErrorView(kind="x", title="It cannot load.", hint="See doctor.")
    for _ in range(2):
        chat.printer.show(TurnStarted(turn_id="t"))
        for event in (failed, waking, failed, TurnFailed(turn_id="t", partial="", error=error)):
            chat.printer.show(event)
    assert chat.err.getvalue() == f"{words}\n" * 2


async def test_one_message_alone_is_not_asked_what_it_cannot_answer() -> None:
    chat = Chat(once=True)
    chat.printer.show(ConsentAsked(person="you", text="May I remember things about you?\nWhat: …"))
    assert "sel memory consent" in chat.err.getvalue()
    assert "May I" not in chat.err.getvalue()


async def test_a_refused_message_is_said_and_the_next_one_is_taken() -> None:
    chat = Chat()
    assert await chat.say("refuse", "one") == 1
    assert "That is too long. Say less." in chat.err.getvalue()
    assert "You said one." in chat.out.getvalue()


async def test_quit_leaves_at_once() -> None:
    chat = Chat()
    assert await chat.say("/quit", "one") == 0
    assert chat.brain.commands == []


async def test_commands() -> None:
    chat = Chat()
    await chat.say(
        "/help", "/mood", "/mode deep focus", "/mode grumpy", "/stats", "/clear", "/claer"
    )
    assert chat.brain.commands == [SetMode(mode="deep_focus"), ClearChannel()]
    assert "glowy" in chat.out.getvalue()
    assert "thanks → oxytocin +0.04" in chat.out.getvalue()
    assert "No turn yet." in chat.out.getvalue()
    assert "no such mode" in chat.err.getvalue()
    assert "There is no /claer." in chat.err.getvalue()


async def test_a_path_is_no_command() -> None:
    chat = Chat()
    await chat.say("/usr/bin/env is a path", "/ alone")
    assert [type(one) for one in chat.brain.commands] == [SendMessage, SendMessage]


async def test_ctrl_c_stops_the_reply_and_the_conversation_goes_on() -> None:
    chat = Chat()
    chat.lines.put("wait")
    running = asyncio.create_task(chat.talk.run())
    await chat.brain.waiting.wait()
    await rounds()
    os.kill(os.getpid(), signal.SIGINT)
    chat.lines.put("one")
    chat.lines.end()
    assert await asyncio.wait_for(running, 30) == 0
    assert chat.out.getvalue() == "You said\n\nYou said one.\n\n"
    assert "Stopped." in chat.err.getvalue()


async def test_ctrl_c_between_replies_leaves() -> None:
    chat = Chat()
    running = asyncio.create_task(chat.talk.run())
    await rounds()
    os.kill(os.getpid(), signal.SIGINT)
    assert await asyncio.wait_for(running, 30) == 130
    assert chat.brain.stopped == 1


async def test_a_reader_that_went_away_ends_it() -> None:
    chat = Chat()

    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    chat.printer = PlainPrinter(Closed(), chat.err, stream=True, at_keyboard=False)
    chat.talk = Talk(chat.brain, chat.printer, chat.lines, patient=True)
    with pytest.raises(BrokenPipeError):
        await chat.say("one")
    assert chat.brain.stopped


async def test_at_the_keyboard_both_are_named() -> None:
    chat = Chat(at_keyboard=True)
    await chat.say("one")
    assert "SEL: You said one.\n" in chat.out.getvalue()
    assert chat.out.getvalue().startswith("you: ")


async def test_escape_sequences_of_a_model_are_shown_not_obeyed() -> None:
    chat = Chat()
    chat.printer.show(TextArrived(turn_id="t", text="\x1b[2J\x9b3m\u202e ok\ttab"))
    assert chat.out.getvalue() == "␛[2J<U+009B>3m<U+202E> ok\ttab"


async def test_what_a_snapshot_brings_is_printed_once() -> None:
    chat = Chat()
    chat.printer.show(TextArrived(turn_id="t", text="Hel"))
    chat.printer.show(
        from_json(  # type: ignore[arg-type]
            json.dumps(
                {
                    "type": "Snapshot",
                    "channels": {
                        "desk": {"messages": [{"role": "sel", "text": "Hello", "turn_id": "t"}]}
                    },
                }
            )
        )
    )
    chat.printer.show(TurnFinished(turn_id="t", text="Hello you"))
    assert chat.out.getvalue() == "Hello you\n\n"


async def test_a_reply_made_before_is_marked_beside_it() -> None:
    chat = Chat()
    chat.printer.show(TurnFinished(turn_id="t", text="Hello", stats=ReplyStats(source="cached")))
    chat.printer.show(TurnFinished(turn_id="u", text="Hello", stats=ReplyStats()))
    assert chat.out.getvalue() == "Hello\n\nHello\n\n"
    assert chat.err.getvalue() == "(said before)\n"


async def test_notices_go_beside_the_replies() -> None:
    chat = Chat()
    chat.printer.show(NoticeGiven(title="This is the starter model.", hint="Get a better one."))
    assert chat.out.getvalue() == ""
    assert chat.err.getvalue() == "This is the starter model. Get a better one.\n"


async def test_json_is_one_event_a_line() -> None:
    out, err = io.StringIO(), io.StringIO()
    printer = JsonPrinter(out, err)
    lines = Lines(printer.note)
    lines.put("one")
    lines.put("/mood")
    lines.end()
    assert await Talk(FakeBrain(), printer, lines, patient=True).run() == 0
    events = [from_json(line) for line in out.getvalue().splitlines()]
    assert isinstance(events[0], Snapshot)
    assert "".join(one.text for one in events if isinstance(one, TextArrived)) == "You said one."
    assert json.loads(out.getvalue().splitlines()[3])["type"] == "TextArrived"
    assert "glowy" in err.getvalue()


async def read_all(raw: bytes, tmp_path: Path) -> tuple[list[str], list[str]]:
    notes: list[str] = []
    lines = Lines(notes.append)
    file = tmp_path / "input"
    file.write_bytes(raw)
    with file.open("rb") as opened:
        lines.read(opened.fileno())
        found: list[str] = []
        while (line := await asyncio.wait_for(lines.next(), 30)) is not None:
            found.append(line)
    return found, notes


async def test_lines_end_as_they_may(tmp_path: Path) -> None:
    found, notes = await read_all(b"\xef\xbb\xbfone\r\ntwo\n\nthree", tmp_path)
    assert found == ["one", "two", "", "three"]
    assert notes == []


async def test_bad_bytes_are_replaced_and_said_once(tmp_path: Path) -> None:
    found, notes = await read_all(b"caf\xe9\n\xff\n\xef\xbf\xbd fine\n", tmp_path)
    assert found == ["caf\ufffd", "\ufffd", "\ufffd fine"]
    assert len(notes) == 1


async def test_an_endless_line_is_cut(tmp_path: Path) -> None:
    found, notes = await read_all(b"a" * (MOST + 200_000) + b"\nnext\n", tmp_path)
    assert found[1] == "next"
    assert MOST <= len(found[0]) <= MOST + 65536
    assert "cut" in notes[0]


async def test_more_lines_than_are_read_ahead_all_arrive(tmp_path: Path) -> None:
    found, _ = await read_all(b"x\n" * 2000, tmp_path)
    assert len(found) == 2000
