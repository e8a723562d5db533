"""The models' screens: what is listed, what keys do, and that nobody is asked unasked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from face_fakes import FakeBrain, FakeSettings, drawn
from textual.pilot import Pilot

from sel.errors import FetchError
from sel.events import EngineChanged, NoticeGiven
from sel.model_events import (
    GiveRole,
    MeasureModel,
    ModelsChanged,
    PullChanged,
    PullModel,
    StopPull,
)
from tui import scene_models
from tui.app import SelApp
from tui.drawings import models as drawings
from tui.scene import READY
from tui.screens.models_frame import ModelsFrame

WIDE, NARROW = (120, 40), (80, 24)
STARTER, LLAMA = scene_models.MODELS[:2]


def text(pilot: Pilot[None]) -> str:
    """What is on the screen, line by line."""
    strips = pilot.app.screen._compositor.render_strips(pilot.app.size)
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


async def opened(pilot: Pilot[None], brain: FakeBrain, *keys: str) -> ModelsFrame:
    await drawn(pilot, brain)
    await pilot.press("f11")
    await settled_here(pilot)
    for key in keys:
        await pilot.press(key)
        await settled_here(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, ModelsFrame)
    return screen


async def settled_here(pilot: Pilot[None]) -> None:
    """All is answered but what follows the brain for as long as a screen is open."""
    for _ in range(3):
        await pilot.pause()


async def told(pilot: Pilot[None], brain: FakeBrain, *events: object) -> None:
    brain.tell(*events)  # type: ignore[arg-type]
    for _ in range(20):
        await pilot.pause(0.01)


async def test_the_list_and_the_chosen_one_in_full() -> None:
    brain = FakeBrain()
    async with SelApp(brain, FakeSettings()).run_test(size=WIDE) as pilot:
        await opened(pilot, brain, "down")
        shown = text(pilot)
        for words in (
            "gc·",
            "tight",
            "too big",
            "an image projector",
            "did not end",
            "14.8 GB free",
        ):
            assert words in shown
        for words in ("llama, 8.0B", "llama3.1", "SEL fetched it", "reads 41, makes 7", "It fits."):
            assert words in shown
        await pilot.press("f11")
        assert len(pilot.app.screen_stack) == 1


async def test_the_context_is_moved_to_see_whether_it_fits() -> None:
    brain = FakeBrain()
    async with SelApp(brain, FakeSettings()).run_test(size=WIDE) as pilot:
        await opened(pilot, brain, "down")
        assert "at 16,384 tokens" in text(pilot)
        for _ in range(3):
            await pilot.press("right")
        await settled_here(pilot)
        assert "at 131,072 tokens" in text(pilot)
        assert "It does not fit. It fits well with a" in text(pilot)
        for _ in range(9):
            await pilot.press("left")
        await settled_here(pilot)
        assert "at 512 tokens" in text(pilot)


async def test_keys_give_roles_and_measure() -> None:
    brain = FakeBrain()
    async with SelApp(brain, FakeSettings()).run_test(size=WIDE) as pilot:
        await opened(pilot, brain, "g")
        assert "is the general expert already" in text(pilot)
        for key in ("down", "g", "c", "v"):
            await pilot.press(key)
            await settled_here(pilot)
        assert "no projector" in text(pilot)
        await pilot.press("m")
        await settled_here(pilot)
        wanted = [
            GiveRole(role="general", model=LLAMA.path),
            GiveRole(role="coder", model=LLAMA.path),
            MeasureModel(model=LLAMA.path),
        ]
        assert brain.commands == wanted
        for key in ("end", "g", "m", "right"):
            await pilot.press(key)
            await settled_here(pilot)
        assert "The download did not end: 1,200 MB are there." in text(pilot)
        assert brain.commands == wanted


async def test_a_swap_is_shown_with_its_time_and_a_refusal_in_a_sentence() -> None:
    brain = FakeBrain()
    async with SelApp(brain, FakeSettings()).run_test(size=WIDE) as pilot:
        screen = await opened(pilot, brain, "down")
        waking = replace(READY, state="waking", model="Llama.gguf", progress=0.4)
        await told(pilot, brain, EngineChanged(engine=waking))
        assert "loading Llama.gguf 40%" in text(pilot)
        brain.shelf = [replace(STARTER, roles=()), replace(LLAMA, roles=("general", "coder"))]
        title = "Llama is now the general expert (1.8 s)."
        await told(pilot, brain, NoticeGiven(title=title), ModelsChanged())
        assert title in text(pilot)
        assert "expert for general, coder" in text(pilot)
        brain.refuse = FetchError("No rung held.")
        screen.action_give("vision")  # type: ignore[attr-defined]
        await pilot.press("up", "g")
        await settled_here(pilot)
        assert "No rung held." in text(pilot)


async def test_where_it_is_narrow_enter_shows_the_details() -> None:
    brain = FakeBrain()
    async with SelApp(brain, FakeSettings()).run_test(size=NARROW) as pilot:
        screen = await opened(pilot, brain, "down")
        assert "llama3.1" not in text(pilot)
        await pilot.press("enter")
        await settled_here(pilot)
        assert "llama3.1" in text(pilot)
        assert "It fits." in text(pilot)
        await pilot.press("escape")
        assert pilot.app.screen is screen
        await pilot.press("escape")
        assert len(pilot.app.screen_stack) == 1


async def test_without_models_the_way_to_one_is_said() -> None:
    brain = FakeBrain(shelf=())
    async with SelApp(brain, FakeSettings()).run_test(size=NARROW) as pilot:
        await opened(pilot, brain, "g", "m", "left")
        assert "There is no model on this machine." in text(pilot)
        assert brain.commands == []


async def test_the_hub_is_named_before_it_is_asked() -> None:
    brain = FakeBrain()
    async with SelApp(brain, FakeSettings()).run_test(size=WIDE) as pilot:
        await opened(pilot, brain, "s")
        assert "goes to hub.example when you press Enter" in text(pilot)
        assert brain.looked_up == []
        await pilot.press("g", "enter")
        await settled_here(pilot)
        assert brain.looked_up == ["g"]
        assert "owner/gemma-3-4b-it-GGUF" in text(pilot)
        await pilot.press("down", "down")
        await settled_here(pilot)
        assert "its terms must be accepted" in text(pilot)


async def test_the_recommended_one_is_fetched_with_what_lets_it_see() -> None:
    brain = FakeBrain()
    async with SelApp(brain, FakeSettings()).run_test(size=WIDE) as pilot:
        await opened(pilot, brain, "s", "g", "enter", "down", "down", "enter")
        assert "the usual middle" in text(pilot)
        assert "here already" in text(pilot)
        await pilot.press("enter")
        await settled_here(pilot)
        model = "gemma-3-4b-it-Q4_K_M.gguf"
        sees = "mmproj-model-f16.gguf"
        repo = scene_models.HUB[2].repo
        assert brain.commands == [PullModel(repo=repo, files=(model, sees))]
        await pilot.press("p", "enter")
        await settled_here(pilot)
        assert brain.commands[1:] == [PullModel(repo=repo, files=(model,))]
        await pilot.press("escape")
        assert "5 found" in text(pilot)


async def test_a_repository_may_be_named_and_a_refusal_is_a_sentence() -> None:
    brain = FakeBrain()
    async with SelApp(brain, FakeSettings()).run_test(size=WIDE) as pilot:
        await opened(pilot, brain, "s", "o", "slash", "r", "enter")
        assert brain.looked_up == ["o/r"]
        assert "Q4_K_M" in text(pilot)
        brain.hub_refuses = FetchError("hub.example cannot be reached.")
        await pilot.press("slash", "enter")
        await settled_here(pilot)
        assert "hub.example cannot be reached." in text(pilot)


async def test_a_download_is_followed_stopped_and_gone_on_with() -> None:
    pull = scene_models.PULL
    brain = FakeBrain(pulled=pull)
    async with SelApp(brain, FakeSettings()).run_test(size=WIDE) as pilot:
        await opened(pilot, brain)
        assert "34 %" in text(pilot)
        await told(pilot, brain, PullChanged(pull=replace(pull, done=pull.total // 2)))
        assert "50 %" in text(pilot)
        await pilot.press("x")
        await told(pilot, brain, PullChanged(pull=replace(pull, state="stopped")))
        assert "stopped at 34 %; r goes on." in text(pilot)
        await pilot.press("r")
        await settled_here(pilot)
        assert brain.commands == [StopPull(), PullModel(repo=pull.repo, files=pull.files)]
        await told(pilot, brain, PullChanged(pull=replace(pull, state="done")))
        assert f"{pull.name} is here" in text(pilot)


@pytest.mark.parametrize(
    ("keys", "size", "theme"),
    [
        (("f11", "down"), WIDE, "sel-dark"),
        (("f11", "down", "enter"), NARROW, "sel-light"),
        (("f11", "s", "g", "enter", "enter"), WIDE, "sel-light"),
    ],
)
def test_pictures(  # type: ignore[no-untyped-def]
    snap_compare, keys: tuple[str, ...], size: tuple[int, int], theme: str
) -> None:
    brain = FakeBrain(pulled=scene_models.PULL)

    async def before(pilot: Pilot[None]) -> None:
        await opened(pilot, brain, *keys[1:])
        for widget in pilot.app.screen.query("Input"):
            widget.cursor_blink = False  # type: ignore[attr-defined]
        await settled_here(pilot)

    app = SelApp(brain, FakeSettings(theme=theme))
    assert snap_compare(app, terminal_size=size, run_before=before)


# ---------------------------------------------------------------- drawings


@pytest.mark.parametrize("width", [30, 60, 76, 104])
def test_rows_and_their_headings_are_as_wide_as_the_list(width: int) -> None:
    for view in scene_models.MODELS:
        assert sum(len(piece) for piece, _ in drawings.row(view, width)) == width
    for model in scene_models.HUB:
        assert sum(len(piece) for piece, _ in drawings.hub_row(model, width)) <= max(width, 40)
    assert len(drawings.heading(width).plain) == width


def test_contexts_to_choose_from() -> None:
    assert drawings.steps(8192) == [512, 1024, 2048, 4096, 8192]
    assert drawings.steps(40_960)[-2:] == [32_768, 40_960]
    assert drawings.steps(256) == [512]
    assert drawings.steps(0)[-1] == 32_768


@pytest.mark.parametrize("state", ["fits", "tight", "no", "unknown"])
def test_a_bar_is_never_longer_than_its_room(state: str) -> None:
    for view in scene_models.MODELS:
        if view.fit is not None:
            fit = replace(view.fit, state=state)  # type: ignore[arg-type]
            lines = drawings.memory(fit, view.context, 40).plain.splitlines()
            assert max(len(line) for line in lines[:3]) <= 41
