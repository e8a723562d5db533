"""The monitor among threads, and what it holds in memory."""

import gc
import threading
import tracemalloc

from watch_stage import Ticks

from sel.observe.monitor import Monitor
from sel.observe.turns import STAGES, TURNS

THREADS, ROUNDS = 8, 250
KIB = 1024


def test_the_first_reading_returns() -> None:
    """The predecessor's took its lock twice and never came back."""
    monitor = Monitor()
    monitor.record("engine", "read", 2.0)
    read: list[int] = []

    def look() -> None:
        read.append(len(monitor.stats()) + len(monitor.slow()) + len(monitor.turns()))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(30)
    assert read == [2]


def test_it_can_be_read_while_eight_threads_write() -> None:
    monitor, done = Monitor(slow_after=0.0), threading.Event()
    seen: list[int] = []

    def write(number: int) -> None:
        for n in range(ROUNDS):
            with monitor.measure("bench", f"thread{number % 4}", tokens=n):
                pass
            with monitor.turn(f"t{number}-{n}") as turn, turn.stage("recall"):
                pass

    def look() -> None:
        while not done.is_set():
            for stats in monitor.stats():
                assert stats.count == stats.ok
                assert stats.min <= stats.p50 <= stats.p95 <= stats.p99 <= stats.max
            monitor.slow()
            monitor.turns(last=3)
            seen.append(sum(stats.count for stats in monitor.stats("bench")))

    reader = threading.Thread(target=look)
    writers = [threading.Thread(target=write, args=(n,)) for n in range(THREADS)]
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join(60)
    done.set()
    reader.join(60)
    assert not any(thread.is_alive() for thread in (reader, *writers))
    assert seen == sorted(seen)
    counts = {stats.operation: stats.count for stats in monitor.stats()}
    assert {counts[f"thread{n}"] for n in range(4)} == {2 * ROUNDS}
    assert counts["recall"] == counts["whole"] == THREADS * ROUNDS
    assert monitor.refused == 0


def held_by(monitor: Monitor, records: int) -> float:
    """Bytes that stay, per thousand records, once they are made of turns and slow ones."""
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for n in range(records):
        monitor.record("engine", "read", 0.001 * n, tokens=n, role="coder")
    gc.collect()
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return (after - before) * 1000 / records


def test_a_thousand_records_take_little_even_if_many_are_slow() -> None:
    assert held_by(Monitor(slow_after=0.9), 1000) <= 50 * KIB


def test_more_of_them_take_no_more() -> None:
    monitor = Monitor(slow_after=0.9)
    held_by(monitor, 3000)
    assert held_by(monitor, 3000) <= 10 * KIB


def test_turns_take_little_too() -> None:
    ticks = Ticks()
    monitor = Monitor(clock=ticks)
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for n in range(TURNS):
        turn = monitor.turn(f"turn-{n}")
        for stage in STAGES:
            turn.add(stage, 0.01 * n)
        turn.end()
    gc.collect()
    held = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    records = TURNS * (len(STAGES) + 1)  # and the whole of each
    assert held * 1000 / records <= 50 * KIB
