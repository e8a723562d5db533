"""What each memory looks like, and the colours of tags."""

import dataclasses
import itertools
import math
import random

import pytest
from made_maps import NOW, made, remembered
from made_maps import tiled as map_of

from sel.memory.map import palette
from sel.memory.map.marks import finite, marks, place, share
from sel.memory.map.palette import colour_of, tags
from sel.memory.types import Memory

DAY = 86400.0


def memory(id: str = "one", **changes: object) -> Memory:
    plain = remembered(id, 0, random.Random(1))
    plain = dataclasses.replace(plain, at=NOW, importance=0.5, valence=0.0, replaced_by="")
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


def mark_of(one: Memory) -> tuple[int, int, int]:
    view = map_of({one.id: one}, {one.id: (0.25, 0.75)})
    (mark,) = marks([one], view, tags([one]), NOW)
    assert (mark.x, mark.y) == (0.25, 0.75)
    return mark.age, mark.weight, mark.mood


@pytest.mark.parametrize(
    ("days", "age"), [(0, 4), (7, 4), (8, 3), (31, 3), (32, 2), (122, 2), (123, 1), (366, 0)]
)
def test_age_goes_in_five_steps(days: int, age: int) -> None:
    assert mark_of(memory(at=NOW - days * DAY))[0] == age


def test_what_is_said_in_the_future_is_new() -> None:
    assert mark_of(memory(at=NOW + DAY))[0] == 4


@pytest.mark.parametrize(("importance", "weight"), [(0.0, 0), (0.5, 0), (0.6, 1), (0.8, 2), (1, 2)])
def test_weight_goes_in_three_steps(importance: float, weight: int) -> None:
    assert mark_of(memory(importance=importance))[1] == weight


@pytest.mark.parametrize(
    ("valence", "mood"), [(0, 0), (0.2, 0), (0.3, 1), (0.9, 2), (-0.2, 0), (-0.3, -1), (-1, -2)]
)
def test_mood_goes_in_two_steps_to_each_side(valence: float, mood: int) -> None:
    assert mark_of(memory(valence=valence))[2] == mood


def test_numbers_that_are_none_do_no_harm() -> None:
    nan = float("nan")
    assert mark_of(memory(at=nan, importance=nan, valence=nan)) == (0, 0, 0)
    assert finite(math.inf) == 0.0
    assert share(math.nan) == 0.5
    assert share(math.inf) == 0.5
    assert share(7.0) == 1.0
    assert share(-0.1) == 0.0


def test_a_replaced_memory_is_past() -> None:
    old, new = memory("old", replaced_by="new"), memory("new")
    view = map_of({"old": old, "new": new}, {"old": (0, 0), "new": (1, 1)})
    found = {mark.memory.id: mark.past for mark in marks([old, new], view, (), NOW)}
    assert found == {"old": True, "new": False}


def test_a_memory_without_a_place_stands_in_the_middle() -> None:
    view = map_of({}, {})
    assert place(view, "unknown") == (0.5, 0.5)


def test_marks_come_in_the_order_they_were_said_whatever_the_dictionary_does() -> None:
    view = made(50)
    backwards = list(reversed(view.memories.values()))
    one = marks(view.memories.values(), view, (), NOW)
    assert one == marks(backwards, view, (), NOW)
    assert [mark.memory.at for mark in one] == sorted(mark.memory.at for mark in one)


def test_the_most_frequent_tags_have_colours() -> None:
    many = [memory(str(n), tags=(f"tag{n % 10:02}",)) for n in range(30)]
    many += [memory("a", tags=("tag09",)), memory("b", tags=("tag08", "tag09"))]
    assert tags(many)[:3] == ("tag09", "tag08", "tag00")
    assert len(tags(many)) == len(palette.LIGHT) == len(palette.DARK)


def test_a_tag_named_twice_counts_once_and_an_empty_one_never() -> None:
    assert tags([memory("a", tags=("x", "x", "")), memory("b", tags=("y",))]) == ("x", "y")


def test_a_memory_has_the_colour_of_its_first_tag_that_has_one() -> None:
    assert colour_of(memory(tags=("rare", "b", "a")), ("a", "b")) == 1
    assert colour_of(memory(tags=("rare",)), ("a", "b")) == -1
    assert colour_of(memory(tags=()), ("a", "b")) == -1


Colour = tuple[float, float, float]

CONES = {
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "all": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}
"""How linear red, green and blue are seen (Machado, Oliveira and Fernandes 2009, severity 1)."""


def linear(colour: str) -> Colour:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return red, green, blue


def contrast(one: str, other: str) -> float:
    light = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(one), linear(other)))
    return (light[1] + 0.05) / (light[0] + 0.05)


def seen(colour: str, eye: str) -> Colour:
    """In OKLab, by an eye of this kind."""
    parts = linear(colour)
    r, g, b = (
        min(1.0, max(0.0, sum(k * part for k, part in zip(row, parts, strict=True))))
        for row in CONES[eye]
    )
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


GROUNDS = (
    (palette.GROUND_LIGHT, (*palette.LIGHT, palette.OTHER_LIGHT)),
    (palette.GROUND_DARK, (*palette.DARK, palette.OTHER_DARK)),
)


@pytest.mark.parametrize(("ground", "colours"), GROUNDS)
def test_every_colour_stands_out_from_its_ground(ground: str, colours: tuple[str, ...]) -> None:
    assert all(contrast(colour, ground) >= 2.99 for colour in colours)


@pytest.mark.parametrize("eye", CONES)
@pytest.mark.parametrize(("ground", "colours"), GROUNDS)
def test_colours_are_told_apart_by_all_eyes(
    ground: str, colours: tuple[str, ...], eye: str
) -> None:
    pairs = itertools.combinations(colours, 2)
    apart = min(math.dist(seen(one, eye), seen(other, eye)) for one, other in pairs)
    assert apart >= 0.07  # a difference seen at once is about 0.02
