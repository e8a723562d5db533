"""Trends, correlations, rhythms and comparisons, against known answers and SciPy itself."""

import math
import sys
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats  # type: ignore[import-untyped]

from sel.affect.analytics import channels, circadian, correlations, trends
from sel.affect.analytics.circadian import Rhythm
from sel.affect.analytics.correlations import Correlation
from sel.affect.analytics.points import NotEnough, points
from sel.affect.analytics.trends import Trend
from sel.affect.history.pyramid import History
from sel.affect.history.tiers import FINE, HOURS, TIERS
from sel.affect.hormones import NAMES
from sel.errors import SettingError

START = 1_790_000_000.0
HOUR = 3600.0
BERLIN = "Europe/Berlin"


def trend(at: list[float], values: list[float]) -> Trend:
    found = trends.trend(at, values)
    assert isinstance(found, Trend)
    return found


def rhythm(at: list[float], values: list[float], zone: str = "UTC") -> Rhythm:
    found = circadian.rhythm(at, values, zone)
    assert isinstance(found, Rhythm)
    return found


# ---------------------------------------------------------------- points


def test_points_are_ordered_and_finite() -> None:
    assert points([3, 1, 2, math.nan], [1.0, math.inf, 0.5, 0.5]) == [(2, 0.5), (3, 1.0)]
    with pytest.raises(ValueError, match="argument"):
        points([1, 2], [0.5])


def test_numpy_arrays_do_as_well() -> None:
    at, values = START + np.arange(10) * HOUR, np.linspace(0.1, 0.4, 10)
    assert trends.trend(at, values) == trends.trend(at.tolist(), values.tolist())
    assert isinstance(correlations.correlation("a", "b", values, values**2), Correlation)


def test_without_scipy_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.stats", None)
    with pytest.raises(SettingError) as caught:
        trends.trend([0, HOUR, 2 * HOUR], [0.1, 0.2, 0.4])
    assert "SciPy" in caught.value.sentence()
    assert "analytics" in caught.value.hint


# ---------------------------------------------------------------- trends


@pytest.mark.parametrize("spacing", [1.0, 17.0, 60.0, 300.0, 1234.5, 3600.0, 4 * 3600.0])
def test_a_slope_is_told_as_it_is_at_any_spacing(spacing: float) -> None:
    at = [START + n * spacing for n in range(int(max(5, min(2000, 40 * HOUR // spacing))))]
    values = [0.1 + 0.02 * (when - START) / HOUR for when in at]
    found = trend(at, values)
    assert found.slope == pytest.approx(0.02, abs=1e-9)
    assert found.r2 == pytest.approx(1.0)


@pytest.mark.parametrize("spacing", [45.0, 300.0, 700.0, 3600.0, 4 * 3600.0])
@pytest.mark.parametrize("tier", [FINE, HOURS], ids=lambda tier: str(tier.name))
def test_and_also_through_the_tiles(spacing: float, tier: object) -> None:
    history = History("UTC")
    for n in range(int(40 * HOUR // spacing)):
        history.add(START + n * spacing, (0.1 + 0.02 * n * spacing / HOUR,) * len(NAMES))
    read = history.readings(next(one for one in TIERS if one is tier))
    found = trend(list(read.at), list(read.columns["serotonin"]))
    assert found.slope == pytest.approx(0.02, abs=0.0001)
    assert (found.size, found.p < 1e-6) == ("major", True)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(1, 50_000), min_size=8, max_size=60),
    st.floats(-0.02, 0.02),
    st.integers(0, 2**32),
)
def test_trends_are_scipys(steps: list[float], slope: float, seed: int) -> None:
    random = Random(seed)
    at = [START + sum(steps[:n]) for n in range(len(steps))]
    values = [0.5 + slope * (when - START) / HOUR + random.gauss(0, 0.05) for when in at]
    found, line = trend(at, values), stats.linregress([when / HOUR for when in at], values)
    assert found.slope == pytest.approx(line.slope, rel=1e-3, abs=1e-9)
    assert found.r2 == pytest.approx(line.rvalue**2, rel=1e-3, abs=1e-9)
    assert found.p == pytest.approx(line.pvalue, rel=1e-2, abs=1e-9)
    assert found.hours == pytest.approx((at[-1] - at[0]) / HOUR)


@pytest.mark.parametrize(
    ("change", "r2", "size"),
    [
        (0.31, 0.71, "major"),
        (-0.31, 0.71, "major"),
        (0.31, 0.7, "moderate"),
        (0.3, 0.9, "moderate"),
        (0.16, 0.51, "moderate"),
        (0.16, 0.5, "minor"),
        (0.15, 0.9, "minor"),
        (0.9, 0.2, "minor"),
    ],
)
def test_sizes(change: float, r2: float, size: str) -> None:
    assert trends.size(change, r2) == size


def test_what_has_no_trend() -> None:
    flat = trend([START + n * 60 for n in range(5)], [0.3] * 5)
    assert (flat.slope, flat.r2, flat.p, flat.size) == (0.0, 0.0, 1.0, "minor")
    noise = Random(4)
    wild = trend([START + n * 60 for n in range(200)], [noise.random() for _ in range(200)])
    assert (wild.size, wild.p > 0.05) == ("minor", True)


@pytest.mark.parametrize(
    ("at", "values"),
    [
        ([], []),
        ([START], [0.3]),
        ([START, START + 1], [0.3, 0.4]),
        ([START, START + 1, START + 2], [0.3, math.nan, 0.4]),
        ([START] * 3, [0.1, 0.2, 0.3]),
    ],
)
def test_not_enough_for_a_trend(at: list[float], values: list[float]) -> None:
    found = trends.trend(at, values)
    assert isinstance(found, NotEnough)
    assert found.why
    assert found.have < found.need


# ---------------------------------------------------------------- correlations


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(5, 80), st.floats(-1, 1))
def test_correlations_are_scipys(seed: int, n: int, pull: float) -> None:
    random = Random(seed)
    first = [random.random() for _ in range(n)]
    second = [pull * a + random.random() for a in first]
    found = correlations.correlation("a", "b", first, second)
    assert isinstance(found, Correlation)
    line, order = stats.pearsonr(first, second), stats.spearmanr(first, second)
    assert (found.r, found.p) == pytest.approx((line.statistic, line.pvalue), rel=1e-6)
    assert (found.rho, found.rho_p) == pytest.approx((order.statistic, order.pvalue), rel=1e-6)
    assert found.n == n


@pytest.mark.parametrize(
    ("r", "word"),
    [(0.71, "strong"), (-0.9, "strong"), (0.7, "moderate"), (-0.51, "moderate"), (0.5, "weak"),
     (0.31, "weak"), (0.3, "none"), (0.0, "none")],
)  # fmt: skip
def test_strengths(r: float, word: str) -> None:
    assert correlations.strength(r) == word


def test_a_curve_is_in_order_though_not_on_a_line() -> None:
    first = [n / 10 for n in range(1, 30)]
    found = correlations.correlation("a", "b", first, [math.exp(3 * value) for value in first])
    assert isinstance(found, Correlation)
    assert found.rho == pytest.approx(1.0)
    assert found.r < 0.9


def test_every_pair_is_looked_at_and_gaps_are_left_out() -> None:
    columns = {"a": [0.1, 0.2, 0.3, math.nan], "b": [0.3, 0.2, 0.1, 0.9], "c": [0.5] * 4}
    found = correlations.correlations(columns)
    assert list(found) == [("a", "b"), ("a", "c"), ("b", "c")]
    pair = found["a", "b"]
    assert isinstance(pair, Correlation)
    assert (pair.n, pair.strength, round(pair.r, 9)) == (3, "strong", -1.0)
    still = found["b", "c"]
    assert isinstance(still, NotEnough)
    assert still.why == "c did not move"
    assert isinstance(correlations.correlation("a", "b", [0.1, 0.2], [0.1, 0.2]), NotEnough)


# ---------------------------------------------------------------- rhythms


@pytest.mark.parametrize("peak", [0.0, 2.0, 8.25, 12.0, 23.5])
def test_a_known_rhythm_is_found(peak: float) -> None:
    at = [START + n * 1700.0 for n in range(200)]
    hours = [(when % 86_400) / HOUR for when in at]
    values = [0.3 + 0.1 * math.cos(2 * math.pi * (hour - peak) / 24) for hour in hours]
    found = rhythm(at, values)
    assert math.cos(2 * math.pi * (found.peak - peak) / 24) == pytest.approx(1.0, abs=1e-9)
    assert (found.middle, found.amplitude) == pytest.approx((0.3, 0.1))
    assert abs(found.peak - found.trough) == pytest.approx(12.0)
    assert found.strength == pytest.approx(1.0)
    assert found.p < 1e-9


def test_the_peak_stays_at_its_local_hour_when_summer_time_ends() -> None:
    begin = datetime(2026, 10, 18, tzinfo=ZoneInfo(BERLIN)).timestamp()
    at = [begin + n * HOUR for n in range(24 * 14)]
    hours = [datetime.fromtimestamp(when, ZoneInfo(BERLIN)).hour for when in at]
    values = [0.3 + 0.2 * math.cos(2 * math.pi * (hour - 8) / 24) for hour in hours]
    local, elsewhere = rhythm(at, values, BERLIN), rhythm(at, values, "UTC")
    assert (local.peak, local.strength) == pytest.approx((8.0, 1.0))
    assert elsewhere.strength < 0.99
    assert elsewhere.peak == pytest.approx(6.5, abs=0.1)


def test_strength_and_chance_are_those_of_a_regression() -> None:
    random = Random(7)
    at = [START + n * HOUR for n in range(96)]
    angle = [2 * math.pi * ((when % 86_400) / HOUR) / 24 for when in at]
    values = [0.3 + 0.05 * math.cos(a) + random.gauss(0, 0.05) for a in angle]
    found = rhythm(at, values)
    design = np.column_stack([np.ones(96), np.cos(angle), np.sin(angle)])
    _, left, *_ = np.linalg.lstsq(design, np.array(values), rcond=None)
    r2 = 1 - float(left[0]) / float(np.var(values) * 96)
    assert found.strength == pytest.approx(r2)
    assert found.p == pytest.approx(float(stats.f.sf(r2 / 2 / ((1 - r2) / 93), 2, 93)))


def test_noise_has_no_rhythm() -> None:
    random = Random(1)
    found = rhythm([START + n * HOUR for n in range(240)], [random.random() for _ in range(240)])
    assert found.strength < 0.05
    assert found.p > 0.05
    flat = rhythm([START + n * HOUR for n in range(48)], [0.2] * 48)
    assert (flat.amplitude, flat.strength, flat.p) == (0.0, 0.0, 1.0)


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ([START], "1 reading so far"),
        ([START + n * 600 for n in range(60)], "9 hours so far"),
        ([START + d * 86_400 + n * HOUR for d in range(5) for n in range(8)], "hours of the day"),
    ],
)
def test_not_enough_for_a_rhythm(at: list[float], why: str) -> None:
    found = circadian.rhythm(at, [n % 5 / 5 for n in range(len(at))], "UTC")
    assert isinstance(found, NotEnough)
    assert why in found.why


# ---------------------------------------------------------------- channels


def test_channels_are_compared_as_scipy_does() -> None:
    random = Random(3)
    first = [random.gauss(0.4, 0.1) for _ in range(60)]
    second = [random.gauss(0.3, 0.1) for _ in range(40)]
    found = channels.compared(first, second)
    assert isinstance(found, channels.Comparison)
    test = stats.mannwhitneyu(first, second)
    assert found.p == pytest.approx(test.pvalue)
    assert found.wins == pytest.approx(test.statistic / 2400)
    assert (found.verdict, found.n) == ("higher", (60, 40))
    back = channels.compared(second, first)
    assert isinstance(back, channels.Comparison)
    assert (back.verdict, back.difference) == ("lower", -found.difference)


def test_channels_alike_or_too_short() -> None:
    same = channels.compared([0.2] * 5, [0.2] * 9)
    assert isinstance(same, channels.Comparison)
    assert (same.verdict, same.wins, same.p) == ("alike", 0.5, 1.0)
    assert isinstance(channels.compared([0.2, math.nan, 0.3], [0.1] * 9), NotEnough)
    assert isinstance(channels.compared([], []), NotEnough)
