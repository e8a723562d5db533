"""Good hours, quiet nights, and a question asked gently and seldom."""

import itertools
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.affect import clock, dynamics
from sel.affect.analytics.points import NotEnough
from sel.affect.analytics.use import OFFER, Hour, best_hours, check_in, is_night
from sel.affect.hormones import INDEX, NAMES

ZONE = "Europe/Berlin"
HOUR = 3600.0


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE)).timestamp()


NOON = at("2026-06-10T12:00")


def cortisol(times: list[float], above: float) -> list[float]:
    place = INDEX["cortisol"]
    return [dynamics.rest(clock.local_hour(when, ZONE))[place] + above for when in times]


def before(now: float, hours: float = 3.0, step: float = 300.0) -> list[float]:
    return [now - n * step for n in range(int(hours * HOUR / step))]


def offer(now: float, above: float = 0.2, offered: float | None = None) -> str | None:
    times = before(now)
    return check_in(times, cortisol(times, above), now, zone=ZONE, offered=offered)


def test_sustained_strain_brings_a_calm_offer() -> None:
    assert offer(NOON) == OFFER


def test_it_is_no_diagnosis_and_asks_for_nothing() -> None:
    assert not re.search(r"(?i)\b(you are|you're|you seem|stress|anxi|depress|cortisol)", OFFER)
    assert "!" not in OFFER
    assert "no need to answer" in OFFER


def test_a_usual_morning_brings_none() -> None:
    assert offer(at("2026-06-10T09:30"), above=0.0) is None
    assert offer(at("2026-06-10T09:30"), above=0.14) is None


@pytest.mark.parametrize("hour", [22, 23, 0, 3, 7])
def test_never_at_night(hour: int) -> None:
    assert offer(at(f"2026-06-10T{hour:02d}:30")) is None


def test_not_twice_in_a_day_whatever_the_clock_does() -> None:
    assert offer(NOON, offered=NOON - 23.9 * HOUR) is None
    assert offer(NOON, offered=NOON - 24 * HOUR) == OFFER
    assert offer(NOON, offered=NOON + 5 * HOUR) is None
    assert offer(NOON, offered=NOON + 9000 * HOUR) == OFFER


def test_one_calm_moment_ends_it() -> None:
    times = before(NOON)
    levels = cortisol(times, 0.3)
    levels[10] -= 0.2
    assert check_in(times, levels, NOON, zone=ZONE) is None


@pytest.mark.parametrize(
    "times",
    [
        [],
        [NOON],
        before(NOON, hours=1.2),
        before(NOON - 20 * 60),
        [NOON - 95 * 60, NOON - 94 * 60, NOON - 93 * 60, NOON - 60],
    ],
    ids=["none", "one", "too short", "too old", "a hole"],
)
def test_what_is_not_seen_is_not_said(times: list[float]) -> None:
    assert check_in(times, cortisol(times, 0.4), NOON, zone=ZONE) is None


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(60, 40_000), min_size=1, max_size=40))
def test_in_an_endless_strain_offers_keep_apart(steps: list[float]) -> None:
    now = NOON
    offers: list[float] = []
    for step in steps:
        now += step
        if offer(now, offered=offers[-1] if offers else None):
            offers.append(now)
            assert not is_night(clock.local_hour(now, ZONE))
    assert all(b - a >= 24 * HOUR for a, b in itertools.pairwise(offers))


def test_the_night_goes_over_midnight() -> None:
    assert [hour for hour in range(24) if is_night(hour)] == [0, 1, 2, 3, 4, 5, 6, 7, 22, 23]
    assert [hour for hour in range(24) if is_night(hour, (1, 5))] == [1, 2, 3, 4]


def columns(warm: dict[int, float], hours: list[int]) -> dict[str, list[float]]:
    found = {name: [0.2] * len(hours) for name in NAMES}
    for name in ("dopamine", "serotonin", "oxytocin"):
        found[name] = [0.2 + warm.get(hour, 0.0) for hour in hours]
    return found


def test_the_warmest_waking_hours_are_the_best() -> None:
    times = [NOON + n * HOUR for n in range(24 * 4)]
    hours = [int(clock.local_hour(when, ZONE)) for when in times]
    found = best_hours(times, columns({19: 0.3, 20: 0.2, 3: 0.5}, hours), ZONE)
    assert isinstance(found, list)
    assert [one.hour for one in found[:2]] == [19, 20]
    assert found[0] == Hour(19, pytest.approx(0.3), 4)  # type: ignore[arg-type]
    assert not any(is_night(one.hour) for one in found)


def test_too_little_to_call_an_hour_best() -> None:
    few = [NOON + n * 60 for n in range(100)]
    hours = [int(clock.local_hour(when, ZONE)) for when in few]
    assert isinstance(best_hours(few, columns({}, hours), ZONE), NotEnough)
    assert isinstance(best_hours([], columns({}, []), ZONE), NotEnough)
