"""A TinyDB table whose writes cost the same however many documents there are.

TinyDB's own methods decide what a write does; this class gives them a draft to do it on, instead of
a copy of everything, and keeps what changed in it.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from tinydb.queries import QueryLike
from tinydb.table import Document
from tinydb.table import Table as TinyTable

from sel.store import record
from sel.store.scan import Rows
from sel.store.storage import JournalStorage

__all__ = ("Document", "Table")

_BLOCK = 500
"""Documents parsed in one go."""

Fields = Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None]


class Table(TinyTable):
    """TinyDB's table (insert, insert_multiple, get, all, search, update, upsert, remove, contains,
    count), thread-safe, and with fresh copies of documents only.

    `Document(mapping, doc_id)` brings its own id. Whatever goes by doc id takes microseconds, a
    condition reads every document, about 10 µs each.
    """

    _next_id: Any

    def __init__(self, storage: JournalStorage, name: str) -> None:
        super().__init__(storage, name, cache_size=0)
        self._kept = storage
        self._undone = 0

    # ------------------------------------------------------------ reading

    def __len__(self) -> int:
        with self._kept.lock:
            return len(self._rows())

    def __iter__(self) -> Iterator[Document]:
        with self._kept.lock:
            items = list(self._rows().items())
        return self._documents(items)

    def all(self) -> list[Document]:
        """All documents, in the order in which they were first inserted."""
        with _no_collection():
            return list(self)

    def search(self, cond: QueryLike) -> list[Document]:
        """All documents for which `cond` holds."""
        return [document for document in self if cond(document)]

    if not TYPE_CHECKING:  # its five signatures are TinyDB's

        def get(self, cond=None, doc_id=None, doc_ids=None):
            """The document of an id, else the documents of some ids, else the first for which
            `cond` holds; None where there is none."""
            if doc_id is None and doc_ids is None:
                if cond is None:
                    raise RuntimeError("Say which document: by a condition, an id or ids.")
                return next((document for document in self if cond(document)), None)
            with self._kept.lock:
                rows = self._rows()
                if doc_id is None:
                    wanted = {int(one) for one in doc_ids}
                    items = [(one, line) for one, line in rows.items() if one in wanted]
                    return list(self._documents(items))
                line = rows.get(int(doc_id))
            return None if line is None else Document(record.document(line), doc_id)

    def _rows(self) -> Rows:
        return self._kept.tables.get(self.name, {})

    @staticmethod
    def _documents(items: Sequence[tuple[int, bytes]]) -> Iterator[Document]:
        for first in range(0, len(items), _BLOCK):
            block = items[first : first + _BLOCK]
            made = record.documents(line for _, line in block)
            yield from (Document(one, n) for one, (n, _) in zip(made, block, strict=True))

    # ------------------------------------------------------------ writing

    def insert(self, document: Mapping[str, Any]) -> int:
        """Add a document; returns its id."""
        with self._kept.writing():
            return super().insert(document)

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Add documents, all or none; returns their ids."""
        with self._kept.writing():
            return super().insert_multiple(documents)

    def update(
        self,
        fields: Fields,
        cond: QueryLike | None = None,
        doc_ids: Iterable[int] | None = None,
    ) -> list[int]:
        """Change documents, all or none; returns the ids of those there were."""
        with self._kept.writing():
            return super().update(fields, doc_ids=self._meant(cond, doc_ids))

    def update_multiple(self, updates: Iterable[tuple[Fields, QueryLike]]) -> list[int]:
        """Several updates by condition, all or none; returns the ids of those there were."""
        with self._kept.writing():
            return super().update_multiple(updates)

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        """Update the documents there are, insert one if there is none; returns their ids."""
        with self._kept.writing():
            return super().upsert(document, cond)

    def remove(
        self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None
    ) -> list[int]:
        """Remove documents, all or none; returns the ids of those there were."""
        with self._kept.writing():
            return super().remove(doc_ids=self._meant(cond, doc_ids))

    def clear(self) -> None:
        """Remove every document."""
        self.truncate()

    def _meant(self, cond: QueryLike | None, doc_ids: Iterable[int] | None) -> list[int] | None:
        """The ids to change. TinyDB would draft every document to see which."""
        if doc_ids is None and cond is not None:
            return [document.doc_id for document in self.search(cond)]
        return None if doc_ids is None else list(doc_ids)

    def _get_next_id(self) -> int:
        """The highest id so far and one more; counted anew after changes were taken back."""
        if self._next_id is None or self._undone != self._kept.undone:
            self._undone = self._kept.undone
            self._next_id = max(self._rows(), default=0) + 1
        free: int = self._next_id
        self._next_id = free + 1
        return free

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        with self._kept.writing():
            draft = Draft(self._rows())
            updater(cast(dict[int, Mapping[str, Any]], draft))
            self._kept.change(self.name, draft.gone, draft.touched)


class Draft(MutableMapping[int, dict[str, Any]]):
    """A table as a write sees it. `gone` and `touched` are what may have changed."""

    def __init__(self, rows: Rows) -> None:
        self.gone: dict[int, None] = {}
        self.touched: dict[int, dict[str, Any]] = {}
        self._rows = rows

    def __contains__(self, doc_id: object) -> bool:
        return doc_id in self.touched or (doc_id in self._rows and doc_id not in self.gone)

    def __getitem__(self, doc_id: int) -> dict[str, Any]:
        if doc_id not in self:
            raise KeyError(doc_id)
        if doc_id not in self.touched:  # who takes it may change it
            self.touched[doc_id] = record.document(self._rows[doc_id])
        return self.touched[doc_id]

    def __setitem__(self, doc_id: int, document: dict[str, Any]) -> None:
        self.touched[int(doc_id)] = document

    def __delitem__(self, doc_id: int) -> None:
        if doc_id not in self:
            raise KeyError(doc_id)
        self.touched.pop(doc_id, None)
        if doc_id in self._rows:
            self.gone[doc_id] = None

    def __iter__(self) -> Iterator[int]:
        yield from (one for one in self._rows if one not in self.gone)
        yield from (one for one in self.touched if one not in self._rows or one in self.gone)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Remove everything, without looking at it."""
        self.touched.clear()
        self.gone = dict.fromkeys(self._rows)


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Python's collector would look through the growing list again and again, and find nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
