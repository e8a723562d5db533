"""What it costs to know oneself: a measured block, what is kept of it, and a kept answer."""

from __future__ import annotations

import tracemalloc

from sel.cache import timing as cache_timing
from sel.cli.benches.figures import Figure
from sel.observe import timing as observe_timing
from sel.observe.monitor import Monitor

RECORDS = 1_000


def observe() -> list[Figure]:
    """The monitor: time of a measure, memory of a thousand."""
    times = observe_timing.measure()
    return [
        Figure(
            name="observe: a measure, beside an empty context manager",
            value=times.cost * 1e6,
            unit="µs",
            aim=5,
            at_most=True,
            detail=f"{times.measured * 1e6:.2f} − {times.empty * 1e6:.2f} µs",
        ),
        Figure(
            name=f"observe: memory of {RECORDS:,} records",
            value=_memory() / 1000,
            unit="KB",
            aim=50,
            at_most=True,
            detail="of one operation, the slow ones with their details",
        ),
    ]


def _memory() -> int:
    """Bytes that a monitor holds after its first thousand, a hundred of them slow."""
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        monitor = Monitor()
        for number in range(RECORDS):
            monitor.record("bench", "nothing", 2.0 if number % 10 == 0 else 0.01, tokens=number)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return after - before


def cache() -> list[Figure]:
    """The response cache, full: a hit with its key in hand, and making the key."""
    times = cache_timing.measure()
    return [
        Figure(
            name=f"cache: a hit among {times.entries:,}, p99",
            value=times.hit_p99 * 1000,
            unit="ms",
            aim=1,
            at_most=True,
            detail=f"p50 {times.hit_p50 * 1e6:.0f} µs; a bare dict's p99 is"
            f" {times.dict_p99 * 1e6:.1f} µs",
        ),
        Figure(
            name="cache: its key, of 41 messages, p99",
            value=times.key_p99 * 1000,
            unit="ms",
            aim=1,
            at_most=True,
            detail=f"p50 {times.key_p50 * 1e6:.0f} µs",
        ),
    ]
