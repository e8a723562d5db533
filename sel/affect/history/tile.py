"""One tile: what the levels were over a span of time, and its form on disk.

Levels are whole numbers of 1/10,000: no face shows more, sums of them are exact, so the order in
which samples come cannot change a mean, and a tile is a short row of integers on disk.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sel.affect.history.tiers import TIERS, Key
from sel.affect.hormones import NAMES, Levels

UNIT = 10_000
"""Parts of a level of 1."""

LATEST = 221_845_392_000
"""The last moment taken, in Unix seconds: the year 9000, where calendars still have room."""

Parts = tuple[int, ...]
"""Levels in 1/10,000, in the order of `HORMONES`."""

Document = dict[str, Any]
"""A tile as JSON: {"key": "0/5600000", "tile": [count, total of moments, last moment, then
total, lowest, highest and last of each hormone]}; moments in milliseconds, levels in `UNIT`s."""

_WIDTH = len(NAMES)
_FIELDS = 3 + 4 * _WIDTH


def parts(levels: Iterable[float]) -> Parts:
    """Levels as parts. Raises `ValueError` for a wrong number of them, NaN, or outside 0..1."""
    given = tuple(levels)
    if len(given) != _WIDTH:
        raise ValueError(f"{_WIDTH} levels are needed, not {len(given)}")
    for name, level in zip(NAMES, given, strict=True):
        if not 0.0 <= level <= 1.0:  # NaN is not, either
            raise ValueError(f"{name} must be a level from 0 to 1")
    return tuple(round(level * UNIT) for level in given)


def moment(at: float) -> int:
    """Unix seconds as milliseconds. Raises `ValueError` for NaN and for no date on a calendar."""
    if not 0.0 <= at <= LATEST or math.isnan(at):
        raise ValueError("a moment must be in Unix seconds, from 1970 to the year 9000")
    return round(at * 1000)


@dataclass(frozen=True, slots=True)
class Tile:
    """`count` samples. `moments` is the sum of their times, `newest` the time of the last one,
    both in milliseconds; `total`, `lowest`, `highest` and `latest` hold parts per hormone."""

    count: int
    moments: int
    newest: int
    total: Parts
    lowest: Parts
    highest: Parts
    latest: Parts

    @property
    def at(self) -> float:
        """The mean moment of the samples, in Unix seconds: a straight line stays one."""
        return self.moments / self.count / 1000

    @property
    def mean(self) -> Levels:
        """The mean level per hormone."""
        return tuple(value / self.count / UNIT for value in self.total)

    @property
    def low(self) -> Levels:
        """The lowest level per hormone."""
        return levels(self.lowest)

    @property
    def high(self) -> Levels:
        """The highest level per hormone."""
        return levels(self.highest)

    @property
    def last(self) -> Levels:
        """The newest levels."""
        return levels(self.latest)


def levels(values: Parts) -> Levels:
    """Parts as levels again."""
    return tuple(value / UNIT for value in values)


def first(at: int, values: Parts) -> Tile:
    """A tile of one sample, `at` in milliseconds."""
    return Tile(1, at, at, values, values, values, values)


def grown(tile: Tile, at: int, values: Parts) -> Tile:
    """The tile with one more sample, whenever it was taken."""
    newer = at >= tile.newest
    return Tile(
        tile.count + 1,
        tile.moments + at,
        at if newer else tile.newest,
        tuple(map(int.__add__, tile.total, values)),
        tuple(map(min, tile.lowest, values)),
        tuple(map(max, tile.highest, values)),
        values if newer else tile.latest,
    )


def joined(one: Tile, other: Tile) -> Tile:
    """The tile of all samples of both; none may be in the two of them."""
    newer = max(one, other, key=lambda tile: tile.newest)
    return Tile(
        one.count + other.count,
        one.moments + other.moments,
        newer.newest,
        tuple(map(int.__add__, one.total, other.total)),
        tuple(map(min, one.lowest, other.lowest)),
        tuple(map(max, one.highest, other.highest)),
        newer.latest,
    )


def name(key: Key) -> str:
    """A tile's name on disk."""
    return f"{key[0]}/{key[1]}"


def document(key: Key, tile: Tile) -> Document:
    """The tile as JSON."""
    rows = (*tile.total, *tile.lowest, *tile.highest, *tile.latest)
    return {"key": name(key), "tile": [tile.count, tile.moments, tile.newest, *rows]}


def read(found: Mapping[str, Any]) -> tuple[Key, Tile]:
    """The tile of a document. Raises `ValueError` saying what is wrong with it."""
    named, row = found.get("key"), found.get("tile")
    if not isinstance(named, str) or not isinstance(row, list) or len(row) != _FIELDS:
        raise ValueError("it is no tile of hormones")
    if any(type(value) is not int or value < 0 for value in row):
        raise ValueError("it holds something else than counts")
    count, moments, newest, *values = row
    tile = Tile(count, moments, newest, *_rows(values))
    _check(tile)
    return key(named), tile


def key(text: str) -> Key:
    """The name of a tile on disk as a key. Raises `ValueError` for another one."""
    place, _, number = text.partition("/")
    if not (place.isdecimal() and number.isdecimal() and int(place) < len(TIERS)):
        raise ValueError("its name is none of a tile")
    return int(place), int(number)


def _rows(values: Sequence[int]) -> tuple[Parts, Parts, Parts, Parts]:
    total, low, high, last = (tuple(values[n * _WIDTH : (n + 1) * _WIDTH]) for n in range(4))
    return total, low, high, last


def _check(tile: Tile) -> None:
    """What cannot be: no samples, times past the calendar, a mean outside its bounds."""
    rows = zip(tile.total, tile.lowest, tile.highest, tile.latest, strict=True)
    sound = tile.count and tile.moments <= tile.count * tile.newest <= tile.count * LATEST * 1000
    if not sound or not all(
        low <= last <= high <= UNIT and low * tile.count <= total <= high * tile.count
        for total, low, high, last in rows
    ):
        raise ValueError("its numbers do not fit each other")
