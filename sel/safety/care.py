"""What a conversation knows of somebody in need, and what SEL does with the next message. Pure.

In RAM only, and gone with the conversation. It holds no word of what was said.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from sel.safety.reading import NOTHING, Reading
from sel.safety.sayings import Level

LASTS = 3 * 3600.0
"""Seconds after the last sign of need in which SEL stays careful."""
REPEAT = 30 * 60.0
"""Seconds after which the whole answer, with its numbers, is said once more."""
REMIND = 3 * 60.0
"""Seconds between two short reminders that people can help, while it is acute."""

Answering = Literal["whole", "again", "listen"]
"""`whole`: SEL's own words with numbers. `again`: the short ones. `listen`: the model, careful."""

NOTES = {
    "concern": "They spoke of suicide or self-harm. Be calm, warm and plain, and listen. No jokes, "
    "no role, no judging; name no ways of doing it. Say that people they trust can help.",
    "acute": "They are in danger of taking their life. Be calm, warm and very brief. Ask them "
    "to be with a person now, or to call the emergency number. No jokes, no role; name no ways of "
    "doing it.",
    "other": "They worry that somebody may take their life or hurt themselves. Be calm, warm and "
    "plain. No jokes, no role; name no ways of doing it. Say that people can help both of them.",
}
"""What stands in the late note meanwhile."""


def uncared(note: str) -> str:
    """A turn's note without these, for where it is kept."""
    return "\n".join(line for line in note.split("\n") if line not in NOTES.values())


@dataclass(frozen=True, slots=True)
class Care:
    """Since when, how urgent, about whom, and when SEL said what. Times are Unix seconds; `turn` is
    the last turn that told of it, which is kept nowhere."""

    level: Level = "none"
    reading: Reading = NOTHING
    at: float = -math.inf
    told_at: float = -math.inf
    told: Level = "none"
    reminded_at: float = -math.inf
    turn: str = ""

    def active(self, now: float) -> bool:
        """Whether somebody here was in need not long ago."""
        return self.level != "none" and now - self.at < LASTS

    def note(self, now: float) -> str:
        """What the model is told; "" where there is nothing to be careful about."""
        if not self.active(now):
            return ""
        return NOTES["other" if self.reading.about == "other" else self.level]

    def heard(self, reading: Reading, now: float, turn: str) -> Care:
        """After a message that told of need. It grows less urgent with time only."""
        acute = reading.level == "acute" or (self.active(now) and self.level == "acute")
        level: Level = "acute" if acute else reading.level
        return replace(self, level=level, reading=reading, at=now, turn=turn)

    def answering(self, now: float) -> Answering:
        """What to do with a message that has just been heard (`heard`)."""
        worse = self.reading.level == "acute" and self.told != "acute"
        if worse or now - self.told_at >= REPEAT:
            return "whole"
        if self.reading.level == "acute" and now - max(self.told_at, self.reminded_at) >= REMIND:
            return "again"
        return "listen"

    def said(self, what: Answering, now: float) -> Care:
        """After SEL said it."""
        if what == "whole":
            return replace(self, told_at=now, told=self.reading.level)
        return replace(self, reminded_at=now) if what == "again" else self


AT_EASE = Care()
