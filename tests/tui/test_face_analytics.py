"""The analytics: six ways to look back, and what is said where there is nothing to see."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from face_fakes import settled
from face_figures import KnowingBrain
from test_face_stats import press
from test_face_talk import Face, face
from textual.widgets import Static

from sel.errors import SettingError
from tui import scene_history
from tui.blank import BlankAnalysis
from tui.drawings import ahead, rhythm, together, trends, unusual
from tui.drawings.found import NAMES, Looked, missing, strip
from tui.drawings.places import places
from tui.screens.analytics import AnalyticsScreen
from tui.screens.mood import MoodScreen


@asynccontextmanager
async def looking(
    brain: KnowingBrain | None = None, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[Face, KnowingBrain, AnalyticsScreen]]:
    brain = brain or KnowingBrain()
    async with face(brain, size) as it:
        await it.send("/analytics")
        await settled(it.pilot)
        screen = it.app.screen
        assert isinstance(screen, AnalyticsScreen)
        yield it, brain, screen


def said(screen: AnalyticsScreen) -> str:
    shown = (screen.query_one(f"#{name}", Static) for name in ("note", "left", "right"))
    return "\n".join(str(column.content) for column in shown if column.display)


def looked(name: str, chosen: str = "cortisol") -> Looked:
    return Looked(
        hours=scene_history.hours("desk", 168), analysis=scene_history.analysis(name), chosen=chosen
    )


# ---------------------------------------------------------------- pictures


def test_trends_tell_direction_size_and_what_is_only_chance() -> None:
    told = trends.rows(looked("trends"), 71).plain.splitlines()
    rows = {line[2:15].strip(): line for line in told[2:]}
    assert "↗ +0.08" in rows["oxytocin"]
    assert rows["oxytocin"].endswith("moderate")
    assert "↘ -0.06" in rows["cortisol"]
    assert rows["melatonin"].endswith("no trend")
    assert told[2 + NAMES.index("cortisol")].startswith("› ")
    assert "p < .001" in trends.picture(looked("trends"), 71, 12).plain


def test_anomalies_tell_when_how_far_and_what_happened_then() -> None:
    seen = looked("anomalies")
    told = unusual.rows(seen, 71, 9).plain.splitlines()
    assert told[1].split()[:4] == ["Tue", "14,", "21:37", "oxytocin"]
    assert "harsh words, a wor" in told[4]
    assert ".58 for .27" in told[4]
    assert told[5] == "estrogen: it hardly moved"
    assert "▲" in unusual.picture(seen, 71, 12).plain
    assert "it hardly moved" in unusual.picture(looked("anomalies", "estrogen"), 71, 12).plain
    quiet = Looked(
        hours=seen.hours,
        analysis=BlankAnalysis(enough=True, found={n: [] for n in NAMES}),
        chosen="cortisol",
    )
    assert unusual.NOTHING in unusual.rows(quiet, 71, 9).plain
    narrow = unusual.rows(seen, 51, 9).plain.splitlines()
    assert max(map(len, narrow)) <= 51


def test_correlations_stand_where_their_row_and_column_meet() -> None:
    told = together.matrix(looked("correlations"), 71).plain.splitlines()
    heads, rows = told[1], {line[2:15].strip(): line for line in told[2:]}
    for one, other, figure in (
        ("cortisol", "serotonin", "−.56"),
        ("adrenaline", "cortisol", "+.83"),
    ):
        end = heads.index(other[:4]) + 4
        assert rows[one][end - 4 : end] == figure
    assert rows["dopamine"][15:].strip() == ""
    assert rows["estrogen"].count("·") == 7
    words = together.sentences(looked("correlations"), 71, 9).plain.splitlines()
    assert words[1].startswith("● cortisol and adrenaline go together")
    assert words[2].startswith("● serotonin up, cortisol down")
    assert words[1].endswith("strong · 168")


def test_the_day_of_a_hormone_has_a_peak_and_a_trough() -> None:
    seen = looked("circadian")
    told = rhythm.rows(seen, 71).plain
    (row,) = [line for line in told.splitlines() if "cortisol" in line]
    assert row.split()[-3:] == ["08:12", "20:12", ".65"]
    assert "20:00, 21:00, 15:00" in told
    drawn = rhythm.picture(seen, 71, 14).plain
    assert drawn.count("▲") == drawn.count("▼") == 2  # in the caption and in the picture
    high, low = (
        drawn.splitlines()[1:-2][0],
        [line for line in drawn.splitlines()[2:-2] if "▼" in line],
    )
    assert "▲" in high + drawn.splitlines()[2]
    assert low
    entry = seen.analysis.found["cortisol"]
    assert rhythm.curve_of(entry, entry["peak"]) == pytest.approx(
        entry["middle"] + entry["amplitude"]
    )
    assert rhythm.curve_of(entry, entry["trough"]) == pytest.approx(
        entry["middle"] - entry["amplitude"]
    )


def test_the_day_ahead_has_its_lowest_and_highest() -> None:
    seen = looked("forecast")
    (row,) = [line for line in ahead.rows(seen, 90).plain.splitlines() if "cortisol" in line]
    assert row.split()[-6:] == [".08", "at", "20:13", ".35", "at", "08:13"]
    assert ahead.picture(seen, 71, 12).plain.splitlines()[0].startswith("cortisol   from 22:13 on")


def test_places_are_told_apart_or_alike() -> None:
    told = places(scene_history.comparison(), "desk", "oxytocin", 71).plain
    rows = {line[2:15].strip(): line for line in told.splitlines()[2:]}
    assert rows["oxytocin"].endswith("higher")
    assert rows["cortisol"].endswith("lower")
    assert rows["dopamine"].endswith("alike")
    assert rows["oxytocin"].index("━") > rows["cortisol"].index("━")
    names = {"garden": "Lighthouse, garden"}
    named = places(scene_history.comparison(), "desk", "oxytocin", 71, names).plain
    assert "desk beside Lighthouse, garden" in named
    assert "one place only" in places({}, "desk", "oxytocin", 71).plain


def test_a_level_line_is_heavy_where_it_is_high() -> None:
    drawn = strip([0.1, 0.5, 0.9], "$lift")
    assert drawn == [("─", "$faint"), ("─", "$lift"), ("━", "$lift")]
    assert {look for _, look in strip([0.2, 0.21, 0.2], "$lift")} == {"$lift"}
    assert strip([], "$lift") == []


@pytest.mark.parametrize("name", ["trends", "anomalies", "correlations", "circadian", "forecast"])
@pytest.mark.parametrize("chosen", NAMES)
def test_single_entries_may_be_missing(name: str, chosen: str) -> None:
    none = {
        one: {"enough": False, "why": "too few readings", "have": 1, "need": 3} for one in NAMES
    }
    for found in (none, {}):
        seen = Looked(
            hours=scene_history.hours("desk", 24),
            analysis=BlankAnalysis(enough=True, found=dict(found)),
            chosen=chosen,
        )
        drawers = {
            "trends": (trends.rows(seen, 51), trends.picture(seen, 51, 9)),
            "anomalies": (unusual.rows(seen, 51, 5), unusual.picture(seen, 51, 9)),
            "correlations": (together.matrix(seen, 51), together.sentences(seen, 51, 5)),
            "circadian": (rhythm.rows(seen, 51), rhythm.picture(seen, 51, 9)),
            "forecast": (ahead.rows(seen, 51), ahead.picture(seen, 51, 9)),
        }
        assert all(drawn.plain for drawn in drawers[name])
    assert missing(none["cortisol"]) == "too few readings"
    assert missing([]) == ""


# ---------------------------------------------------------------- the screen


WORDS = (
    "where it goes",
    "harsh words",
    "go together",
    "best to talk",
    "the day ahead",
    "desk beside garden",
)
"""Said in each section."""


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)])
async def test_every_section_is_a_key_away(size: tuple[int, int]) -> None:
    async with looking(size=size) as (it, _, screen):
        for section, words in enumerate(WORDS, 1):
            await press(it, str(section))
            assert words in said(screen)


async def test_arrows_choose_the_hormone_and_the_span() -> None:
    async with looking() as (it, brain, screen):
        assert brain.asked == [("desk", "trends", 7.0)]
        assert "› dopamine" in said(screen)
        await press(it, "down", "down")
        assert "› oxytocin" in said(screen)
        await press(it, "up", "up", "up")
        assert "› estrogen" in said(screen)
        await press(it, "right")
        assert "four weeks" in said(screen)
        await press(it, "right", "left", "left", "left")
        assert "a day" in said(screen)
        assert [days for _, _, days in brain.asked] == [7.0, 28.0, 1.0]
        await press(it, "5")
        assert brain.asked[-1] == ("desk", "forecast", 28.0)


async def test_what_was_looked_at_is_kept_until_it_is_looked_at_again() -> None:
    async with looking() as (it, brain, screen):
        await press(it, "2", "1", "2")
        assert len(brain.asked) == 2
        await press(it, "r")
        assert len(brain.asked) == 3
        assert "out of the usual" in said(screen)


async def test_channels_are_gone_through() -> None:
    async with looking() as (it, brain, screen):
        assert "c channel" in str(screen.keys.content)
        await press(it, "c")
        assert "garden" in said(screen)
        assert brain.asked[-1] == ("garden", "trends", 7.0)
        await press(it, "c")
        assert brain.asked[-1] == ("garden", "trends", 7.0)
        assert "desk" in said(screen)
    async with looking(KnowingBrain(channels=("desk",))) as (it, _, screen):
        assert "c channel" not in str(screen.keys.content)
        await press(it, "c", "6")
        assert "one place only" in said(screen)


async def test_both_arrows_of_a_pair_are_told_and_have_their_click() -> None:
    async with looking(size=(80, 24)) as (it, _, screen):
        keys = str(screen.keys.content)
        assert "↑↓ hormone   ←→ span" in keys
        for sign, part, now in (("←", "", "a day"), ("→", "", "a week"), ("→", " span", "four")):
            at = keys.index(f"{sign}{part}") + len(part)
            await it.pilot.click("#keys", offset=(2 + at, 0))
            await settled(it.pilot)
            assert now in said(screen)
        await it.pilot.click("#keys", offset=(2 + keys.index("↓"), 0))
        await it.pilot.click("#keys", offset=(2 + keys.index("↓"), 0))
        await it.pilot.click("#keys", offset=(2 + keys.index("↑"), 0))
        await settled(it.pilot)
        assert f"› {NAMES[1]}" in said(screen)


async def test_a_click_on_a_row_chooses_its_hormone() -> None:
    async with looking(size=(80, 24)) as (it, _, screen):
        await it.pilot.click("#left", offset=(4, 2 + NAMES.index("cortisol")))
        await it.pilot.pause()
        assert "› cortisol" in said(screen)


async def test_not_enough_and_no_scipy_are_calm_sentences() -> None:
    brain = KnowingBrain(found=BlankAnalysis(why="there are 2 readings, and it takes 3"))
    async with looking(brain) as (it, _, screen):
        assert "There are 2 readings, and it takes 3. I keep writing down" in said(screen)
        brain.found = None
        brain.unable = SettingError(
            "That needs SciPy.", hint="Install SEL with the analytics extra."
        )
        await press(it, "2")
        assert "That needs SciPy" in said(screen)
        assert "analytics extra" in said(screen)
        await press(it, "1")
        assert "There are 2 readings" in said(screen)


async def test_where_nothing_can_be_told_of_any_it_is_said_once() -> None:
    none = {"enough": False, "why": "1 reading so far, 3 are needed", "have": 1, "need": 3}
    brain = KnowingBrain(
        found=BlankAnalysis(enough=True, readings=1, found=dict.fromkeys(NAMES, none))
    )
    async with looking(brain, (80, 24)) as (it, _, screen):
        for key in "12345":
            await press(it, key)
            assert said(screen).count("1 reading so far, 3 are needed.") == 1
            assert "1 reading\n" in said(screen)
            drawn = "".join(strip.text for strip in screen._compositor.render_strips())
            assert "later." in drawn, "the sentence is whole"


async def test_it_is_reached_from_the_mood_and_left_with_escape() -> None:
    async with face(KnowingBrain()) as it:
        await it.send("/mood")
        await settled(it.pilot)
        assert isinstance(it.app.screen, MoodScreen)
        await press(it, "a")
        assert isinstance(it.app.screen, AnalyticsScreen)
        await press(it, "escape")
        assert len(it.app.screen_stack) == 1
