"""Keys that come in a burst mean what they would mean one by one, whatever opens and closes."""

from __future__ import annotations

import asyncio

import pytest
from face_talks import Talk, talk
from textual import events
from textual.app import ComposeResult
from textual.widgets import Input

from sel.events import Command
from sel.session_events import OpenSession
from tui.in_turn import PATIENCE, InTurn
from tui.scene import NOON
from tui.screens.find import FindScreen
from tui.screens.home import HomeScreen
from tui.widgets.in_order import Field

TURNS = ("here", "yes"), ("a cat", "a reply")


def burst(it: Talk, *keys: str) -> None:
    for key in keys:
        it.app.post_message(events.Key(key, key if len(key) == 1 else None))


async def obeyed(it: Talk) -> None:
    """Until no key waits for its turn."""
    async with asyncio.timeout(20):
        await it.shown()
        while it.app._held or it.app._obeying is not None:
            await it.pilot.pause(0.01)
        await it.shown()


async def test_what_is_typed_behind_a_key_that_leaves_is_typed_where_it_led() -> None:
    async with talk(*TURNS, size=(120, 30)) as it:
        prompt = it.app.main.prompt
        burst(it, "ctrl+f", *"cat")
        await obeyed(it)
        assert isinstance(it.app.screen, FindScreen)
        assert it.app.screen.query_one(Input).value == "cat"
        burst(it, "escape", *"hello")
        await obeyed(it)
        assert prompt.text == "hello"
        assert prompt.has_focus
        burst(it, "ctrl+u", "ctrl+s", "slash", *"dap")
        await obeyed(it)
        assert isinstance(it.app.screen, HomeScreen)
        assert it.app.screen.query_one("#filter", Input).value == "dap"
        burst(it, "escape", "escape", *"again")
        await obeyed(it)
        assert prompt.text == "again"
        assert it.brain.commands == [], "none of it meant anything in the list"


async def test_a_message_that_is_picked_and_left_in_one_go() -> None:
    async with talk(*TURNS) as it:
        burst(it, "alt+up", "up", "e", *" and a dog")
        await obeyed(it)
        assert it.app.main.prompt.text == "a cat and a dog"
        burst(it, "escape", "alt+up", "escape", *"now", "backspace", "t")
        await obeyed(it)
        assert it.app.main.prompt.text == "not"
        it.app.post_message(events.Key("alt+up", None))
        it.app.post_message(events.Key("escape", None))
        it.app.post_message(events.Paste(" pasted"))
        await obeyed(it)
        assert it.app.main.prompt.text == "not pasted"


async def test_keys_that_are_held_down_come_before_what_follows_them() -> None:
    async with talk(*TURNS, size=(120, 30)) as it:
        others = [it.brain.begin((f"said {n}", "yes"), changed=NOON - n) for n in range(1, 5)]
        burst(it, "ctrl+s", "down", "down", "down", "enter", *"so")
        await obeyed(it)
        assert it.last(OpenSession) == OpenSession(session=others[2])
        assert it.app.main.prompt.text == "so"


async def test_keys_wait_for_a_screen_that_is_leaving(monkeypatch: pytest.MonkeyPatch) -> None:
    async with talk(*TURNS, size=(120, 30)) as it:
        other = it.brain.begin(("other", "yes"), changed=NOON - 1)
        submit = it.brain.submit

        async def slow(command: Command) -> str:
            await asyncio.sleep(2 * PATIENCE)
            return await submit(command)

        monkeypatch.setattr(it.brain, "submit", slow)
        burst(it, "ctrl+s", "down", "enter", *"pad")
        await obeyed(it)
        assert it.brain.commands == [OpenSession(session=other)], "nothing was pinned, nor put away"
        assert it.app.main.prompt.text == "pad"


@pytest.mark.parametrize("ends", [("ctrl+q",), ("ctrl+c", "ctrl+c")])
async def test_a_screen_that_cannot_leave_is_waited_for_once_and_sel_can_be_left(
    monkeypatch: pytest.MonkeyPatch, ends: tuple[str, ...]
) -> None:
    async with talk(*TURNS, size=(120, 30)) as it:
        it.brain.begin(("other", "yes"), changed=NOON - 1)

        async def never(_: Command) -> str:
            await asyncio.sleep(600)
            return ""

        monkeypatch.setattr(it.brain, "submit", never)
        monkeypatch.setattr("tui.in_turn.LEAVING", 1.0)
        loop = asyncio.get_running_loop()
        begun = loop.time()
        burst(it, "ctrl+s", "down", "enter", "f7", "f8", "f9", "f7", "f8", "f9")
        while not getattr(it.app.screen, "leaving", False):
            await it.pilot.pause(0.01)
        while it.app._held or it.app._obeying is not None:
            await it.pilot.pause(0.01)
        assert loop.time() - begun < 4
        monkeypatch.setattr("tui.in_turn.LEAVING", 600.0)
        it.app.screen.leaving = False  # type: ignore[attr-defined]
        burst(it, "enter", "f7", *ends)
        async with asyncio.timeout(20):
            while not it.app._exit:  # noqa: ASYNC110 - nothing tells
                await asyncio.sleep(0.01)


class Hearing(InTurn):
    """Has a field, and a key of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.heard = list[str]()

    def compose(self) -> ComposeResult:
        yield Field()

    def on_mount(self) -> None:
        self.bind("f6", "hear")

    def action_hear(self) -> None:
        self.heard.append("f6")


async def test_nothing_is_held_back_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(_: object) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr("tui.in_turn._reached", never)
    app = Hearing()
    async with app.run_test() as pilot:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        for key in ("f6", "f6", "a"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        async with asyncio.timeout(20):
            while not app.query_one(Field).value:
                await pilot.pause(0.01)
        assert app.heard == ["f6", "f6"]
        assert loop.time() - begun >= 2 * PATIENCE
