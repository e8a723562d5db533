"""How fast a reply is being made, from the pieces that arrive. Pure: time comes in."""

from __future__ import annotations

from collections import deque

WINDOW = 2.0
"""Seconds looked back on."""
EVERY = 0.5
"""Seconds between two figures, so that they can be read."""


class Meter:
    """Pieces a second over a short window."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()
        self._told = 0.0

    def count(self, pieces: int, now: float) -> float | None:
        """Add pieces; the speed, or None while the last figure is still fresh enough."""
        if pieces:
            self._seen.append((now, pieces))
        while self._seen and now - self._seen[0][0] > WINDOW:
            self._seen.popleft()
        if not pieces or now - self._told < EVERY or len(self._seen) < 2:
            return None
        self._told = now
        span = now - self._seen[0][0]
        return (sum(count for _, count in self._seen) - self._seen[0][1]) / span if span else None
