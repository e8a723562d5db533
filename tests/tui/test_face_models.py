"""The models' screens: what is listed, what keys do, and that nobody is asked unasked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from face_fakes import FakeBrain, FakeSettings, drawn
from textual.pilot import Pilot
from textual.widgets import Input

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

WIDE, NARROW, LOW = (120, 40), (80, 24), (60, 20)
STARTER, LLAMA = scene_models.MODELS[:2]


def text(pilot: Pilot[None]) -> str:
    """What is on the screen, line by line."""
    strips = pilot.app.screen._compositor.render_strips(pilot.app.size)
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


async def until(pilot: Pilot[None], met: Callable[[], bool]) -> None:
    """Wait for what comes about in the background."""
    async with asyncio.timeout(60):
        while not met():
            await pilot.pause(0.005)


async def sees(pilot: Pilot[None], *words: str) -> None:
    """Wait until all of this is on the screen."""
    for one in words:
        await until(pilot, lambda one=one: one in text(pilot))  # type: ignore[misc]


async def opened(pilot: Pilot[None], brain: FakeBrain) -> ModelsFrame:
    await drawn(pilot, brain)
    await pilot.press("f11")
    await until(pilot, lambda: isinstance(pilot.app.screen, ModelsFrame))
    await sees(pilot, "GB free" if brain.shelf else "There is no model on this machine.")
    screen = pilot.app.screen
    assert isinstance(screen, ModelsFrame)
    return screen


async def test_models_are_looked_at_and_given_roles() -> None:
    brain = FakeBrain()
    async with SelApp(brain, FakeSettings()).run_test(size=WIDE) as pilot:
        await opened(pilot, brain)
        await pilot.press("down")
        await sees(pilot, "gc·", "tight", "too big", "an image projector", "did not end", "14.8 GB")
        await sees(pilot, "llama, 8.0B", "(fetched)", "reads 41, makes 7 t/s", "at 16,384 tokens")
        await pilot.press("right", "right", "right")
        await sees(pilot, "at 131,072 tokens", "It does not fit. It fits well with a")
        await pilot.press(*["left"] * 9)
        await sees(pilot, "at 512 tokens")
        await pilot.press("enter", "c", "m")
        wanted = [
            GiveRole(role="general", model=LLAMA.path),
            GiveRole(role="coder", model=LLAMA.path),
            MeasureModel(model=LLAMA.path),
        ]
        await until(pilot, lambda: brain.commands == wanted)
        await pilot.press("v")
        await sees(pilot, "no projector")
        await pilot.click("#picks", offset=(5, 2))
        await pilot.double_click("#picks", offset=(5, 2))
        wanted.append(GiveRole(role="general", model=scene_models.MODELS[2].path))
        await until(pilot, lambda: brain.commands == wanted)
        await pilot.click("#picks", offset=(5, 1))
        await pilot.press("up", "g")
        await sees(pilot, "is the general expert already")
        await pilot.press("end", "g", "m", "right")
        await sees(pilot, "The download did not end: 1,200 MB are there.")
        assert brain.commands == wanted


async def test_a_swap_is_shown_with_its_time_and_a_refusal_in_a_sentence() -> None:
    brain = FakeBrain()
    async with SelApp(brain, FakeSettings()).run_test(size=WIDE) as pilot:
        await opened(pilot, brain)
        await pilot.press("down")
        waking = replace(READY, state="waking", model="Llama.gguf", progress=0.4)
        brain.tell(EngineChanged(engine=waking))
        await sees(pilot, "loading Llama.gguf 40%")
        brain.shelf = [replace(STARTER, roles=()), replace(LLAMA, roles=("general", "coder"))]
        title = "Llama is now the general expert (1.8 s)."
        brain.tell(NoticeGiven(title=title), ModelsChanged())
        await sees(pilot, title, "expert for general, coder")
        brain.refuse = FetchError("No rung held.")
        await pilot.press("up", "g")
        await sees(pilot, "No rung held.")
        await pilot.press("f11")
        await until(pilot, lambda: len(pilot.app.screen_stack) == 1)


@pytest.mark.parametrize("size", [(80, 24), (76, 22), (60, 36), (99, 50)])
async def test_where_it_is_narrow_details_stand_below_the_list(size: tuple[int, int]) -> None:
    brain = FakeBrain()
    async with SelApp(brain, FakeSettings()).run_test(size=size) as pilot:
        await opened(pilot, brain)
        await pilot.press("down")
        await sees(pilot, "qwen2.5-coder", "llama3.1", "It fits.", "at 16,384 tokens")
        await pilot.press("right", "right", "right")
        await sees(pilot, "It does not fit.", "at 131,072 tokens")
        await pilot.press("enter")
        await until(pilot, lambda: brain.commands == [GiveRole(role="general", model=LLAMA.path)])


async def test_details_follow_the_room_there_is() -> None:
    brain = FakeBrain()
    async with SelApp(brain, FakeSettings()).run_test(size=LOW) as pilot:
        screen = await opened(pilot, brain)
        await pilot.press("enter")
        await until(pilot, lambda: screen.has_class("-reading"))
        await pilot.resize_terminal(80, 24)
        await sees(pilot, "an image projector", "It fits.")
        await pilot.press("escape")  # nothing is to be closed but the screen
        await until(pilot, lambda: len(pilot.app.screen_stack) == 1)


async def test_where_it_is_low_and_narrow_enter_shows_the_details() -> None:
    brain = FakeBrain()
    async with SelApp(brain, FakeSettings()).run_test(size=LOW) as pilot:
        screen = await opened(pilot, brain)
        await pilot.press("down")
        assert "llama3.1" not in text(pilot)
        await pilot.press("enter")
        await sees(pilot, "llama3.1")
        await pilot.press("pagedown")
        await sees(pilot, "It fits.", "rest 300 MB")
        await pilot.press("right")
        await sees(pilot, "at 32,768 tokens")
        await pilot.press("escape")
        assert pilot.app.screen is screen
        brain.shelf = ()
        brain.tell(ModelsChanged())
        await sees(pilot, "There is no model on this machine.")
        await pilot.press("g", "m", "left", "escape")
        await until(pilot, lambda: len(pilot.app.screen_stack) == 1)
        assert brain.commands == []


async def test_the_hub_is_named_then_asked_and_one_is_fetched() -> None:
    brain = FakeBrain()
    async with SelApp(brain, FakeSettings()).run_test(size=WIDE) as pilot:
        await opened(pilot, brain)
        await pilot.press("s")
        await sees(pilot, "goes to hub.example when you press Enter")
        assert brain.looked_up == []
        await pilot.press("g", "enter")
        await sees(pilot, "owner/gemma-3-4b-it-GGUF")
        assert brain.looked_up == ["g"]
        await pilot.press("down", "down")
        await sees(pilot, "its terms must be accepted")
        await pilot.press("enter")
        await sees(pilot, "the usual middle", "here already")
        await pilot.press("enter")
        model, seeing = "gemma-3-4b-it-Q4_K_M.gguf", "mmproj-model-f16.gguf"
        repo = scene_models.HUB[2].repo
        await until(pilot, lambda: bool(brain.commands))
        await pilot.press("p", "enter")
        await until(pilot, lambda: len(brain.commands) == 2)
        wanted = [PullModel(repo=repo, files=(model, seeing)), PullModel(repo=repo, files=(model,))]
        assert brain.commands == wanted
        await pilot.press("escape")
        await sees(pilot, "5 found")
        brain.hub_refuses = FetchError("hub.example cannot be reached.")
        await pilot.press("slash", "end", "slash", "r", "enter")
        await sees(pilot, "hub.example cannot be reached.")
        assert brain.looked_up[-1] == "g/r"  # a repository by its name


@pytest.mark.parametrize(
    "asked",
    [
        "owner/gemma:q5_k_m",
        "https://hub.example/owner/gemma:Q5_K_M",
        "owner/gemma/gemma-3-4b-it-Q5_K_M.gguf",
        "https://hub.example/owner/gemma/blob/main/gemma-3-4b-it-Q5_K_M.gguf?download=true",
    ],
)
async def test_a_quantisation_that_is_asked_for_is_chosen(asked: str) -> None:
    brain = FakeBrain()
    async with SelApp(brain, FakeSettings()).run_test(size=NARROW) as pilot:
        await opened(pilot, brain)
        await pilot.press("s")
        await sees(pilot, "when you press Enter")
        pilot.app.screen.query_one("#words", Input).value = asked
        await pilot.press("enter")
        await sees(pilot, "the usual middle", "It fits.", "gemma3")
        assert brain.looked_up == [asked]
        screen = pilot.app.screen
        assert isinstance(screen, ModelsFrame)
        assert screen.picks.chosen == "gemma-3-4b-it-Q5_K_M.gguf"


async def test_a_download_is_followed_stopped_and_gone_on_with() -> None:
    pull = scene_models.PULL
    brain = FakeBrain(pulled=pull)
    async with SelApp(brain, FakeSettings()).run_test(size=WIDE) as pilot:
        await opened(pilot, brain)
        await sees(pilot, "34 %")
        brain.tell(PullChanged(pull=replace(pull, done=pull.total // 2)))
        await sees(pilot, "50 %")
        await pilot.press("x")
        brain.tell(PullChanged(pull=replace(pull, state="stopped")))
        await sees(pilot, "stopped at 34 %; r goes on.")
        await pilot.press("r")
        wanted = [StopPull(), PullModel(repo=pull.repo, files=pull.files)]
        await until(pilot, lambda: brain.commands == wanted)
        brain.tell(PullChanged(pull=replace(pull, state="done")))
        await sees(pilot, f"{pull.name} is here")


async def test_what_was_fetched_is_chosen_for_its_role() -> None:
    name = "gemma-3-4b-it-Q4_K_M.gguf"
    brain = FakeBrain(pulled=scene_models.PULL)
    async with SelApp(brain, FakeSettings()).run_test(size=NARROW) as pilot:
        screen = await opened(pilot, brain)
        new = replace(LLAMA, name="gemma-3-4b-it-Q4_K_M", path=f"/models/owner/repo/{name}")
        brain.shelf = [*brain.shelf, new]
        done = replace(scene_models.PULL, state="done", files=(name,))
        brain.tell(PullChanged(pull=done), ModelsChanged())
        await until(pilot, lambda: screen.picks.chosen == new.path)
        await pilot.press("up", "g")
        brain.tell(ModelsChanged())  # what was chosen since stays so
        await pilot.press("down", "g")
        await until(pilot, lambda: GiveRole(role="general", model=new.path) in brain.commands)


@pytest.mark.parametrize(
    ("keys", "size", "theme"),
    [
        ([("down", "It fits.")], NARROW, "sel-light"),
        ([("down", "fits"), ("enter", "its own")], LOW, "sel-dark"),
        (
            [("s", "press Enter"), ("g", "g"), ("enter", "5 found"), ("enter", "usual")],
            WIDE,
            "sel-light",
        ),
    ],
)
def test_pictures(  # type: ignore[no-untyped-def]
    snap_compare, keys: Sequence[tuple[str, str]], size: tuple[int, int], theme: str
) -> None:
    brain = FakeBrain(pulled=scene_models.PULL)

    async def before(pilot: Pilot[None]) -> None:
        await opened(pilot, brain)
        for key, words in keys:
            await pilot.press(key)
            await sees(pilot, words)
        await pilot.pause()

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
            assert len(lines[1]) <= 41  # the line of contexts
            assert len(next(line for line in lines if line.startswith("█"))) == 40
