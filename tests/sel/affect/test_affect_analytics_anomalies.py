"""What is unusual, how much, and what happened then."""

import math
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats  # type: ignore[import-untyped]

from sel.affect import clock, dynamics
from sel.affect.analytics.anomalies import (
    Anomaly,
    anomalies,
    beyond_rhythm,
)
from sel.affect.analytics.points import NotEnough
from sel.affect.history.happened import Happening
from sel.affect.hormones import INDEX

START = 1_790_000_000.0


def times(n: int, step: float = 300.0) -> list[float]:
    return [START + place * step for place in range(n)]


def found(values: list[float], **options: float) -> list[Anomaly]:
    answer = anomalies(times(len(values)), values, **options)  # type: ignore[arg-type]
    assert isinstance(answer, list)
    return answer


def quiet(n: int, seed: int = 1) -> list[float]:
    random = Random(seed)
    return [random.gauss(0.3, 0.01) for _ in range(n)]


def test_a_spike_is_one_episode_with_its_reasons() -> None:
    values = quiet(200)
    values[100:104] = [0.45, 0.6, 0.5, 0.4]
    happenings = [
        Happening(START + 95 * 300, "harsh words"),
        Happening(START + 101 * 300, "shouting"),
        Happening(START + 60 * 300, "thanks"),
        Happening(START + 120 * 300, "a joke"),
    ]
    answer = anomalies(times(200), values, happenings=happenings)
    assert isinstance(answer, list)
    (one,) = answer
    assert (one.start, one.at, one.end) == (START + 30_000, START + 30_300, START + 30_900)
    assert (one.value, one.reasons) == (0.6, ("harsh words", "shouting"))
    assert one.usual == pytest.approx(0.3, abs=0.005)
    assert one.z > 20
    assert 0.8 < one.severity < 1


def test_z_is_by_scipys_deviation() -> None:
    values = quiet(99)
    values[50] = 0.5
    spread = float(stats.median_abs_deviation(values, scale="normal"))
    (one,) = found(values)
    assert one.z == pytest.approx((0.5 - sorted(values)[49]) / spread)
    assert one.severity == pytest.approx(1 - 3.5 / one.z)


def test_both_sides_and_separate_times_are_separate() -> None:
    values = quiet(100)
    values[20], values[21], values[70] = 0.6, 0.0, 0.6
    seen = found(values)
    assert [round(one.at - START) // 300 for one in seen] == [20, 21, 70]
    assert [one.z > 0 for one in seen] == [True, False, True]


def test_a_gap_in_the_readings_parts_episodes() -> None:
    at = [*times(50), *(START + 90_000 + n * 300 for n in range(50))]
    values = quiet(100)
    values[49] = values[50] = 0.6
    answer = anomalies(at, values)
    assert isinstance(answer, list)
    assert len(answer) == 2


def test_many_wild_readings_do_not_hide_each_other() -> None:
    values = quiet(100)
    for place in range(0, 60, 3):
        values[place] = 0.95
    assert len(found(values)) == 20


def test_mostly_equal_readings_have_a_spread_all_the_same() -> None:
    values = [0.2] * 50
    assert found(values) == []
    values[25] = 0.201
    assert found(values) == []
    values[25] = 0.5
    (one,) = found(values)
    assert one.value == 0.5


def test_the_threshold_can_be_set() -> None:
    values = quiet(400, seed=3)
    assert len(found(values)) <= 1
    assert len(found(values, threshold=2.0)) > 5
    with pytest.raises(ValueError, match="threshold"):
        found(values, threshold=0.0)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.floats(0, 1), st.just(math.nan)), max_size=60))
def test_never_a_crash_and_severity_within_bounds(values: list[float]) -> None:
    answer = anomalies(times(len(values)), values)
    if sum(map(math.isfinite, values)) < 5:
        assert isinstance(answer, NotEnough)
        return
    assert isinstance(answer, list)
    for one in answer:
        assert 0 <= one.severity < 1
        assert abs(one.z) >= 3.5
        assert one.start <= one.at <= one.end


def test_the_morning_is_not_unusual() -> None:
    at = times(7 * 288)
    place = INDEX["cortisol"]
    levels = [dynamics.rest(clock.local_hour(when, "UTC"))[place] for when in at]
    levels[1000] += 0.2
    plain = beyond_rhythm("cortisol", at, levels, "UTC")
    assert max(abs(v) for n, v in enumerate(plain) if n != 1000) < 1e-9
    answer = anomalies(at, plain)
    assert isinstance(answer, list)
    assert [one.at for one in answer] == [at[1000]]
    assert answer[0].value == pytest.approx(0.2)


def test_what_happened_late_in_a_span_may_have_moved_its_mean() -> None:
    at = [START + n * 300.0 for n in range(40)]
    values = [0.5 if n == 20 else 0.1 + 0.001 * (n % 3) for n in range(40)]
    happenings = [Happening(at[20] + late, f"{late}") for late in (-1900, -60, 140, 160)]
    for half, reasons in ((150.0, ("-60", "140")), (0.0, ("-60",))):
        seen = anomalies(at, values, happenings=happenings, half=half)
        assert isinstance(seen, list)
        assert [one.reasons for one in seen] == [reasons]
