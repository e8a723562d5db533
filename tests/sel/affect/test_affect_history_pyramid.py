"""The pyramid holds what one would compute from all samples at once."""

import json
import math
from collections import defaultdict
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.affect.history import tile as tiles
from sel.affect.history.pyramid import BELIEVED, History
from sel.affect.history.tiers import DAY, DAYS, FINE, HOURS, TIERS, WEEKS, Key, numbers
from sel.affect.hormones import NAMES, Levels

ZONE = "Europe/Berlin"
START = 1_792_880_000.0
"""A few hours before summer time ends."""

Samples = list[tuple[float, Levels]]


def flat(level: float) -> Levels:
    return (level,) * len(NAMES)


def filled(samples: Samples, zone: str = ZONE) -> History:
    history = History(zone)
    for at, levels in samples:
        history.add(at, levels)
    return history


def state(history: History) -> dict[str, list[int]]:
    return {row["key"]: row["tile"] for row in history.documents()}


def recomputed(samples: Samples, zone: str = ZONE) -> dict[str, list[int]]:
    """The same from raw data: grouped, then counted; what is too old is left out."""
    groups: defaultdict[Key, list[tuple[int, list[int]]]] = defaultdict(list)
    for at, levels in samples:
        for key in enumerate(numbers(round(at * 1000) / 1000, zone)):
            groups[key].append((round(at * 1000), [round(level * 10_000) for level in levels]))
    fine = sorted(number for place, number in groups if place == FINE.place)
    cuts = [-1] * 4
    if len(fine) >= BELIEVED:
        horizon = fine[-BELIEVED] * 300
        cuts = [
            numbers(horizon - (t.days or 0) * DAY, zone)[t.place] if t.days else -1 for t in TIERS
        ]
    return {
        f"{place}/{number}": _summary(group)
        for (place, number), group in groups.items()
        if number >= cuts[place]
    }


def _summary(group: list[tuple[int, list[int]]]) -> list[int]:
    columns = list(zip(*(values for _, values in group), strict=True))
    newest = max(at for at, _ in group)
    last = [values for at, values in group if at == newest][-1]
    return [
        len(group),
        sum(at for at, _ in group),
        newest,
        *map(sum, columns),
        *map(min, columns),
        *map(max, columns),
        *last,
    ]


LEVELS = st.tuples(*[st.floats(0, 1) for _ in NAMES])
STEPS = st.one_of(
    st.floats(0.001, 400),
    st.floats(400, 90_000),
    st.sampled_from([20.0 * DAY, 100.0 * DAY, 2000.0 * DAY]),
    st.floats(-90_000, 0),
    st.sampled_from([-8.0 * DAY, -120.0 * DAY]),
)


@st.composite
def runs(draw: st.DrawFn) -> Samples:
    """Samples at any spacing, with a clock that jumps back now and then."""
    at, samples = START, []
    for step in draw(st.lists(STEPS, min_size=1, max_size=60)):
        at = max(1e8, at + step)
        samples.append((at, draw(LEVELS)))
    return samples


@settings(max_examples=80, deadline=None)
@given(runs())
def test_incremental_equals_recomputed(samples: Samples) -> None:
    assert state(filled(samples)) == recomputed(samples)


@settings(max_examples=30, deadline=None)
@given(runs(), st.integers(0, 60))
def test_a_restart_in_between_changes_nothing(samples: Samples, split: int) -> None:
    early, late = samples[:split], samples[split:]
    saved = json.loads(json.dumps(filled(early).documents()))
    again, broken = History.of(saved, ZONE)
    assert broken == 0
    for at, levels in late:
        again.add(at, levels)
    assert state(again) == state(filled(samples))


@settings(max_examples=30, deadline=None)
@given(runs(), st.randoms())
def test_the_order_does_not_matter_where_nothing_grows_old(
    samples: Samples, random: Random
) -> None:
    near = [(START + n * 61.0, levels) for n, (_, levels) in enumerate(samples)]
    mixed = list(near)
    random.shuffle(mixed)
    assert state(filled(mixed)) == state(filled(near))


@settings(max_examples=30, deadline=None)
@given(runs(), st.integers(0, 60))
def test_joined_it_is_what_all_samples_make(samples: Samples, split: int) -> None:
    near = [(START + n * 61.0, levels) for n, (_, levels) in enumerate(samples)]
    one, other = filled(near[split:]), filled(near[:split])
    copied = one.copy()
    one.join(other)
    assert state(one) == state(filled(near))
    assert one.last() == filled(near).last()
    assert state(copied) == state(filled(near[split:]))


def test_what_is_joined_grows_old_as_usual() -> None:
    old = filled([(START, flat(0.1))])
    new = filled([(START + 8 * DAY + n * 300, flat(0.2)) for n in range(BELIEVED)])
    new.join(old)
    assert len(new.keys(FINE)) == BELIEVED
    assert len(new.keys(HOURS)) == 3


def test_a_tile_tells_mean_low_high_last_and_count() -> None:
    history = filled([(START + 10, flat(0.2)), (START + 70, flat(0.6)), (START + 40, flat(0.1))])
    tile = history.tile((FINE.place, int(START // 300)))
    assert tile is not None
    assert (tile.count, tile.low[0], tile.high[0], tile.last[0]) == (3, 0.1, 0.6, 0.6)
    assert tile.mean == pytest.approx(flat(0.3))
    assert tile.at == pytest.approx(START + 40)
    assert history.last() == (START + 70, flat(0.6))


def test_tiles_go_when_their_time_is_over() -> None:
    steps = [(START + n * 3600.0, flat(n % 10 / 10)) for n in range(24 * 120)]
    history = filled(steps)
    newest = steps[-BELIEVED][0]
    for tier in (FINE, HOURS):
        assert tier.days is not None
        held = history.readings(tier).at
        assert newest - tier.days * DAY - tier.seconds <= held[0] <= newest - tier.days * DAY + 3600
    assert len(history.keys(DAYS)) in {120, 121}
    assert len(history.keys(WEEKS)) in {18, 19}


def test_one_wild_moment_drops_nothing() -> None:
    samples = [(START + n * 300.0, flat(0.3)) for n in range(100)]
    history = filled(samples)
    leap = history.add(START + 3000 * DAY, flat(0.9))
    assert leap.dropped == ()
    back = history.add(START + 100 * 300, flat(0.3))
    assert len(back.changed) == len(TIERS)
    assert back.said == "The clock went back by 2999 days; the sample is kept under its own time."
    assert len(history.keys(FINE)) == 102
    gone = history.without_future(START + 101 * 300)
    assert len(gone) == 4
    assert history.last() == (START + 100 * 300, flat(0.3))
    assert state(history) == recomputed([*samples, (START + 100 * 300, flat(0.3))])


def test_a_clock_that_stands_by_it_is_believed_and_late_samples_say_so() -> None:
    history = filled([(START + n * 300.0, flat(0.3)) for n in range(20)])
    later = START + 30 * DAY
    dropped = [history.add(later + n * 300, flat(0.4)).dropped for n in range(BELIEVED)]
    assert [len(gone) for gone in dropped] == [0] * (BELIEVED - 1) + [20]
    late = history.add(START, flat(0.5))
    assert [place for place, _ in late.changed] == [1, 2, 3]
    assert late.said.endswith("kept in 3 of 4 tiers; it is too old for the others.")


def test_small_steps_back_need_no_word() -> None:
    history = filled([(START, flat(0.3))])
    added = history.add(START - 30, flat(0.3))
    assert (added.late, added.said) == (30.0, "")
    assert history.add(START + 1, flat(0.3)).late == 0
    assert "2 minutes" in history.add(START - 125, flat(0.3)).said


BAD = [
    (math.nan, flat(0.3)),
    (math.inf, flat(0.3)),
    (-1.0, flat(0.3)),
    (1e14, flat(0.3)),
    (START, (math.nan, *flat(0.3)[1:])),
    (START, (*flat(0.3)[1:], 1.01)),
    (START, (-0.01, *flat(0.3)[1:])),
    (START, flat(0.3)[1:]),
]


@pytest.mark.parametrize(("at", "levels"), BAD)
def test_what_is_no_sample_is_refused_and_changes_nothing(at: float, levels: Levels) -> None:
    history = filled([(START, flat(0.3))])
    before = state(history)
    with pytest.raises(ValueError, match=r"level|moment"):
        history.add(at, levels)
    assert state(history) == before


def test_readings_are_columns_between_two_moments() -> None:
    history = filled([(START + n * 300.0, flat(n / 10)) for n in range(10)])
    seen = history.readings(FINE, START + 300, START + 900)
    assert len(seen) == 3
    assert seen.columns["cortisol"] == pytest.approx((0.1, 0.2, 0.3))
    assert len(History().readings(FINE)) == 0
    assert History().readings(FINE).columns["estrogen"] == ()


def test_documents_that_are_no_tiles_are_counted_and_left_out() -> None:
    good = filled([(START, flat(0.3))]).documents()
    tile = good[0]["tile"]
    bad = [
        {"key": "0/1"},
        {"key": "9/1", "tile": tile},
        {"key": "x", "tile": tile},
        {"key": "0/1", "tile": [0, *tile[1:]]},
        {"key": "0/1", "tile": [*tile[:-1], -1]},
        {"key": "0/1", "tile": [*tile[:-1], 10_001]},
        {"key": "0/1", "tile": [*tile[:-1], 0.5]},
        {"key": "0/1", "tile": tile[:-1]},
        {"key": "0/1", "tile": [*tile[:2], 10**20, *tile[3:]]},
    ]
    history, broken = History.of([*good, *bad], ZONE)
    assert broken == len(bad)
    assert history.documents() == good


def test_a_year_of_use_is_small() -> None:
    """A channel in steady state: every tile its retention holds, each of a minute's samples."""
    wide = tuple(tiles.UNIT - n for n in range(len(NAMES)))
    when = int(START * 1000)
    full = {tier: tiles.Tile(n, when * n, when, tuple(v * n for v in wide), wide, wide, wide)
            for tier, n in zip(TIERS, (5, 60, 1440, 10_080), strict=True)}  # fmt: skip
    counts = {FINE: 7 * 288 + 1, HOURS: 90 * 24 + 1, DAYS: 366, WEEKS: 53}
    rows = {t: len(json.dumps(tiles.document((t.place, 10**7), full[t]))) + 60 for t in TIERS}
    assert sum(counts[tier] * rows[tier] for tier in TIERS) < 2_000_000


def test_a_real_year_has_no_more_tiles_than_that() -> None:
    """Every hour for a year, through the pyramid itself."""
    history = filled([(START + n * 3600.0, flat(n % 97 / 97)) for n in range(365 * 24)])
    assert len(history.keys(FINE)) <= 7 * 24 + BELIEVED + 1
    assert len(history.keys(HOURS)) <= 90 * 24 + BELIEVED + 1
    assert sum(len(json.dumps(row)) + 60 for row in history.documents()) < 1_000_000
