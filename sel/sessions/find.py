"""Finding words in conversations: a full-text index in RAM. Thread-safe.

Every message has a number that grows with its time. So the newest that match are taken first, and
only these are ranked: a word that is everywhere costs no more than another.
"""

from __future__ import annotations

import itertools
import math
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sel.errors import StoreError
from sel.session_events import FoundView, HitView, Role, SessionView
from sel.sessions.query import Query, composed, excerpt, folded, parsed
from sel.sessions.tree import Node

if TYPE_CHECKING:
    import sqlite3

RANKED = 600
"""Newest messages with the words that are ranked by how well they fit."""
COMMON = 2000
"""Messages with a word from which on it is not weighed."""
HALF = 30 * 86400.0
"""Seconds by which a message is older that counts half as much for being new."""
NEWNESS = 1.0
"""What being new is worth, in the unit of bm25: about that of a word in every third message."""
_SECOND = 1 << 20
"""Numbers for the messages of one second."""
_LATEST = 1 << 42
_ROLES: tuple[Role, Role] = ("person", "sel")

_TABLES = """
CREATE TABLE said (
    id INTEGER PRIMARY KEY, session INT, turn TEXT, role INT, name TEXT, at REAL, text TEXT,
    plain TEXT
);
CREATE INDEX of_turn ON said (session, turn);
"""
_INDEX = """
CREATE VIRTUAL TABLE words USING fts5(
    text, content='said', content_rowid='id', prefix='1 2 3',
    tokenize='unicode61 remove_diacritics 2'
)
"""


class Finder:
    """The index. `whole` is False while `fill` has not read everything.

    `indexed` is False where this Python's SQLite has no full-text search: then all is scanned.
    """

    def __init__(self, *, whole: bool = True, indexed: bool = True) -> None:
        self.whole = whole
        self.indexed = indexed
        self._rows: dict[str, SessionView] = {}
        self._numbers: dict[str, int] = {}
        self._names: list[str] = []
        self._gone: set[tuple[str, str | None]] = set()
        self._count = 0
        self._made: sqlite3.Connection | None = None
        self._lock = threading.RLock()

    # ------------------------------------------------------------ what is in it

    def add(self, row: SessionView, node: Node) -> None:
        """A turn that is new or changed."""
        with self._lock:
            self._gone.discard((row.id, node.id))
            self._gone.discard((row.id, None))
            self.name(row)
            self._remove(self._of(row.id, [node.id]))
            self._insert([(row.id, node)])

    def name(self, row: SessionView) -> None:
        """A conversation has another title."""
        with self._lock:
            self._rows[row.id] = row

    def drop(self, session: str, ids: Collection[str] | None = None) -> None:
        """These turns are gone, or the whole conversation."""
        with self._lock:
            if not self.whole:  # they may be on their way here
                self._gone |= {(session, id) for id in ([None] if ids is None else ids)}
            self._remove(self._of(session, ids))
            if ids is None:
                self._rows.pop(session, None)

    def fill(self, source: Iterator[tuple[SessionView, Node]], most: int = 100) -> bool:
        """Add the next turns of `Shelf.texts`; False once there are no more, then it is `whole`.
        Turns that were added or dropped meanwhile stay as they are."""
        piece = list(itertools.islice(source, most))  # read without holding searches up
        with self._lock:
            new = [(row, node) for row, node in piece if self._unknown(row.id, node.id)]
            for row, _ in new:
                self._rows.setdefault(row.id, row)
            self._insert([(row.id, node) for row, node in new])
            if len(piece) == most:
                return True
            self.whole = True
            self._gone.clear()
            return False

    def _unknown(self, session: str, turn: str) -> bool:
        return (
            (session, None) not in self._gone
            and (session, turn) not in self._gone
            and not self._of(session, [turn])
        )

    def _of(self, session: str, turns: Collection[str] | None) -> list[int]:
        """The numbers of a conversation's messages."""
        number = self._numbers.get(session)
        if number is None:
            return []
        if turns is None:
            return self._ask("SELECT id FROM said WHERE session = ?", number)
        sql = "SELECT id FROM said WHERE session = ? AND turn = ?"
        return [id for turn in turns for id in self._ask(sql, number, composed(turn))]

    def _ask(self, sql: str, *given: object) -> list[int]:
        return [id for (id,) in self._db.execute(sql, given)]

    def _insert(self, turns: Sequence[tuple[str, Node]]) -> None:
        rows = [
            (
                self._number(session),
                composed(node.id),
                view.role == "sel",
                view.name if view.role == "sel" else "",
                _time(view.at or node.at),
                text,
            )
            for session, node in turns
            for view in node.messages
            if (text := composed(view.text)).strip()
        ]
        rows.sort(key=lambda one: one[4])  # the index takes rising numbers best
        with self._writing() as db:
            for session, turn, role, name, at, text in rows:
                plain = None if self.indexed else folded(text)
                id = self._free(at)
                db.execute(
                    "INSERT INTO said VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (id, session, turn, role, name, at, text, plain),
                )
                if self.indexed:
                    db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (id, text))
        self._count += len(rows)

    def _remove(self, ids: Sequence[int]) -> None:
        with self._writing() as db:
            for id in ids if self.indexed else ():
                db.execute(
                    "INSERT INTO words (words, rowid, text) "
                    "SELECT 'delete', id, text FROM said WHERE id = ?",
                    (id,),
                )
            db.executemany("DELETE FROM said WHERE id = ?", [(id,) for id in ids])
        self._count -= len(ids)

    def _number(self, session: str) -> int:
        if session not in self._numbers:
            self._numbers[session] = len(self._names)
            self._names.append(session)
        return self._numbers[session]

    def _free(self, at: float) -> int:
        """The next number for a message of this second."""
        first = int(at) * _SECOND
        sql = "SELECT max(id) FROM said WHERE id BETWEEN ? AND ?"
        (last,) = self._db.execute(sql, (first, first + _SECOND - 1)).fetchone()
        return first if last is None else int(last) + 1

    # ------------------------------------------------------------ finding

    def find(self, words: str, limit: int = 50) -> FoundView:
        """Messages with all these words, best first; "…" is a phrase, the last word may go on."""
        began = time.perf_counter()
        query = parsed(words)
        with self._lock:
            hits = tuple(self._hits(query, limit)) if query.phrases and limit > 0 else ()
            searched, whole = self._count, self.whole
        seconds = time.perf_counter() - began
        return FoundView(hits=hits, searched=searched, seconds=seconds, whole=whole)

    def _hits(self, query: Query, limit: int) -> Iterator[HitView]:
        rows = self._matching(query)
        newest = max((at for _, _, at in rows), default=0.0)

        def worth(row: tuple[int, float, float]) -> float:
            _, fit, at = row
            return NEWNESS / (1.0 + (newest - at) / HALF) - fit

        seen: set[tuple[int, int, str]] = set()
        for id, _, at in sorted(rows, key=worth, reverse=True):
            if len(seen) == limit:
                return
            sql = "SELECT session, turn, role, name, text FROM said WHERE id = ?"
            session, turn, role, name, text = self._db.execute(sql, (id,)).fetchone()
            if (session, role, text) not in seen:  # another branch has it, too
                seen.add((session, role, text))
                who, place = (_ROLES[role], name), excerpt(text, query)
                yield self._hit(self._names[session], turn, who, at, place)

    def _hit(
        self,
        session: str,
        turn: str,
        who: tuple[Role, str],
        at: float,
        place: tuple[str, str, str],
    ) -> HitView:
        (role, name), (before, match, after) = who, place
        row = self._rows.get(session)
        return HitView(
            session=session,
            title=(row.title or row.opening) if row else "",
            turn_id=turn,
            role=role,
            name=name,
            at=at,
            before=before,
            match=match,
            after=after,
        )

    def _matching(self, query: Query) -> list[tuple[int, float, float]]:
        """The newest that match: number, how well they fit (less is better), and when."""
        if not (self._db and self.indexed and query.in_words):
            return self._scanned(query)
        rows = self._db.execute(
            "SELECT id, at FROM words JOIN said ON id = words.rowid "
            "WHERE words MATCH ? ORDER BY words.rowid DESC LIMIT ?",
            (" AND ".join(query.terms()), RANKED),
        ).fetchall()
        fits = self._fits(query, rows[-1][0]) if len(rows) > 1 else {}
        return [(id, fits.get(id, 0.0), at) for id, at in rows]

    def _fits(self, query: Query, oldest: int) -> dict[int, float]:
        """How well messages fit, by the words that are rare: to weigh a word takes a look at each
        message with it, and one that is everywhere weighs nothing."""
        telling = [word for word in query.words() if self._rare(word)]
        if not telling:
            return {}
        sql = "SELECT rowid, bm25(words) FROM words WHERE words MATCH ? AND rowid >= ?"
        return dict(self._db.execute(sql, (" OR ".join(telling), oldest)).fetchall())

    def _rare(self, word: str) -> bool:
        sql = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)"
        (count,) = self._db.execute(sql, (word, COMMON)).fetchone()
        return bool(count < COMMON)

    def _scanned(self, query: Query) -> list[tuple[int, float, float]]:
        """The same without an index: each message is looked at."""
        column = "text" if self.indexed else "plain"
        where = " AND ".join([f"instr({column}, ?)"] * len(query.phrases))
        return self._db.execute(
            f"SELECT id, 0.0, at FROM said WHERE {where} ORDER BY id DESC LIMIT ?",  # noqa: S608
            (*(self._plain(" ".join(words)) for words in query.phrases), RANKED),
        ).fetchall()

    def _plain(self, text: str) -> str:
        return text if self.indexed else folded(text)

    # ------------------------------------------------------------ SQLite

    @property
    def _db(self) -> sqlite3.Connection:
        if self._made is None:
            self._made = self._opened()
        return self._made

    def _opened(self) -> sqlite3.Connection:
        try:
            import sqlite3  # lazy: most starts find nothing
        except ImportError as error:
            raise StoreError(
                "This Python has no SQLite, so nothing can be found.",
                hint="Install Python with its sqlite3 module.",
            ) from error
        db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        db.executescript(_TABLES)
        if self.indexed:
            try:
                db.execute(_INDEX)
            except sqlite3.OperationalError:  # built without it
                self.indexed = False
        return db

    def _writing(self) -> _Writing:
        return _Writing(self._db)


class _Writing:
    """One transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> sqlite3.Connection:
        self._db.execute("BEGIN")
        return self._db

    def __exit__(self, kind: Any, *_: object) -> None:
        self._db.execute("COMMIT" if kind is None else "ROLLBACK")


def _time(at: float) -> float:
    """A time the numbers can be made of, whatever somebody wrote."""
    return min(max(at, 0.0), float(_LATEST)) if math.isfinite(at) else 0.0
