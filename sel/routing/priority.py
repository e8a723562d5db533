"""Whether a message wants an answer: its priority, and the rules of silence.

Knows nothing of channels or persons; what a message felt like comes in as the appraisal's signals.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

HIGH = 0.6
MEDIUM = 0.3
"""Priorities from which a message counts as high or medium; below, company hears silence."""

QUESTION = 0.4
URGENT = 0.5
HURT = 0.2
NAMED = 0.2
ADDRESSED = 0.2
"""What each adds to the priority (figures of the systems SEL replaces)."""

HURTING, QUIET = "someone is hurt", "asked to stay quiet"
"""Reasons that others go by, too."""

SILENCE_FROM = 30.0
SILENCE_TO = 360.0
"""Minutes: after this long without a word a message counts for 0.1 more, rising to 0.3."""

_CLAUSES = re.compile(r"[.!?;:,\n]+|\s+[-\u2013\u2014]\s+|\b(?:and|but|so)\b")
_OPENING = r"(?:(?:sel|please|pls|plz|just|now|ok|okay|hey|then|can|could|would|will|you)\s+)*"
_WHILE = r"for (?:now|a (?:while|bit|moment|minute))"
_CLOSING = rf"(?:\s+(?:sel|please|pls|plz|now|yet|ok|okay|here|at all|{_WHILE}))*"
_ABOUT = r"(?:\s+(?:to|on))?(?:\s+(?:this|that|it|me|anything|back|any of this))?"
_SAYING = r"(?:reply|respond|answer|comment|react|speak|talk|say (?:anything|a word|a thing))"
_ORDER = re.compile(
    rf"{_OPENING}(?:"
    r"(?:stay|be|keep|remain) (?:quiet|silent)"
    r"|(?:don't|dont|do not|never|no need to|you don't (?:have|need) to|you needn't) "
    rf"{_SAYING}{_ABOUT}"
    r"|ignore (?:this|that|me|it|(?:this|that|my last) (?:message|one|line|text)|what i (?:just )?"
    r"(?:said|wrote|typed))"
    r"|(?:no|without an?) (?:reply|answer|response)(?: (?:is )?(?:needed|required|necessary))?"
    r"|shut up|hush|shush|silence|quiet"
    rf"){_CLOSING}"
)


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether to answer, how much it matters (0..1), and why."""

    answer: bool
    priority: float
    reason: str

    @property
    def level(self) -> Literal["high", "medium", "low"]:
        """The priority in a word."""
        if self.priority >= HIGH:
            return "high"
        return "medium" if self.priority >= MEDIUM else "low"


def ordered_silent(text: str) -> bool:
    """Whether the message orders SEL not to answer; telling of such an order is none."""
    clauses = _CLAUSES.split(text.lower().replace("\u2019", "'")[:2_000])
    return any(_ORDER.fullmatch(" ".join(clause.split())) for clause in clauses)


def priority(
    *, addressed: bool, named: bool, silence_minutes: float, signals: AbstractSet[str]
) -> tuple[float, list[str]]:
    """The priority 0..1, and what made it."""
    parts = {
        "a question": QUESTION * ("question" in signals),
        "urgent": URGENT * ("urgent" in signals),
        "hurt": HURT * ("hurt" in signals),
        "named": NAMED * named,
        "addressed": ADDRESSED * addressed,
        "long silence": _silence(silence_minutes),
    }
    total = min(1.0, sum(parts.values()))
    return round(total, 3), [name for name, value in parts.items() if value]


def _silence(minutes: float) -> float:
    if minutes < SILENCE_FROM:
        return 0.0
    share = (min(minutes, SILENCE_TO) - SILENCE_FROM) / (SILENCE_TO - SILENCE_FROM)
    return 0.1 + 0.2 * share


def decide(  # noqa: PLR0913 - six facts, each named at the call
    text: str,
    *,
    addressed: bool,
    named: bool,
    company: bool,
    silence_minutes: float,
    signals: AbstractSet[str],
) -> Decision:
    """Answer or not. Never silent to someone hurt; else an order to be silent is followed; else
    only low priority in company is passed over. At the desk (`company` False) SEL answers.
    """
    size, why = priority(
        addressed=addressed, named=named, silence_minutes=silence_minutes, signals=signals
    )
    if "hurt" in signals:
        return Decision(True, size, HURTING)
    if ordered_silent(text):
        return Decision(False, size, QUIET)
    if company and size < MEDIUM:
        return Decision(False, size, "low priority in company")
    return Decision(True, size, ", ".join(why) or "at the desk")
