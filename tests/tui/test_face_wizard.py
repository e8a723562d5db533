"""The first steps: shown once, skipped at once, and nothing counts before it is confirmed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from face_fakes import WORDING, FakeBrain, drawn, settled
from face_house import FACTS, at_home, folder, house
from test_face_talk import Face

from sel.errors import SelError
from sel.events import SendMessage
from sel.memory_events import AnswerConsent
from sel.model_events import FitState, FitView, GiveRole, ModelView
from sel.store.lock import hold
from sel.voice_events import SetVoice
from tui.app import SelApp
from tui.drawings import welcome
from tui.house import House
from tui.screens.wizard import WizardScreen

NEW = "unasked"


async def first(it: Face) -> WizardScreen:
    await settled(it.pilot)
    screen = it.app.screen
    assert isinstance(screen, WizardScreen)
    return screen


def words(screen: WizardScreen) -> str:
    return str(screen._words.content)


def chosen(screen: WizardScreen) -> str:
    option = screen._options.highlighted_option
    return str(option.prompt) if option else ""


async def test_another_model_can_be_chosen_at_once(tmp_path: Path) -> None:
    own = house(folder(tmp_path), None)
    async with at_home(own, FakeBrain(state=NEW)) as it:
        screen = await first(it)
        await it.pilot.press("tab", "tab", "down")
        assert "Llama-3.1-8B" in chosen(screen)
        await it.pilot.press("enter")
        assert "I think with Llama-3.1-8B-Instruct-Q4_K_M" in str(screen._sum.content)
        await it.pilot.press("shift+tab")
        assert "Llama-3.1-8B" in chosen(screen)  # what was chosen stays
        await it.pilot.press("enter", "enter")
        await settled(it.pilot)
        path = next(one.path for one in it.brain.shelf if one.name.startswith("Llama-3.1"))
        assert GiveRole(role="general", model=path) in it.brain.commands


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
        assert "I think with a model on this machine" in words(screen)
        assert chosen(screen) == "SmolLM2-135M-Instruct.Q4_1: 98 MB, fits; in use"
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


def kept(own: House) -> None:
    """Something was kept here once."""
    own.paths.data.mkdir(parents=True, exist_ok=True)
    (own.paths.data / "something").touch()


def slow(brain: FakeBrain) -> asyncio.Event:
    """Lets it wake only when this is set."""
    awake, start = asyncio.Event(), brain.start

    async def slowly() -> None:
        await awake.wait()
        await start()

    brain.start = slowly  # type: ignore[method-assign]
    return awake


async def test_who_has_said_something_already_is_not_interrupted(tmp_path: Path) -> None:
    own, brain = house(folder(tmp_path), None), FakeBrain(state=NEW)
    kept(own)  # so it is not shown at once
    awake = slow(brain)
    app = SelApp(brain, own.loaded.settings, house=own)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        app.main.prompt.insert("Hello")
        await pilot.press("enter")
        assert not brain.commands
        awake.set()
        await settled(pilot)
        assert app.screen is app.main
        assert brain.commands == [SendMessage(text="Hello")]
        assert not own.met, "another time"


async def test_somebody_new_does_not_wait_for_it_to_wake(tmp_path: Path) -> None:
    own, brain = house(folder(tmp_path), None), FakeBrain(state=NEW)
    own.paths.ready()
    awake = slow(brain)
    app = SelApp(brain, own.loaded.settings, house=own)
    with hold(own.paths):  # as the command line does
        assert own.new
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, WizardScreen)
        await pilot.press(*"Ana", "enter")
        assert screen._answers() == [], "what cannot be read yet cannot be answered"
        await pilot.press("enter")
        assert screen.step == 1
        awake.set()
        await settled(pilot)
        assert words(screen) == WORDING
        await pilot.press("enter", "enter", "enter")
        await settled(pilot)
        assert app.screen is app.main
        answered = [AnswerConsent(answer="not_now"), SendMessage(text="Hello! My name is Ana.")]
        assert brain.commands == answered


async def test_what_comes_late_takes_no_choice_away(tmp_path: Path) -> None:
    own, brain = house(folder(tmp_path), None), FakeBrain(state=NEW)
    models, let = brain.models, asyncio.Event()

    async def slowly() -> Sequence[ModelView]:
        await let.wait()
        return await models()

    brain.models = slowly  # type: ignore[method-assign]
    app = SelApp(brain, own.loaded.settings, house=own)
    async with app.run_test(size=(100, 30)) as pilot:
        await drawn(pilot, brain)
        screen = app.screen
        assert isinstance(screen, WizardScreen)
        await pilot.press("enter")
        assert words(screen) == WORDING, "it is asked as soon as it can be"
        assert "not now" in chosen(screen)
        await pilot.press("up")
        let.set()
        await settled(pilot)
        assert screen._models
        await pilot.press("enter")
        assert screen.answers.consent == "yes"


async def test_the_first_steps_lead_on_where_there_is_no_brain(tmp_path: Path) -> None:
    own = house(folder(tmp_path), None)

    def none() -> FakeBrain:
        raise SelError("The data folder is broken.", hint="Look at it.")

    app = SelApp(none, own.loaded.settings, house=own)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        screen = await first(Face(pilot, app, FakeBrain()))
        for step in (1, 2):
            await pilot.press("enter")
            assert screen.step == step
            assert words(screen) == "The data folder is broken. Look at it."
        await pilot.press("enter")
        assert "Nothing of it can be kept" in str(screen._sum.content)
        await pilot.press("enter")
        await settled(pilot)
        assert app.screen is app.main
        assert not own.met, "another time"


async def test_who_leaves_before_the_question_was_there_was_not_asked(tmp_path: Path) -> None:
    own, brain = house(folder(tmp_path), None), FakeBrain(state=NEW)
    awake = slow(brain)
    app = SelApp(brain, own.loaded.settings, house=own)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press("enter", "escape")
        awake.set()
        await settled(pilot)
        assert app.screen is app.main
        assert brain.commands == []


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
    if state == "given":
        kept(own)
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
    offered = welcome.choices(found)
    assert [one.name for one in offered] == ["small", "tight"]
    assert [one.now for one in offered] == [True, False]
    assert offered[0].words == "small: 145 MB, fits; in use"
    assert "only just fits" in offered[1].words
    assert welcome.models(found) == ((False, "cut, used for vision: It ends early."),)
    assert welcome.told((), "More.").plain == "More."
    many = [*found[:1], *(ModelView(name=f"m{n}", path=f"{n}") for n in range(7))]
    assert len(welcome.choices(many)) == welcome.MOST


def test_without_a_model_of_this_machine_there_is_nothing_to_choose() -> None:
    assert welcome.choices([ModelView(name="aside", path="a")]) == []  # a server is asked
    lost = ModelView(name="general", roles=("general",), problem="No model is called so.")
    assert [one.now for one in welcome.choices([lost, ModelView(name="b", path="b")])] == [False]
    assert welcome.models([])[0] == (False, "There is no model on this machine yet.")
