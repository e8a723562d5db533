"""SEL's inner state as a picture and as text."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from command_fakes import AFFECT, NAMES, World
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bridge.commands import feelings, pictures
from bridge.commands.asked import Asked
from bridge.commands.blocks import STEPS, bar, spark, status_blocks, timeline_blocks
from bridge.commands.moods import HORMONES, LOOKS, PLAIN, look_of
from bridge.replies.letters import units
from sel.affect.hormones import NAMES as TRUE_NAMES
from sel.affect.modes import MODES
from sel.affect.mood import Mood
from sel.events import AffectView

HALL = Asked(user_id=1, channel_id=60, guild_id=7)
LEVEL = st.floats(min_value=-1, max_value=2)


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def test_the_words_are_the_brains() -> None:
    assert set(LOOKS) == set(get_args(Mood))
    assert set(HORMONES) == set(TRUE_NAMES)
    assert set(feelings.MODES) == set(MODES)
    assert look_of("sulky") == PLAIN


def test_a_picture_is_of_the_size_discord_shows_whole() -> None:
    for draw in (pictures.status_picture, pictures.timeline_picture):
        image = opened(draw(AFFECT))
        assert image.size == (960, 600)


def test_a_bar_is_as_long_as_its_level_and_its_mark_stands_at_the_target() -> None:
    affect = replace(AFFECT, levels=AFFECT.levels | {"dopamine": 0.5}, targets={"dopamine": 0.8})
    image = opened(pictures.status_picture(affect))
    row = pictures.TOP + 48

    def at(share: float) -> tuple[int, int, int]:
        place = (round(pictures.LEFT + pictures.COLUMN * share), row)
        colour = image.getpixel(place)
        assert isinstance(colour, tuple)
        return colour[0], colour[1], colour[2]

    assert at(0.45)[0] > 180  # its own colour
    assert max(at(0.6)) < 70  # the empty rest
    assert min(at(0.8)) > 200  # the mark


@pytest.mark.parametrize("mood", ["glowy", "stressed", "sulky"])
def test_every_mood_has_a_face_of_its_own_colour(mood: str) -> None:
    colour = opened(pictures.status_picture(replace(AFFECT, mood=mood))).getpixel((118, 60))
    assert isinstance(colour, tuple)
    wanted = Image.new("RGB", (1, 1), look_of(mood).colour).getpixel((0, 0))
    assert isinstance(wanted, tuple)
    assert all(abs(a - b) < 40 for a, b in zip(colour, wanted, strict=True))


@pytest.mark.parametrize(
    "affect",
    [
        AffectView(),
        AffectView(levels=dict.fromkeys(NAMES, 5.0), targets=dict.fromkeys(NAMES, -3.0)),
        AffectView(history={name: (0.0,) * 300 for name in NAMES}, mood="é" * 80, mode="x_" * 40),
    ],
)
def test_odd_states_are_drawn_too(affect: AffectView) -> None:
    assert opened(pictures.status_picture(affect)).size == (960, 600)
    assert opened(pictures.timeline_picture(affect)).size == (960, 600)


async def test_where_no_picture_can_be_sent_it_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    deps = World().deps()
    shown = await feelings.status(deps, HALL)
    assert shown.sheet is not None
    assert "dopamine 0.10" in shown.sheet.about
    for made in (feelings.status, feelings.timeline):
        assert (await made(deps, replace(HALL, files=False))).sheet is None
        assert "dopamine" in (await made(deps, HALL, as_text=True)).text
    monkeypatch.setitem(sys.modules, "PIL", None)
    for name in ("bridge.commands.ink", "bridge.commands.pictures"):
        monkeypatch.delitem(sys.modules, name)
    for made in (feelings.status, feelings.timeline):
        answer = await made(deps, HALL)
        assert answer.sheet is None
        assert "dopamine" in answer.text


async def test_why_it_moved_is_not_told() -> None:
    """What moved SEL may have been said elsewhere, and to it alone."""
    shown = await feelings.status(World().deps(), HALL, as_text=True)
    assert "→" not in shown.text


def test_text_fits_a_telephone() -> None:
    for text in (status_blocks(AFFECT), timeline_blocks(AFFECT)):
        assert units(text) < 1000
        assert max(map(len, text.split("```")[1].splitlines())) <= 40


@given(LEVEL, st.none() | LEVEL)
def test_a_bar_is_always_as_wide(level: float, target: float | None) -> None:
    text = bar(level, target)
    assert len(text) == 16
    assert ("┃" in text) == (target is not None)
    assert text.count("█") <= 16 * max(level, 0) + 0.5


@given(st.lists(LEVEL, max_size=200))
def test_the_last_hour_fits_and_ends_now(levels: list[float]) -> None:
    text = spark(tuple(levels))
    assert len(text) <= STEPS
    assert bool(text) == bool(levels)
    if levels:
        assert text[-1] == spark((levels[-1],))


def test_nothing_heavy_is_loaded_with_what_commands_do() -> None:
    modules = "feelings, memories, consent, rooms, summary, figures, check_ins"
    script = f"import sys; from bridge.commands import {modules}; print(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert not {"discord", "PIL", "numpy"} & set(done.stdout.split())
