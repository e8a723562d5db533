"""`sel prompt` and `sel mood`, asked from another terminal of a SEL that runs."""

from __future__ import annotations

import asyncio
import json
import re

import pytest

from sel import paths as places
from sel.brain.door.control import socket_path
from sel.cli.assemble import build_brain
from sel.cli.main import main
from sel.cli.served import ServedBrain
from sel.config.settings import Settings
from sel.events import SendMessage, TurnFinished
from sel.paths import Paths

SAID = "How was the harbour this morning?"


@pytest.fixture
def paths() -> Paths:
    return places.find().ready()


async def heard(brain: ServedBrain, text: str, channel: str = "desk") -> None:
    """Say something and wait for the answer."""
    subscription = brain.subscribe()
    turn = await brain.submit(SendMessage(text=text, channel=channel))
    async with asyncio.timeout(60):
        async for event in subscription:
            if isinstance(event, TurnFinished) and event.turn_id == turn:
                break
    subscription.close()


async def typed(*arguments: str) -> int:
    """The command as typed in another terminal, while this loop runs the brain."""
    return await asyncio.to_thread(main, arguments)


def test_without_a_running_sel_it_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prompt", "--last"]) == 1
    assert "Open `sel`" in capsys.readouterr().err


async def test_a_running_sel_tells_what_the_model_saw(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    brain = ServedBrain(build_brain(Settings(batch_seconds=0.0), paths, demo=True), paths)
    await brain.start()
    try:
        assert await typed("prompt") == 0
        assert capsys.readouterr().out.startswith("0 tokens")
        await heard(brain, SAID)
        assert await typed("prompt", "--last") == 0
        in_words = capsys.readouterr().out
        assert await typed("prompt", "--json") == 0
        as_json = json.loads(capsys.readouterr().out)["components"]
    finally:
        await brain.stop()
    heads = re.findall(r"^── (\w+) \((\d+) tokens\)$", in_words, re.MULTILINE)
    assert heads == [(name, str(tokens)) for name, _, tokens in as_json]
    assert as_json[0][0] == "persona"
    assert as_json[-1][1] == SAID
    whole = sum(tokens for *_, tokens in as_json)
    assert in_words.rstrip().splitlines()[-1].startswith(f"{whole} tokens")


async def test_each_conversation_has_its_own_prompt(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    brain = ServedBrain(build_brain(Settings(batch_seconds=0.0), paths, demo=True), paths)
    await brain.start()
    try:
        await heard(brain, SAID)
        assert await typed("prompt", "--channel", "guild", "--json") == 0
        assert json.loads(capsys.readouterr().out) == {"components": []}
    finally:
        await brain.stop()


async def test_the_running_sels_mood_is_told_not_a_resting_one(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(batch_seconds=0.0, mode="playful")
    brain = ServedBrain(build_brain(settings, paths, demo=True), paths)
    await brain.start()
    try:
        assert await typed("mood", "--json") == 0
        told = json.loads(capsys.readouterr().out)
        assert told["mode"] == brain.snapshot().affect.mode == "playful"
        assert told["live"] is True
    finally:
        await brain.stop()


async def test_the_door_is_shut_when_it_stops_and_stopping_again_is_no_harm(paths: Paths) -> None:
    brain = ServedBrain(build_brain(Settings(), paths, demo=True), paths)
    await brain.start()
    assert socket_path(paths).exists()
    await brain.stop()
    await brain.stop()
    assert not socket_path(paths).exists()


async def test_a_door_left_by_one_that_was_killed_is_no_hindrance(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    socket_path(paths).touch()
    assert await typed("prompt") == 1
    assert "Open `sel`" in capsys.readouterr().err
    brain = ServedBrain(build_brain(Settings(), paths, demo=True), paths)
    await brain.start()
    try:
        assert await typed("prompt") == 0
    finally:
        await brain.stop()


def test_what_a_terminal_would_obey_is_shown_not_sent(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The history keeps the model's words as they were made, escape sequences among them."""
    part = ["history", "assistant: \x1b[2J\rGone.", 5]
    monkeypatch.setattr("sel.brain.door.control.ask", lambda *_: {"components": [part]})
    assert main(["prompt"]) == 0
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\r" not in said
    assert "␛[2J" in said
