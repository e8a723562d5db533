"""Memory in `sel chat`: the question and its answers, what is told, and the commands."""

from __future__ import annotations

import asyncio
import io

import pytest
from fake_brain import FakeBrain

from sel.cli.chat_lines import Lines
from sel.cli.chat_memory import STATES, Recollection, line_of
from sel.cli.chat_print import JsonPrinter, PlainPrinter
from sel.cli.chat_talk import Talk
from sel.event_json import from_json
from sel.events import Event, SendMessage, TextArrived, TurnStarted
from sel.memory_events import (
    AnswerConsent,
    ConsentAsked,
    ConsentChanged,
    DecideMemory,
    ForgetMemories,
    MemoriesForgotten,
    MemoriesRecalled,
    MemoryEdited,
    MemoryKept,
    MemoryProposed,
    MemoryRefused,
    MemoryView,
    UndoMemory,
)
from sel.session_events import SessionView

ASKED = ConsentAsked(person="you", text="May I remember?\nHere, and undone so.")


def view(text: str, id: str = "m1", **more: object) -> MemoryView:
    return MemoryView(id=id, text=text, kind="fact", quote=text, at=0.0, **more)  # type: ignore[arg-type]


class Chat:
    """A conversation with a fake brain, its lines all typed ahead."""

    def __init__(self, *opening: Event, json: bool = False) -> None:
        self.out, self.err = io.StringIO(), io.StringIO()
        self.brain = FakeBrain()
        self.brain.opening = list(opening)
        if any(isinstance(event, ConsentAsked) and event.person == "you" for event in opening):
            self.brain.state = "unasked"
        self.printer = (
            JsonPrinter(self.out, self.err)
            if json
            else PlainPrinter(self.out, self.err, stream=True, at_keyboard=False)
        )

    async def say(self, *lines: str) -> int:
        typed = Lines(self.printer.note)
        for line in lines:
            typed.put(line)
        typed.end()
        talk = Talk(self.brain, self.printer, typed, patient=True)
        return await asyncio.wait_for(talk.run(), 30)


# ---------------------------------------------------------------- the question


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("yes", "yes"),
        (" Yes! ", "yes"),
        ("not now", "not_now"),
        ("Not  now.", "not_now"),
        ("no", "not_now"),
        ("NEVER", "never"),
    ],
)
async def test_the_line_after_the_question_answers_it(typed: str, meant: str) -> None:
    chat = Chat(ASKED)
    assert await chat.say(typed) == 0
    assert chat.brain.commands == [AnswerConsent(answer=meant)]  # type: ignore[arg-type]
    assert chat.err.getvalue().startswith("May I remember?\nHere, and undone so.\nAnswer yes")
    assert chat.out.getvalue() == ""


async def test_only_right_after_the_question_it_is_an_answer() -> None:
    chat = Chat(ASKED)
    await chat.say("yes, well, hello", "yes")
    assert [type(one) for one in chat.brain.commands] == [SendMessage, SendMessage]
    assert "You said yes." in chat.out.getvalue()


async def test_a_command_in_between_leaves_the_question_open() -> None:
    chat = Chat(ASKED)
    await chat.say("/help", "never", "never")
    assert chat.brain.commands == [AnswerConsent(answer="never"), SendMessage(text="never")]


async def test_without_a_question_yes_is_a_message() -> None:
    chat = Chat()
    await chat.say("yes")
    assert chat.brain.commands == [SendMessage(text="yes")]


async def test_somebody_elses_question_is_not_answered_here() -> None:
    chat = Chat(ConsentAsked(person="ada", text="May I?", channel="discord-1"))
    await chat.say("yes")
    assert chat.brain.commands == [SendMessage(text="yes")]
    assert chat.err.getvalue() == ""


async def test_as_json_the_question_is_an_event_and_can_be_answered() -> None:
    chat = Chat(ASKED, json=True)
    await chat.say("yes")
    assert chat.brain.commands == [AnswerConsent(answer="yes")]
    assert chat.err.getvalue() == ""
    asked = from_json(chat.out.getvalue().splitlines()[1])
    assert isinstance(asked, ConsentAsked)
    assert asked.text == ASKED.text


@pytest.mark.parametrize("keep", [True, False])
async def test_what_is_proposed_is_decided(keep: bool) -> None:
    chat = Chat(MemoryProposed(person="you", memory=view("I like tea")))
    await chat.say("hello", "yes" if keep else "no")
    assert chat.brain.commands == [SendMessage(text="hello"), DecideMemory(keep=keep)]
    assert chat.err.getvalue() == "Keep this? I like tea (yes/no)\n"


# ---------------------------------------------------------------- what is told


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (MemoryKept(person="you", memory=view("I like\ntea"), how="new"), "kept: I like tea (/und"),
        (MemoryKept(person="you", memory=view("Tea"), how="strengthened"), "said again: Tea (/un"),
        (MemoryKept(person="you", memory=view("Tea"), how="superseded"), "kept, in place of what"),
        (MemoryRefused(person="you", reason="That looks like a key."), "not kept: That looks like"),
        (MemoryEdited(person="you", memory=view("Tea")), "now: Tea"),
        (
            MemoriesForgotten(person="you", ids=("a",), counts={"memories": 1, "vectors": 2}),
            "Forgotten: 1 memory, 2 vectors.",
        ),
        (ConsentChanged(person="you", state="given"), STATES["given"]),
        (MemoriesRecalled(person="you", memories=(view("Tea"),)), ""),
        (TextArrived(text="not of memory"), ""),
    ],
)
def test_each_event_has_its_line(event: Event, line: str) -> None:
    told = line_of(event)
    assert told.startswith(line)
    assert bool(told) == bool(line)
    assert "\n" not in told


async def test_what_is_kept_is_told_beside_the_replies() -> None:
    chat = Chat(MemoryKept(person="you", memory=view("I like tea"), how="new"))
    await chat.say("hello")
    assert chat.err.getvalue() == "kept: I like tea (/undo)\n"
    assert chat.out.getvalue() == "You said hello.\n\n"


async def test_what_comes_while_a_prompt_waits_leaves_the_prompt_in_place() -> None:
    both = io.StringIO()
    printer = PlainPrinter(both, both, stream=True, at_keyboard=True)
    kept = MemoryKept(person="you", memory=view("I like tea"), how="new")
    printer.ask()
    printer.show(kept)
    assert both.getvalue() == "you: \rkept: I like tea (/undo)\nyou: "
    printer.taken()
    printer.show(kept)
    assert both.getvalue().endswith("you: kept: I like tea (/undo)\n")


async def test_escape_sequences_in_memories_are_shown_not_obeyed() -> None:
    chat = Chat(MemoryKept(person="you", memory=view("a\x1b[2Jb"), how="new"))
    chat.brain.kept = [view("a\x1b[2Jb")]
    await chat.say("/memories")
    assert "\x1b" not in chat.err.getvalue() + chat.out.getvalue()


# ---------------------------------------------------------------- commands


async def test_undo() -> None:
    chat = Chat()
    await chat.say("/undo")
    assert chat.brain.commands == [UndoMemory()]
    assert chat.out.getvalue() == ""


async def test_why_tells_what_was_recalled_for_the_last_reply_only() -> None:
    recollection = Recollection()
    assert "Nothing was recalled" in recollection.why()
    recollection.hear(TurnStarted(turn_id="t1"))
    other = MemoryView(
        id="b", text="Likes tea.", kind="fact", quote="i like tea", at=0.0, score=0.4
    )
    recalled = MemoriesRecalled(
        turn_id="t1", person="you", memories=(view("My dog is Rex", score=0.91), other)
    )
    recollection.hear(recalled)
    recollection.hear(MemoriesRecalled(person="ada", memories=(), channel="discord-1"))
    assert recollection.why() == '0.91  My dog is Rex\n0.40  Likes tea. ("i like tea")'
    recollection.hear(TurnStarted(turn_id="t2"))
    assert "Nothing was recalled" in recollection.why()


async def test_why_says_when_words_alone_were_compared() -> None:
    recollection = Recollection()
    recollection.hear(MemoriesRecalled(person="you", memories=(view("Tea"),), lexical=True))
    assert "By words alone" in recollection.why()


async def test_memories_are_listed_and_filtered() -> None:
    chat = Chat()
    chat.brain.kept = [view("I like tea"), view("My dog is Rex", "m2")]
    await chat.say("/memories", "/memories dog", "/memories cat")
    listed = "m1  I like tea\nm2  My dog is Rex\nm2  My dog is Rex\nNothing has these words."
    assert chat.out.getvalue().startswith(listed)


async def test_of_nothing_the_consent_is_told() -> None:
    chat = Chat()
    await chat.say("/memories", "/memories cat")
    assert chat.out.getvalue().count("Nothing. SEL may remember") == 2


async def test_of_many_memories_the_rest_is_counted() -> None:
    chat = Chat()
    chat.brain.kept = [view(f"thing {n}", f"m{n}") for n in range(25)]
    await chat.say("/memories")
    assert chat.out.getvalue().splitlines()[-1] == "and 5 more"


@pytest.mark.parametrize("asked", ["dog", "m2"])
async def test_forgetting_names_what_goes_and_waits_for_yes(asked: str) -> None:
    chat = Chat()
    chat.brain.kept = [view("I like tea"), view("My dog is Rex", "m2")]
    await chat.say(f"/forget {asked}", "yes")
    assert chat.brain.commands == [ForgetMemories(ids=("m2",))]
    assert chat.out.getvalue() == "m2  My dog is Rex\nForget 1 memory for good? (yes/no)\n"


async def test_forgetting_all() -> None:
    chat = Chat()
    chat.brain.kept = [view("I like tea"), view("My dog is Rex", "m2")]
    await chat.say("/forget all", "yes")
    assert chat.brain.commands == [ForgetMemories(everything=True)]
    assert "Forget 2 memories for good?" in chat.out.getvalue()


async def test_forgetting_all_where_there_are_only_notes() -> None:
    chat = Chat()
    chat.brain.noted = 1
    await chat.say("/forget all", "yes", "/consent off", "yes")
    assert chat.brain.commands == [
        ForgetMemories(everything=True),
        AnswerConsent(answer="withdraw_keep"),
        AnswerConsent(answer="withdraw_erase"),
    ]
    assert "Forget 0 memories and 1 note for good?" in chat.out.getvalue()
    assert "Erase what there is, too (0 memories and 1 note)?" in chat.out.getvalue()


async def test_forgetting_all_where_there_are_only_conversations() -> None:
    chat = Chat()
    chat.brain.talks = [SessionView(id="a", kept=True), SessionView(id="b")]
    await chat.say("/forget all", "no", "/consent off", "no")
    assert chat.brain.commands == [AnswerConsent(answer="withdraw_keep")]
    assert "Forget 0 memories and 1 conversation for good?" in chat.out.getvalue()
    assert "Erase what there is, too (0 memories and 1 conversation)?" in chat.out.getvalue()


async def test_forgetting_all_takes_figures_along_where_there_is_no_memory() -> None:
    chat = Chat()
    await chat.say("/forget all")
    assert chat.brain.commands == [ForgetMemories(everything=True)]
    assert "SEL may remember you" in chat.out.getvalue()


@pytest.mark.parametrize("answer", ["no", "hm, wait"])
async def test_nothing_goes_without_a_yes(answer: str) -> None:
    chat = Chat()
    chat.brain.kept = [view("I like tea")]
    await chat.say("/forget tea", answer, "yes")
    assert not [one for one in chat.brain.commands if isinstance(one, ForgetMemories)]


async def test_forgetting_what_is_not_there_and_forgetting_what() -> None:
    chat = Chat()
    chat.brain.kept = [view("I like tea")]
    assert await chat.say("/forget coffee", "/forget", "yes") == 1
    assert "No memory is about that." in chat.err.getvalue()
    assert "Forget what?" in chat.err.getvalue()
    assert chat.brain.commands == [SendMessage(text="yes")]


async def test_consent_by_command() -> None:
    chat = Chat()
    chat.brain.state = "never"
    await chat.say("/consent", "/consent status", "/consent on", "/consent off", "/consent maybe")
    assert chat.out.getvalue() == f"{STATES['never']}\n" * 2
    assert chat.brain.commands == [
        AnswerConsent(answer="yes"),
        AnswerConsent(answer="withdraw_keep"),
    ]
    assert "/consent takes on, off or status." in chat.err.getvalue()


@pytest.mark.parametrize(("answer", "erased"), [("yes", True), ("no", False)])
async def test_taking_it_back_asks_what_becomes_of_the_rest(answer: str, erased: bool) -> None:
    chat = Chat()
    chat.brain.kept = [view("I like tea")]
    await chat.say("/consent off", answer)
    kept, erase = AnswerConsent(answer="withdraw_keep"), AnswerConsent(answer="withdraw_erase")
    assert chat.brain.commands == ([kept, erase] if erased else [kept])
    assert "Erase what there is, too (1 memory)?" in chat.out.getvalue()
