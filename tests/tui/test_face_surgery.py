"""Picking a message and working on it: keys become commands, what comes of it is shown."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from face_talks import talk
from textual.events import Key

from sel.errors import InputRefused
from sel.events import MessageView, SendMessage
from sel.session_events import (
    ContinueReply,
    EditMessage,
    GoToTurn,
    RedoChange,
    Regenerate,
    StepAlternative,
    UndoChange,
)
from tui import copying
from tui.screens.picks import hints, picks, place
from tui.widgets.picker import Hint, Picker, fitting

CODE = "Two ways:\n\n```python\none()\n```\n\nor\n\n```\ntwo()\n```\n"


TURNS = (("first question", "first answer"), ("second question", CODE))


# ---------------------------------------------------------------- pure


def view(role: Any, text: str, turn: str, **more: Any) -> MessageView:
    return MessageView(role=role, text=text, turn_id=turn, **more)


def test_what_one_side_said_in_a_turn_is_picked_together() -> None:
    said = (
        view("person", "a", "1"),
        view("person", "b", "1"),
        view("sel", "c", "1"),
        view("person", "no turn", ""),
        view("person", "d", "2"),
    )
    found = picks(said)
    assert [(one.turn_id, one.text) for one in found] == [("1", "a\nb"), ("1", "c"), ("2", "d")]


def test_a_pick_is_found_again_as_its_turn_or_by_its_place() -> None:
    before = picks((view("person", "a", "1"), view("sel", "b", "1")))
    moved = picks((view("person", "x", "0"), view("person", "a", "1"), view("sel", "b", "1")))
    other = picks((view("person", "a", "1b"), view("sel", "b", "1b"), view("person", "c", "2")))
    assert place(moved, before[1], 1) == 2
    assert place(other, before[1], 1) == 1
    assert place(other, before[0], 5) == 2
    assert place(other[:1], before[1], 3) == 0


def test_keys_are_told_that_can_do_something_and_give_way_by_worth() -> None:
    reply = picks((view("sel", CODE, "1", alternative=2, alternatives=3),))[0]
    told = {hint.key: hint.what for hint in hints(reply, last=True, newest=True)}
    assert told["←→"] == "2 of 3"
    assert {"r", "g", "k", "e", "E", "c", "t", "Esc"} <= set(told)
    assert "b" not in told
    mine = picks((view("person", "x", "1"),))[0]
    assert not {"r", "g", "k", "←→"} & {hint.key for hint in hints(mine, last=False, newest=False)}
    few = [Hint("a", "one", "a", 1), Hint("b", "two", "b", 3), Hint("c", "three", "c", 2)]
    assert [hint.key for hint in fitting(few, 16)] == ["b", "c"]
    assert [hint.key for hint in fitting(few, 1)] == ["b"]


# ---------------------------------------------------------------- picking


async def test_picking_moves_names_its_keys_and_comes_back() -> None:
    async with talk(*TURNS, size=(80, 40)) as it:
        await it.press("alt+up")
        assert it.picked() == [CODE]
        assert it.app.main.query_one(Picker).has_focus
        assert "e edit   r another reply" in str(it.app.main.query_one(Picker).content)
        await it.press("up")
        assert it.picked() == ["second question"]
        await it.press("home", "up")
        assert it.picked() == ["first question"]
        await it.press("end", "down")
        assert it.picked() == [CODE]
        await it.press("f1")  # the help comes and goes
        await it.press("escape")
        assert it.picked() == [CODE]
        await it.press("escape")
        assert it.picked() == []
        assert it.app.main.prompt.has_focus
        await it.press("tab")
        assert it.picked() == [CODE]
        await it.pilot.click("#prompt")
        await it.pilot.pause()
        assert it.picked() == []
        first = it.app.main.conversation.messages[0]
        await it.pilot.click(first, offset=(3, 0))
        await it.pilot.pause()
        assert it.picked() == ["first question"]


async def test_where_nothing_was_said_there_is_nothing_to_pick_and_tab_goes_on() -> None:
    async with talk() as it:
        await it.press("alt+up")
        assert "nothing to pick" in it.whispered
        await it.press("tab")
        assert it.app.focused is not it.app.main.prompt


async def test_a_reply_made_again_is_picked_in_its_place_and_alternatives_are_stepped() -> None:
    async with talk(*TURNS) as it:
        await it.press("alt+up", "r")
        assert it.last(Regenerate) == Regenerate(turn_id="n2")
        assert it.picked() == ["reply n3"]
        assert "2 of 2" in it.messages()[-1]
        await it.press("left")
        assert it.picked() == [CODE]
        assert "1 of 2" in it.messages()[-1]
        await it.press("left")
        assert "there are no more" in it.whispered
        assert len(it.brain.asked(StepAlternative)) == 1
        await it.press("right", "right")
        assert "r makes another" in it.whispered
        await it.press("g")
        assert it.last(ContinueReply)
        assert it.picked() == ["reply n3 and more"]
        await it.press("up", "g")
        assert "only the last" in it.whispered


async def test_a_reply_is_picked_when_it_comes() -> None:
    async with talk(*TURNS[:1], late=True) as it:
        await it.press("alt+up", "r")
        assert it.picked() == ["first question"]
        it.brain.speak()
        await it.shown()
        assert it.picked() == ["reply n2"]
        await it.press("r", "up")  # whoever moves on is left alone
        it.brain.speak()
        await it.shown()
        assert it.picked() == ["first question"]


async def test_the_prompt_has_keys_for_the_last_reply_and_to_take_changes_back() -> None:
    async with talk(*TURNS) as it:
        await it.press("ctrl+r")
        assert it.last(Regenerate) == Regenerate()
        await it.press("left")
        assert it.last(StepAlternative) == StepAlternative(turn_id="n3", by=-1)
        await it.press("right")
        steps = len(it.brain.asked(StepAlternative))
        await it.press("right")  # a stray key makes nothing
        assert len(it.brain.asked(StepAlternative)) == steps
        assert "Ctrl+R" in it.whispered
        await it.press("alt+right")  # this one does
        assert "3 of 3" in it.messages()[-1]
        await it.press("ctrl+z")
        assert it.last(UndoChange)
        assert it.whispered == "new reply undone"
        await it.press("ctrl+y")
        assert it.last(RedoChange)
        assert it.whispered == "new reply redone"
        undone = len(it.brain.asked(UndoChange))
        await it.press("a", "left", "ctrl+z")  # what was typed goes first
        assert it.app.main.prompt.text == ""
        assert len(it.brain.asked(UndoChange)) == undone
        await it.press("ctrl+y", "ctrl+z", "ctrl+z")
        assert len(it.brain.asked(UndoChange)) == undone + 1


async def test_nothing_to_undo_is_whispered() -> None:
    async with talk() as it:
        await it.press("ctrl+z", "left")
        assert it.whispered == "there is no reply yet"
        assert it.notices() == []


# ---------------------------------------------------------------- editing


async def test_the_persons_words_are_edited_as_a_branch_and_answered_anew() -> None:
    async with talk(*TURNS) as it:
        await it.type("a draft")
        await it.press("alt+up", "home", "e")
        prompt = it.app.main.prompt
        assert prompt.text == "first question"
        assert it.title == "edit your words"
        assert it.whispered.startswith("Enter branches · Ctrl+Enter in place")
        await it.press("end", *"?!", "up", "enter")  # up recalls nothing here
        assert it.last(EditMessage) == EditMessage(turn_id="n1", text="first question?!")
        assert it.messages()[-1].endswith("reply n3")
        assert "2 of 2" in it.messages()[0]
        assert (prompt.text, prompt.editing) == ("a draft", False)
        await it.press("alt+up", "up", "left")
        assert len(it.messages()) == 4


async def test_an_edit_is_sent_once_however_quick_the_fingers() -> None:
    async with talk(*TURNS) as it:
        await it.type("a draft, ")
        await it.press("alt+up", "home", "e")
        await it.press("end")
        for key in ("!", "enter", "enter", "o", "h"):
            it.app.post_message(Key(key, key if len(key) == 1 else None))
        await it.pilot.pause()
        assert it.brain.asked(EditMessage) == [EditMessage(turn_id="n1", text="first question!")]
        assert it.brain.asked(SendMessage) == []
        assert it.app.main.prompt.text == "a draft, oh"


async def test_words_are_changed_in_place_and_what_followed_stays() -> None:
    async with talk(*TURNS) as it:
        await it.press("alt+up", "home", "down", "E")
        assert it.whispered == "Enter in place · Esc leaves"
        await it.press("!", "enter")
        wanted = EditMessage(turn_id="n1", text="first answer!", role="sel", branch=False)
        assert it.last(EditMessage) == wanted
        assert "edited" in it.messages()[1]
        assert len(it.messages()) == 4
        await it.press("alt+up", "home", "e", "!", "ctrl+enter")
        assert it.last(EditMessage).branch is False
        await it.press("alt+up", "e", "x", "enter")
        assert it.last(EditMessage) == EditMessage(turn_id="n2", text=f"{CODE}x", role="sel")
        assert "2 of 2  edited" in it.messages()[-1]


async def test_an_edit_can_be_left_changes_nothing_or_is_refused() -> None:
    async with talk(*TURNS) as it:
        await it.press("alt+up", "up", "e", "x", "escape")
        assert it.app.main.prompt.text == ""
        assert it.picked() == []
        await it.press("alt+up", "up", "e", "enter")
        assert it.whispered == "nothing was changed"
        assert it.brain.asked(EditMessage) == []
        await it.press("alt+up", "up", "e")
        it.app.main.prompt.fill("/help is what I meant")
        it.brain.refuse = InputRefused("Not now.")
        await it.press("enter")
        assert it.app.main.prompt.text == "/help is what I meant"
        assert any("Not now." in line for line in it.notices())
        it.brain.refuse = None
        await it.press("enter")
        assert it.last(EditMessage).text == "/help is what I meant"


async def test_a_long_message_that_is_picked_can_be_read() -> None:
    async with talk(("long", "\n\n".join("a paragraph" for _ in range(60))), size=(80, 24)) as it:
        await it.press("alt+up")
        conversation = it.app.main.conversation
        before = conversation.scroll_y
        await it.press("pagedown", "pagedown")
        assert conversation.scroll_y == min(
            before + 2 * (conversation.size.height - 2), conversation.max_scroll_y
        )
        lower = conversation.scroll_y
        await it.press("pageup")
        assert conversation.scroll_y < lower
        assert it.app.main.desk.surgery.picking


async def test_an_edit_that_is_left_is_not_lost() -> None:
    async with talk(*TURNS) as it:
        await it.press("alt+up", "up", "e", *" and more", "escape")
        assert "↑ brings its words back" in it.whispered
        assert it.app.main.prompt.text == ""
        await it.press("up")
        assert it.app.main.prompt.text.endswith(" and more")


async def test_an_edit_that_is_left_comes_back_first_also_behind_what_was_recalled() -> None:
    async with talk(*TURNS) as it:
        for key in ("a", "enter", "b", "enter", "up", "up"):
            await it.press(key)
        assert it.app.main.prompt.text == "a"
        await it.press("alt+up", "up", "e", *" x", "escape")
        assert it.app.main.prompt.text == "a", "the draft"
        await it.press("up")
        assert it.app.main.prompt.text.endswith(" x")
        await it.press("down")
        assert it.app.main.prompt.text == "a"


async def test_keys_of_an_edit_are_told_at_once_whatever_is_whispered() -> None:
    async with talk(*TURNS) as it:
        await it.press("alt+up", "up", "k")
        assert it.whispered == "there is no code in it"
        await it.press("e")
        assert it.whispered.startswith("Enter branches")


async def test_the_newest_turn_is_no_place_to_branch() -> None:
    async with talk(*TURNS) as it:
        await it.press("alt+up", "up")
        assert it.app.main.desk.surgery.picked is not None
        assert it.app.main.desk.surgery.picked.role == "person"
        keys = str(it.app.main.query_one(Picker).render())
        assert "branch here" not in keys
        await it.press("b")
        assert it.brain.asked(GoToTurn) == []
        assert it.whispered == "it goes on here already"


async def test_branching_here_leaves_what_followed_on_its_branch() -> None:
    async with talk(*TURNS) as it:
        await it.press("alt+up", "home", "b")
        assert it.last(GoToTurn) == GoToTurn(turn_id="n1", here=True)
        assert len(it.messages()) == 2
        assert it.app.main.prompt.has_focus
        await it.send("another way")
        await it.press("tab", "t")
        assert type(it.app.screen).__name__ == "TreeScreen"


# ---------------------------------------------------------------- copying


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the system's tool took."""
    given: list[str] = []

    async def take(text: str, _tools: object) -> str:
        await asyncio.sleep(0)
        given.append(text)
        return "wl-copy"

    monkeypatch.setattr(copying, "by_tool", take)
    return given


async def test_a_message_and_its_code_in_turn_are_copied(taken: list[str]) -> None:
    async with talk(*TURNS) as it:
        await it.press("alt+up", "c")
        assert taken == [CODE]
        assert it.whispered == "reply copied: wl-copy"
        await it.press("k", "k", "k")
        assert taken[1:] == ["one()\n", "two()\n", "one()\n"]
        assert it.whispered == "block 1 of 2 copied: wl-copy"
        await it.press("up", "c", "k")
        assert it.whispered == "there is no code in it"
        assert it.app.clipboard == "second question"
        await it.press("escape")
        for command in ("/copy code 2", "/copy all", "/copy code 9", "/copy nonsense"):
            await it.send(command)
        assert taken[-2] == "two()\n"
        assert taken[-1].startswith("You:\nfirst question\n\nSEL:\nfirst answer")
        assert ["no such block" in line or "cannot be copied" in line for line in it.notices()] == [
            True,
            True,
        ]


async def test_a_persona_answers_under_its_own_name() -> None:
    async with talk(*TURNS[:1]) as it:
        it.brain._open(it.brain.begin(persona="m-2", speaker="Mira Vale"))
        await it.shown()
        await it.send("hi")
        assert it.messages()[-1].startswith("Mira Vale\n")
        assert it.title.startswith("Mira Vale")
