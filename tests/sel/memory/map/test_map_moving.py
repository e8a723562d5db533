"""Which part of the map is seen."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_maps import CALM, NOW, made

from sel.memory.map.marks import place
from sel.memory.map.moving import MOMENTS, window
from sel.memory.map.terminal import drawing, sight
from sel.memory.types import MapView

EMPTY = MapView(tiles={}, roots=(), places={}, memories={})
VIEWS = {count: made(count) for count in (0, 1, 10, 500)}
ANYWHERE = st.tuples(st.floats(), st.floats())


@given(st.sampled_from(sorted(VIEWS)), st.integers(-5, 9), ANYWHERE)
@settings(CALM)
def test_a_window_never_leaves_the_square(
    count: int, level: int, centre: tuple[float, float]
) -> None:
    left, top, right, bottom = window(VIEWS[count], level, centre)
    assert 0 <= left < right <= 1 + 1e-9
    assert 0 <= top < bottom <= 1 + 1e-9


@pytest.mark.parametrize("count", VIEWS)
def test_level_three_sees_all_and_each_below_sees_less(count: int) -> None:
    sides = []
    for level in (3, 2, 1, 0):
        left, _, right, _ = window(VIEWS[count], level, (0.5, 0.5))
        sides.append(right - left)
    assert sides[0] == 1
    assert all(wide > narrow for wide, narrow in itertools.pairwise(sides))


def test_the_finest_level_sees_about_as_many_moments_as_have_room() -> None:
    view = made(1500)
    counts = []
    for id in sorted(view.memories)[:60]:
        left, top, right, bottom = window(view, 0, place(view, id))
        seen = [
            at for at in view.places.values() if left <= at[0] <= right and top <= at[1] <= bottom
        ]
        counts.append(len(seen))
    assert 2 <= sorted(counts)[30] <= 3 * MOMENTS


@given(st.integers(0, 3), st.floats(0, 1), st.floats(0, 1))
@settings(CALM)
def test_what_it_is_about_is_seen(level: int, x: float, y: float) -> None:
    left, top, right, bottom = window(VIEWS[500], level, (x, y))
    assert left - 1e-9 <= x <= right + 1e-9
    assert top - 1e-9 <= y <= bottom + 1e-9


def test_a_drawing_tells_its_window() -> None:
    view = VIEWS[500]
    seen = sight(view, width=40, height=12, level=1, centre=(0.2, 0.9), now=NOW)
    assert seen.window == window(view, 1, (0.2, 0.9))
    assert seen.rows == drawing(view, width=40, height=12, level=1, centre=(0.2, 0.9), now=NOW)
