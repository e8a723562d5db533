"""Home, find and the tree: which conversation is open, and where in it."""

from __future__ import annotations

import asyncio

from face_talks import talk
from textual.widgets import Input

from sel.errors import InputRefused
from sel.events import Command
from sel.session_events import (
    DeleteSession,
    FoundView,
    GoToTurn,
    MarkSession,
    NewSession,
    OpenSession,
    RenameSession,
)
from tui.scene import NOON
from tui.screens.find import FindScreen
from tui.screens.home import HomeScreen
from tui.screens.tree import TreeScreen
from tui.widgets.ask import Ask
from tui.widgets.rows import Talks

DAY = 86_400.0


async def test_home_lists_opens_and_begins_conversations() -> None:
    async with talk(("here", "yes"), size=(120, 30)) as it:
        old = it.brain.begin(("before", "long ago"), title="Old one", changed=NOON - 9 * DAY)
        it.brain.begin(("hidden", "x"), title="Put away", archived=True)
        await it.press("ctrl+s")
        home = it.app.screen
        assert isinstance(home, HomeScreen)
        roll = home.query_one(Talks)
        assert list(roll.keys) == ["s1", old]
        assert roll.chosen == "s1"
        await it.press("down")
        await asyncio.sleep(0.1)  # the preview waits for the last step
        await it.shown()
        assert [one.source for one in home.talk.messages] == ["before", "long ago"]
        await it.press("A")
        assert list(roll.keys) == ["s3"]
        await it.press("escape", "slash", *"old")
        assert list(roll.keys) == [old]
        await it.press("enter")
        assert it.last(OpenSession) == OpenSession(session=old)
        assert it.app.screen is it.app.main
        assert [one.source for one in it.app.main.conversation.messages] == ["before", "long ago"]
        assert it.title == "Old one"
        await it.press("ctrl+n")
        assert it.last(NewSession)
        assert it.messages() == []
        assert it.title == ""
        assert "Ctrl+S shows the others" in it.whispered


async def test_home_pins_renames_puts_away_and_deletes() -> None:
    async with talk(("here", "yes"), size=(80, 24), keeps=False, state="unasked") as it:
        it.brain.begin(("other", "x"), changed=NOON - 2 * DAY)
        await it.press("ctrl+s", "down", "p")
        home = it.app.screen
        assert isinstance(home, HomeScreen)
        roll = home.query_one(Talks)
        assert it.last(MarkSession) == MarkSession(session="s2", pinned=True)
        assert list(roll.keys) == ["s2", "s1"]
        assert roll.chosen == "s2"
        assert "/consent on keeps what" in str(home.query_one("#unkept").render())
        await it.press("r")
        field = home.query_one("#rename", Input)
        assert field.value == "other"
        field.value = "  A name  "
        await it.press("enter")
        assert it.last(RenameSession) == RenameSession(session="s2", title="A name")
        await it.press("r", "x", "escape")
        assert len(it.brain.asked(RenameSession)) == 1
        await it.press("a")
        assert list(roll.keys) == ["s1"]
        await it.press("A", "d")
        card = home.query_one(Ask)
        assert "2 messages of all its branches" in card.question.text
        await it.press("escape")
        assert it.brain.asked(DeleteSession) == []
        await it.press("d", "f6")
        assert it.last(DeleteSession) == DeleteSession(session="s2", memories=True)
        assert "s2" not in it.brain.all
        assert not home.query(Ask)
        assert "2 memories" in str(home.query_one("#keys").render())


async def test_the_way_to_those_put_away_and_back_is_told_where_there_are_some() -> None:
    async with talk(("here", "yes"), size=(120, 30)) as it:
        await it.press("ctrl+s")
        keys = it.app.screen.query_one("#keys")
        assert "put away" in str(keys.render())
        assert "those put away" not in str(keys.render())
        it.brain.begin(("hidden", "x"), title="Put away", archived=True)
        await it.press("escape", "ctrl+s")
        keys = it.app.screen.query_one("#keys")
        assert "A those put away" in str(keys.render())
        await it.press("A")
        assert "A all others" in str(keys.render())


async def test_what_the_brain_refuses_is_said_and_home_stays() -> None:
    async with talk(("here", "yes")) as it:
        await it.press("ctrl+s")
        it.brain.refuse = InputRefused("The disk is full.", hint="Make room.")
        await it.press("n")
        assert isinstance(it.app.screen, HomeScreen)
        assert "The disk is full. Make room." in str(it.app.screen.query_one("#keys").render())


async def test_find_goes_on_where_it_was_left_and_is_typed_over() -> None:
    async with talk(("here", "a lighthouse")) as it:
        it.brain.begin(*[(f"question {n}", f"light number {n}") for n in range(3)])
        await it.press("ctrl+f", *"light")
        await asyncio.sleep(0.1)
        await it.shown()
        await it.press("down", "down", "enter")
        await it.press("ctrl+f")
        await it.shown()
        screen = it.app.screen
        assert isinstance(screen, FindScreen)
        assert screen.query_one(Input).value == "light"
        assert screen.query_one(Talks).chosen == "2"
        await it.press(*"here")
        assert screen.query_one(Input).value == "here"
        await asyncio.sleep(0.1)
        await it.shown()
        assert screen.query_one(Talks).chosen == "0"


async def test_find_looks_as_one_types_and_goes_to_the_turn() -> None:
    async with talk(("here", "a lighthouse, here")) as it:
        there = it.brain.begin(*[(f"question {n}", f"light number {n}") for n in range(3)])
        asked: list[str] = []
        find = it.brain.find

        async def listen(words: str, limit: int = 50) -> FoundView:
            asked.append(words)
            return await find(words, limit)

        it.brain.find = listen  # type: ignore[method-assign]
        it.brain.whole = False
        await it.press("ctrl+f", *"light")
        screen = it.app.screen
        assert isinstance(screen, FindScreen)
        await asyncio.sleep(0.1)
        await it.shown()
        assert asked == ["light"]  # not one for each letter
        assert len(screen.query_one(Talks).keys) == 4
        summary = str(screen.query_one("#count").render())
        assert summary.startswith("searched 8 messages in 4 ms; older conversations are still")
        await it.press("down", "down", "enter")
        turn = list(it.brain.all[there].tree.nodes)[1]
        assert it.last(OpenSession) == OpenSession(session=there, turn_id=turn)
        assert it.app.screen is it.app.main
        assert it.marked("-found") == ["light number 1"]
        await it.send("/find nothing like it")
        await asyncio.sleep(0.1)
        await it.shown()
        assert "read" in str(it.app.screen.query_one("#nothing").render())
        await it.press("escape")
        assert it.app.screen is it.app.main


async def test_the_tree_shows_branches_and_goes_there() -> None:
    async with talk(("one", "1"), ("two", "2"), ("three", "3")) as it:
        await it.send("/branch 2")
        assert it.last(GoToTurn) == GoToTurn(turn_id="n1", here=True)
        await it.send("other")
        await it.send("/tree")
        screen = it.app.screen
        assert isinstance(screen, TreeScreen)
        roll = screen.query_one(Talks)
        assert list(roll.keys) == ["n1", "n2", "n3", "n4"]
        assert roll.chosen == "n4"
        assert "reply n4" in str(screen.query_one("#node").render())
        await it.press("left")
        assert roll.chosen == "n1"
        await it.press("down", "down", "enter")
        assert it.last(GoToTurn) == GoToTurn(turn_id="n3")
        assert it.app.screen is it.app.main
        assert [one.splitlines()[1] for one in it.messages()] == [
            "one",
            "1",
            "two",
            "2",
            "three",
            "3",
        ]
        await it.send("/tree")
        await it.press("home", "b")
        assert it.last(GoToTurn) == GoToTurn(turn_id="n1", here=True)


async def test_commands_about_the_conversation() -> None:
    async with talk() as it:
        for command in ("/pin", "/edit", "/branch", "/copy all"):
            await it.send(command)
        assert len(it.notices()) == 4
        await it.send("hello")
        wanted: dict[str, Command] = {
            "/rename My title": RenameSession(session="s1", title="My title"),
            "/pin": MarkSession(session="s1", pinned=True),
            "/archive": MarkSession(session="s1", archived=True),
        }
        for text, wish in wanted.items():
            await it.send(text)
            assert it.brain.commands[-1] == wish
        assert it.title == "My title"
        await it.send("/edit better words")
        assert it.messages()[0].splitlines()[1] == "better words"
        await it.send("/edit")
        assert it.app.main.prompt.text == "better words"
        await it.press("escape")
        for command in ("/back", "/redo", "/regenerate", "/continue", "/sessions"):
            await it.send(command)
        assert isinstance(it.app.screen, HomeScreen)
        await it.press("escape")
        await it.send("/delete")
        await it.press("f5")
        assert it.last(DeleteSession) == DeleteSession(session="s1")
        assert it.messages() == []
        assert "deleted:" in it.whispered
