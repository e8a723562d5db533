"""Ctrl+C while SEL is still being imported: an end without a word."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator


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
