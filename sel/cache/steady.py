"""Time that never goes back, from a clock that may."""

from __future__ import annotations

from collections.abc import Callable


class Steady:
    """Seconds that have passed since the making, as the clock tells them.

    A jump back counts as no time and what comes after it counts again, so nothing lives longer for
    it than by the jump's own moment. A jump ahead counts as time: then answers end early, which
    costs only work. The wall clock is used because it goes on while a laptop sleeps.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._seen = clock()
        self._passed = 0.0

    def now(self) -> float:
        """Seconds since the making; never less than before."""
        seen = self._clock()
        if seen > self._seen:
            self._passed += seen - self._seen
        self._seen = seen
        return self._passed

    @property
    def wall(self) -> float:
        """What the clock itself said last."""
        return self._seen
