"""Room for words."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st
from made_maps import CALM

from sel.memory.map.labels import Box, Homes, Room, around, beside

PAGE = (0.0, 0.0, 800.0, 600.0)
SIDES = st.floats(10, 300, allow_nan=False)


def touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def nothing(box: Box) -> float:
    return 0.0


@given(st.lists(st.tuples(SIDES, SIDES, SIDES, st.floats(10, 50)), max_size=25))
@settings(CALM, max_examples=40)
def test_taken_boxes_never_touch_and_are_on_the_page(wanted: list[Box]) -> None:
    room = Room(PAGE, [])
    for x, y, width, height in wanted:
        room.best(around((x, y, x + 60, y + 40), width, height), nothing)
    assert not any(touch(one, other) for one, other in itertools.combinations(room.taken, 2))
    assert all(
        box[0] >= 0 and box[1] >= 0 and box[2] <= 800 and box[3] <= 600 for box in room.taken
    )


def test_the_cheapest_is_taken_and_the_first_of_equals() -> None:
    boxes = [(0.0, 0.0, 9.0, 9.0), (20.0, 0.0, 29.0, 9.0), (40.0, 0.0, 49.0, 9.0)]
    assert Room(PAGE, []).best(boxes, nothing) == boxes[0]
    assert Room(PAGE, []).best(boxes, lambda box: -box[0]) == boxes[2]


def test_where_nothing_is_free_nothing_is_taken() -> None:
    room = Room(PAGE, [])
    assert room.best([PAGE], nothing) == PAGE
    assert room.best([(1.0, 1.0, 5.0, 5.0)], nothing) is None
    assert room.best([], nothing) is None
    assert room.taken == [PAGE]


def test_a_box_off_the_page_is_not_free() -> None:
    room = Room(PAGE, [])
    assert not room.free((-1.0, 0.0, 5.0, 5.0))
    assert not room.free((790.0, 0.0, 801.0, 5.0))
    assert room.free((790.0, 0.0, 800.0, 5.0))


def test_what_marks_take_of_a_box_is_known() -> None:
    room = Room(PAGE, [(100.0, 100.0, 10.0), (400.0, 300.0, 5.0)])
    assert room.covered((80.0, 80.0, 120.0, 120.0)) > 0.15
    assert room.covered((600.0, 400.0, 700.0, 500.0)) == 0
    assert room.covered((390.0, 290.0, 410.0, 310.0)) > 0


@given(st.lists(st.tuples(st.floats(-99, 999), st.floats(-99, 999), st.floats(1, 9)), max_size=20))
@settings(CALM)
def test_marks_anywhere_do_no_harm(discs: list[tuple[float, float, float]]) -> None:
    total = sum(3.14 * radius**2 for _, _, radius in discs) / (800 * 600)
    assert abs(Room(PAGE, discs).covered(PAGE) - total) < 1e-6


def test_the_first_place_is_the_middle_and_some_are_above_and_below() -> None:
    places = around((100.0, 100.0, 300.0, 200.0), 50.0, 20.0)
    assert places[0] == (175.0, 140.0, 225.0, 160.0)
    assert any(box[3] <= 100 for box in places)
    assert any(box[1] >= 200 for box in places)


def test_words_beside_a_mark_do_not_cover_it() -> None:
    for box in beside(100.0, 100.0, 10.0, 80.0, 14.0):
        nearest = min(max(100, box[0]), box[2]), min(max(100, box[1]), box[3])
        assert (nearest[0] - 100) ** 2 + (nearest[1] - 100) ** 2 >= 48


def test_whose_land_a_box_is_on() -> None:
    left = [(float(x), 100.0, 3.0) for x in range(0, 200, 10)]
    right = [(float(x), 100.0, 3.0) for x in range(400, 600, 10)]
    homes = Homes([left, right])
    assert homes.strangers((50.0, 90.0, 100.0, 110.0), 0) == 0
    assert homes.strangers((50.0, 90.0, 100.0, 110.0), 1) == 1
    assert 0.3 < homes.strangers((100.0, 90.0, 500.0, 110.0), 0) < 0.7
    assert homes.strangers((50.0, 500.0, 100.0, 520.0), 0) == 1
