"""What sharing costs: the database and the server of the settings, beside files on this machine.

Everything is done in tables and under names of its own, which go at the end.
"""

from __future__ import annotations

import asyncio
import secrets
import sys
import tempfile
import time
from asyncio.subprocess import PIPE
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from psycopg import sql

from sel.affect.appraisal_types import Appraisal
from sel.brain.hormones.shared import Felt
from sel.cli.benches.figures import Figure
from sel.cli.benches.memory import DAILY, DIMENSION, SEED, clustered
from sel.config.settings import Settings
from sel.errors import SettingError, StoreError
from sel.memory.library import Library
from sel.memory.types import Memory, Source
from sel.scale.feelings import PostgresFeelings
from sel.scale.leases import Leases
from sel.scale.postgres.library import open_shared
from sel.scale.postgres.session import Session
from sel.scale.valkey import ValkeyClaims

MANY = 10_000
SEARCHES, KEPT, FORGOTTEN = 200, 100, 10
CLAIMS, AT_ONCE = 20_000, 64
FEELINGS = 200
AT_A_TIME = 1000
NOW = 1_760_000_000.0


def measure(settings: Settings, *, many: int = MANY) -> list[Figure]:
    """All figures; about a minute. Raises `SettingError` without both addresses."""
    database, server = settings.database_url, settings.valkey_url
    if not (database and server):
        raise SettingError(
            "This measures what several SELs share, and there is nothing that they could.",
            where="SEL_DATABASE_URL, SEL_VALKEY_URL",
            hint="docs/scale.md has how to set it up.",
        )
    name = f"sel_bench_{secrets.token_hex(4)}"
    with _schema(database, name), tempfile.TemporaryDirectory() as folder:
        shared = open_shared(database, schema=name, model="bench", dimension=DIMENSION)
        local = Library.open(Path(folder), model="bench", dimension=DIMENSION)
        try:
            figures = _remembering(shared, local, many)
        finally:
            shared.close()
            local.close()
        return [*figures, *asyncio.run(_once(database, server, name))]


@contextmanager
def _schema(url: str, name: str) -> Iterator[None]:
    """A schema that goes at the end."""
    try:
        yield
    finally:
        session = Session(url, name)
        drop = sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(name))
        session.do(drop.as_string(session.connection))
        session.close()


# ---------------------------------------------------------------- memory


def _remembering(shared: Library, local: Library, many: int) -> list[Figure]:
    vectors = clustered(many + SEARCHES + KEPT)
    for library in (shared, local):
        library.answer("ada", "yes", NOW)
        for first in range(0, many, AT_A_TIME):
            last = min(first + AT_A_TIME, many)
            rows = [_memory(n) for n in range(first, last)]
            library.add_many("ada", rows, list(vectors[first:last]))
    asked, new = vectors[many : many + SEARCHES], vectors[many + SEARCHES :]
    both = (shared, local)
    searched = [_times(len(asked), partial(_search, one, asked)) for one in both]
    kept = [_times(KEPT, partial(_add, one, many, new)) for one in both]
    looked = [_times(KEPT, partial(_look, one)) for one in both]
    gone = [_times(FORGOTTEN, partial(_forget, one)) for one in both]
    return [
        _beside(f"search, {many:,} memories", searched, aim=50.0),
        _beside("keeping one", kept, aim=20.0),
        _beside("a look at a leave", looked, aim=2.0),
        _beside(f"forgetting one of {many:,}", gone, aim=2000.0),
    ]


def _memory(n: int) -> Memory:
    text = " ".join(DAILY[(n * step + SEED) % 10] for step in (1, 3, 7)) + f" {n}"
    source = Source(quote=text, at=NOW - n)
    return Memory(
        id=f"m{n}", person="ada", scope="dm:1", text=text, kind="fact", source=source, at=NOW - n
    )


def _search(library: Library, vectors: Any, n: int) -> None:
    library.search("the ferry in winter", vectors[n], person="ada", scopes={"dm:1"}, k=5, now=NOW)


def _add(library: Library, first: int, vectors: Any, n: int) -> None:
    library.add_many("ada", [_memory(first + n)], [vectors[n]])


def _look(library: Library, _: int) -> None:
    library.consent("ada")


def _forget(library: Library, n: int) -> None:
    library.forget("ada", [f"m{n}"], NOW)


def _times(count: int, work: Callable[[int], object]) -> list[float]:
    """Milliseconds of each."""
    times = []
    for n in range(count):
        began = time.perf_counter()
        work(n)
        times.append((time.perf_counter() - began) * 1000)
    return times


def _beside(name: str, times: list[list[float]], *, aim: float) -> Figure:
    shared, local = times
    return Figure(
        name=name,
        value=median(shared),
        unit="ms",
        aim=aim,
        at_most=True,
        detail=f"p95 {quantiles(shared, n=20)[-1]:.1f}; files here {median(local):.2f}",
    )


# ---------------------------------------------------------------- once


async def _once(database: str, server: str, name: str) -> list[Figure]:
    return [
        *await _claiming(server, name),
        await _feeling(database, name),
        await _taking_over(server, name),
    ]


async def _claiming(server: str, name: str) -> list[Figure]:
    claims = ValkeyClaims(server, name)
    alone = []
    for n in range(200):
        began = time.perf_counter()
        await claims.claim(f"alone {n}", 30)
        alone.append((time.perf_counter() - began) * 1000)

    async def claim(first: int) -> None:
        for n in range(first, CLAIMS, AT_ONCE):
            await claims.claim(f"many {n}", 30)

    began = time.perf_counter()
    await asyncio.gather(*(claim(first) for first in range(AT_ONCE)))
    rate = CLAIMS / (time.perf_counter() - began)
    await claims.close()
    one = f"{AT_ONCE} at once, one process; one alone {median(alone):.2f} ms"
    return [
        Figure(name="claims", value=rate, unit="/s", aim=1000, at_most=False, detail=one),
    ]


async def _feeling(database: str, name: str) -> Figure:
    here, there = PostgresFeelings(database, name), PostgresFeelings(database, name)
    came: asyncio.Queue[str] = asyncio.Queue()
    there.follow(lambda felt: came.put_nowait(felt.id))
    await here.start()
    await there.start()
    times = []
    for n in range(FEELINGS):
        began = time.perf_counter()
        here.put(Felt(id=f"{n}", channel="c", at=time.time(), appraisal=Appraisal(valence=0.5)))
        await came.get()
        times.append((time.perf_counter() - began) * 1000)
    await here.stop()
    await there.stop()
    return Figure(
        name="felt there after it was felt here",
        value=median(times),
        unit="ms",
        aim=50,
        at_most=True,
        detail=f"p95 {quantiles(times, n=20)[-1]:.1f}",
    )


_HOLDER = """
import asyncio, sys
from sel.scale.leases import Leases
async def hold():
    async for mine in Leases(sys.stdin.readline().strip(), sys.argv[1]).hold(4):
        print(len(mine), flush=True)
asyncio.run(hold())
"""
"""A process that holds shards; it is told the address where nobody else sees it."""


async def _taking_over(server: str, name: str) -> Figure:
    """From a process's death to its shards being another's."""
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _HOLDER, name, stdin=PIPE, stdout=PIPE
    )
    if other.stdin is None or other.stdout is None:
        raise StoreError("A process to be ended could not be begun.")
    other.stdin.write(f"{server}\n".encode())
    await other.stdout.readline()  # it has all four
    holding = Leases(server, name).hold(4)
    while len(await anext(holding)) < 2:
        pass
    other.kill()
    began = time.perf_counter()
    await other.wait()
    while len(await anext(holding)) < 4:
        pass
    took = time.perf_counter() - began
    await holding.aclose()
    return Figure(
        name="a dead process's shards are another's",
        value=took,
        unit="s",
        aim=8,
        at_most=True,
        detail="2 of 4 shards",
    )
