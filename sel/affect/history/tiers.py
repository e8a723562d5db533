"""The four tiers of the pyramid: how long a tile is, how long it is kept, when it begins.

Five minutes and hours are counted on the world's clock; days and weeks are a person's own, from
local midnight to local midnight, so a day may have 23 or 25 hours. A tile is named by its tier
and a number: the count of such spans since 1970, or the ordinal of the date (of a week: of its
Monday). Moments come in as Unix seconds, zones by name; nothing here reads a clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sel.affect import clock

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier: `seconds` per tile (about, where the calendar decides), kept for `days`."""

    place: int
    name: str
    seconds: int
    days: int | None


TIERS: tuple[Tier, ...] = (
    Tier(0, "5 minutes", 300, 7),
    Tier(1, "hours", 3600, 90),
    Tier(2, "days", DAY, 5 * 365 + 2),
    Tier(3, "weeks", 7 * DAY, None),
)
"""Finest first. Five years hold one or two leap days; the longer span is taken."""

FINE, HOURS, DAYS, WEEKS = TIERS

Key = tuple[int, int]
"""A tile's name: the tier's place and the tile's number in it."""


def numbers(at: float, zone: str) -> tuple[int, ...]:
    """The number of the tile that holds the moment `at`, for each tier."""
    date = clock.local(at, zone).date()
    day = date.toordinal()
    return int(at // FINE.seconds), int(at // HOURS.seconds), day, day - date.weekday()


def begin(key: Key, zone: str) -> float:
    """The Unix second at which a tile begins."""
    place, number = key
    tier = TIERS[place]
    return _midnight(number, zone) if place >= DAYS.place else float(number * tier.seconds)


def end(key: Key, zone: str) -> float:
    """The Unix second at which a tile ends and the next one begins."""
    place, number = key
    return begin((place, number + (7 if place == WEEKS.place else 1)), zone)


def _midnight(ordinal: int, zone: str) -> float:
    """The beginning of a local day; where clocks leap over midnight, the moment they do."""
    day = datetime.fromordinal(ordinal)
    return (day if not zone else day.replace(tzinfo=clock.zone(zone))).timestamp()


def covering(seconds: float) -> Tier:
    """The finest tier that is kept long enough to look `seconds` back."""
    for tier in TIERS:
        if tier.days is None or tier.days * DAY >= seconds:
            return tier
    raise AssertionError("the last tier is kept for ever")
