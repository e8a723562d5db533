"""What the real analyses find can be drawn: the contract between `sel.affect` and the pictures."""

from __future__ import annotations

import random
from functools import cache

import pytest

from sel.affect.analytics.looking import Analysis, as_json, compare, look
from sel.affect.history.happened import Happening
from sel.affect.history.pyramid import History
from sel.affect.history.tiers import FINE, HOURS
from sel.affect.hormones import NAMES as SAMPLED
from tui.blank import BlankHours
from tui.drawings import ahead, rhythm, together, trends, unusual
from tui.drawings.found import NAMES, Looked, nothing_of
from tui.drawings.places import places
from tui.port import AnalysisView
from tui.scene import NOON
from tui.scene_history import level

DAY = 86_400.0
HAPPENED = (Happening(NOON - 5 * 3600, "harsh words"),)


@cache
def lived(days: float, step: float = 900.0) -> History:
    """So many days, with a shock five hours before the end."""
    chance, history = random.Random(3), History("UTC")
    at = NOON - days * DAY
    while at <= NOON:
        levels = [level(name, at, chance) for name in SAMPLED]
        if abs(at - (NOON - 5 * 3600)) < 1200:
            levels[SAMPLED.index("cortisol")] = 0.95
        history.add(at, levels)
        at += step
    return history


@cache
def found(analysis: Analysis, days: float, span: float) -> AnalysisView:
    return look(lived(days), HAPPENED, analysis, span)


def seen(analysis: Analysis, days: float, span: float, chosen: str = "cortisol") -> Looked:
    history = lived(days)
    tier = FINE if span <= 7 else HOURS
    readings = history.readings(tier, NOON - span * DAY, NOON)
    hours = BlankHours(
        since=NOON - span * DAY,
        until=NOON,
        tier=tier.name,
        seconds=300 if tier is FINE else 3600,
        at=tuple(readings.at),
        means={name: tuple(levels) for name, levels in readings.columns.items()},
    )
    return Looked(hours=hours, analysis=found(analysis, days, span), chosen=chosen)


def test_the_same_hormones_are_drawn_as_sampled() -> None:
    assert set(NAMES) == set(SAMPLED)


@pytest.mark.parametrize("days", [28.0, 3.0, 0.2, 0.01])
@pytest.mark.parametrize("width", [51, 111])
def test_every_analysis_can_be_drawn_whatever_was_lived(days: float, width: int) -> None:
    for chosen in NAMES:
        drawn = [
            trends.rows(seen("trends", days, 7, chosen), width),
            trends.picture(seen("trends", days, 7, chosen), width, 12),
            unusual.rows(seen("anomalies", days, 7, chosen), width, 9),
            unusual.picture(seen("anomalies", days, 7, chosen), width, 12),
            together.matrix(seen("correlations", days, 7, chosen), width),
            together.sentences(seen("correlations", days, 7, chosen), width, 9),
            rhythm.rows(seen("circadian", days, 28, chosen), width),
            rhythm.picture(seen("circadian", days, 28, chosen), width, 12),
            ahead.rows(seen("forecast", days, 28, chosen), width),
            ahead.picture(seen("forecast", days, 28, chosen), width, 12),
        ]
        assert all(one.plain for one in drawn)


def test_a_shock_is_found_and_drawn_with_its_reason() -> None:
    looked = seen("anomalies", 28, 7)
    (row,) = [
        row for row in unusual.rows(looked, 111, 9).plain.splitlines() if "harsh words" in row
    ]
    assert "cortisol" in row
    assert row.startswith("Tue 14, 17:")
    assert "▲" in unusual.picture(looked, 111, 14).plain.split("\n", 1)[1]


def test_the_day_is_found_where_it_was_put() -> None:
    (row,) = [
        row
        for row in rhythm.rows(seen("circadian", 28, 28), 111).plain.splitlines()
        if "cortisol" in row
    ]
    hour, minute = map(int, row.split()[-3].split(":"))
    assert abs(hour + minute / 60 - 8.2) < 0.6


def test_a_short_life_is_told_in_one_sentence() -> None:
    told = nothing_of(seen("forecast", 0.01, 28).analysis)
    assert told[0].isupper() or told[0].isdigit()
    assert told.endswith(".")
    assert nothing_of(seen("trends", 28, 7).analysis) == ""


def test_real_places_are_told() -> None:
    beside = compare("desk", {"desk": lived(3.0), "garden": lived(0.2)}, 7.0)
    plain = {
        other: {name: as_json(entry) for name, entry in rows.items()}
        for other, rows in beside.items()
    }
    assert "desk beside garden" in places(plain, "desk", "cortisol", 71).plain
    assert places(plain, "desk", "cortisol", 71).plain.count("\n") == 1 + len(NAMES)
