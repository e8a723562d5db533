"""The way to the library: one worker thread, so that no disk ever holds the loop up.

Work is done in the order in which it was asked for. The library is opened by the first of it; one
that cannot be opened is tried again by the next.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from sel.errors import SelError, StoreError
from sel.observe.errors_told import told
from sel.observe.redaction import own

if TYPE_CHECKING:  # it brings numpy along, which the face must not load before its first frame
    from sel.memory.library import Library

log = logging.getLogger(__name__)

T = TypeVar("T")


class Shelf:
    """Where the library stands. `on_open` is called in the worker thread with what was opened.

    Whoever does several things in a row that belong together holds `order` meanwhile.
    """

    def __init__(
        self, open_library: Callable[[], Library] | None, on_open: Callable[[Library], None]
    ) -> None:
        self.order = asyncio.Lock()
        self._open, self._on_open = open_library, on_open
        self._library: Library | None = None
        self._worker: ThreadPoolExecutor | None = None

    @property
    def there(self) -> bool:
        """Whether there is a library at all."""
        return self._open is not None

    async def ask(self, work: Callable[[Library], T]) -> T:
        """What `work` makes of the library, in the worker thread. Raises `SelError`.

        Who is cancelled while waiting leaves work that has begun to come to its end.
        """
        if self._open is None:
            raise StoreError("SEL has no memory here.")
        if self._worker is None:
            self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="memory")
        done = asyncio.get_running_loop().run_in_executor(self._worker, self._do, work)
        try:
            await asyncio.wait((done,))
        except asyncio.CancelledError:
            done.cancel()
            raise
        error = done.exception()
        if error is None:
            return done.result()
        if isinstance(error, SelError):
            raise error
        log.error("the memory failed: %s", own(told(error)))
        raise StoreError("Something went wrong in SEL's memory.", hint="The log has it.")

    def _do(self, work: Callable[[Library], T]) -> T:
        if self._library is None:
            assert self._open is not None  # noqa: S101 - asked before
            self._library = self._open()
            self._on_open(self._library)
        return work(self._library)

    async def close(self) -> None:
        """Close the library behind the work that was asked for; nothing can be asked for then."""
        worker, self._worker = self._worker, None
        self._open = None
        if worker is not None:
            await asyncio.get_running_loop().run_in_executor(worker, self._close)
            worker.shutdown()  # its last work is done, so this waits for nobody

    def _close(self) -> None:
        library, self._library = self._library, None
        if library is not None:
            library.close()
