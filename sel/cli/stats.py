"""`sel stats`: what the SEL that runs here knows of itself, in figures. None of anybody's words."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sel.errors import SelError

BAR = 32
"""Columns of the longest bar."""
SHOWN_SLOW = 5
_MARKS = " ▏▎▍▌▋▊▉█"

Row = Mapping[str, Any]


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "stats",
        help="how long what takes, what was saved, what SEL costs",
        description="Asks the SEL that is running: timings, caches and processes, never any words.",
    )
    parser.add_argument("--json", action="store_true", help="everything, as one JSON object")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    from sel.brain.door.control import ask

    answer = ask(args.paths, {"ask": "stats"})
    if answer is None:
        raise SelError(
            "No SEL is running here, so there is nothing to measure.",
            hint="Open `sel` in another terminal, say something, and ask again.",
        )
    if args.json:
        print(json.dumps(answer["stats"]))
        return 0
    for line in lines(answer["stats"]):
        print(line)
    return 0


def lines(seen: Row) -> Iterator[str]:
    """An insight as text."""
    engine = seen["engine"]
    yield f"{engine['state']}, {engine['model'] or 'no model yet'}"
    yield ""
    yield from _last_turn(seen["turns"])
    yield from _stages(seen["operations"])
    yield from _slow(seen["slow"])
    yield from _cache(seen["cache"])
    yield from _processes(seen["processes"])
    yield from _silences(seen["silences"])
    yield from _voice(seen["voice"])


def _last_turn(turns: Sequence[Row]) -> Iterator[str]:
    if not turns:
        yield "No turn yet."
        yield ""
        return
    last = turns[-1]
    yield f"The last turn ({_seconds(last['seconds'])}, {last['ending']})"
    whole = max([last["seconds"], *(one["began"] + one["seconds"] for one in last["stages"])])
    for stage in last["stages"]:
        bar = waterfall(stage["began"], stage["seconds"], whole or 1.0)
        yield f"  {stage['name']:<12}{bar} {_seconds(stage['seconds']):>8}"
    yield ""


def waterfall(began: float, seconds: float, whole: float) -> str:
    """A bar from where the stage began, `BAR` columns for the whole."""
    start = min(int(began / whole * BAR), BAR - 1)
    eighths = max(1, round(seconds / whole * BAR * 8))
    full, rest = divmod(min(eighths, (BAR - start) * 8), 8)
    bar = " " * start + _MARKS[8] * full + (_MARKS[rest] if rest else "")
    return bar.ljust(BAR)


def _stages(operations: Sequence[Row]) -> Iterator[str]:
    if not operations:
        return
    yield f"{'':<26}{'times':>7}{'failed':>8}{'p50':>10}{'p95':>10}{'p99':>10}"
    for one in operations:
        name = f"{one['subsystem']} {one['operation']}"
        times = "".join(f"{_seconds(one[which]):>10}" for which in ("p50", "p95", "p99"))
        yield f"{name:<26}{one['count']:>7}{one['failed']:>8}{times}"
    yield ""


def _slow(slow: Sequence[Row]) -> Iterator[str]:
    if not slow:
        return
    yield "Slow operations"
    for one in slow[-SHOWN_SLOW:]:
        more = ", ".join(f"{name} {value:g}" for name, value in one["details"] if _is_number(value))
        name = f"{one['subsystem']} {one['operation']}"
        yield f"  {name:<24}{_seconds(one['seconds']):>8}  {more}".rstrip()
    yield ""


def _cache(kinds: Mapping[str, Row]) -> Iterator[str]:
    used = {kind: row for kind, row in kinds.items() if row["hits"] or row["misses"]}
    if not used:
        return
    yield f"{'Made before':<18}{'hits':>7}{'misses':>8}{'kept':>7}{'tokens saved':>14}{'time':>10}"
    for kind, row in used.items():
        counts = f"{row['hits']:>7}{row['misses']:>8}{row['entries']:>7}{row['tokens_saved']:>14}"
        yield f"  {kind:<16}{counts}{_seconds(row['seconds_saved']):>10}"
    yield ""


def _processes(view: Row) -> Iterator[str]:
    for one in view["processes"]:
        memory = f"{one['memory'] / 1e6:,.0f} MB"
        yield f"{one['name']:<26}{memory:>10}{one['cpu_seconds']:>10.1f} s of processor time"
    for name in view["gone"]:
        yield f"{name:<26}      gone"
    if view["note"]:
        yield view["note"]


def _silences(silences: Mapping[str, int]) -> Iterator[str]:
    if silences:
        yield ""
        yield "Not answered"
        yield from (f"  {count:>5}  {reason}" for reason, count in silences.items())


def _voice(times: Sequence[Row]) -> Iterator[str]:
    if not times:
        return
    yield ""
    yield f"{'Last word to first sound':<26}{'last':>10}{'p50':>10}"
    for name in ("endpoint", "text", "first_token", "clause", "speech", "own", "total"):
        values = sorted(one[name] for one in times)
        figures = (times[-1][name], values[(len(values) - 1) // 2])
        yield f"  {name:<24}" + "".join(f"{_seconds(value):>10}" for value in figures)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def _seconds(seconds: float) -> str:
    if seconds >= 1:
        return f"{seconds:.1f} s"
    return f"{seconds * 1000:.1f} ms" if seconds else "–"
