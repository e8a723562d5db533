"""The question whether SEL may remember, as words and buttons."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from command_fakes import World, memory

from bridge.commands import consent
from bridge.commands.asked import Answer, Asked
from bridge.commands.harmless import MOST
from bridge.replies.letters import units
from sel.errors import InputRefused
from sel.memory.consent import wording_away
from sel.memory.types import ConsentState
from sel.memory_events import AnswerConsent

ADA = "discord:1"
ASKED = Asked(user_id=1, channel_id=60, guild_id=7)
ALL = (*get_args(ConsentState), "unheard of")


def ids(answer: Answer) -> list[str]:
    return [button.id.removeprefix("consent:") for button in answer.buttons]


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        ("unasked", ["yes", "not_now", "never"]),
        ("not_now", ["yes", "not_now", "never"]),
        ("given", ["keep", "erase"]),
        ("withdrawn", ["yes"]),
        ("never", ["yes"]),
    ],
)
async def test_each_state_offers_what_can_be_changed(state: str, buttons: list[str]) -> None:
    world = World()
    world.mind.states[ADA] = state
    assert ids(await consent.shown(world.deps(), ASKED)) == buttons


@pytest.mark.parametrize(
    ("pressed", "meant", "state"),
    [
        ("yes", "yes", "given"),
        ("not_now", "not_now", "not_now"),
        ("never", "never", "never"),
        ("keep", "withdraw_keep", "withdrawn"),
        ("erase_all", "withdraw_erase", "withdrawn"),
    ],
)
async def test_a_button_is_an_answer_of_who_pressed_it(
    pressed: str, meant: str, state: str
) -> None:
    world = World()
    world.mind.states[ADA] = "given" if pressed in ("keep", "erase_all") else "unasked"
    await consent.answered(world.deps(), ASKED, pressed)
    assert world.mind.commands == [
        AnswerConsent(channel="discord:60", person=ADA, answer=meant)  # type: ignore[arg-type]
    ]
    assert world.mind.states == {ADA: state}


@pytest.mark.parametrize("state", ["withdrawn", "never", "not_now", "unasked"])
async def test_what_is_left_can_be_erased_in_every_state(state: str) -> None:
    world = World()
    world.mind.states[ADA] = state
    world.mind.kept[ADA] = [memory("likes tea", "guild:7")]
    answer = await consent.shown(world.deps(), ASKED)
    assert ids(answer)[-1] == "erase"
    assert consent.LEFT in answer.text
    assert units(answer.text) <= MOST
    assert ids(await consent.answered(world.deps(), ASKED, "never")) == ["erase"]


async def test_erasing_is_asked_twice() -> None:
    world = World()
    world.mind.states[ADA] = "given"
    sure = await consent.answered(world.deps(), ASKED, "erase")
    assert ids(sure) == ["erase_all", "stay"]
    assert ids(await consent.answered(world.deps(), ASKED, "stay")) == ["keep", "erase"]
    assert world.mind.commands == []


async def test_an_old_stop_button_does_not_undo_a_never() -> None:
    world = World()
    world.mind.states[ADA] = "never"
    await consent.answered(world.deps(), ASKED, "keep")
    assert world.mind.commands == []


async def test_an_unknown_button_is_refused() -> None:
    with pytest.raises(InputRefused):
        await consent.answered(World().deps(), ASKED, "sudo")


async def test_a_disk_that_refuses_is_told() -> None:
    world = World()
    world.mind.failing = InputRefused("The disk is full.")
    with pytest.raises(InputRefused):
        await consent.answered(world.deps(), ASKED, "yes")


@pytest.mark.parametrize("state", ALL)
def test_all_of_it_fits_and_names_no_folder(state: str) -> None:
    text = consent.state_of(state).text
    assert units(text) <= MOST
    assert not re.search(r"(?<![`\w])[/~][a-z]+/", text)


def test_the_question_says_all_that_the_brains_own_does() -> None:
    """What is kept, and what stays after a no, word for word; the rest may be said at length."""
    _, what, _, _, until_yes = wording_away().split("\n")
    plain = consent.QUESTION.replace("**", "")
    assert what in plain
    assert until_yes in plain
    for part in ("Where:", "they can read it", "How to undo it:", "never comes up on a server"):
        assert part in plain
