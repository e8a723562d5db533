"""PostgreSQL in the place of a folder's journal: each write is a transaction.

Next to the documents a log of changes grows: numbers of documents, in the order in which they were
written. Others read from it what they do not know yet. Because only one process writes at a time
(`guard`), numbers come to light in order and nothing is missed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sel.errors import StoreError
from sel.memory.sharing import VECTORS, Change
from sel.scale.postgres import tables, wiping
from sel.scale.postgres.session import Session
from sel.store import record
from sel.store.opening import Opened
from sel.store.scan import Tables

KEPT = 100_000
"""Changes that are kept: who is further behind reads everything anew."""

_RAW = "sel:raw"
"""The one field of a document that JSONB cannot hold as it is: its JSON as a text."""

_HALVES = re.compile("[\ud800-\udfff]")

_NEWS = """
SELECT c.seq, c.name, c.id, c.key, d.body::text FROM changes c
LEFT JOIN documents d ON d.name = c.name AND d.id = c.id WHERE c.seq > %s ORDER BY c.seq
"""

_NOTE = """
WITH counted AS (UPDATE state SET seq = seq + %s RETURNING seq), noted AS (
    INSERT INTO changes (seq, name, id, key)
    SELECT counted.seq - count(*) OVER () + n, name, id, key FROM counted,
    unnest(%s::text[], %s::bigint[], %s::bytea[]) WITH ORDINALITY AS given(name, id, key, n)
)
SELECT seq, pg_notify(%s, '') FROM counted
"""
"""Counts on, takes down what was changed, and wakes the others when the transaction ends."""


def packed(document: dict[str, Any]) -> str:
    """A document as JSONB takes it. NUL and halves of surrogate pairs are text that it refuses."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    if "\\u0000" in text or _HALVES.search(text):
        return json.dumps({_RAW: json.dumps(document)})
    return text


def unpacked(text: str) -> dict[str, Any]:
    """The document again."""
    found: dict[str, Any] = json.loads(text)
    if found.keys() == {_RAW}:
        found = json.loads(found[_RAW])
    return found


@dataclass(frozen=True, slots=True)
class News:
    """What others wrote: each document's table, number, and line now (None: it is gone)."""

    documents: list[tuple[str, int, bytes | None]]
    vectors: list[Change]


class PostgresDisk:
    """The documents in one schema (`sel.store.disk.DiskLike`). Not thread-safe."""

    read_only = False
    there = True
    fold_is_due = False

    def __init__(self, session: Session) -> None:
        self._session = session
        self._seq = -1
        self.lost = False
        """Whether it is not known what became of the last write."""

    @property
    def held(self) -> bool:
        """Whether everything was read."""
        return self._seq >= 0

    def hold(self) -> Opened:
        """Make the tables where they are missing, and read them."""
        tables.make(self._session)
        return Opened(tables=self.all())

    def all(self) -> Tables:
        """Every document there is."""
        found: Tables = {}
        with self._session.transaction():
            self._session.do("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            self._seq = self._session.rows("SELECT seq FROM state")[0][0]
            rows = self._session.rows(
                "SELECT name, id, body::text FROM documents ORDER BY name, id"
            )
        for name, number, body in rows:
            found.setdefault(name, {})[number] = record.put(name, number, unpacked(body))
        self.lost = False
        return found

    def news(self) -> News | None:
        """What others wrote since the last look; None where everything has to be read anew."""
        now = self._session.rows("SELECT seq FROM state")[0][0]
        if self.lost or now < self._seq:
            return None
        there = self._session.rows(_NEWS, (self._seq,)) if now > self._seq else []
        if now > self._seq:
            if not there or there[0][0] != self._seq + 1:
                return None
            self._seq = there[-1][0]
        last = {(name, number): body for _, name, number, key, body in there if key is None}
        return News(
            [
                (name, n, None if body is None else record.put(name, n, unpacked(body)))
                for (name, n), body in last.items()
            ],
            [Change(table=VECTORS, key=bytes(key)) for *_, key, _ in there if key is not None],
        )

    def append(self, lines: list[bytes]) -> None:
        """One write, all or none. Raises `StoreError`."""
        put = [line for line in lines if record.kind(line) == "P"]
        left = [line for line in lines if record.kind(line) == "R"]
        try:
            with self._session.transaction():
                self._session.do_many(
                    "DELETE FROM documents WHERE name = %s AND id = %s",
                    [_place(one) for one in left],
                )
                self._session.do_many(
                    "INSERT INTO documents (name, id, body) VALUES (%s, %s, %s::jsonb)"
                    " ON CONFLICT (name, id) DO UPDATE SET body = excluded.body",
                    [(*_place(one), packed(record.document(one))) for one in put],
                )
                self.note((*_place(line), None) for line in lines)
        except StoreError:
            self.lost = True
            raise

    def note(self, changed: Iterable[tuple[str, int, bytes | None]]) -> None:
        """Tell others, at the end of the transaction: (table, number, key) of each change."""
        rows = list(changed)
        if not rows:
            return
        names, numbers, keys = (list(column) for column in zip(*rows, strict=True))
        ((self._seq, _),) = self._session.rows(
            _NOTE, (len(rows), names, numbers, keys, self._session.schema)
        )

    def turn_over(self) -> int:
        """There is no journal to be turned over."""
        return 0

    def replace(self, tables: Tables, generation: int) -> None:  # noqa: ARG002 - the server has them
        """Rewrite the tables' files, so that what was removed is in none of them."""
        self._session.do("DELETE FROM changes WHERE seq < (SELECT seq FROM state) - %s", (KEPT,))
        wiping.rewrite(self._session, "documents")

    def drop_kept_aside(self) -> int:
        """Nothing is put aside."""
        return 0

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()


def _place(line: bytes) -> tuple[str, int]:
    """The table and the number that a line is of."""
    name = line.split(b" ", 4)[3]
    return record.table_name(name), record.number(line)


def lines_of(tables: Tables) -> Iterator[tuple[str, int, bytes]]:
    """Every document's table, number and line."""
    for name, rows in tables.items():
        for number, line in rows.items():
            yield name, number, line
