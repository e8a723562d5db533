"""The library over PostgreSQL, and the thread that listens for what others change.

Whoever calls the library learns of changes on the way in. A process that is quiet must learn of
them, too: what another one forgot has to leave its memory and its files.
"""

from __future__ import annotations

import logging
import threading

import psycopg
from psycopg import sql

from sel.errors import SelError
from sel.memory.library import Library
from sel.memory.types import SOFT_DAYS
from sel.observe.errors_told import told
from sel.observe.redaction import own
from sel.scale.postgres.index import PostgresIndex
from sel.scale.postgres.session import Session
from sel.scale.postgres.store import PostgresStore
from sel.scale.postgres.tables import Kind

log = logging.getLogger(__name__)

LOOK_EVERY = 2.0
"""Seconds after which one looks though nobody called, and tries a database again that is gone."""


def open_shared(  # noqa: PLR0913 - what a library is opened with, and where
    url: str,
    *,
    schema: str = "sel",
    model: str = "all-MiniLM-L6-v2",
    dimension: int = 384,
    soft_days: float = SOFT_DAYS,
    kind: Kind | None = None,
) -> Library:
    """The library in a schema of a database; as `Library.open`. Raises `StoreError`."""
    store = PostgresStore.open(url, schema)
    try:
        index = PostgresIndex(store, model, dimension, kind)
        watcher = Watcher(store, url)
        library = SharedLibrary(store, index, watcher, dimension=dimension, soft_days=soft_days)
    except BaseException:
        store.close()
        raise
    watcher.start()
    return library


class SharedLibrary(Library):
    """A library that others change, too."""

    def __init__(
        self,
        store: PostgresStore,
        index: PostgresIndex,
        watcher: Watcher,
        *,
        dimension: int,
        soft_days: float,
    ) -> None:
        super().__init__(store, index, dimension=dimension, soft_days=soft_days, guard=store)
        store.follow(index.follow)
        self._watcher = watcher

    def close(self) -> None:
        """Stop listening, and let go of the database."""
        self._watcher.stop()
        self._store.close()


class Watcher:
    """Looks whenever somebody changed something, in a thread of its own."""

    def __init__(self, store: PostgresStore, url: str) -> None:
        self._store = store
        self._session = Session(url, store.session.schema)
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to listen."""
        self._thread = threading.Thread(target=self._listen, daemon=True, name="sel-shared")
        self._thread.start()

    def stop(self) -> None:
        """Listen no more; returns when it has ended."""
        self._ended.set()
        self._session.close()
        if self._thread is not None:
            self._thread.join()

    def _listen(self) -> None:
        while not self._ended.is_set():
            try:
                self._wait()
                with self._store.reading:
                    pass
            except (SelError, psycopg.Error) as error:
                if not self._ended.wait(LOOK_EVERY):
                    log.warning("not listening to others: %s", own(told(error)))

    def _wait(self) -> None:
        """Return as soon as somebody has changed something, and now and then."""
        fresh = self._session.lost
        connection = self._session.connection
        if fresh:
            connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self._session.schema)))
            return  # what was changed before is looked for at once
        for _ in connection.notifies(timeout=LOOK_EVERY, stop_after=1):
            return
