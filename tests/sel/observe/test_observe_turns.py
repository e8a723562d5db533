"""A turn's waterfall: when each stage began and what it took."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from watch_stage import Ticks, unhurried

from sel.errors import SelError
from sel.observe.monitor import Monitor
from sel.observe.turns import STAGES, TURNS, Stage


def spend(monitor: Monitor, ticks: Ticks, stages: list[tuple[str, float]]) -> None:
    with monitor.turn("t1") as turn:
        for stage, seconds in stages:
            with turn.stage(stage):
                ticks.now += seconds
            ticks.now += 0.5


def test_each_stage_stands_where_it_was() -> None:
    ticks = Ticks()
    monitor = Monitor(clock=ticks, wall=Ticks(5.0))
    spend(monitor, ticks, [("appraisal", 1.0), ("recall", 2.0), ("appraisal", 4.0)])
    (fall,) = monitor.turns()
    assert (fall.turn_id, fall.at, fall.seconds, fall.ending) == ("t1", 5.0, 8.5, "finished")
    assert fall.stages == (Stage("appraisal", 0.0, 5.0), Stage("recall", 1.5, 2.0))
    assert fall.rest == 1.5


@unhurried
@given(st.lists(st.tuples(st.sampled_from(STAGES), st.floats(0, 100)), max_size=20))
def test_stages_and_rest_are_the_whole(stages: list[tuple[str, float]]) -> None:
    ticks = Ticks(0.0)
    monitor = Monitor(clock=ticks)
    spend(monitor, ticks, stages)
    (fall,) = monitor.turns()
    spent = sum(stage.seconds for stage in fall.stages)
    assert spent == pytest.approx(sum(seconds for _, seconds in stages), rel=1e-5)
    assert fall.rest + spent == pytest.approx(fall.seconds, rel=1e-5)
    assert [stage.name for stage in fall.stages] == [
        stage for stage in STAGES if stage in dict(stages)
    ]


def test_every_stage_is_a_window_too() -> None:
    ticks = Ticks()
    monitor = Monitor(clock=ticks)
    spend(monitor, ticks, [("recall", 1.0)])
    spend(monitor, ticks, [("recall", 3.0)])
    rows = {stats.operation: stats for stats in monitor.stats("turn")}
    assert (rows["recall"].count, rows["recall"].mean) == (2, 2.0)
    assert (rows["whole"].count, rows["whole"].max) == (2, 3.5)


def test_what_was_measured_elsewhere() -> None:
    ticks = Ticks()
    monitor = Monitor(clock=ticks)
    turn = monitor.turn("t1")
    ticks.now += 3.0
    turn.add("first_token", 2.0)
    turn.add("queue", 0.25, began=0.5)
    turn.add("stream", 10.0)  # more than there was: it cannot have begun before the turn
    turn.end()
    (fall,) = monitor.turns()
    assert fall.stages == (
        Stage("queue", 0.5, 0.25),
        Stage("first_token", 1.0, 2.0),
        Stage("stream", 0.0, 10.0),
    )
    assert fall.rest == 0.0


def test_keeping_may_come_after_the_end() -> None:
    ticks = Ticks()
    monitor = Monitor(clock=ticks)
    with monitor.turn("t1") as turn:
        ticks.now += 2.0
    with turn.stage("persist"):
        ticks.now += 4.0
    (fall,) = monitor.turns()
    assert (fall.seconds, fall.stages, fall.rest) == (2.0, (Stage("persist", 2.0, 4.0),), 2.0)


@pytest.mark.parametrize(
    ("error", "ending", "counted"),
    [(ValueError, "failed", "failed"), (KeyboardInterrupt, "interrupted", "cancelled")],
)
def test_how_it_ended(error: type[BaseException], ending: str, counted: str) -> None:
    monitor = Monitor(clock=Ticks())
    with pytest.raises(error), monitor.turn("t1") as turn:
        raise error
    turn.end()
    (fall,) = monitor.turns()
    assert fall.ending == ending
    (whole,) = monitor.stats("turn")
    assert getattr(whole, counted) == whole.count == 1


def test_the_first_ending_counts() -> None:
    monitor = Monitor(clock=Ticks())
    with monitor.turn("t1") as turn:
        turn.end("silenced")
    assert [fall.ending for fall in monitor.turns()] == ["silenced"]


def test_a_turn_under_way_is_not_told_of() -> None:
    monitor = Monitor(clock=Ticks())
    monitor.turn("t1")
    assert monitor.turns() == ()


def test_the_last_two_hundred_are_kept() -> None:
    monitor = Monitor(clock=Ticks())
    for n in range(TURNS + 30):
        monitor.turn(f"t{n}").end()
    assert len(monitor.turns()) == TURNS
    assert [fall.turn_id for fall in monitor.turns(last=2)] == ["t228", "t229"]
    assert monitor.turns(last=0) == ()


def test_a_clock_that_jumps_back_costs_only_the_stage() -> None:
    ticks = Ticks()
    monitor = Monitor(clock=ticks)
    with monitor.turn("t1") as turn:
        with turn.stage("recall"):
            ticks.now -= 50
        with turn.stage("prompt"):
            ticks.now += 1
    (fall,) = monitor.turns()
    assert (fall.seconds, fall.stages) == (0.0, ())


def test_an_unknown_stage_is_a_sentence() -> None:
    with pytest.raises(SelError, match="no such stage") as refused:
        Monitor().turn("t1").stage("gossip")
    assert "appraisal" in refused.value.hint
