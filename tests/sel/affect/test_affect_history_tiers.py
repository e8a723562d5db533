"""Where tiles begin and end, in calendars of people."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.affect.history.tiers import (
    DAYS,
    FINE,
    HOURS,
    TIERS,
    WEEKS,
    begin,
    covering,
    end,
    numbers,
)

BERLIN = "Europe/Berlin"
ZONES = [
    "UTC",
    BERLIN,
    "America/New_York",
    "Asia/Kathmandu",
    "America/Havana",
    "Australia/Lord_Howe",
]


def at(text: str, zone: str = BERLIN) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


def hours_of_day(moment: float, zone: str = BERLIN) -> float:
    key = (DAYS.place, numbers(moment, zone)[DAYS.place])
    return (end(key, zone) - begin(key, zone)) / 3600


def test_days_have_the_hours_of_their_zone() -> None:
    assert hours_of_day(at("2026-03-29T15:00")) == 23
    assert hours_of_day(at("2026-10-25T15:00")) == 25
    assert hours_of_day(at("2026-06-01T15:00")) == 24
    assert hours_of_day(at("2026-10-25T15:00", "UTC"), "UTC") == 24


def test_both_hours_of_a_repeated_one_are_one_day_and_two_tiles() -> None:
    early = datetime(2026, 10, 25, 0, 30, tzinfo=UTC).timestamp()  # 02:30 summer time
    late = datetime(2026, 10, 25, 1, 30, tzinfo=UTC).timestamp()  # 02:30 winter time
    one, other = numbers(early, BERLIN), numbers(late, BERLIN)
    assert one[DAYS.place] == other[DAYS.place]
    assert one[HOURS.place] + 1 == other[HOURS.place]


def test_a_day_without_midnight_begins_where_the_clock_leapt() -> None:
    leap = datetime(2023, 4, 28, 23, 59, tzinfo=ZoneInfo("Africa/Cairo")).timestamp() + 60
    key = (DAYS.place, numbers(at("2023-04-28T12:00", "Africa/Cairo"), "Africa/Cairo")[DAYS.place])
    assert begin(key, "Africa/Cairo") == at("2023-04-28T01:00", "Africa/Cairo")
    assert end(key, "Africa/Cairo") == leap


def test_a_week_begins_on_monday() -> None:
    key = (WEEKS.place, numbers(at("2026-10-25T15:00"), BERLIN)[WEEKS.place])
    assert begin(key, BERLIN) == at("2026-10-19T00:00")
    assert end(key, BERLIN) - begin(key, BERLIN) == (7 * 24 + 1) * 3600


@given(st.floats(86_400, 4e9), st.sampled_from(ZONES))
def test_every_moment_lies_in_its_tiles(moment: float, zone: str) -> None:
    for place, number in enumerate(numbers(moment, zone)):
        assert begin((place, number), zone) <= moment < end((place, number), zone)


@given(st.floats(86_400, 4e9), st.sampled_from(ZONES))
def test_tiles_follow_each_other(moment: float, zone: str) -> None:
    for place, number in enumerate(numbers(moment, zone)):
        after = end((place, number), zone)
        assert numbers(after, zone)[place] == number + (7 if place == WEEKS.place else 1)


def test_the_system_zone_is_the_empty_name() -> None:
    moment = 1_790_000_000.0
    number = numbers(moment, "")[DAYS.place]
    assert begin((DAYS.place, number), "") <= moment < end((DAYS.place, number), "")


@pytest.mark.parametrize(
    ("days", "tier"), [(1, FINE), (7, FINE), (7.01, HOURS), (90, HOURS), (91, DAYS), (4000, WEEKS)]
)
def test_the_finest_tier_that_reaches_back(days: float, tier: object) -> None:
    assert covering(days * 86_400) is tier


def test_the_tiers_are_those_promised() -> None:
    assert [(tier.seconds, tier.days) for tier in TIERS] == [
        (300, 7),
        (3600, 90),
        (86_400, 1827),
        (604_800, None),
    ]
