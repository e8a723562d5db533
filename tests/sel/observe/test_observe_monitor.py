"""Times: what is measured is what is told, and nothing else is kept."""

import asyncio
import math
import pickle
from contextlib import suppress
from typing import Any

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from watch_stage import Readings, Ticks, unhurried

from sel.errors import SelError
from sel.observe.monitor import OPERATIONS, SLOW_AFTER, SLOW_KEPT, Monitor
from sel.observe.names import FIGURES, WORDS, allowed
from sel.observe.timing import measure
from sel.observe.windows import WINDOW, OperationStats

SECONDS = st.floats(0, 1e6)


def one(monitor: Monitor) -> OperationStats:
    (stats,) = monitor.stats()
    return stats


@unhurried
@given(st.lists(SECONDS, min_size=1, max_size=60))
def test_the_figures_are_those_of_numpy(times: list[float]) -> None:
    monitor = Monitor()
    for seconds in times:
        monitor.record("engine", "read", seconds)
    stats = one(monitor)
    assert (stats.count, stats.ok) == (len(times), len(times))
    assert (stats.min, stats.max) == (min(times), max(times))
    assert stats.mean == pytest.approx(numpy.mean(times))
    ranks = numpy.percentile(times, [50, 95, 99], method="inverted_cdf")
    assert [stats.p50, stats.p95, stats.p99] == pytest.approx(list(ranks))


def test_only_the_last_thousand_times_count() -> None:
    monitor = Monitor()
    for n in range(2 * WINDOW + 300):
        monitor.record("engine", "read", float(n))
    stats = one(monitor)
    assert stats.count == 2 * WINDOW + 300
    assert (stats.min, stats.max) == (WINDOW + 300, 2 * WINDOW + 299)
    assert stats.p50 == WINDOW + 300 + WINDOW / 2 - 1


def test_a_block_is_timed() -> None:
    monitor = Monitor(clock=Readings([1.0, 1.25]))
    with monitor.measure("engine", "first_token"):
        pass
    stats = one(monitor)
    assert (stats.subsystem, stats.operation) == ("engine", "first_token")
    assert (stats.ok, stats.mean) == (1, 0.25)


async def test_so_is_an_asynchronous_one() -> None:
    monitor = Monitor(clock=Readings([1.0, 3.0]))
    async with monitor.measure("engine", "first_token"):
        await asyncio.sleep(0)
    assert one(monitor).mean == 2.0


def test_a_failure_is_counted_and_goes_on() -> None:
    monitor = Monitor(clock=Readings([1.0, 1.5, 2.0, 2.5]))
    with pytest.raises(ValueError, match="mine"), monitor.measure("engine", "read"):
        raise ValueError("mine")
    with monitor.measure("engine", "read") as block:
        block.ok = False
    monitor.record("engine", "read", 0.5, ok=False)
    stats = one(monitor)
    assert (stats.count, stats.ok, stats.failed) == (3, 0, 3)
    assert stats.mean == 0.5


async def test_what_was_cancelled_has_not_failed_and_its_time_says_nothing() -> None:
    monitor, ticks = Monitor(clock=Ticks()), asyncio.Event()

    async def wait() -> None:
        with monitor.measure("engine", "read"):
            await ticks.wait()

    task = asyncio.create_task(wait())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    monitor.record("engine", "read", 2.0)
    stats = one(monitor)
    assert (stats.count, stats.ok, stats.failed, stats.cancelled) == (2, 1, 0, 1)
    assert stats.min == 2.0


def test_cancelled_ones_take_no_place_in_the_window() -> None:
    monitor = Monitor()
    for n in range(2 * WINDOW):
        monitor.note(("engine", "read"), float(n), "cancelled" if n % 2 else "ok", {})
    monitor.record("engine", "read", 5.0)
    stats = one(monitor)
    assert (stats.count, stats.cancelled, stats.min) == (2 * WINDOW + 1, WINDOW, 2.0)


@pytest.mark.parametrize("seconds", [-1e-9, -1.0, math.nan, math.inf, -math.inf])
def test_what_is_no_time_is_refused_in_a_sentence(seconds: float) -> None:
    monitor = Monitor()
    with pytest.raises(SelError, match="number of seconds"):
        monitor.record("engine", "read", seconds)
    with pytest.raises(SelError, match="number of seconds"):
        monitor.turn("t1").add("recall", seconds)
    with pytest.raises(SelError, match="number of seconds"):
        Monitor(slow_after=seconds)
    assert monitor.stats() == ()


@pytest.mark.parametrize("later", [0.5, math.nan])
def test_a_clock_that_jumps_costs_only_the_figure(later: float) -> None:
    monitor = Monitor(clock=Readings([1.0, later]))
    with monitor.measure("engine", "read"):
        pass
    assert monitor.refused == 1
    assert monitor.stats() == ()


@pytest.mark.parametrize("name", ["", "Read", "what I said", "9", "x" * 33, "größe", "a-b"])
def test_an_operation_has_a_short_name(name: str) -> None:
    monitor = Monitor()
    with pytest.raises(SelError, match="short name"):
        monitor.record("engine", name, 1.0)
    with monitor.measure(name, "read"):  # in the middle of work it is only counted
        pass
    assert monitor.stats() == ()
    assert monitor.refused == 2


def test_there_are_not_more_operations_than_there_may_be() -> None:
    monitor = Monitor()
    for n in range(OPERATIONS + 10):
        monitor.note(("bench", f"n{n}"), 1.0, "ok", {})
    assert len(monitor.stats()) == OPERATIONS
    assert monitor.refused == 10


def test_one_subsystem_alone_and_clearing() -> None:
    monitor = Monitor()
    for subsystem in ("memory", "engine"):
        monitor.record(subsystem, "read", 1.0)
    assert [stats.subsystem for stats in monitor.stats()] == ["engine", "memory"]
    assert [stats.subsystem for stats in monitor.stats("memory")] == ["memory"]
    monitor.clear()
    assert (monitor.stats(), monitor.slow(), monitor.turns()) == ((), (), ())


def test_slow_ones_are_remembered_with_what_may_be_said_of_them() -> None:
    monitor = Monitor(wall=Ticks(7.0), slow={("engine", "stream"): 20.0, ("store", "write"): 0.1})
    monitor.record("engine", "read", SLOW_AFTER, tokens=300, role="coder")
    monitor.record("engine", "read", 0.99)
    monitor.record("engine", "stream", 19.0)
    monitor.record("store", "write", 0.1, ok=False)
    read, write = monitor.slow()
    assert (read.operation, read.seconds, read.at, read.outcome) == ("read", SLOW_AFTER, 7.0, "ok")
    assert dict(read.details) == {"tokens": 300, "role": "coder"}
    assert (write.operation, write.outcome) == ("write", "failed")
    assert monitor.slow(at_least=0.5) == (read,)
    for n in range(3 * SLOW_KEPT):
        monitor.record("engine", "read", 2.0 + n)
    assert len(monitor.slow()) == SLOW_KEPT
    assert monitor.slow()[-1].seconds == 1 + 3 * SLOW_KEPT


def test_details_may_be_known_only_in_the_end() -> None:
    monitor = Monitor(clock=Readings([0.0, 5.0]))
    with monitor.measure("engine", "read", role="general") as block:
        block.note(tokens=12)
    (slow,) = monitor.slow()
    assert dict(slow.details) == {"role": "general", "tokens": 12}


CANARY = "quetzalwren"


def test_no_words_are_kept_whatever_is_handed_in() -> None:
    monitor = Monitor(slow_after=0.0)
    spots: dict[str, Any] = dict.fromkeys([*FIGURES, *WORDS, CANARY, "text"], CANARY)
    monitor.record("engine", "read", 2.0, **spots)
    strange: dict[str, Any] = {"tokens": [CANARY], "role": {CANARY: 1}, f"a {CANARY}": 1}
    monitor.record("engine", "read", 2.0, **strange)
    with suppress(ValueError), monitor.measure("engine", "read", **spots) as block:
        block.note(**{CANARY: CANARY})
        raise ValueError(CANARY)
    with pytest.raises(SelError):
        monitor.record("engine", f"I said {CANARY}", 2.0)
    turn = monitor.turn(f"I said {CANARY}")
    with pytest.raises(SelError) as refused:
        turn.add(f"{CANARY}", 1.0)
    assert CANARY not in refused.value.sentence()
    turn.end()
    assert len(monitor.slow()) == 4  # the turn is one of them
    seen = pickle.dumps([monitor.stats(), monitor.slow(), monitor.turns()])
    assert CANARY.encode() not in seen
    assert b"read" in seen


@unhurried
@given(st.dictionaries(st.text() | st.sampled_from([*FIGURES, *WORDS]), st.text() | st.floats()))
def test_details_come_from_the_lists(details: dict[str, Any]) -> None:
    for name, value in allowed(details):
        if isinstance(value, str):
            assert value in WORDS[name]
        else:
            assert name in FIGURES
            assert math.isfinite(value)


def test_measuring_the_measuring_gives_figures_of_the_right_kind() -> None:
    times = measure(rounds=3, blocks=50)
    assert 0 < times.empty < times.measured
    assert times.cost == pytest.approx(times.measured - times.empty)
