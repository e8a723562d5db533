"""Tells the brain's own time from the time it waits for the engine and the embedder, and each stage
of a turn from the others."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sel.observe.monitor import Monitor
from sel.observe.turns import StageTimer, TurnTimer


class Stopwatch:
    """Runs from its making. `own` is all time but that in `waiting`; of it, `memory` is that in
    `remembering`. `timer` keeps the stages; it may have begun before, when the message came."""

    def __init__(self, timer: TurnTimer | None = None) -> None:
        self.timer = timer or Monitor().turn("?")
        self._began = time.perf_counter()
        self._waited = 0.0
        self.memory = 0.0

    def stage(self, name: str) -> StageTimer:
        """A block that is this stage of the turn, or a part of it."""
        return self.timer.stage(name)

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
            with self.stage("recall"):
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
