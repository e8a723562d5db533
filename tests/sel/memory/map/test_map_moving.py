"""Where keys lead on the map."""

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_maps import CALM, made

from sel.memory.map.marks import place
from sel.memory.map.moving import MOMENTS, beside, moved, nearest, window, zoomed
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


@given(st.integers(0, 3), st.floats(0, 1), st.floats(0, 1), st.integers(-3, 3), st.integers(-3, 3))
@settings(CALM)
def test_moving_goes_where_the_key_points(level: int, x: float, y: float, dx: int, dy: int) -> None:
    view = VIEWS[500]
    start = moved(view, level, (x, y), 0, 0)
    u, v = moved(view, level, start, dx, dy)
    assert 0 <= u <= 1
    assert 0 <= v <= 1
    assert (u - start[0]) * dx >= -1e-9
    assert (v - start[1]) * dy >= -1e-9


def test_at_the_edge_moving_stops_and_back_is_one_step() -> None:
    view = VIEWS[500]
    edge = (0.5, 0.5)
    for _ in range(60):
        edge = moved(view, 1, edge, 1, 0)
    assert moved(view, 1, edge, 1, 0) == edge
    assert moved(view, 1, edge, -1, 0)[0] < edge[0]


def test_zooming_stops_at_both_ends() -> None:
    view = VIEWS[500]
    assert zoomed(view, 3, (0.5, 0.5), -1)[0] == 3
    assert zoomed(view, 0, (0.5, 0.5), 1)[0] == 0
    assert zoomed(view, 3, (0.5, 0.5), 2)[0] == 1


@given(st.integers(-1, 3), st.floats(0, 1), st.floats(0, 1))
@settings(CALM)
def test_after_zooming_something_is_seen(by: int, x: float, y: float) -> None:
    view = VIEWS[10]
    level, centre = zoomed(view, 3, (x, y), by)
    left, top, right, bottom = window(view, level, centre)
    places = view.places.values()
    assert any(left <= u <= right and top <= v <= bottom for u, v in places)


def test_an_empty_map_can_be_moved_over() -> None:
    assert zoomed(EMPTY, 3, (0.5, 0.5), 1) == (2, (0.5, 0.5))
    assert moved(EMPTY, 2, (0.5, 0.5), 1, 1) == (0.625, 0.625)
    assert nearest(EMPTY, (0.5, 0.5)) == ""
    assert beside(EMPTY, "gone", 1, 0) == ""


@given(st.floats(0, 1), st.floats(0, 1))
@settings(CALM)
def test_the_nearest_is_the_nearest(x: float, y: float) -> None:
    view = VIEWS[10]
    found = math.dist(place(view, nearest(view, (x, y))), (x, y))
    assert found == min(math.dist(at, (x, y)) for at in view.places.values())


def test_of_equally_near_ones_the_first_by_id_is_taken() -> None:
    view = made(2)
    same = MapView(
        tiles={}, roots=(), places=dict.fromkeys(view.memories, (0.3, 0.3)), memories=view.memories
    )
    assert nearest(same, (0.9, 0.9)) == min(view.memories)


@pytest.mark.parametrize(("dx", "dy"), [(1, 0), (-1, 0), (0, 1), (0, -1)])
def test_the_next_one_lies_where_the_key_points(dx: int, dy: int) -> None:
    view = VIEWS[500]
    for id in sorted(view.memories)[::25]:
        (x, y), (u, v) = place(view, id), place(view, beside(view, id, dx, dy))
        assert (u - x) * dx + (v - y) * dy >= 0


def test_going_right_to_the_end_comes_to_an_end() -> None:
    view = VIEWS[500]
    id = nearest(view, (0.0, 0.5))
    for _ in range(600):
        id = beside(view, id, 1, 0)
    assert beside(view, id, 1, 0) == id


def test_from_an_unknown_one_the_way_leads_to_the_middle() -> None:
    view = VIEWS[500]
    assert beside(view, "forgotten", 1, 0) == nearest(view, (0.5, 0.5))
