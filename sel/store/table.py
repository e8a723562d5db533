"""A TinyDB table whose writes cost the same however many documents there are."""

from __future__ import annotations

from tinydb.table import Document
from tinydb.table import Table as TinyTable

__all__ = ("Document", "Table")


class Table(TinyTable):
    """TinyDB's table (insert, insert_multiple, get, all, search, update, upsert, remove, contains,
    count); `Document(mapping, doc_id)` names its own id."""

    def clear(self) -> None:
        """Remove every document."""
        self.truncate()
