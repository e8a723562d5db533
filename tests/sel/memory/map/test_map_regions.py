"""The land of themes: soft, closed, never upon another's."""

import math
import random
import re

import pytest

from sel.memory.map.regions import Point, coasts, smooth

CELL, REACH = 8.0, 2


def crowd(x: float, y: float, count: int, wide: float, seed: int = 1) -> list[Point]:
    rnd = random.Random(seed)
    return [(rnd.gauss(x, wide), rnd.gauss(y, wide)) for _ in range(count)]


def drawn(*groups: list[Point]) -> list[list[list[Point]]]:
    return coasts(groups, cell=CELL, reach=REACH)


def inside(at: Point, rings: list[list[Point]]) -> bool:
    """By the even-odd rule, as the drawing fills."""
    crossings = 0
    for ring in rings:
        for (x, y), (u, v) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
            if (y > at[1]) != (v > at[1]) and at[0] < x + (at[1] - y) / (v - y) * (u - x):
                crossings += 1
    return crossings % 2 == 1


def test_no_themes_have_no_land() -> None:
    assert drawn() == []
    assert drawn([]) == [[]]


def test_a_lonely_mark_stands_on_a_round_island() -> None:
    ((ring,),) = drawn([(200.0, 200.0)])
    away = [math.dist(point, (200, 200)) for point in ring]
    assert min(away) > 20
    assert max(away) < 45
    assert max(away) - min(away) < 8


def test_an_island_is_closed_and_has_no_long_side() -> None:
    ((ring,),) = drawn(crowd(300, 300, 80, 20))
    sides = [math.dist(one, other) for one, other in zip(ring, [*ring[1:], ring[0]], strict=True)]
    assert max(sides) < 4 * CELL


def test_every_mark_of_a_theme_alone_stands_on_its_land() -> None:
    points = crowd(400, 300, 200, 60)
    (rings,) = drawn(points)
    assert all(inside(point, rings) for point in points)


def test_one_theme_in_two_places_has_two_islands() -> None:
    (rings,) = drawn([(100.0, 100.0), (500.0, 100.0)])
    assert len(rings) == 2


def test_neighbours_do_not_share_land() -> None:
    left, right = crowd(300, 300, 150, 40, 2), crowd(400, 300, 150, 40, 3)
    one, other = drawn(left, right)
    rnd = random.Random(4)
    spots = [(rnd.uniform(150, 550), rnd.uniform(150, 450)) for _ in range(1500)]
    both = [spot for spot in spots if inside(spot, one) and inside(spot, other)]
    assert len(both) <= 4  # on the coast itself, where corners are rounded
    assert any(inside(spot, one) for spot in spots)
    assert any(inside(spot, other) for spot in spots)


def test_a_crowd_has_no_much_wider_coast_than_a_few() -> None:
    ((few,),) = drawn([(200.0, 200.0)])
    ((many,),) = drawn([(200.0, 200.0)] * 5000)
    wide = [max(x for x, _ in ring) - min(x for x, _ in ring) for ring in (few, many)]
    assert wide[1] < 1.6 * wide[0]


def test_the_same_points_make_the_same_coast_in_any_order() -> None:
    points = crowd(400, 300, 100, 50)
    assert drawn(points) == drawn(points[::-1])


def test_land_where_all_points_are_one() -> None:
    (rings,) = drawn([(0.0, 0.0)] * 3)
    assert inside((0.0, 0.0), rings)


@pytest.mark.parametrize("size", [3, 4, 12])
def test_a_path_begins_closes_and_bends_at_every_corner(size: int) -> None:
    ring = [(math.cos(6.283 * n / size), math.sin(6.283 * n / size)) for n in range(size)]
    path = smooth(ring)
    assert path.startswith("M")
    assert path.endswith("Z")
    assert path.count("Q") == size
    assert re.fullmatch(r"[MQZ0-9. -]+", path)


def test_a_path_ends_where_it_began() -> None:
    path = smooth([(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)])
    numbers = re.findall(r"-?[\d.]+", path)
    assert numbers[:2] == numbers[-2:] == ["0.0", "5.0"]
