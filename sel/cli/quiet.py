"""Ctrl+C while SEL is still being imported, or its loop made: an end without a word."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

T = TypeVar("T")


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """In this block Ctrl+C ends the process at once, by the signal itself.

    Python's own way, an exception, would come up in the middle of an import and there print a
    traceback that nobody can catch. Use it only where nothing is open yet that must be closed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def run(main: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """`asyncio.run`, where Ctrl+C waits until the loop is there to take it: a loop that is half
    made, or a coroutine that never began, would be told of on the terminal."""
    import asyncio

    async def begun() -> T:
        _hold_back(False)
        return await main()

    _hold_back(True)
    try:
        return asyncio.run(begun())
    finally:
        _hold_back(False)


def _hold_back(hold: bool) -> None:
    if hasattr(signal, "pthread_sigmask"):  # not on Windows
        signal.pthread_sigmask(signal.SIG_BLOCK if hold else signal.SIG_UNBLOCK, {signal.SIGINT})
