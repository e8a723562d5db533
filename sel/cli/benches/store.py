"""The store's figures, beside a bare fsynced append and TinyDB's own JSON file of the same run."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from tinydb import TinyDB
from tinydb.storages import JSONStorage

from sel.cli.benches import store_crash
from sel.cli.benches.figures import Figure
from sel.paths import PRIVATE_FILE
from sel.store import record
from sel.store.store import Store

FEW, MANY = 1_000, 100_000
"""Documents in the small and in the large store."""

KILLS = 200
SEED = 7


@dataclass(slots=True)
class Times:
    """Seconds that single inserts took, of each kind."""

    few: list[float] = field(default_factory=list)
    many: list[float] = field(default_factory=list)
    folding: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)


def measure(folder: Path, *, quick: bool, many: int = MANY) -> list[Figure]:
    """All figures, on the disk of this empty folder; about two minutes, one if `quick`."""
    times = Times()
    few, large = filled(folder / "few", FEW), filled(folder / "many", many)
    _inserts(times, few, large, folder / "bare", rounds=300 if quick else 2_000)
    _inserts_while_folding(times, large)
    few.close()
    large.close()
    opening, reading = _opening(folder / "many")
    plain_opening = _plain(times, folder / "plain.json", many, rounds=2 if quick else 4)
    kills = KILLS // 5 if quick else KILLS
    crashes = store_crash.measured(folder / "killed", kills, SEED)
    return [
        *_insert_figures(times, many),
        _opening_figure(opening, reading, plain_opening, many),
        _crash_figure(crashes),
    ]


def filled(folder: Path, count: int) -> Store:
    """An open, folded store with so many documents."""
    store = Store.open(folder)
    with store.batch():
        store.table("memories").insert_multiple(map(document, range(count)))
    store.fold()
    return store


def document(number: int) -> dict[str, Any]:
    """Something like a memory: half a kilobyte."""
    text = f"On the {number}th of these walks we saw two herons and a very old blue boat"
    return {
        "id": f"{number:032x}",
        "person": "you",
        "scope": "desk",
        "text": f"{text}.",
        "kind": "episode",
        "source": {"quote": text, "message_id": f"m{number}", "channel": "desk", "at": 1e9},
        "at": 1e9 + number,
        "tags": ["walk", "birds"],
        "topic": "",
        "hard": False,
        "importance": 0.5,
        "mood": "calm",
        "valence": 0.2,
        "arousal": 0.1,
        "strength": 1,
        "made_from": [],
    }


def _took(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _inserts(times: Times, few: Store, many: Store, bare: Path, rounds: int) -> None:
    """Insert in turn, so that whatever else the disk has to do falls on all alike."""
    line = record.put("memories", FEW, document(FEW)) + b"\n"
    small, large = few.table("memories"), many.table("memories")
    descriptor = os.open(bare, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)

    def append() -> None:
        os.write(descriptor, line)
        os.fsync(descriptor)

    for number in range(rounds):
        one = document(number)
        times.bare.append(_took(append))
        times.few.append(_took(lambda: small.insert(one)))  # noqa: B023 - called at once
        times.many.append(_took(lambda: large.insert(one)))  # noqa: B023 - called at once
    os.close(descriptor)


def _inserts_while_folding(times: Times, store: Store) -> None:
    table = store.table("memories")
    for _ in range(3):
        thread = threading.Thread(target=store.fold)
        thread.start()
        while thread.is_alive():
            times.folding.append(_took(lambda: table.insert(document(1))))
        thread.join()


def _opening(folder: Path) -> tuple[float, float]:
    """Seconds to open, and to read every document then; the middle of three."""
    opening, reading = [], []
    for _ in range(3):
        start = time.perf_counter()
        store = Store.open(folder)
        opening.append(time.perf_counter() - start)
        reading.append(_took(store.table("memories").all))
        store.close()
    return median(opening), median(reading)


def _plain(times: Times, path: Path, count: int, rounds: int) -> float:
    """The same with TinyDB's own storage: times of inserts, and seconds to open and read."""
    with TinyDB(path, storage=JSONStorage) as db:
        table = db.table("memories")
        table.insert_multiple(map(document, range(count)))
        for number in range(rounds):
            one = document(number)
            times.plain.append(_took(lambda: table.insert(one)))  # noqa: B023 - called at once
    with TinyDB(path, storage=JSONStorage) as db:
        return _took(db.table("memories").all)


def _p95(seconds: Sequence[float]) -> float:
    return 1e3 * quantiles(seconds, n=20)[-1]


def _ms(seconds: float) -> str:
    return f"{1e3 * seconds:.2f} ms"


def _insert_figures(times: Times, many: int) -> list[Figure]:
    few, large, bare = median(times.few), median(times.many), median(times.bare)
    return [
        Figure(
            name=f"insert at {many:,}, p95",
            value=_p95(times.many),
            unit="ms",
            aim=2.0,
            at_most=True,
            detail=f"bare fsynced append {_p95(times.bare):.2f} ms, while folding "
            f"{_p95(times.folding):.2f} ms, TinyDB's JSONStorage {_ms(median(times.plain))}",
        ),
        Figure(
            name=f"insert at {many:,} ÷ at {FEW:,}",
            value=large / few,
            aim=1.5,
            at_most=True,
            detail=f"{_ms(large)} ÷ {_ms(few)}, bare {_ms(bare)} (medians)",
        ),
    ]


def _opening_figure(opening: float, reading: float, plain: float, many: int) -> Figure:
    return Figure(
        name=f"opening {many:,}",
        value=opening,
        unit="s",
        aim=1.5,
        at_most=True,
        detail=f"then reading all {reading:.2f} s; TinyDB's JSONStorage {plain:.2f} s for both",
    )


def _crash_figure(found: store_crash.Crashes) -> Figure:
    return Figure(
        name=f"harm done by {found.kills} kills",
        value=found.lost + found.wrong + found.unopened + found.failed,
        aim=0,
        at_most=True,
        detail=f"{found.steps} acknowledged writes, {found.lost} lost; {found.unopened} times the "
        f"files did not open; {found.folding} kills in a fold, {found.torn} torn tails cut",
    )
