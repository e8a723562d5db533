"""Agents in `sel chat`: their lines, the list, asking one, and a command that is asked about."""

from __future__ import annotations

import asyncio

import pytest
from rounds import rounds
from test_chat_talk import Chat

from sel.agent_events import AgentAnswered, AgentAsked, AnswerShell, ShellAsked
from sel.cli.chat_agents import line_of
from sel.events import Event, SendMessage

SHELL = ShellAsked(person="you", command="git status", folder="/home/ada")


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (AgentAsked(agent="dice", asked="2d6"), ""),
        (
            AgentAnswered(agent="dice", asked="2d6", ok=True, text="2d6: 4 + 5 = 9.", seconds=0.04),
            "dice 2d6: 2d6: 4 + 5 = 9. (0.04 s)",
        ),
        (
            AgentAnswered(agent="time", asked="", ok=True, text="Noon.", cached=True),
            "time: Noon. (kept from before)",
        ),
        (
            AgentAnswered(agent="page", asked="x", ok=False, text="It was stopped.", seconds=5.0),
            "page x: It was stopped. (failed, 5.00 s)",
        ),
        (
            AgentAnswered(agent="page", asked="x", ok=True, text="a\nb" * 100, seconds=1.0),
            f"page x: {('a b' * 100)[:160]} … (1.00 s)",
        ),
        (SHELL, "Run this in /home/ada? git status (yes/no)"),
    ],
)
def test_what_is_told(event: Event, line: str) -> None:
    assert line_of(event) == line


async def test_the_list_and_what_could_not_be_used() -> None:
    chat = Chat()
    await chat.say("/agents")
    assert chat.out.getvalue() == (
        "dice: dice such as 2d6\njoker: tells a joke (your own)\nbroken.py cannot be used.\n"
    )
    assert chat.brain.commands == []


async def test_an_agent_is_asked_by_a_message() -> None:
    chat = Chat()
    assert await chat.say("/agent dice 2d6", "hello") == 0
    assert chat.brain.commands == [
        SendMessage(text="/agent dice 2d6"),
        SendMessage(text="hello"),
    ]


async def test_help_names_them() -> None:
    chat = Chat()
    await chat.say("/help")
    assert "/agent NAME WORDS: " in chat.out.getvalue()
    assert "/agents: " in chat.out.getvalue()


@pytest.mark.parametrize(("line", "yes"), [("yes", True), ("no", False)])
async def test_at_a_keyboard_a_command_is_asked_about(line: str, yes: bool) -> None:
    chat = Chat(at_keyboard=True)
    running = asyncio.create_task(chat.talk.run())
    await rounds()
    chat.brain.publish(SHELL)
    await rounds()
    assert "Run this in /home/ada? git status (yes/no)" in chat.err.getvalue()
    chat.lines.put(line)
    chat.lines.end()
    await asyncio.wait_for(running, 30)
    assert chat.brain.commands == [AnswerShell(yes=yes)]


async def test_a_question_that_is_settled_is_answered_no_more() -> None:
    chat = Chat(at_keyboard=True)
    running = asyncio.create_task(chat.talk.run())
    await rounds()
    chat.brain.publish(SHELL)
    chat.brain.publish(AgentAnswered(agent="shell", asked="git status", ok=False, text="Stopped."))
    await rounds()
    chat.lines.put("yes")
    chat.lines.end()
    await asyncio.wait_for(running, 30)
    assert chat.brain.commands == [SendMessage(text="yes")]


async def test_where_nobody_can_be_asked_nothing_is_run() -> None:
    chat = Chat()
    chat.brain.opening = [SHELL]
    await chat.say("hello")
    assert AnswerShell(yes=False) in chat.brain.commands
    assert AnswerShell(yes=True) not in chat.brain.commands
