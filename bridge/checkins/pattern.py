"""When somebody may be asked how they are. Pure.

Whoever wants to be looked in on is asked at most once a day, at an hour at which they usually
write, after a day without a word. A question that is not answered makes the next one wait twice as
long; after three SEL stops for good. Nothing in here knows a word of what was said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

HOURS = 24
DAY = 86_400.0
AWAY = DAY
"""Seconds without a word after which somebody may be asked."""
MOST_UNANSWERED = 3
"""Questions in a row without an answer after which SEL asks no more."""
LEAST_SEEN = 12
"""Messages before their hours say anything; until then afternoons are taken for a good time."""
USUAL = range(15, 20)
"""Local hours for somebody whose own are not known yet."""
SHARE = 0.5
"""An hour is one of theirs if they write in it, or next to it, half as often as in the busiest."""
FADING = 0.98
"""What the hours count for less with each message: habits change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What is known of somebody who wants to be looked in on; times in Unix seconds.

    `hours` is how often they write in each local hour, fading; `seen` when they wrote last;
    `asked` when SEL asked last; `unanswered` how often in a row nobody answered.
    """

    hours: tuple[float, ...] = (0.0,) * HOURS
    messages: int = 0
    seen: float = 0.0
    asked: float = 0.0
    unanswered: int = 0

    @property
    def over(self) -> bool:
        """Whether SEL has stopped asking."""
        return self.unanswered >= MOST_UNANSWERED

    def wrote(self, now: float, hour: int) -> Habits:
        """They wrote, in this local hour: whatever was asked is answered."""
        hours = tuple(
            count * FADING + (place == hour % HOURS) for place, count in enumerate(self.hours)
        )
        return replace(self, hours=hours, messages=self.messages + 1, seen=now, unanswered=0)

    def was_asked(self, now: float) -> Habits:
        """SEL asked them; it counts as unanswered until they write."""
        return replace(self, asked=now, unanswered=self.unanswered + 1)

    def usual(self, hour: int) -> bool:
        """Whether this local hour is one in which they write."""
        if self.messages < LEAST_SEEN:
            return hour in USUAL
        near = (self.hours[(hour + step) % HOURS] for step in (-1, 0, 1))
        return max(near) >= SHARE * max(self.hours)

    def due(self, now: float, hour: int) -> bool:
        """Whether to ask them now, at this local hour."""
        if self.over or not self.usual(hour) or now - self.seen < AWAY:
            return False
        return now - self.asked >= DAY * float(2**self.unanswered)
