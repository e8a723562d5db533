"""What is felt, in one order for all processes (`sel.brain.hormones.shared.SharedFeelings`).

A table in PostgreSQL: each feeling has the next number, given under a lock, so that numbers come to
light in order. Every process applies what it reads there, its own as well; so all come to the same
levels. It holds numbers and names of signals by channel, no word and no person, and only for as
long as somebody who starts has to know it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from psycopg import sql

from sel.affect.appraisal_types import Appraisal
from sel.brain.hormones.shared import Felt
from sel.errors import StoreError
from sel.observe.errors_told import told
from sel.observe.redaction import own
from sel.scale.postgres.session import KEEPALIVE, key_of
from sel.tasks import Stage, TaskOwner

log = logging.getLogger(__name__)

HOURS = 48.0
"""How long feelings are kept: four half-lives of the slowest hormone (estrogen, 11.5 hours)."""
MOST_WAITING = 10_000
"""Feelings that wait for a database that is gone; the oldest make room."""
AGAIN = 1.0
"""Seconds after which a database that is gone is tried again, and after which one looks unasked."""
SWEEP = 1000
"""So many feelings of one's own are written before old ones are deleted."""

_TABLE = """
CREATE TABLE IF NOT EXISTS feelings (
    seq bigint PRIMARY KEY, id text NOT NULL UNIQUE, channel text NOT NULL,
    at double precision NOT NULL, appraisal jsonb NOT NULL
)
"""
_PUT = """
INSERT INTO feelings (seq, id, channel, at, appraisal)
SELECT coalesce((SELECT max(seq) FROM feelings), %(least)s) + 1, %(id)s, %(channel)s, %(at)s,
    %(appraisal)s::jsonb
ON CONFLICT (id) DO NOTHING
"""


Connection = psycopg.AsyncConnection[Any]


class PostgresFeelings:
    """Feelings in a schema of a database, shared by all who use it.

    `clock` gives Unix seconds, by which old feelings go.
    """

    def __init__(
        self, url: str, schema: str = "sel", clock: Callable[[], float] = time.time
    ) -> None:
        self._url, self._schema, self._clock = url, schema, clock
        self._hook: Callable[[Felt], None] = lambda _: None
        self._waiting: deque[Felt] = deque(maxlen=MOST_WAITING)
        self._wake = asyncio.Event()
        self._tasks = TaskOwner("feelings")
        self._own: dict[str, Felt] = {}
        self._seq = 0
        self._written = 0

    def put(self, felt: Felt) -> None:
        """Add it, behind what others felt; never waits. Again does nothing."""
        self._waiting.append(felt)
        self._own[felt.id] = felt
        if len(self._own) > MOST_WAITING:
            del self._own[next(iter(self._own))]
        self._wake.set()

    def follow(self, hook: Callable[[Felt], None]) -> None:
        """Call this in the loop with all that is felt, one's own as well, in the one order."""
        self._hook = hook

    async def start(self) -> None:
        """Begin, with what was felt in the last hours. Raises `StoreError` where that cannot be had
        yet; it goes on trying then."""
        reader: Connection | None = None
        try:
            async with _refusals():
                reader = await self._prepared()
                await self._read(reader)
        finally:
            self._tasks.start(self._reading(reader), "read", Stage.OUTPUT)
            self._tasks.start(self._writing(), "write", Stage.WORK)

    async def stop(self) -> None:
        """Write what waits, and end."""
        if self._waiting:
            with contextlib.suppress(StoreError):
                async with _refusals(), await self._connected() as writer:
                    await self._write(writer)
        await self._tasks.stop()

    # ------------------------------------------------------------ writing

    async def _writing(self) -> None:
        while True:
            try:
                async with await self._connected() as writer:
                    while True:
                        await self._wake.wait()
                        self._wake.clear()
                        await self._write(writer)
            except psycopg.Error as error:
                log.warning("what was felt is not told yet: %s", own(told(error)))
                self._wake.set()
                await asyncio.sleep(AGAIN)

    async def _write(self, writer: Connection) -> None:
        """Write all that waits; what could not be written waits on."""
        while self._waiting:
            some = list(self._waiting)
            async with writer.transaction():
                await self._locked(writer)
                async with writer.cursor() as cursor:
                    await cursor.executemany(_PUT, [self._row(felt) for felt in some])
                await writer.execute("SELECT pg_notify(%s, '')", (f"{self._schema} felt",))
            for felt in some:
                with contextlib.suppress(ValueError):  # it made room for a newer one
                    self._waiting.remove(felt)
            await self._sweep(writer, len(some))

    async def _sweep(self, writer: Connection, count: int) -> None:
        self._written += count
        if self._written >= SWEEP:
            self._written = 0
            # The newest stays, so that numbers go on rising.
            await writer.execute(
                "DELETE FROM feelings WHERE at < %s AND seq < (SELECT max(seq) FROM feelings)",
                (self._clock() - HOURS * 3600,),
            )

    def _row(self, felt: Felt) -> dict[str, object]:
        return {
            "least": self._seq,
            "id": felt.id,
            "channel": felt.channel,
            "at": felt.at,
            "appraisal": packed(felt.appraisal),
        }

    # ------------------------------------------------------------ reading

    async def _reading(self, reader: Connection | None) -> None:
        while True:
            try:
                async with reader or await self._prepared() as line:
                    while True:
                        await self._read(line)
                        async for _ in line.notifies(timeout=AGAIN, stop_after=1):
                            pass
            except psycopg.Error as error:
                log.warning("what others feel is not heard: %s", own(told(error)))
                reader = None
                await asyncio.sleep(AGAIN)

    async def _prepared(self) -> Connection:
        """A connection that hears of what is felt."""
        made = await self._connected()
        try:
            await self._make(made)
            await self._listen(made)
        except BaseException:
            await made.close()
            raise
        return made

    async def _read(self, reader: Connection) -> None:
        found = await reader.execute(
            "SELECT seq, id, channel, at, appraisal::text FROM feelings"
            " WHERE seq > %s AND at > %s ORDER BY seq",
            (self._seq, self._clock() - HOURS * 3600),
        )
        for seq, id, channel, at, appraisal in await found.fetchall():
            self._seq = seq
            own_one = self._own.pop(id, None)  # with its reasons
            shared = Felt(id=id, channel=channel, at=at, appraisal=unpacked(appraisal))
            self._hook(own_one or shared)

    async def _listen(self, reader: Connection) -> None:
        await reader.execute(sql.SQL("LISTEN {}").format(sql.Identifier(f"{self._schema} felt")))

    # ------------------------------------------------------------ the database

    async def _connected(self) -> Connection:
        made = await psycopg.AsyncConnection.connect(
            self._url,
            autocommit=True,
            connect_timeout=5,
            options=KEEPALIVE,
            fallback_application_name="sel feelings",
        )
        await made.execute(
            sql.SQL("SET search_path TO {}, public").format(sql.Identifier(self._schema))
        )
        return made

    async def _make(self, connection: Connection) -> None:
        async with connection.transaction():
            await self._locked(connection)
            await connection.execute(
                sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(self._schema))
            )
            await connection.execute(_TABLE)

    async def _locked(self, connection: Connection) -> None:
        key = key_of(f"felt {self._schema}")
        await connection.execute("SELECT pg_advisory_xact_lock(%s)", (key,))


def packed(appraisal: Appraisal) -> str:
    """The numbers of an appraisal. Its reasons may quote somebody: they stay at home."""
    return json.dumps(
        {
            "valence": appraisal.valence,
            "arousal": appraisal.arousal,
            "emotions": appraisal.emotions,
            "signals": sorted(appraisal.signals),
        }
    )


def unpacked(text: str) -> Appraisal:
    """The appraisal again, without reasons."""
    found = json.loads(text)
    signals: Sequence[str] = found["signals"]
    return Appraisal(
        valence=found["valence"],
        arousal=found["arousal"],
        emotions=found["emotions"],
        signals=frozenset(signals),
    )


@asynccontextmanager
async def _refusals() -> AsyncIterator[None]:
    try:
        yield
    except (psycopg.Error, OSError) as error:
        raise StoreError(
            f"The database of shared feelings cannot be reached ({type(error).__name__}).",
            hint="See that it runs, and that SEL_DATABASE_URL is right.",
        ) from None
