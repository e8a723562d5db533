"""Names of deeds that must not be done twice, with the time until which that holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bridge.ports import Book

TABLE = "discord_claims"


class KeptIds:
    """A table of {name: until} (Unix seconds); blocking, so called from a thread."""

    def __init__(self, book: Book) -> None:
        self._table = book.table(TABLE)
        self._rows: dict[str, int] = {}

    def load(self, now: float) -> dict[str, float]:
        """What still holds; what has run out is removed. Raises `StoreError`."""
        held: dict[str, float] = {}
        gone = []
        for row in self._table.all():
            what, until = row.get("what"), row.get("until")
            if isinstance(what, str) and isinstance(until, int | float) and until > now:
                held[what] = float(until)
                self._rows[what] = row.doc_id
            else:
                gone.append(row.doc_id)
        if gone:
            self._table.remove(doc_ids=gone)
        return held

    def keep(self, held: dict[str, float]) -> None:
        """Write these; durable on return. Raises `StoreError`."""
        again = [name for name in held if name in self._rows]
        self.drop(again)
        rows = [{"what": what, "until": until} for what, until in held.items()]
        for what, row in zip(held, self._table.insert_multiple(rows), strict=True):
            self._rows[what] = row

    def drop(self, names: Iterable[str]) -> None:
        """Remove these, where they are there. Raises `StoreError`."""
        rows = [self._rows.pop(name) for name in names if name in self._rows]
        if rows:
            self._table.remove(doc_ids=rows)
