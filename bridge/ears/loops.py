"""Talks that go round by themselves: a machine that poses as a person and answers everything. Pure.

Nobody reads a reply and writes the next message in a second, again and again, and nobody does for
half an hour without a break what takes eight.
"""

from __future__ import annotations

FAST, FAST_TIMES = 1.5, 6
SLOW, SLOW_TIMES = 8.0, 30
"""Seconds after SEL's words, and so many times in a row with nobody else between: a loop."""
MUTED_SECONDS = 600.0
MOST_MUTED = 50


class Loops:
    """Watches one channel."""

    def __init__(self) -> None:
        self._partner = 0
        self._fast = self._slow = 0
        self._sel_at = 0.0
        self._muted: dict[int, float] = {}

    def spoke(self, at: float) -> None:
        """SEL said something."""
        self._sel_at = max(at, self._sel_at)

    def heard(self, author: int, at: float) -> bool:
        """Somebody said something; True when that makes it a loop, which then is muted."""
        if author != self._partner:
            self._partner, self._fast, self._slow, self._sel_at = author, 0, 0, 0.0
            return False
        if self._sel_at <= 0 or at < self._sel_at:  # more of the same, before SEL said anything
            return False
        gap, self._sel_at = at - self._sel_at, 0.0
        self._fast = self._fast + 1 if gap <= FAST else 0
        self._slow = self._slow + 1 if gap <= SLOW else 0
        if self._fast < FAST_TIMES and self._slow < SLOW_TIMES:
            return False
        self._fast = self._slow = 0
        self._muted[author] = at + MUTED_SECONDS
        while len(self._muted) > MOST_MUTED:
            del self._muted[next(iter(self._muted))]
        return True

    def muted(self, author: int, at: float) -> bool:
        """Whether they are not listened to for a while."""
        return self._muted.get(author, 0.0) > at
