"""Hormones over time: exact, bounded, and back in their rhythm."""

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.affect import circadian, dynamics, waves
from sel.affect.hormones import (
    CASCADE,
    FEEDBACK,
    FLOOR,
    HORMONES,
    INDEX,
    NAMES,
    Levels,
    named,
    ordered,
)

LEVEL = st.floats(0.0, 1.0)
LEVELS = st.tuples(*[LEVEL] * len(HORMONES))
HOURS = st.floats(0.0, 24.0)
SILENCE = st.none() | st.floats(0.0, 5000.0)

# The table of the specification, written out again: rate, baseline, amplitude, peak.
TABLE = {
    "dopamine": (0.30, 0.15, 0.05, 12),
    "serotonin": (0.10, 0.20, 0.10, 12),
    "cortisol": (0.008, 0.10, 0.25, 8),
    "oxytocin": (0.18, 0.10, 0.03, None),
    "adrenaline": (0.22, 0.05, 0.0, None),
    "melatonin": (0.025, 0.05, 0.35, 2),
    "testosterone": (0.015, 0.12, 0.08, 12),
    "estrogen": (0.001, 0.12, 0.02, None),
}


def farthest(one: Levels, other: Levels) -> float:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def test_the_table_is_the_specified_one() -> None:
    assert list(NAMES) == list(TABLE)
    for hormone in HORMONES:
        rate, baseline, amplitude, peak = TABLE[hormone.name]
        assert (hormone.rate, hormone.baseline, hormone.amplitude) == (rate, baseline, amplitude)
        assert peak is None or hormone.peak == peak


def test_levels_are_named_and_ordered_alike() -> None:
    levels = tuple(place / 10 for place in range(8))
    assert ordered(named(levels)) == levels


@settings(max_examples=150, deadline=None)
@given(
    levels=LEVELS,
    hour=HOURS,
    silence=SILENCE,
    cuts=st.lists(st.floats(0.0, 3000.0), min_size=2, max_size=9),
)
def test_any_split_of_a_span_gives_the_same_levels(
    levels: Levels, hour: float, silence: float | None, cuts: list[float]
) -> None:
    cuts = sorted(cuts)
    whole = dynamics.advance(levels, cuts[-1], hour, silence)
    done, split = 0.0, levels
    for cut in cuts:
        alone = None if silence is None else silence + done
        split = dynamics.advance(split, cut - done, (hour + done / 60) % 24, alone)
        done = cut
    assert farthest(whole, split) <= 1e-9


@settings(max_examples=40, deadline=None)
@given(levels=LEVELS, hour=HOURS)
def test_one_hour_is_sixty_minutes(levels: Levels, hour: float) -> None:
    steps = levels
    for minute in range(60):
        steps = dynamics.advance(steps, 1.0, hour + minute / 60)
    assert farthest(dynamics.advance(levels, 60.0, hour), steps) <= 1e-9


@settings(max_examples=80, deadline=None)
@given(levels=LEVELS, hour=HOURS, silence=SILENCE, minutes=st.floats(0.0, 20_000.0))
def test_levels_stay_within_their_range(
    levels: Levels, hour: float, silence: float | None, minutes: float
) -> None:
    assert all(0.0 <= x <= 1.0 for x in dynamics.advance(levels, minutes, hour, silence))


@settings(max_examples=25, deadline=None)
@given(levels=LEVELS, hour=HOURS, minutes=st.floats(0.1, 600.0))
def test_it_solves_the_stated_equation(levels: Levels, hour: float, minutes: float) -> None:
    """Against small explicit steps of h' = −rate · (h − target), which know nothing of waves."""
    steps = 600
    dt = minutes / steps
    now = dict(named(levels))
    for step in range(steps):
        here = hour + (step + 0.5) * dt / 60
        now = {h.name: _euler(h.name, now, here, dt) for h in HORMONES}
    assert farthest(dynamics.advance(levels, minutes, hour), ordered(now)) < 0.02


def _euler(name: str, now: dict[str, float], hour: float, dt: float) -> float:
    hormone = HORMONES[INDEX[name]]
    target = hormone.baseline
    target += hormone.amplitude * math.cos(2 * math.pi * (hour - hormone.peak) / 24)
    for row in FEEDBACK:
        if row.target == name:
            target += row.gain / hormone.rate * max(0.0, now[row.source] - 0.3)
    target = min(0.98, max(0.02, target))
    return now[name] + (target - now[name]) * -math.expm1(-hormone.rate * dt)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("hour", [2.0, 9.0, 20.0])
def test_half_lives_are_those_of_the_table(name: str, hour: float) -> None:
    place, rate = INDEX[name], TABLE[name][0]
    still = dynamics.rest(hour)
    pushed = tuple(x + 0.005 * (where == place) for where, x in enumerate(still))
    span = math.log(2) / rate
    gap = [
        b - a
        for a, b in zip(
            dynamics.advance(still, span, hour), dynamics.advance(pushed, span, hour), strict=True
        )
    ]
    measured = span * math.log(2) / math.log(0.005 / gap[place])
    assert measured == pytest.approx(math.log(2) / rate, rel=0.01)


@pytest.mark.parametrize("level", [0.0, 1.0])
@pytest.mark.parametrize("silence", [None, 0.0])
def test_thirty_idle_days_end_in_the_daily_rhythm(level: float, silence: float | None) -> None:
    start = (level,) * len(HORMONES)
    end = dynamics.advance(start, 30 * 1440, 6.0, silence)
    later = None if silence is None else 30 * 1440.0
    seen = [end]
    for quarter in range(96):
        seen.append(dynamics.advance(seen[-1], 15.0, 6.0 + quarter / 4, later))
    assert farthest(seen[-1], end) < 1e-6
    assert all(FLOOR - 1e-9 <= x <= 0.5 for levels in seen for x in levels)


def test_six_idle_hours_do_not_end_in_strain() -> None:
    """The predecessor's loop: cortisol at 1 for ever after six to nine hours of silence."""
    tense = ordered({**named(dynamics.rest(12.0)), "cortisol": 0.9, "adrenaline": 0.8})
    for hours in (6, 9, 24):
        levels = named(dynamics.advance(tense, hours * 60, 12.0, 0.0))
        assert levels["cortisol"] < 0.36


def test_feedback_never_leads_back_to_its_source() -> None:
    assert sorted(CASCADE) == sorted(NAMES)
    for row in FEEDBACK:
        assert CASCADE.index(row.source) < CASCADE.index(row.target)


def test_feedback_acts_above_its_threshold_only() -> None:
    tense = ordered({**named(dynamics.rest(20.0)), "cortisol": 0.9})
    plain = ordered({**named(dynamics.rest(20.0)), "cortisol": 0.29})
    strained, usual = (named(dynamics.advance(x, 10, 20.0)) for x in (tense, plain))
    rest = named(dynamics.advance(dynamics.rest(20.0), 10, 20.0))
    assert strained["serotonin"] < rest["serotonin"] - 0.05
    assert strained["dopamine"] < rest["dopamine"] - 0.03
    assert strained["adrenaline"] > rest["adrenaline"] + 0.05
    assert usual["serotonin"] == pytest.approx(rest["serotonin"])
    happy = ordered({**named(dynamics.rest(20.0)), "serotonin": 0.9})
    assert named(dynamics.advance(happy, 5, 20.0))["oxytocin"] > rest["oxytocin"] + 0.02


def test_being_left_alone_is_felt_slowly_and_stays_small() -> None:
    company = dynamics.rest(12.0)
    for hours, most in ((2, 0.0), (12, 0.05), (24 * 60, 0.05)):
        hour = (12 + hours) % 24
        alone = named(dynamics.advance(company, hours * 60, 12.0, 0.0))
        rest = named(dynamics.rest(hour))
        assert rest["serotonin"] - alone["serotonin"] <= most + 1e-4
        assert alone["cortisol"] - rest["cortisol"] <= most + 1e-4
    assert rest["serotonin"] - alone["serotonin"] > 0.01


def test_long_spans_are_shortened_without_a_seam() -> None:
    levels = (1.0,) * 8
    short = dynamics.advance(levels, 39 * 1440 + 7, 3.0, 100.0)
    long = dynamics.advance(levels, 900 * 1440 + 7, 3.0, 100.0)
    assert farthest(short, long) < 1e-9


@pytest.mark.parametrize("minutes", [-1.0, math.inf, math.nan])
def test_time_runs_forward(minutes: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        dynamics.advance((0.1,) * 8, minutes, 0.0)


def test_no_time_changes_nothing() -> None:
    assert dynamics.advance((0.1,) * 8, 0.0, 5.0) == (0.1,) * 8


def test_targets_follow_the_hour_and_are_clipped() -> None:
    assert circadian.target(HORMONES[INDEX["cortisol"]], 8.0) == pytest.approx(0.35)
    assert circadian.target(HORMONES[INDEX["melatonin"]], 14.0) == FLOOR
    assert circadian.targets(12.0)[INDEX["serotonin"]] == pytest.approx(0.30)


# ---------------------------------------------------------------- waves


@settings(max_examples=150, deadline=None)
@given(
    middle=st.floats(0.0, 0.5),
    swing=st.floats(0.0, 0.5),
    phase=st.floats(0.0, 6.2),
    fading=st.lists(st.floats(-1.0, 1.0), min_size=0, max_size=2),
    level=st.floats(0.0, 0.8),
)
def test_crossings_are_found_and_are_real(
    middle: float, swing: float, phase: float, fading: list[float], level: float
) -> None:
    wave: waves.Wave = {0j: complex(middle), complex(0, circadian.OMEGA): swing * 1j**phase}
    wave |= {complex(-rate): complex(c) for rate, c in zip((0.008, 0.1), fading, strict=False)}
    found = waves.crossings(wave, level, 1440.0)
    assert found == sorted(found)
    edges = [0.0, *found, 1440.0]
    for begin, end in pairwise(edges):
        inside = [begin + (end - begin) * k / 20 for k in range(1, 20)]
        sides = {waves.value(wave, t) > level for t in inside if _clear(wave, t, level)}
        assert len(sides) <= 1


def _clear(wave: waves.Wave, t: float, level: float) -> bool:
    return abs(waves.value(wave, t) - level) > 1e-5


def test_added_paths_keep_both_cuts() -> None:
    one = [waves.Piece(1.0, waves.constant(1.0)), waves.Piece(2.0, waves.constant(2.0))]
    two = [waves.Piece(2.0, waves.constant(10.0)), waves.Piece(1.0, waves.constant(20.0))]
    total = waves.added(one, two, 0.5)
    assert [(p.length, waves.value(p.wave, 0)) for p in total] == [(1, 6), (1, 7), (1, 12)]
