"""The forecast: better than guessing, and as sure of itself as it should be."""

import itertools
import math
from dataclasses import dataclass

import pytest
from affect_analytics_life import life

from sel.affect import clock, dynamics
from sel.affect.analytics.forecast import HOUR, Ahead, forecast
from sel.affect.analytics.pattern import pattern
from sel.affect.analytics.points import NotEnough
from sel.affect.history.pyramid import Readings
from sel.affect.history.tiers import HOURS
from sel.affect.hormones import INDEX, NAMES, Levels

ZONE = "Europe/Berlin"
LEARNT = 27 * 24
"""Hours of history a forecast is given."""


@pytest.fixture(scope="module")
def read() -> Readings:
    """42 days of a made-up person, the end of summer time among them."""
    return life(42, seed=101, zone=ZONE).readings(HOURS)


def window(read: Readings, last: int, hours: int = LEARNT) -> Readings:
    part = slice(max(0, last - hours), last + 1)
    return Readings(read.at[part], {name: row[part] for name, row in read.columns.items()})


def row(read: Readings, place: int) -> Levels:
    return tuple(read.columns[name][place] for name in NAMES)


def ahead(read: Readings, last: int) -> dict[str, list[Ahead]]:
    seen = window(read, last)
    now = (seen.at[-1] // HOUR + 1) * HOUR - 1
    found = forecast(seen.at, seen.columns, now, row(read, last), ZONE)
    assert isinstance(found, dict)
    return found


@dataclass
class Score:
    n: int = 0
    error: float = 0.0
    same: float = 0.0
    yesterday: float = 0.0
    held: int = 0


def scores(read: Readings) -> dict[str, Score]:
    found = {name: Score() for name in NAMES}
    for last in range(LEARNT, len(read) - 25, 17):
        for name, hours in ahead(read, last).items():
            levels, score = read.columns[name], found[name]
            for k, one in enumerate(hours, last + 1):
                score.n += 1
                score.error += abs(one.level - levels[k])
                score.same += abs(levels[last] - levels[k])
                score.yesterday += abs(levels[k - 24] - levels[k])
                score.held += one.low <= levels[k] <= one.high
    return found


def test_better_than_now_and_than_yesterday_and_calibrated(read: Readings) -> None:
    found = scores(read)
    for name, score in found.items():
        assert score.error < score.same, name
        assert score.error < 0.9 * score.yesterday, name
        assert 0.7 <= score.held / score.n <= 0.95, name
    assert sum(s.error for s in found.values()) < 0.4 * sum(s.same for s in found.values())
    n = sum(score.n for score in found.values())
    assert n > 3000
    assert 0.7 <= sum(score.held for score in found.values()) / n <= 0.9


def test_the_next_24_full_hours_in_local_time(read: Readings) -> None:
    hours = ahead(read, 800)["cortisol"]
    assert len(hours) == 24
    assert hours[0].at == (read.at[800] // HOUR + 1.5) * HOUR
    assert [b.at - a.at for a, b in itertools.pairwise(hours)] == [HOUR] * 23
    assert all(one.hour == clock.local_hour(one.at, ZONE) for one in hours)


def test_the_interval_holds_the_level_and_widens(read: Readings) -> None:
    for name, hours in ahead(read, 700).items():
        for one in hours:
            assert 0 <= one.low <= one.level <= one.high <= 1, name
    slow = ahead(read, 700)["estrogen"]
    assert slow[0].high - slow[0].low < slow[20].high - slow[20].low


def test_what_is_unusual_now_fades_as_the_model_says(read: Readings) -> None:
    seen = window(read, 800)
    now = (seen.at[-1] // HOUR + 1) * HOUR - 1
    usual, shaken = row(read, 800), list(row(read, 800))
    shaken[INDEX["cortisol"]] += 0.2
    calm = forecast(seen.at, seen.columns, now, usual, ZONE)
    tense = forecast(seen.at, seen.columns, now, tuple(shaken), ZONE)
    assert isinstance(calm, dict)
    assert isinstance(tense, dict)
    more = [b.level - a.level for a, b in zip(calm["cortisol"], tense["cortisol"], strict=True)]
    assert more[0] == pytest.approx(0.2 * math.exp(-0.008 * 30), rel=0.02)
    assert more[3] == pytest.approx(0.2 * math.exp(-0.008 * 210), rel=0.05)
    assert abs(more[-1]) < 1e-4


def test_a_life_without_talk_is_the_models_rest() -> None:
    at = [1_790_000_000.0 + n * HOUR for n in range(24 * 6)]
    rests = [dynamics.rest(clock.local_hour(when, ZONE)) for when in at]
    columns = dict(zip(NAMES, zip(*rests, strict=True), strict=True))
    found = forecast(at, columns, at[-1], rests[-1], ZONE)
    assert isinstance(found, dict)
    for name, hours in found.items():
        for one in hours:
            still = dynamics.rest(one.hour)[INDEX[name]]
            assert one.level == pytest.approx(still, abs=2e-3), name
            assert one.high - one.low == pytest.approx(0.001, abs=1e-4)


def test_a_level_below_the_usual_is_unusual_too(read: Readings) -> None:
    """A slow hormone that is lower than it usually is comes back by its own half-life."""
    seen, place = window(read, 700), INDEX["estrogen"]
    low = list(row(read, 700))
    low[place] = 0.01
    found = forecast(seen.at, seen.columns, seen.at[-1], tuple(low), ZONE)
    assert isinstance(found, dict)
    levels = [one.level for one in found["estrogen"]]
    assert levels[0] < 0.08
    assert levels[-1] > levels[0] + 0.05


def test_later_readings_are_not_looked_at(read: Readings) -> None:
    now = read.at[500]
    early = window(read, 500, 500)
    args = (now, row(read, 500), ZONE)
    assert forecast(read.at, read.columns, *args) == forecast(early.at, early.columns, *args)


@pytest.mark.parametrize("hours", [0, 1, 2, 23, 40])
def test_not_enough_yet(read: Readings, hours: int) -> None:
    part = Readings(read.at[:hours], {name: row[:hours] for name, row in read.columns.items()})
    found = forecast(part.at, part.columns, read.at[hours], row(read, hours), ZONE)
    assert isinstance(found, NotEnough)
    assert "are needed" in found.why


def test_gaps_and_nan_are_left_out(read: Readings) -> None:
    columns = {name: list(values) for name, values in window(read, 700).columns.items()}
    for values in columns.values():
        values[50:300] = [math.nan] * 250
    seen = window(read, 700)
    found = forecast(seen.at, columns, seen.at[-1], row(read, 700), ZONE)
    assert isinstance(found, dict)
    assert all(math.isfinite(one.level) for one in found["dopamine"])


def test_a_pattern_is_drawn_towards_nothing_while_days_are_few() -> None:
    def usual(days: int) -> float:
        evening = [(d * 86_400 + h * HOUR, 0.1) for d in range(days) for h in (19, 20, 21)]
        return pattern(evening, "UTC", 0.8).usual[20]

    assert usual(1) == pytest.approx(0.05)
    assert usual(27) == pytest.approx(0.1 * 81 / 84)
    assert pattern([(20 * HOUR, 0.1)], "UTC", 0.8).usual[3] == 0.0


def test_the_bounds_hold_their_share() -> None:
    values = [((n // 3) * 86_400 + (19 + n % 3) * HOUR, n * 37 % 99 / 99) for n in range(99)]
    found = pattern(values, "UTC", 0.8)
    inside = sum(
        found.usual[20] + found.low[20] <= value <= found.usual[20] + found.high[20]
        for _, value in values
    )
    assert 0.76 <= inside / 99 <= 0.86
