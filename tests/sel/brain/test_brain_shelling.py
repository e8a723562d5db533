"""Commands for the machine: off by default, asked about, written down; and never a shell."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helping_stage import helping_brain, reply, small
from stage import Ear, say, scripted

from sel.agent_events import AgentAnswered, AgentAsked, AnswerShell, ShellAsked
from sel.agents.shell_audit import AuditFile
from sel.agents.shell_run import Ask, Rules, Shell
from sel.brain.agents import shelling
from sel.brain.agents.at_work import STOPPED
from sel.brain.agents.shelling import OFF
from sel.brain.mixture import MixtureBrain
from sel.errors import InputRefused
from sel.events import ClearChannel, Event, Interrupt, TurnInterrupted


def shell(folder: Path, *allow: str) -> Callable[[Ask], Shell]:
    rules = Rules.read({"enabled": True, "allow": list(allow)})
    return lambda ask: Shell(rules, ask, AuditFile(folder / "audit.jsonl"), folder=folder)


def is_asked(event: Event) -> bool:
    return isinstance(event, ShellAsked)


async def answered(brain: MixtureBrain, ear: Ear, text: str, *, yes: bool) -> str:
    """Ask for a command and answer the question; the reply."""
    before = len(ear.of(ShellAsked))
    turn = await say(brain, text)
    await ear.until(is_asked, before + 1)
    await brain.submit(AnswerShell(yes=yes))
    return getattr(await ear.ending(turn), "text", "")


def audit(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / "audit.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


async def test_off_it_is_said_once_and_only_where_it_is_clear(tmp_path: Path) -> None:
    engine = scripted("fine.")
    async with helping_brain(tmp_path, engine) as (brain, ear):
        assert await reply(brain, ear, "find my glasses") == "fine."
        assert await reply(brain, ear, "git status") == OFF
        assert await reply(brain, ear, "git status") == "fine."
        assert await reply(brain, ear, "/agent shell git status") == OFF
        assert ear.of(AgentAsked) == ear.of(ShellAsked) == []
        assert not any(OFF in one.content for one in engine.requests[-1].messages)
        await brain.submit(ClearChannel())
        assert await reply(brain, ear, "git status") == OFF


async def test_after_a_yes_it_is_run_and_shown_and_written_down(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    engine = scripted("I ran it, trust me.")
    async with helping_brain(tmp_path, engine, shell=shell(tmp_path, "ls")) as (brain, ear):
        said = await answered(brain, ear, "ls -a", yes=True)
        assert said == "`ls -a` says:\n\n```\n.\n..\naudit.jsonl\nletter.txt\n```"
        (asked,) = ear.of(ShellAsked)
        assert (asked.command, asked.folder, asked.person) == ("ls -a", str(tmp_path), "you")
        (told,) = ear.of(AgentAnswered)
        assert (told.agent, told.asked, told.ok) == ("shell", "ls -a", True)
        assert "letter.txt" in told.text
    assert [row["did"] for row in audit(tmp_path)] == ["started", "ended"]
    assert audit(tmp_path)[0]["words"] == ["ls", "-a"]


async def test_after_a_no_nothing_is_run(tmp_path: Path) -> None:
    async with helping_brain(tmp_path, scripted("fine."), shell=shell(tmp_path, "touch")) as (
        brain,
        ear,
    ):
        assert await answered(brain, ear, "touch made/it.txt", yes=False) == (
            "All right, I did not run it."
        )
        assert await reply(brain, ear, "thank you") == "fine."
    assert [row["did"] for row in audit(tmp_path)] == ["declined"]


@pytest.mark.parametrize(
    "text", ["ls; touch x", "ls && touch x", "run ls; touch x", "$ ls; touch x"]
)
async def test_several_commands_are_refused_with_the_reason(tmp_path: Path, text: str) -> None:
    make = shell(tmp_path, "ls", "touch")
    async with helping_brain(tmp_path, small(scripted("fine.")), shell=make) as (brain, ear):
        assert "I run one program at a time, without the sign" in await reply(brain, ear, text)
        assert ear.of(ShellAsked) == []
        assert [one.ok for one in ear.of(AgentAnswered)] == [False]
        assert await reply(brain, ear, "all right then") == "fine."
    assert not (tmp_path / "x").exists()
    assert [row["did"] for row in audit(tmp_path)] == ["refused"]
    assert "touch" not in (tmp_path / "audit.jsonl").read_text()


async def test_what_is_not_listed_is_refused(tmp_path: Path) -> None:
    async with helping_brain(tmp_path, scripted("fine."), shell=shell(tmp_path, "ls")) as (
        brain,
        ear,
    ):
        assert "not on the list" in await reply(brain, ear, "git status")
        assert ear.of(ShellAsked) == []


async def test_a_command_that_fails_says_its_code(tmp_path: Path) -> None:
    async with helping_brain(tmp_path, scripted("fine."), shell=shell(tmp_path, "ls")) as (
        brain,
        ear,
    ):
        said = await answered(brain, ear, "ls /nowhere-at-all", yes=True)
        assert said.startswith("`ls /nowhere-at-all` says:\n\n```\n")
        assert said.endswith("```\nIt ended with code 2.")


async def test_only_the_person_at_the_desk_is_asked(tmp_path: Path) -> None:
    make = shell(tmp_path, "ls")
    async with helping_brain(tmp_path, scripted("fine."), shell=make) as (brain, ear):
        assert "fine" in await reply(brain, ear, "ls", channel="dm:7", person="ada")
        assert await reply(brain, ear, "ls", person="ada") == "fine."
        said = await reply(brain, ear, "/agent shell ls", channel="dm:7")
        assert "no agent called shell" in said
        assert ear.of(ShellAsked) == []


async def test_stopping_the_turn_takes_the_question_away(tmp_path: Path) -> None:
    make = shell(tmp_path, "ls")
    async with helping_brain(tmp_path, scripted("fine."), shell=make) as (brain, ear):
        turn = await say(brain, "ls")
        await ear.until(is_asked)
        await brain.submit(Interrupt())
        assert isinstance(await ear.ending(turn), TurnInterrupted)
        (told,) = ear.of(AgentAnswered)
        assert (told.ok, told.text) == (False, STOPPED)
        with pytest.raises(InputRefused, match="no command to decide"):
            await brain.submit(AnswerShell(yes=True))


async def test_a_question_nobody_answers_lapses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelling, "ANSWER_SECONDS", 0.05)
    make = shell(tmp_path, "ls")
    async with helping_brain(tmp_path, scripted("fine."), shell=make) as (brain, ear):
        assert "did not run it" in await reply(brain, ear, "ls")


async def test_a_question_is_answered_once(tmp_path: Path) -> None:
    make = shell(tmp_path, "ls")
    async with helping_brain(tmp_path, scripted("fine."), shell=make) as (brain, ear):
        turn = await say(brain, "ls")
        await ear.until(is_asked)
        with pytest.raises(InputRefused):
            await brain.submit(AnswerShell(yes=True, person="ada"))
        await brain.submit(AnswerShell(yes=False))
        with pytest.raises(InputRefused):
            await brain.submit(AnswerShell(yes=True))
        await ear.ending(turn)
        await asyncio.sleep(0)
    assert [row["did"] for row in audit(tmp_path)] == ["declined"]


async def test_a_log_that_cannot_be_written_runs_nothing(tmp_path: Path) -> None:
    (tmp_path / "audit.jsonl").mkdir()
    make = shell(tmp_path, "touch")
    async with helping_brain(tmp_path, scripted("fine."), shell=make) as (brain, ear):
        said = await answered(brain, ear, "touch ./x.txt", yes=True)
        assert "nothing is run" in said
    assert not (tmp_path / "x.txt").exists()
