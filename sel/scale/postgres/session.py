"""One connection to PostgreSQL, and its errors in SEL's words.

Parameters go to the server apart from the statement, so no word of a person stands in a statement
that the server might log; and of the server's answers only the code of an error is told, for its
text may quote what was sent.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any, cast

import psycopg
from psycopg import sql

from sel.errors import StoreError

PATIENCE = 30
"""Seconds one waits for another process that is changing something; forgetting rewrites tables."""

KEEPALIVE = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"
"""A machine that vanished is given up by the server after some 11 seconds, and with it its locks.
A process that died is noticed at once: its system closes the connection."""

Params = Sequence[Any] | Mapping[str, Any]


def key_of(name: str) -> int:
    """A number of 63 bits for a name, as advisory locks want one."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big") >> 1


class Session:
    """A connection that is made with the first use and again after it was lost. Not thread-safe.

    `schema` is where SEL's tables are. All of it raises `StoreError`.
    """

    def __init__(self, url: str, schema: str = "sel") -> None:
        self._url, self.schema = url, schema
        self._connection: psycopg.Connection[Any] | None = None
        self.made = 0
        """How many connections were made so far."""
        self.pinned = False
        """Whether this very connection is needed, because it holds a lock."""

    def __repr__(self) -> str:
        return f"<Session in {self.schema}>"  # never the address: a password is in it

    @property
    def connection(self) -> psycopg.Connection[Any]:
        """The open connection."""
        if self.lost:
            if self.pinned:
                raise StoreError(
                    "The connection to the database was lost in the middle of a change.",
                    hint="What was written last is there or not; the next look tells.",
                )
            with refusals("reached"):
                self._connection = self._connect()
        return cast("psycopg.Connection[Any]", self._connection)

    @property
    def lost(self) -> bool:
        """Whether there is no connection (any more)."""
        return self._connection is None or self._connection.closed

    def rows(self, statement: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """What a statement that answers with rows gives."""
        with refusals("asked"):
            return self._run(statement, params).fetchall()

    def do(self, statement: str, params: Params = ()) -> int:
        """Run a statement; how many rows it touched."""
        with refusals("asked"):
            return max(0, self._run(statement, params).rowcount)

    def do_many(self, statement: str, rows: Sequence[Params]) -> None:
        """Run a statement once for each of these, in one go."""
        if rows:
            with refusals("asked"), self.connection.cursor() as cursor:
                cursor.executemany(statement, rows)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All statements inside, or none of them."""
        with refusals("asked"), self.connection.transaction():
            yield

    def let_go(self, key: int) -> None:
        """Give an advisory lock back; a connection that cannot do so is closed, which does it."""
        if self.lost:  # then the server has let go of it already
            return
        try:
            self.rows("SELECT pg_advisory_unlock(%s)", (key,))
        except StoreError:
            self.close()

    def close(self) -> None:
        """Let go of the connection, and of every lock it has."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(psycopg.Error):
                connection.close()

    def _run(self, statement: str, params: Params) -> psycopg.Cursor[Any]:
        # Every statement is one of this package's own; only parameters come from outside.
        return self.connection.execute(cast("Any", statement), params or None)

    def _connect(self) -> psycopg.Connection[Any]:
        made = psycopg.connect(
            self._url,
            autocommit=True,
            connect_timeout=5,
            options=KEEPALIVE,
            fallback_application_name="sel",
        )
        made.execute(sql.SQL("SET search_path TO {}, public").format(sql.Identifier(self.schema)))
        made.execute(f"SET lock_timeout TO '{PATIENCE}s'")
        self.made += 1
        return made


@contextlib.contextmanager
def refusals(what: str) -> Iterator[None]:
    """What PostgreSQL refuses in the block becomes a `StoreError` without anybody's words."""
    try:
        yield
    except psycopg.errors.LockNotAvailable as error:
        raise StoreError(
            "Another SEL has been changing the shared memory for too long.",
            hint="Nothing was changed here. Try again.",
        ) from error
    except psycopg.Error as error:
        code = error.sqlstate or type(error).__name__
        raise StoreError(
            f"The database of the shared memory cannot be {what} ({code}).",
            hint="Nothing was changed. See that it runs, and that SEL_DATABASE_URL is right.",
        ) from None  # its text may hold what was sent
