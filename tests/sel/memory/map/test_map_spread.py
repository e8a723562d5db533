"""Marks are moved apart, always in the same way."""

import itertools
import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_maps import CALM

from sel.memory.map.spread import Disc, spread

BOX = (0.0, 0.0, 1000.0, 600.0)
DISCS = st.lists(
    st.tuples(
        st.floats(-50, 1050, allow_nan=False),
        st.floats(-50, 650, allow_nan=False),
        st.floats(2, 12, allow_nan=False),
    ),
    max_size=60,
)


def apart(discs: list[Disc], centres: list[tuple[float, float]]) -> bool:
    both = zip(discs, centres, strict=True)
    pairs = itertools.combinations([(x, y, disc[2]) for disc, (x, y) in both], 2)
    return all(math.dist(one[:2], other[:2]) >= one[2] + other[2] - 1e-6 for one, other in pairs)


@given(DISCS)
@settings(CALM, max_examples=60)
def test_none_lies_upon_another_and_all_are_inside(discs: list[Disc]) -> None:
    centres = spread(discs, BOX)
    assert apart(discs, centres)
    for (_, _, radius), (x, y) in zip(discs, centres, strict=True):
        assert radius - 1e-6 <= x <= 1000 - radius + 1e-6
        assert radius - 1e-6 <= y <= 600 - radius + 1e-6
    assert centres == spread(discs, BOX)


def test_nothing_is_no_trouble() -> None:
    assert spread([], BOX) == []


def test_what_has_room_stays_where_it_is() -> None:
    discs = [(100.0, 100.0, 8.0), (117.0, 100.0, 8.0), (400.0, 300.0, 8.0)]
    assert spread(discs, BOX) == [(x, y) for x, y, _ in discs]


@given(DISCS.filter(bool))
@settings(CALM, max_examples=30)
def test_a_new_mark_moves_no_other(discs: list[Disc]) -> None:
    # Of the same size at most: the largest sets the raster that hints are kept by.
    newest = (500.0, 300.0, min(radius for _, _, radius in discs))
    assert spread([*discs, newest], BOX)[:-1] == spread(discs, BOX)


def test_the_first_keeps_its_place_and_the_next_stays_near() -> None:
    centres = spread([(500.0, 300.0, 5.0)] * 7, BOX)
    assert centres[0] == (500.0, 300.0)
    assert all(math.dist(centre, (500, 300)) < 30 for centre in centres)


@pytest.mark.parametrize("at", [(500.0, 300.0), (0.0, 0.0), (1000.0, 600.0)])
def test_a_thousand_on_one_spot_find_room(at: tuple[float, float]) -> None:
    discs = [(*at, 4.0)] * 1000
    assert apart(discs, spread(discs, BOX))


def test_a_crowd_stays_a_crowd() -> None:
    rnd = random.Random(3)
    discs = [(rnd.gauss(500, 30), rnd.gauss(300, 30), 3.0) for _ in range(600)]
    centres = spread(discs, BOX)
    assert apart(discs, centres)
    moved = [math.dist(disc[:2], centre) for disc, centre in zip(discs, centres, strict=True)]
    assert sum(moved) / len(moved) < 60


def test_where_there_is_no_room_at_all_it_ends_nevertheless() -> None:
    assert len(spread([(5.0, 5.0, 20.0)], (0.0, 0.0, 10.0, 10.0))) == 1
