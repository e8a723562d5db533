"""Tells the brain's own time from the time it waits for the engine and the embedder."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopwatch:
    """Runs from its making. `own` is all time but that in `waiting`; of it, `memory` is that in
    `remembering`."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._waited = 0.0
        self.memory = 0.0

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Time in this block is somebody else's."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self._waited += time.perf_counter() - began

    @contextmanager
    def remembering(self) -> Iterator[None]:
        """Time in this block is the memory's, a part of the brain's own."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.memory += time.perf_counter() - began

    @property
    def total(self) -> float:
        """Seconds since the making."""
        return time.perf_counter() - self._began

    @property
    def own(self) -> float:
        """Seconds of the brain's own work."""
        return self.total - self._waited
