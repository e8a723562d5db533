"""When a reply is written, while it is made. Pure: figures in, seconds out."""

from __future__ import annotations

from dataclasses import dataclass

EDIT_SECONDS = 1.2
"""Between two writes at the least: about 5 per 5 s are allowed and one is kept for the end
(measured, see `docs/discord.md`)."""
FIRST_SECONDS = 0.15
"""A reply that has begun is shown after so long, be it only one word; two show it at once. With the
way to Discord it is there within 0.3 s of the first token."""
TYPING_SECONDS = 8.0
"""Typing is shown for 10 s, so it is said again a little before."""
LETTERS_PER_SECOND = 4.3
"""How fast people type: 51.6 words a minute of five letters, the mean of 168,000 people (Dhakal et
al., "Observations on Typing from 136 Million Keystrokes", CHI 2018)."""
LONGEST_DELAY = 12.0
"""Seconds beyond which nobody believes in typing any more, and waits for a reply instead."""
RETRY_SECONDS = (1.0, 2.0, 4.0, 8.0, 15.0)
"""Between tries to write what Discord would not take; then it is given up."""


def next_write(last: float, pause: float) -> float:
    """When to write again while more is coming: so long after the last write (both in seconds of
    one clock) that coalescing and Discord's limit are both served."""
    return last + max(EDIT_SECONDS, pause)


def even(remaining: int, reset_after: float) -> float:
    """Seconds between writes by which what `remaining` allows lasts until the limit is reset."""
    return reset_after / remaining if remaining > 0 else reset_after


def ready(text: str, since: float) -> bool:
    """Whether a reply's beginning is worth a first write, `since` seconds after its first token."""
    words = len(text.split())
    return words >= 2 or (words == 1 and since >= FIRST_SECONDS)


@dataclass(frozen=True, slots=True)
class Typist:
    """When a person who began to type at `began` would be done (seconds of one clock)."""

    began: float

    def done(self, letters: int) -> float:
        """The time until which `letters` are kept back; it is past where the making took longer."""
        return self.began + min(letters / LETTERS_PER_SECOND, LONGEST_DELAY)
