"""The window into the inner state: what is composed where, what moves, and what does not."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from face_fakes import FakeBrain, FakeSettings, drawn
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.geometry import Region
from textual.pilot import Pilot

from sel.brain.hormones.heart import Heart
from sel.events import AffectView
from tui.app import SelApp
from tui.blank_mind import BlankDay
from tui.drawings import ring
from tui.drawings.mind import CURVES, DEPTH, STEPS, Seen, _breath, mind
from tui.drawings.visage import FEATURES, visage
from tui.mood import DRIVES, FACES, HORMONES
from tui.scene import NOON, affect
from tui.screens.mind import MindScreen
from tui.widgets.still import Still

SEEN = Seen(affect(), BlankDay(since=NOON - 1500), NOON)
ROOMS = [(56, 18), (76, 20), (116, 36), (196, 56)]


def text(seen: Seen, width: int, height: int) -> str:
    return "\n".join(row.plain for row in mind(seen, width, height))


@pytest.mark.parametrize(("width", "height"), ROOMS)
def test_everything_is_there_in_every_room(width: int, height: int) -> None:
    shown = text(SEEN, width, height)
    for name in (*HORMONES, *DRIVES, "bonded", "for 25 min"):
        assert name in shown
    if width >= 76:
        assert "22:12" in shown
        assert "thanks" in shown


@settings(max_examples=40, deadline=None)
@given(st.integers(20, 210), st.integers(5, 70), st.sampled_from([*FACES, "unheard-of"]))
def test_it_never_outgrows_its_room(width: int, height: int, mood: str) -> None:
    rows = mind(replace(SEEN, affect=affect(mood)), width, height)
    assert len(rows) <= height
    if width >= 46:
        assert max(row.cell_length for row in rows) <= width


@pytest.mark.parametrize("minute", [0, 1, 12 * 60 + 17, 22 * 60 + 12, 24 * 60 - 1])
def test_the_clock_in_the_ring_tells_the_minute_it_is(minute: int) -> None:
    at = replace(SEEN, day=BlankDay(since=NOON - 1500, hour=(minute + 0.5) / 60))
    assert f"{minute // 60:02}:{minute % 60:02}" in text(at, 116, 36)


def test_nothing_known_is_drawn_too() -> None:
    shown = text(Seen(AffectView(), BlankDay(curves={}), 0.0, "asleep"), 116, 36)
    assert "Nothing has moved yet." in shown


# ---------------------------------------------------------------- pieces


def test_the_ring_has_noon_above_and_goes_with_the_sun() -> None:
    (x0, y0), (x6, y6), (x12, y12) = ring.at(0, 0.4), ring.at(6, 0.4), ring.at(12, 0.4)
    assert y0 < 0.5 < y12
    assert x6 < x0
    assert x12 == pytest.approx(x0)
    assert y6 == pytest.approx(0.5)


def test_the_ring_marks_the_hour_and_its_numbers() -> None:
    rows = ring.ring(BlankDay().curves, CURVES, 12.0, 20)
    shown = [row.plain for row in rows]
    assert len(shown) == 20
    assert {len(row) for row in shown} == {ring.width_for(20)}
    assert "●" in "".join(shown[:4])
    assert all(str(hour) in "".join(shown) for hour in (0, 6, 12, 18))


def test_each_mood_has_a_face_of_its_own() -> None:
    assert FEATURES.keys() == FACES.keys()
    faces = {mood: "\n".join(row.plain for row in visage(FEATURES[mood], 13)) for mood in FACES}
    for one, other in itertools.combinations(faces, 2):
        assert faces[one] != faces[other], (one, other)


def test_eyes_blink_where_they_are_open() -> None:
    bonded, calm = FEATURES["bonded"], FEATURES["calm"]
    assert str(visage(bonded, 9)) != str(visage(bonded, 9, blink=True))
    assert str(visage(calm, 9)) == str(visage(calm, 9, blink=True))


def test_a_breath_is_slow_and_has_few_shades() -> None:
    beats = [_breath(replace(SEEN, beat=beat / 8), 0) for beat in range(400)]
    assert _breath(SEEN, 0) == 1.0
    assert min(beats) == pytest.approx(1 - DEPTH)
    assert max(beats) == 1.0
    assert len(set(beats)) <= STEPS + 1
    changes = sum(a != b for a, b in itertools.pairwise(beats))
    assert changes < len(beats) / 2


# ---------------------------------------------------------------- the brain's part


def test_the_heart_knows_its_day_and_since_when_it_is_in_its_mood() -> None:
    now = [NOON]
    heart = Heart("UTC", "casual", lambda: now[0])
    assert heart.view().mood
    day = heart.day()
    assert day.since == 0.0
    assert 22 < day.hour < 22.3
    assert set(day.curves) == set(HORMONES)
    assert {len(curve) for curve in day.curves.values()} == {48}
    assert day.curves["melatonin"][6] > day.curves["melatonin"][26]
    moods = [heart.view().mood]
    for _ in range(48):
        now[0] += 1800.0
        moods.append(heart.view().mood)
    changed = [n for n in range(1, len(moods)) if moods[n] != moods[n - 1]]
    assert heart.day().since == NOON + 1800.0 * changed[-1]


# ---------------------------------------------------------------- the screen


@asynccontextmanager
async def opened(*, animations: bool = True) -> AsyncIterator[tuple[Pilot[None], MindScreen]]:
    brain = FakeBrain()
    app = SelApp(brain, FakeSettings(animations=animations))
    async with app.run_test(size=(120, 40)) as pilot:
        await drawn(pilot, brain)
        app.draw_as("animations", on=animations)
        await pilot.press("f10")
        while not isinstance(app.screen, MindScreen) or not app.screen._picture._rows:
            await pilot.pause(0.01)
        assert isinstance(app.screen, MindScreen)
        yield pilot, app.screen


async def test_f10_opens_it_and_closes_it() -> None:
    async with opened() as (pilot, screen):
        shown = "\n".join(row.plain for row in screen._picture._rows)
        assert "bonded" in shown
        await pilot.press("f10")
        assert not isinstance(pilot.app.screen, MindScreen)


async def test_only_rows_that_differ_are_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(animations=False) as (_pilot, screen):
        drawn_again: list[int] = []
        picture = screen._picture

        def refresh(*regions: Region, **_: object) -> Still:
            drawn_again.extend(region.y for region in regions)
            return picture

        monkeypatch.setattr(picture, "refresh", refresh)
        screen._draw()
        assert drawn_again == []
        screen._seen = replace(screen._seen, affect=affect("calm"))
        screen._draw()
        assert drawn_again
        assert len(drawn_again) < len(picture._rows) / 2


async def test_still_is_still() -> None:
    async with opened() as (pilot, screen):
        await pilot.press("s")
        assert screen._seen.beat is None
        before = screen._picture._rows
        screen._breathe()
        assert screen._picture._rows is before
        await pilot.press("s")
        assert screen._seen.beat is not None


async def test_without_animations_nothing_moves() -> None:
    async with opened(animations=False) as (_pilot, screen):
        assert not screen.moves
        assert screen._seen.beat is None


async def test_it_rests_while_something_else_is_in_front() -> None:
    async with opened() as (pilot, screen):
        assert all(clock._active.is_set() for clock in screen._clocks)
        pilot.app.look("log")  # type: ignore[attr-defined]
        await pilot.pause()
        assert not any(clock._active.is_set() for clock in screen._clocks)
        pilot.app.pop_screen()
        await pilot.pause()
        assert all(clock._active.is_set() for clock in screen._clocks)
