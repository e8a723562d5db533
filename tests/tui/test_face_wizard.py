"""The first steps: shown once, skipped at once, and nothing counts before it is confirmed."""

from __future__ import annotations

from pathlib import Path

import pytest
from face_fakes import WORDING, FakeBrain, settled
from face_house import FACTS, at_home, folder, house
from test_face_talk import Face

from sel.events import SendMessage
from sel.memory_events import AnswerConsent
from sel.model_events import FitState, FitView, ModelView
from sel.voice_events import SetVoice
from tui.drawings import welcome
from tui.screens.wizard import WizardScreen

NEW = "unasked"


async def first(it: Face) -> WizardScreen:
    await settled(it.pilot)
    screen = it.app.screen
    assert isinstance(screen, WizardScreen)
    return screen


def words(screen: WizardScreen) -> str:
    return str(screen._words.content)


async def test_four_steps_lead_to_what_was_chosen(tmp_path: Path) -> None:
    own = house(folder(tmp_path), None)
    async with at_home(own, FakeBrain(state=NEW)) as it:
        screen = await first(it)
        await it.pilot.press("f3", "ctrl+n", "ctrl+s")
        assert it.app.screen is screen, "a key of another screen does not end it"
        assert "an AI, a program on this machine, not a person" in words(screen)
        await it.pilot.press(*"Ana", "enter")
        assert words(screen) == WORDING
        await it.pilot.press("up", "enter")  # "yes" has to be chosen
        assert "SmolLM2-135M-Instruct.Q4_1, 98 MB, used for general" in words(screen)
        await it.pilot.press("enter")
        assert FACTS[0][1] in words(screen)
        assert "you are Ana; I remember you" in str(screen._sum.content)
        assert it.brain.commands == []
        await it.pilot.press("down", "enter")
        await settled(it.pilot)
        assert not isinstance(it.app.screen, WizardScreen)
        assert it.brain.commands == [
            AnswerConsent(answer="yes"),
            SetVoice(on=True),
            SendMessage(text="Hello! My name is Ana."),
        ]
        assert own.met
    async with at_home(house(own.paths, None), FakeBrain(state=NEW)) as it:
        await settled(it.pilot)
        assert it.app.screen is it.app.main


@pytest.mark.parametrize(
    ("keys", "commands"),
    [
        ((*"Ana", "escape"), []),
        (
            ("tab", "tab", "shift+tab", "escape"),
            [AnswerConsent(answer="not_now")],
        ),  # asked, so not at once again
        (("enter", "down", "enter", "tab", "tab"), [AnswerConsent(answer="never")]),
    ],
)
async def test_all_of_it_can_be_skipped(
    tmp_path: Path, keys: tuple[str, ...], commands: list[AnswerConsent]
) -> None:
    own = house(folder(tmp_path), None)
    async with at_home(own, FakeBrain(state=NEW), size=(60, 20)) as it:
        await first(it)
        await it.pilot.press(*keys)
        await settled(it.pilot)
        assert it.app.screen is it.app.main
        assert it.brain.commands == commands
        assert not own.paths.config_file.exists()


async def test_the_mouse_does_all_of_it(tmp_path: Path) -> None:
    async with at_home(house(folder(tmp_path), None), FakeBrain(state=NEW)) as it:
        screen = await first(it)

        async def press(words: str) -> None:
            foot = str(screen.query_one("#keys").content)  # type: ignore[attr-defined]
            left = (screen.size.width - len(foot)) // 2
            await it.pilot.click("#keys", offset=(left + foot.index(words), 0))

        assert "back" not in str(screen.query_one("#keys").content)  # type: ignore[attr-defined]
        await press("go on")
        await it.pilot.pause()
        assert screen.step == 1
        await it.pilot.click("#options", offset=(4, 1))
        await it.pilot.pause()
        assert (screen.step, screen.answers.consent) == (2, "not_now")
        await press("back")
        await it.pilot.pause()
        assert screen.step == 1


@pytest.mark.parametrize(
    ("config", "state", "demo", "setup", "shown"),
    [
        (None, "given", False, False, False),
        (None, NEW, True, False, False),
        ("", "given", False, True, True),
    ],
)
async def test_it_is_for_those_who_are_new_or_ask_for_it(  # noqa: PLR0917 - a table
    tmp_path: Path, config: str | None, state: str, demo: bool, setup: bool, shown: bool
) -> None:
    own = house(folder(tmp_path), config)
    own.demo, own.setup = demo, setup
    async with at_home(own, FakeBrain(state=state)) as it:
        await settled(it.pilot)
        assert isinstance(it.app.screen, WizardScreen) == shown


def test_models_are_told_with_whether_they_fit() -> None:
    def fit(state: FitState) -> FitView:
        return FitView(state=state, context=2048, weights=3_000_000_000, free=4_000_000_000)

    found = [
        ModelView(name="small", size=145_000_000, roles=("general", "coder"), fit=fit("fits")),
        ModelView(name="tight", size=10, fit=fit("tight")),
        ModelView(name="large", size=10, fit=fit("no")),
        ModelView(name="cut", problem="It ends early.", roles=("vision",)),
        ModelView(name="vectors", kind="embedding"),
    ]
    facts = welcome.models(found)
    assert [good for good, _ in facts] == [True, True, False, False]
    assert facts[0][1].startswith("small, 145 MB, used for general and coder: fits (needs 3.0 GB")
    assert "too big here" in facts[2][1]
    assert facts[3][1] == "cut, used for vision: It ends early."
    assert welcome.models(found[:1] * 8)[-1] == (True, "and 3 more.")
