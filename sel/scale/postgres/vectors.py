"""The table of vectors: written by whoever makes them, searched in the database.

The search is exact and narrowed to one person: of one person's memories there are thousands, of all
persons' millions, and an approximate index over all of them (HNSW) would look at other people's
first and find too few of this one's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sel.memory.index import scoring
from sel.memory.index.vectorfile import hash_of
from sel.memory.types import Memory
from sel.scale.postgres.session import Session
from sel.scale.postgres.tables import Kind

Floats = NDArray[np.float32]

_TYPE: Final[dict[Kind, str]] = {"vector": "vector", "array": "real[]"}
_FAR: Final[dict[Kind, str]] = {
    "vector": "1 + (v <#> %({0})s::vector)",
    "array": "far(v, %({0})s::real[])",
}

_PUT = """
INSERT INTO vectors (id, text, person, scope, at, usable, odds, worth, v)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s::{type})
ON CONFLICT (id) DO UPDATE SET text = excluded.text, person = excluded.person,
    scope = excluded.scope, at = excluded.at, usable = excluded.usable, odds = excluded.odds,
    worth = excluded.worth, v = excluded.v
"""
_OF = "SELECT id, {sent}(v) FROM vectors WHERE person = %s"
_SIZE = "SELECT {size}(v) FROM vectors LIMIT 1"

_SEARCH = """
WITH near AS MATERIALIZED (
    SELECT id, {to_answer} AS away, worth FROM vectors
    WHERE person = %(person)s AND usable{narrowed}
), best AS (
    (SELECT id FROM near ORDER BY away LIMIT %(count)s)
    UNION (SELECT id FROM near ORDER BY away - %(weight)s * worth LIMIT %(count)s)
    UNION SELECT unnest(%(known)s::bytea[])
)
SELECT id, 1 - ({to_question}), 1 - ({to_answer}) FROM vectors JOIN best USING (id)
"""


def number_of(name: str) -> int:
    """A person or a scope as the table has them: 64 bits of a hash, no name."""
    return int.from_bytes(hash_of(name)[:8], "big", signed=True)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a vector here: of which text it was made, and how lasting it leans."""

    text: bytes
    odds: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for. `answer` and `question` are of unit length; `known` are hashes of ids
    whose cosines are wanted anyhow; `count` how many of the nearest."""

    question: Floats
    answer: Floats
    person: str
    scopes: frozenset[str] | None
    period: tuple[float, float] | None
    known: list[bytes]
    count: int


class Vectors:
    """The vectors in one schema. Not thread-safe; all of it raises `StoreError`."""

    def __init__(self, session: Session, kind: Kind) -> None:
        self._session, self.kind = session, kind

    def known(self, ids: Sequence[bytes]) -> dict[bytes, Known]:
        """What there is of these hashes of ids."""
        if not ids:
            return {}
        rows = self._session.rows(
            "SELECT id, text, odds FROM vectors WHERE id = ANY(%s)", (list(ids),)
        )
        return {bytes(id): Known(bytes(text), odds) for id, text, odds in rows}

    def put(self, rows: Sequence[tuple[Memory, Floats, float, float]]) -> None:
        """Write vectors of these memories, with their odds and worth."""
        self._session.do_many(
            _PUT.format(type=_TYPE[self.kind]),
            [
                (
                    *_names(memory),
                    odds,
                    worth,
                    self._packed(vector),
                )
                for memory, vector, odds, worth in rows
            ],
        )

    def change(self, memories: Sequence[Memory]) -> None:
        """These are others now, but for their vectors; of another text they have none any more."""
        self._session.do_many(
            "DELETE FROM vectors WHERE id = %s AND text <> %s",
            [_names(one)[:2] for one in memories],
        )
        self._session.do_many(
            "UPDATE vectors SET person = %s, scope = %s, at = %s, usable = %s WHERE id = %s",
            [(*_names(one)[2:], _names(one)[0]) for one in memories],
        )

    def remove(self, ids: Sequence[bytes]) -> None:
        """Take these out."""
        self._session.do("DELETE FROM vectors WHERE id = ANY(%s)", (list(ids),))

    def search(self, wanted: Wanted) -> dict[bytes, tuple[float, float]]:
        """By hash of id the cosines with question and answer: of the nearest to the answer, of
        those that would be if what stays true were nearer, and of those `known`."""
        params: dict[str, Any] = {
            "question": self._packed(wanted.question),
            "answer": self._packed(wanted.answer),
            "person": number_of(wanted.person),
            "known": wanted.known,
            "count": wanted.count,
            "weight": scoring.WORTH,
        }
        narrowed = ""
        if wanted.scopes is not None:
            narrowed += " AND scope = ANY(%(scopes)s)"
            params["scopes"] = [number_of(scope) for scope in wanted.scopes]
        if wanted.period is not None:
            narrowed += " AND at BETWEEN %(since)s AND %(until)s"
            params["since"], params["until"] = wanted.period
        statement = _SEARCH.format(
            narrowed=narrowed,
            to_answer=_FAR[self.kind].format("answer"),
            to_question=_FAR[self.kind].format("question"),
        )
        rows = self._session.rows(statement, params)
        return {bytes(id): (question, answer) for id, question, answer in rows}

    def of(self, person: str) -> Iterator[tuple[bytes, Floats]]:
        """All vectors of a person, by hash of id."""
        sent = "vector_send" if self.kind == "vector" else "array_send"
        rows = self._session.rows(_OF.format(sent=sent), (number_of(person),))
        for id, data in rows:
            yield bytes(id), self._unpacked(bytes(data))

    def dimension(self) -> int:
        """How many numbers the vectors have that are there; 0 where there are none."""
        size = "vector_dims" if self.kind == "vector" else "cardinality"
        rows = self._session.rows(_SIZE.format(size=size))
        return int(rows[0][0]) if rows else 0

    def clear(self) -> None:
        """Take all out: they are of another model."""
        self._session.do("TRUNCATE vectors")

    def _packed(self, vector: Floats) -> str | list[float]:
        numbers: list[float] = vector.tolist()
        if self.kind == "array":
            return numbers
        return "[" + ",".join([f"{number:.7g}" for number in numbers]) + "]"  # as exact as float32

    def _unpacked(self, data: bytes) -> Floats:
        if self.kind == "vector":
            return np.frombuffer(data, ">f4", offset=4).astype(np.float32)
        pairs = np.frombuffer(data, [("size", ">i4"), ("number", ">f4")], offset=20)
        return pairs["number"].astype(np.float32)


def _names(memory: Memory) -> tuple[bytes, bytes, int, int, float, bool]:
    return (
        hash_of(memory.id),
        hash_of(memory.text),
        number_of(memory.person),
        number_of(memory.scope),
        memory.at,
        not memory.replaced_by,
    )
