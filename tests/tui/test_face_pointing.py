"""What lies under the pointer on the map."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.pointing import REACH, Glass

unit = st.floats(0, 1)
PLACES = {"a": (0.1, 0.1), "b": (0.5, 0.5), "c": (0.9, 0.9)}


def test_a_cell_shows_its_place() -> None:
    glass = Glass(PLACES, (0.2, 0.4, 0.6, 0.8), (40, 20))
    x, y = glass.point(0, 0)
    assert (round(x, 3), round(y, 3)) == (0.205, 0.41)
    x, y = glass.point(39, 19)
    assert (round(x, 3), round(y, 3)) == (0.595, 0.79)


def test_a_memory_is_found_at_its_cell_and_a_little_beside_it() -> None:
    glass = Glass(PLACES, size=(100, 50))
    assert glass.near(49, 24) == "b"
    assert glass.near(49 + REACH, 24) == "b"
    assert glass.near(50, 25) == "b"
    assert glass.near(49 + REACH + 1, 24) == ""
    assert glass.near(49, 26) == "", "a row is as high as two columns are wide"


def test_what_is_not_in_the_window_is_not_pointed_at() -> None:
    glass = Glass(PLACES, (0.4, 0.4, 0.6, 0.6), (10, 10))
    assert glass.near(5, 5) == "b"
    assert glass.near(0, 0) == glass.near(9, 9) == ""
    assert glass.nearest(0, 0) == "b"


def test_of_two_the_nearer_one_is_meant() -> None:
    glass = Glass({"left": (0.40, 0.5), "right": (0.44, 0.5)}, size=(100, 11))
    assert [glass.near(column, 5) for column in (39, 41, 43, 45)] == ["left"] * 2 + ["right"] * 2


def test_over_nothing_there_is_nothing() -> None:
    assert Glass({}).near(0, 0) == Glass({}, size=(9, 9)).nearest(3, 3) == ""


@given(st.dictionaries(st.text(max_size=3), st.tuples(unit, unit), min_size=1), unit, unit)
def test_pointing_anywhere_means_somebody_or_nobody(
    places: dict[str, tuple[float, float]], x: float, y: float
) -> None:
    glass = Glass(places, size=(80, 24))
    column, row = int(x * 79), int(y * 23)
    assert glass.nearest(column, row) in places
    assert glass.near(column, row) in {"", *places}


@given(st.dictionaries(st.text(max_size=3), st.tuples(unit, unit), min_size=1))
def test_every_cell_that_holds_a_memory_means_one_of_it(
    places: dict[str, tuple[float, float]],
) -> None:
    glass = Glass(places, size=(80, 24))
    for x, y in places.values():
        found = glass.near(int(x * 79.99), int(y * 23.99))
        assert (int(places[found][0] * 79.99), int(places[found][1] * 23.99)) == (
            int(x * 79.99),
            int(y * 23.99),
        )
