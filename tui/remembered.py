"""Memory in words: how consent, receipts, times and kinds are told. Pure; no widgets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sel.counting import counted

ME: Final = "you"
"""The person at the desk, as the brain names them."""

WORDS: Final[dict[str, str]] = {
    "given": "memory on",
    "withdrawn": "memory paused",
    "unasked": "memory off",
    "not_now": "memory off",
    "never": "memory off",
}
"""One small word per consent state, for the panel."""

STATES: Final[dict[str, tuple[str, str]]] = {
    "given": ("I remember what you tell me.", "/consent off ends it"),
    "withdrawn": ("I remember nothing new.", "/consent on changes that"),
    "unasked": ("I remember nothing of you.", "/consent on changes that"),
    "not_now": ("I remember nothing of you for now.", "/consent on changes that"),
    "never": ("I remember nothing of you, and will not ask again.", "/consent on changes that"),
}
"""A sentence and a hint for each."""

KEPT: Final[dict[str, str]] = {
    "new": "kept",
    "strengthened": "kept already",
    "superseded": "changed",
}

DAY: Final = 86_400.0
_UNITS: Final = {"min": "minutes", "h": "hours", "d": "days"}
FROM_COSINE: Final = "by meaning and words"
FROM_WORDS: Final = "by words only: understanding meaning was still warming up"


def memory_word(state: str) -> str:
    """Whether SEL remembers somebody, in one small word; "" where nothing is known of it."""
    return WORDS.get(state, "")


def receipt(counts: Mapping[str, int]) -> str:
    """What forgetting took away, "3 memories, 3 vectors, 1 tile"; "nothing" for none."""
    return ", ".join(counted(count, what) for what, count in counts.items() if count) or "nothing"


def short_when(at: float, now: float) -> str:
    """How long ago, in a few cells: "now", "5 min", "3 h", "12 d", then month and year."""
    past = max(now - at, 0.0)
    if past < 60:
        return "now"
    if past < 3600:
        return f"{past // 60:.0f} min"
    if past < DAY:
        return f"{past // 3600:.0f} h"
    if past < 100 * DAY:
        return f"{past // DAY:.0f} d"
    return _local(at).strftime("%b %Y")


def when_in_words(at: float, now: float) -> str:
    """How long ago, as a part of a sentence: "now", "5 minutes ago", "May 2024"."""
    number, _, unit = short_when(at, now).partition(" ")
    if unit not in _UNITS:
        return f"{number} {unit}".rstrip()
    return f"{counted(int(number), _UNITS[unit])} ago"


def full_when(at: float) -> str:
    """Day and time, local; a dash for an unknown time."""
    if not at:
        return "–"
    day = _local(at)
    return f"{day.day} {day.strftime('%B %Y, %H:%M')}"


def feeling(mood: str, valence: float) -> str:
    """The mood at the time, with which way it leaned."""
    leaning = "" if abs(valence) < 0.2 else ("good" if valence > 0 else "bad")
    return ", ".join(word for word in (mood, leaning and f"it felt {leaning}") if word)


def place(channel: str) -> str:
    """Where something was said."""
    return "here, at the desk" if channel in ("", "desk") else channel


def _local(at: float) -> datetime:
    return datetime.fromtimestamp(at).astimezone()
