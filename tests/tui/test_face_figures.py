"""What the pictures of figures say, whatever the figures are."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.cache.stats import KindStats
from sel.observe.monitor import Monitor
from sel.observe.processes import ProcessView
from sel.observe.turns import Stage, Waterfall
from tui import scene_figures
from tui.blank import BlankHours
from tui.drawings import words
from tui.drawings.bars import bar, placed, shares
from tui.drawings.braille import Canvas
from tui.drawings.hours import hours
from tui.drawings.kept import cache, saved
from tui.drawings.machine import LOOKS_KEPT, Track, machine
from tui.drawings.plot import Axes, Line, Mark, plot, round_up, time_labels
from tui.drawings.speed import first_word, made, reuse, speed
from tui.drawings.stages import stages
from tui.drawings.trouble import silences, slow
from tui.drawings.turns import reply_of, waterfall
from tui.scene import NOON, stats
from tui.scene_history import hours as some_hours

NUMBERS = st.floats(allow_nan=True, allow_infinity=True)
WIDTHS = (51, 71, 111)

# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.00008, "80 µs"),
        (0.002, "2 ms"),
        (0.9996, "1.0 s"),
        (1.44, "1.4 s"),
        (320, "5.3 min"),
        (7560, "2.1 h"),
        (0, "–"),
        (-1, "–"),
        (math.nan, "–"),
        (math.inf, "–"),
    ],
)
def test_durations_in_words(value: float, told: str) -> None:
    assert words.seconds(value) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0, "0"),
        (4812, "4,812"),
        (41_200, "41 k"),
        (1_240_000, "1.2 M"),
        (3e9, "3.0 G"),
        (math.nan, "–"),
    ],
)
def test_counts_in_words(value: float, told: str) -> None:
    assert words.count(value) == told


def test_bytes_and_hours_in_words() -> None:
    assert [words.memory(size) for size in (12, 4_100, 142e6, 1.44e9)] == [
        "12 B",
        "4 kB",
        "142 MB",
        "1.4 GB",
    ]
    assert [words.hour(value) for value in (0, 8.2, 23.999)] == ["00:00", "08:12", "00:00"]
    assert words.when(NOON) == "Tue 14, 22:13"


@settings(deadline=None)
@given(st.floats(0, 8e8), st.integers(0, 10**15))
def test_figures_fit_their_columns(duration: float, many: int) -> None:
    assert len(words.seconds(duration)) <= 8
    assert len(words.count(many)) <= 11


def test_cards_are_taken_while_there_is_room() -> None:
    cards = [words.calm("a\nb"), words.calm("c"), words.calm("d")]
    assert words.fitting(cards, 1).plain == "a\nb"
    assert words.fitting(cards, 4).plain == "a\nb\n\nc"
    assert words.fitting(cards, 99).plain == "a\nb\n\nc\n\nd"


# ---------------------------------------------------------------- lines and dots


@settings(deadline=None)
@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=30), st.integers(0, 40), st.integers(0, 8))
def test_no_point_leaves_the_canvas(
    points: list[tuple[float, float]], width: int, height: int
) -> None:
    canvas = Canvas(width, height)
    canvas.line(points, "$sel")
    canvas.between(points, points, "$faint")
    for x, y in points:
        canvas.mark(x, y, "●", "$sel")
    rows = canvas.rows()
    assert len(rows) == max(height, 1)
    assert {row.cell_length for row in rows} == {max(width, 1)}


def test_a_line_goes_from_corner_to_corner_and_a_gap_stays_open() -> None:
    canvas = Canvas(4, 2)
    canvas.line([(0, 0), (1, 1)], "$sel")
    drawn = [row.plain for row in canvas.rows()]
    assert drawn[0][:2] == "  "
    assert drawn[0][3] != " "
    assert drawn[1][0] != " "
    canvas = Canvas(20, 1)
    canvas.line([(0, 0.5), (0.1, 0.5), (0.9, 0.5), (1, 0.5)], "$sel", longest=0.3)
    row = canvas.rows()[0].plain
    assert row[0] != " "
    assert row[10] == " "
    assert row[19] != " "


@settings(deadline=None)
@given(st.floats(1e-9, 1e12))
def test_an_axis_ends_at_a_round_figure_not_below(value: float) -> None:
    top = round_up(value)
    assert value * 0.999 <= top <= 2.001 * value
    assert len(f"{top:.1e}") <= 8


@settings(deadline=None)
@given(st.floats(NOON, NOON + 1e7), st.floats(1, 1e8), st.integers(20, 200))
def test_the_labels_of_time_lie_within_and_have_room(since: float, span: float, width: int) -> None:
    labels = time_labels(since, since + span, width)
    assert all(since <= at <= since + span for at, _ in labels)
    assert len(labels) <= width // 11 + 1


def test_a_plot_is_as_big_as_it_was_to_be() -> None:
    axes = Axes(x=(0, 10), y=(0, 100), labels=[(0, "first"), (10, "last")])
    line = Line(points=[(0, 0), (10, 100)], look="$sel")
    drawn = plot(axes, 40, 9, [line], marks=[Mark(at=(10, 100), character="●", look="$sel")]).plain
    rows = drawn.splitlines()
    assert len(rows) == 9
    assert rows[0].lstrip().startswith("100 ┤")
    assert rows[0].endswith("●")
    assert rows[-1].split() == ["first", "last"]


@settings(deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.integers(1, 80))
def test_bars_have_their_width_and_something_is_seen_of_little(
    began: float, took: float, width: int
) -> None:
    drawn = placed(began, took, width)
    assert len(drawn) == width
    assert bool(drawn.strip()) == (took > 0)
    assert len(bar(took, width).rstrip()) >= len(bar(took / 2, width).rstrip())


def test_shares_split_a_line_without_a_gap() -> None:
    drawn = shares([(1, "$sel"), (0, "$body"), (3, "$night")], 12)
    assert drawn.plain == "━" * 12
    assert [span.end - span.start for span in drawn.spans if span.end > span.start] == [3, 9]
    assert shares([(0, "$sel")], 12).plain == ""


# ---------------------------------------------------------------- a turn


def turn(*stages_: Stage, seconds: float = 2.0) -> Waterfall:
    return Waterfall(turn_id="t", at=NOON, seconds=seconds, ending="finished", stages=stages_)


def test_a_waterfall_shows_when_and_how_long() -> None:
    fall = turn(
        Stage("recall", 0.0, 0.5), Stage("first_token", 0.5, 0.5), Stage("stream", 1.0, 1.0)
    )
    rows = waterfall([fall], 0, 63).plain.splitlines()
    assert rows[0].startswith("the last turn   22:13:20 · answered · 2.0 s")
    bars = [row[23:] for row in rows[1:4]]
    assert [len(row) - len(row.lstrip()) for row in bars] == [0, 10, 20]
    assert [row.count("━") for row in bars] == [10, 10, 20]
    assert [row[:13].strip() for row in rows[1:4]] == ["recall", "first token", "stream"]
    assert "model 75%" in rows[-1]
    assert "memory 25%" in rows[-1]


def test_what_no_stage_accounts_for_is_told_and_what_comes_after_the_end_is_not_counted() -> None:
    fall = turn(Stage("stream", 0.0, 1.0), Stage("persist", 2.0, 9.0))
    assert "rest 50%" in waterfall([fall], 0, 63).plain.splitlines()[-1]
    assert "memory 0%" in waterfall([fall], 0, 63).plain.splitlines()[-1]


def test_any_turn_back_to_the_first_can_be_looked_at() -> None:
    turns = scene_figures.insight(200).turns
    assert waterfall(turns, 0, 71).plain.startswith("the last turn")
    assert waterfall(turns, 199, 71).plain.startswith("turn 1 of 200")
    assert waterfall(turns, 999, 71).plain.startswith("turn 1 of 200")
    assert "No turn yet" in waterfall([], 3, 71).plain


def test_odd_turns_are_drawn() -> None:
    for fall in (turn(seconds=0.0), turn(Stage("style", 0.0, 0.0), seconds=0.0), turn(seconds=1e6)):
        assert waterfall([fall], 0, 40).plain


def test_a_turns_reply_is_the_one_that_ended_with_it() -> None:
    known = scene_figures.insight(9)
    for fall, reply in zip(known.turns, known.replies, strict=True):
        assert reply_of(fall, known.replies) is reply
    alone = turn(seconds=99.0)
    assert reply_of(alone, known.replies) is None


# ---------------------------------------------------------------- stages, speed, cache


def test_stages_come_in_the_order_of_a_turn_with_the_rest_by_name() -> None:
    monitor = Monitor()
    for subsystem, operation in (
        ("memory", "keep"),
        ("turn", "whole"),
        ("turn", "queue"),
        ("turn", "recall"),
    ):
        monitor.record(subsystem, operation, 0.02)
    monitor.record("memory", "keep", 0.5, ok=False)
    rows = stages(monitor.stats(), 100).plain.splitlines()
    names = [row.split()[0] for row in rows if row and "p50" not in row]
    assert names == ["how", "turn", "queue", "recall", "whole", "memory", "keep"]
    assert "p99" in rows[1]
    (keep,) = [row for row in rows if row.startswith("keep")]
    assert keep.split()[1:3] == ["2", "1"]
    assert "●" in keep


@pytest.mark.parametrize("width", WIDTHS)
def test_a_scale_holds_everything_from_microseconds_to_hours(width: int) -> None:
    monitor = Monitor()
    for power in range(-6, 5):
        monitor.record("engine", "make", 10.0**power)
        monitor.record("engine", f"op_{chr(97 + power + 6)}", 10.0**power)
    monitor.record("engine", "nothing", 0.0)
    assert max(map(len, stages(monitor.stats(), width).plain.splitlines())) <= width


def test_speed_is_of_made_replies_only() -> None:
    known = scene_figures.insight(5).replies
    cached = dataclasses.replace(
        known[0], stats=stats(made_tokens=0, make_seconds=0.0, source="cached")
    )
    assert made([*known, cached]) == list(known)
    last = known[-1].stats.tokens_per_second
    assert f"{last:.0f} last" in speed([*known, cached], 71, 10).plain
    assert "33 now" in speed(known, 71, 10, live=33.0).plain
    assert "No reply" in speed([cached], 71, 10).plain
    assert reuse([], 71, 8).plain == first_word([], 71, 8).plain == ""
    assert "●" in speed(known[:1], 71, 10).plain


def test_the_cache_is_told_by_kind_with_what_it_saved() -> None:
    kinds = {
        "reply": KindStats(hits=3, misses=1, entries=9, tokens_saved=412, seconds_saved=4.5),
        "agent": KindStats(),
    }
    told = cache(kinds, 100).plain
    assert "saved 412 tokens and 4.5 s" in told
    assert "agent" not in told
    (row,) = [row for row in told.splitlines() if row.startswith("reply")]
    assert row.split()[2:] == ["75%", "3", "1", "9", "412", "4.5", "s"]
    assert saved(kinds) == (412, 4.5)
    assert "Nothing was asked for twice" in cache({}, 80).plain


def test_processes_are_followed_while_somebody_looks() -> None:
    track = Track()
    for look in range(LOOKS_KEPT + 5):
        track.add(scene_figures.processes(look))
    assert len(track.memory("general")) == LOOKS_KEPT
    told = machine(scene_figures.processes(9), track, 90, 20).plain
    assert "338 MB" not in told.splitlines()[0]
    assert "1.0 GB in memory in all" in told
    track.add(ProcessView(processes=scene_figures.processes().processes[:1], gone=("general",)))
    assert track.memory("general") == []
    assert (
        "general       gone"
        in machine(
            ProcessView(processes=scene_figures.processes().processes[:1], gone=("general",)),
            track,
            90,
        ).plain
    )
    assert "no cost" in machine(ProcessView(processes=(), note="no cost"), track, 90).plain


def test_trouble_is_told_newest_first_and_its_absence_calmly() -> None:
    known = scene_figures.insight()
    rows = slow(known.slow, 90).plain.splitlines()
    assert rows[1].split()[:3] == ["21:51:40", "memory", "enrich"]
    assert "made tokens 182" in slow(known.slow, 90).plain
    assert "and 2 before" in slow(known.slow, 90, most=2).plain
    told = silences({"a": 1, "b": 1_000_000}, 3, 90).plain
    assert told.index("━ b") < told.index(" a\n")
    assert "1.0 M" in told
    assert "3 times were none" in told
    assert "Nothing took long" in slow([], 90).plain
    assert "Every message was answered" in silences({}, 0, 90).plain


def test_hours_have_a_row_for_each_hormone_and_gaps_where_nobody_was() -> None:
    rows = hours(some_hours(), 71, 12).plain.splitlines()
    assert "kept on disk" in rows[0]
    assert len(rows) == 1 + 8 + 2
    (dopamine,) = [row for row in rows if row.startswith("dopamine")]
    assert "  " in dopamine[15:60].strip()
    assert len(hours(some_hours(), 71, 40).plain.splitlines()) > len(rows)
    assert "No hour" in hours(BlankHours(), 71, 12).plain


@pytest.mark.parametrize("width", WIDTHS)
def test_huge_figures_keep_to_their_columns(width: int) -> None:
    known = scene_figures.insight(200, size=1_000_000)
    track = Track()
    track.add(known.processes)
    for drawn in (
        stages(known.operations, width),
        waterfall(known.turns, 0, width),
        speed(known.replies, width, 12),
        reuse(known.replies, width, 8),
        machine(known.processes, track, width),
        slow(known.slow, width),
        silences(known.silences, 10**6, width),
        hours(some_hours("desk", 672), width, 20),
    ):
        widest = max(line.cell_length for line in drawn.split("\n")[1:])
        assert widest <= width
