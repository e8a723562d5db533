"""The statistics: found by command, followed while open, left alone when not; by keys and mouse."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from face_fakes import settled
from face_figures import KnowingBrain
from test_face_talk import Face, face
from textual.widgets import Static

from sel.brain.insight import Insight
from sel.errors import EngineError
from sel.events import ClearCache
from tui import scene_figures
from tui.scene import NOON, stats
from tui.screens import stats as statistics
from tui.screens.stats import CACHE, HORMONES, StatsScreen


@asynccontextmanager
async def looking(
    brain: KnowingBrain | None = None, size: tuple[int, int] = (120, 40), command: str = "/stats"
) -> AsyncIterator[tuple[Face, KnowingBrain, StatsScreen]]:
    brain = brain or KnowingBrain(last=stats())
    async with face(brain, size) as it:
        await it.send(command)
        await settled(it.pilot)
        screen = it.app.screen
        assert isinstance(screen, StatsScreen)
        yield it, brain, screen


def said(screen: StatsScreen) -> str:
    """What both columns say."""
    shown = (screen.query_one(f"#{name}", Static) for name in ("left", "right"))
    return "\n".join(str(column.content) for column in shown if column.display)


async def press(it: Face, *keys: str) -> None:
    for key in keys:
        await it.pilot.press(key)
        await settled(it.pilot)


async def test_all_that_was_said_before_is_still_found() -> None:
    async with looking() as (it, _, screen):
        for words in (
            "● ready",
            "SmolLM2",
            "96 tok/s",
            "92% of 448",
            "545 of 2,048",
            "replies so far",
        ):
            assert words in said(screen)
        for words in ("settings in use", "answered by", "why it ended", "the brain's own share"):
            assert words in said(screen)
        await it.pilot.resize_terminal(80, 24)
        await settled(it.pilot)
        assert "settings in use" in said(screen)
        assert screen.body.max_scroll_y > 0


WORDS = (
    "the last turn",
    "p99",
    "until the first word",
    "saved 3,912 tokens",
    "processor",
    "talk in company",
    "hormones by the hour",
    "last word to first sound",
)
"""Said in each section."""


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)])
async def test_every_section_is_a_key_away(size: tuple[int, int]) -> None:
    async with looking(size=size) as (it, _, screen):
        for section, words in enumerate(WORDS, 1):
            await press(it, str(section))
            assert words in said(screen)
            assert screen.sections.chosen == section - 1


async def test_tab_goes_round_the_sections() -> None:
    async with looking() as (it, _, screen):
        seen = []
        for key in ("tab", "tab", "shift+tab", "shift+tab", "shift+tab"):
            await press(it, key)
            seen.append(screen.sections.chosen)
        assert seen == [1, 2, 1, 0, 7]
        await press(it, "9")
        assert screen.sections.chosen == 7


async def test_arrows_go_through_the_turns_and_a_new_turn_does_not_move_them() -> None:
    async with looking() as (it, brain, screen):
        assert said(screen).startswith("the last turn")
        await press(it, "right")
        assert said(screen).startswith("the last turn")
        await press(it, "left", "left")
        assert said(screen).startswith("turn 62 of 64")
        assert "its reply" in said(screen)
        looked = brain.known.turns[61]
        newer = dataclasses.replace(brain.known.turns[-1], turn_id="newer", at=NOON)
        brain.known = dataclasses.replace(brain.known, turns=(*brain.known.turns[1:], newer))
        screen._look_again()
        await settled(it.pilot)
        assert brain.known.turns[60] is looked
        assert said(screen).startswith("turn 61 of 64")
        await it.pilot.press(*["left"] * 70)
        await settled(it.pilot)
        assert said(screen).startswith("turn 1 of 64")
        await press(it, "2", "left")
        await press(it, "1")
        assert said(screen).startswith("turn 1 of 64")


async def test_sections_and_keys_can_be_clicked() -> None:
    async with looking(size=(80, 24)) as (it, _, screen):
        row = str(screen.sections.content)
        await it.pilot.click("#sections", offset=(row.index("cache"), 0))
        await settled(it.pilot)
        assert screen.sections.chosen == CACHE
        await press(it, "1")
        keys = str(screen.keys.content)
        await it.pilot.click("#keys", offset=(2 + keys.index("earlier"), 0))
        await settled(it.pilot)
        assert said(screen).startswith("turn 63 of 64")
        await it.pilot.click("#keys", offset=(2 + keys.index("back"), 0))
        await it.pilot.pause()
        assert it.app.screen is it.app.main


async def test_it_looks_while_it_is_in_front_and_never_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(statistics, "EVERY", 0.15)
    async with looking() as (it, brain, screen):
        before = brain.looks
        while brain.looks < before + 3:
            await it.pilot.pause(0.02)
        await press(it, "ctrl+p")  # the palette lies over it
        await it.pilot.pause(0.05)
        before = brain.looks
        await it.pilot.pause(0.4)
        assert brain.looks == before
        await press(it, "escape")
        while brain.looks == before:
            await it.pilot.pause(0.02)
        await press(it, "escape")
        assert it.app.screen is it.app.main
        assert not screen.is_running
        before = brain.looks
        await it.pilot.pause(0.4)
        assert brain.looks == before


async def test_it_follows_what_changes() -> None:
    async with looking() as (it, brain, screen):
        await press(it, "6")
        brain.known = dataclasses.replace(brain.known, silences={"a busy room": 7})
        screen._look_again()
        await settled(it.pilot)
        assert "a busy room" in said(screen)


async def test_hours_are_asked_for_only_where_they_are_shown() -> None:
    async with looking() as (it, _, screen):
        assert screen._hours is None
        await press(it, str(HORMONES + 1))
        assert screen._hours is not None
        assert "what moved me" in said(screen)


async def test_nothing_known_yet_is_said_calmly() -> None:
    brain = KnowingBrain(known=Insight(at=NOON, since=NOON), channels=())
    async with looking(brain, (80, 24)) as (it, _, screen):
        assert "No turn yet" in said(screen)
        calm = {
            2: "Nothing was measured",
            3: "No reply",
            4: "asked for twice",
            6: "Nothing took long",
        }
        for section, words in calm.items():
            await press(it, str(section))
            assert words in said(screen)
        await press(it, "7")
        assert "No hour was lived through" in said(screen)


async def test_a_refusal_is_a_sentence_and_goes_when_it_is_over() -> None:
    brain = KnowingBrain(unable=EngineError("The figures are away.", hint="Back soon."))
    async with looking(brain) as (it, _, screen):
        assert "The figures are away" in said(screen)
        brain.unable = None
        screen._look_again()
        await settled(it.pilot)
        assert "the last turn" in said(screen)


@pytest.mark.parametrize("size", [(60, 20), (120, 40), (200, 60)])
async def test_a_long_evening_with_huge_counts(size: tuple[int, int]) -> None:
    brain = KnowingBrain(known=scene_figures.insight(200, size=1_000_000), last=stats())
    async with looking(brain, size) as (it, _, screen):
        await press(it, *["left"] * 3, *"234567")
        await press(it, "4")
        assert "3.9 G" in said(screen)


async def test_the_cache_by_command_and_letting_go_of_it() -> None:
    async with looking(command="/cache") as (it, brain, screen):
        assert screen.sections.chosen == CACHE
        await press(it, "escape")
        await it.send("/cache clear")
        await it.send("/cache clear reply")
        assert brain.commands == [ClearCache(), ClearCache(kind="reply")]
        await it.send("/cache dance")
        assert "The cache has no such command" in it.notices()[-1]
