"""Tells the brain's own time from the time it waits for the engine and the embedder, and each stage
of a turn from the others."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sel.observe.monitor import Monitor
from sel.observe.turns import StageTimer, TurnTimer


class _Waiting:
    """A block of waiting. A class, since a reply waits for each of its pieces, and a generator for
    each costs as much as the rest of it."""

    __slots__ = ("_began", "_watch")

    def __init__(self, watch: Stopwatch) -> None:
        self._watch = watch
        self._began = 0.0

    def __enter__(self) -> None:
        self._began = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self._watch.waited += time.perf_counter() - self._began


class Stopwatch:
    """Runs from its making. `own` is all time but what was `waited`; of it, `memory` is that in
    `remembering`. `timer` keeps the stages; it may have begun before, when the message came."""

    def __init__(self, timer: TurnTimer | None = None) -> None:
        self.timer = timer or Monitor().turn("?")
        self._began = time.perf_counter()
        self.waited = 0.0
        self.memory = 0.0

    def stage(self, name: str) -> StageTimer:
        """A block that is this stage of the turn, or a part of it."""
        return self.timer.stage(name)

    def waiting(self) -> _Waiting:
        """Time in this block is somebody else's."""
        return _Waiting(self)

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
        return self.total - self.waited
