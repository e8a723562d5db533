"""The guard of a store that several processes use: who enters knows what the others did.

To look, one question is asked of the server: is there anything new? To change something, a lock is
taken that only one process of all has at a time; the server lets go of it when that process dies.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType

from sel.errors import StoreError
from sel.scale.postgres.session import Session, key_of


class Way:
    """One of the two ways in; entered again and again by the thread that is inside."""

    def __init__(self, enter: Callable[[], None], leave: Callable[[], None]) -> None:
        self._enter, self._leave = enter, leave

    def __enter__(self) -> None:
        self._enter()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._leave()


class Door:
    """`reading` and `changing` over one session; `refresh` is called on the way in."""

    def __init__(self, session: Session, refresh: Callable[[], None]) -> None:
        self._session, self._refresh = session, refresh
        self._lock = threading.RLock()
        self._depth = 0
        self._alone = False
        self._key = key_of(f"change {session.schema}")
        self.quiet = self._lock
        """Keeps this process's other threads out, and asks nobody."""
        self.reading = Way(self._look, self._leave)
        self.changing = Way(self._change, self._leave)

    def _look(self) -> None:
        self._lock.acquire()
        try:
            if self._depth == 0:
                self._first(self._refresh)
        except BaseException:
            self._lock.release()
            raise
        self._depth += 1

    def _change(self) -> None:
        self._lock.acquire()
        try:
            if not self._alone:
                self._first(self._take)
                self._refresh()
        except BaseException:
            if self._depth == 0:
                self._let_in()
            self._lock.release()
            raise
        self._depth += 1

    def _take(self) -> None:
        self._session.rows("SELECT pg_advisory_lock(%s)", (self._key,))
        self._alone = self._session.pinned = True

    def _first(self, work: Callable[[], None]) -> None:
        """The first statement after a while may find that the connection was lost: once more."""
        try:
            work()
        except StoreError:
            if not self._session.lost:
                raise
            work()

    def _leave(self) -> None:
        self._depth -= 1
        try:
            if self._depth == 0:
                self._let_in()
        finally:
            self._lock.release()

    def _let_in(self) -> None:
        """Let other processes change things again."""
        if self._alone:
            self._alone = self._session.pinned = False
            self._session.let_go(self._key)
