"""Agents on the screen: a line that opens, a question before a command, the list, the names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from face_fakes import FakeBrain, FakeSettings, drawn, settled
from test_face_talk import Face, face, shown
from textual.pilot import Pilot

from sel.agent_events import (
    AgentAnswered,
    AgentAsked,
    AgentsView,
    AgentView,
    AnswerShell,
    ShellAsked,
)
from sel.events import (
    ChannelCleared,
    Event,
    MessageReceived,
    MessageRouted,
    SendMessage,
    TextArrived,
    TurnFinished,
    TurnStarted,
)
from tui.app import SelApp
from tui.scene import talk
from tui.screens.agents import AgentsScreen, told
from tui.widgets.ask import Ask
from tui.widgets.helped import AgentLine
from tui.widgets.page import Page
from tui.widgets.prompt import Prompt

ASKED = AgentAsked(
    turn_id="t", agent="dice", asked="2d6", confidence=0.97, reason="asks for a throw of dice"
)
ANSWERED = AgentAnswered(
    turn_id="t", agent="dice", asked="2d6", ok=True, text="2d6: 4 + 5 = 9.", seconds=0.041
)
SHELL = ShellAsked(turn_id="t", person="you", command="git status", folder="/home/ada/sel")
LONG = replace(
    ANSWERED, agent="page", asked="https://example.org", text="One line.\nTwo 漢字. " * 40
)


def lines(it: Face) -> list[str]:
    return [shown(line) for line in it.app.main.query(AgentLine)]


def cards(it: Face) -> list[str]:
    return [card.question.title for card in it.app.main.query(Ask)]


async def test_a_line_waits_and_tells_the_answer() -> None:
    async with face() as it:
        await it.tell(TurnStarted(turn_id="t"), ASKED)
        assert lines(it) == ["⚙ dice 2d6 …"]
        await it.tell(ANSWERED)
        assert lines(it) == ["⚙ dice 2d6 → 2d6: 4 + 5 = 9. (0.04 s) ▸"]


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (replace(ANSWERED, cached=True), "⚙ dice 2d6 → 2d6: 4 + 5 = 9. (kept) ▸"),
        (replace(ANSWERED, ok=False, text="No."), "⚙ dice 2d6 → failed (0.04 s) ▸"),
        (replace(ANSWERED, asked=""), "⚙ dice → 2d6: 4 + 5 = 9. (0.04 s) ▸"),
        (replace(ANSWERED, text="\x1b[31mred"), "⚙ dice 2d6 → ␛[31mred (0.04 s) ▸"),
        (replace(ANSWERED, text=""), "⚙ dice 2d6 →  (0.04 s) ▸"),
    ],
)
async def test_what_the_closed_line_says(event: Event, line: str) -> None:
    async with face() as it:
        await it.tell(event)
        assert lines(it) == [line]


async def test_it_stands_between_the_message_and_its_reply() -> None:
    async with face() as it:
        await it.tell(
            MessageReceived(turn_id="t", text="roll 2d6"), TurnStarted(turn_id="t"), ASKED, ANSWERED
        )
        await it.tell(
            TextArrived(turn_id="t", text="Nine."), TurnFinished(turn_id="t", text="Nine.")
        )
        kinds = [type(one).__name__ for one in it.app.main.query_one(Page).children]
        assert kinds == ["PersonMessage", "AgentLine", "SelMessage"]


async def test_the_expert_that_was_not_asked_is_not_named() -> None:
    route = MessageRouted(turn_id="t", intent="code", confidence=1, reason="", expert="coder")
    async with face() as it:
        await it.tell(TurnStarted(turn_id="t"), route)
        assert it.messages() == ["SEL  coder\n…"]
        await it.tell(ASKED)
        assert it.messages() == ["SEL\n…"]


@pytest.mark.parametrize("width", [40, 80, 200])
async def test_closed_it_is_one_row_however_long_the_answer(width: int) -> None:
    async with face(size=(width, 24)) as it:
        await it.tell(LONG)
        line = it.app.main.query_one(AgentLine)
        assert line.size.height == 1
        assert shown(line).endswith("▸")
        await it.pilot.resize_terminal(100, 24)
        await it.pilot.pause()
        assert line.size.height == 1


async def test_enter_opens_it_and_escape_goes_back_to_typing() -> None:
    async with face() as it:
        await it.tell(ASKED, ANSWERED)
        await it.pilot.press("shift+tab")
        line = it.app.main.query_one(AgentLine)
        assert it.app.focused is line
        await it.pilot.press("enter")
        assert lines(it) == [
            "⚙ dice 2d6 (0.04 s) ▾\n  since this asks for a throw of dice (97%)\n  2d6: 4 + 5 = 9."
        ]
        await it.pilot.press("enter")
        assert lines(it) == ["⚙ dice 2d6 → 2d6: 4 + 5 = 9. (0.04 s) ▸"]
        await it.pilot.press("escape")
        assert isinstance(it.app.focused, Prompt)


async def test_a_click_opens_it_and_typing_goes_on() -> None:
    async with face() as it:
        await it.tell(LONG)
        line = it.app.main.query_one(AgentLine)
        await it.pilot.click(line)
        await it.pilot.pause()
        assert line.opened
        assert shown(line).count("One line.") == 40
        assert isinstance(it.app.focused, Prompt)


async def test_one_without_an_answer_does_not_open() -> None:
    async with face() as it:
        await it.tell(ASKED)
        await it.pilot.click(it.app.main.query_one(AgentLine))
        assert lines(it) == ["⚙ dice 2d6 …"]


async def test_an_answer_after_the_conversation_was_cleared() -> None:
    async with face() as it:
        await it.tell(ASKED, ChannelCleared())
        assert lines(it) == []
        await it.tell(ANSWERED)
        assert lines(it) == ["⚙ dice 2d6 → 2d6: 4 + 5 = 9. (0.04 s) ▸"]


# ---------------------------------------------------------------- commands of the machine


@pytest.mark.parametrize(("key", "yes"), [("f5", True), ("f6", False)])
async def test_a_command_is_asked_about_in_a_card(key: str, yes: bool) -> None:
    async with face() as it:
        await it.tell(SHELL)
        assert cards(it) == ["shall I run this?"]
        text = it.app.main.query_one(Ask).question.text
        assert "git status" in text
        assert "/home/ada/sel" in text
        await it.pilot.press(key)
        await it.pilot.pause()
        assert it.brain.commands == [AnswerShell(yes=yes)]
        assert cards(it) == []


async def test_a_settled_question_goes_by_itself() -> None:
    async with face() as it:
        await it.tell(SHELL)
        stopped = AgentAnswered(turn_id="t", agent="shell", asked="", ok=False, text="Stopped.")
        await it.tell(stopped)
        assert cards(it) == []


async def test_questions_for_others_are_not_asked_here() -> None:
    async with face() as it:
        await it.tell(replace(SHELL, person="ada"), replace(SHELL, channel="dm:7"))
        assert cards(it) == []


# ---------------------------------------------------------------- the list, the names


async def test_an_agent_is_asked_by_a_message() -> None:
    async with face() as it:
        await it.send("/agent dice 2d6")
        assert it.brain.commands == [SendMessage(text="/agent dice 2d6")]
        assert it.app.main.prompt.text == ""


async def test_which_agent() -> None:
    async with face() as it:
        await it.app.main.desk.run_command("agent")
        await it.pilot.pause()
        assert it.brain.commands == []
        assert "Which agent?" in it.notices()[-1]


async def test_names_complete() -> None:
    async with face() as it:
        await it.type("/agent d")
        await it.pilot.press("tab")
        assert it.app.main.prompt.text == "/agent dice "
        await it.type("2d6")
        await it.pilot.press("enter")
        await drawn(it.pilot, it.brain)
        assert it.brain.commands == [SendMessage(text="/agent dice 2d6")]


async def test_the_list() -> None:
    async with face() as it:
        await it.send("/agents")
        await settled(it.pilot)
        screen = it.app.screen
        assert isinstance(screen, AgentsScreen)
        text = str(screen._text.content)
        assert "calculator      sums such as" in text
        assert "built in, answers kept for 1 h" in text
        assert "your own, answers kept for 5 min" in text
        assert "from an MCP server, new each time" in text
        assert "! The agent broken in broken.py cannot be used" in text
        await it.pilot.press("escape")
        assert not isinstance(it.app.screen, AgentsScreen)


def test_a_description_hangs_below_itself_on_a_narrow_screen() -> None:
    words = "when the water is high at the old bridge"
    agent = AgentView(name="tides", description=words, source="own")
    lines = told(AgentsView(agents=(agent,)), 50).plain.split("\n")
    assert lines[0] == "tides           when the water is high at the old"
    assert lines[1] == "                bridge"


def test_no_agents_at_all() -> None:
    assert "/agent NAME words" in told(AgentsView()).plain


# ---------------------------------------------------------------- pictures


LOOKS = {
    "sel-dark-80x24": ("sel-dark", (80, 24)),
    "sel-light-120x40": ("sel-light", (120, 40)),
    "sel-dark-200x60": ("sel-dark", (200, 60)),
}


@pytest.mark.parametrize(("theme", "size"), LOOKS.values(), ids=LOOKS)
def test_lines_and_a_question(snap_compare, size: tuple[int, int], theme: str) -> None:  # type: ignore[no-untyped-def]
    brain = FakeBrain(messages=talk()[:2])

    async def before(pilot: Pilot[None]) -> None:
        await drawn(pilot, brain)
        brain.tell(
            MessageReceived(turn_id="t", text="roll 2d6", person="you"),
            TurnStarted(turn_id="t"),
            ASKED,
            ANSWERED,
            TurnFinished(turn_id="t", text="2d6: 4 + 5 = 9."),
            replace(LONG, turn_id="u", cached=True),
            replace(ANSWERED, turn_id="v", agent="hangs", asked="", ok=False, seconds=5.0),
            AgentAsked(turn_id="w", agent="shell", asked="git status"),
            SHELL,
        )
        await drawn(pilot, brain)
        await pilot.click(next(iter(pilot.app.screen.query(AgentLine))))
        await pilot.pause()

    app = SelApp(brain, FakeSettings(theme))
    assert snap_compare(app, terminal_size=size, run_before=before)


def test_the_list_of_agents(snap_compare) -> None:  # type: ignore[no-untyped-def]
    brain = FakeBrain(messages=talk())

    async def before(pilot: Pilot[None]) -> None:
        await drawn(pilot, brain)
        assert isinstance(pilot.app, SelApp)
        pilot.app.look("agents")
        await drawn(pilot, brain)
        await settled(pilot)

    app = SelApp(brain, FakeSettings())
    assert snap_compare(app, terminal_size=(80, 24), run_before=before)
