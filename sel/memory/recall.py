"""Which found memories SEL is told for a reply, and in what words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from sel.memory.subject import roots
from sel.memory.types import Hit
from sel.memory.when import ago

MOST = 6
"""How many are told at once: a small model makes nothing of more."""

RELEVANT = 0.35
"""Cosine from which a memory may be told. Over everyday facts and messages, MiniLM gave what
belongs together 0.35-0.7 in 13 of 16 cases, and what does not less than 0.33 in 13 of 14."""

ANSWERS = 0.28
"""The same for a question, whose vector is turned towards its answers: over 180 questions it told
seven in ten of the right memories, as `RELEVANT` did before, and half as many others."""

RELATED = 0.2
"""Cosine that is enough where the message shares a word with the memory."""

OF_BEST = 0.65
"""Share of the best cosine below which the others only distract."""

ALIKE = 0.75
"""Share of their words in common from which two memories say the same."""

LONGEST = 240
"""Characters told of one memory."""

SAID = "the user said"
"""How a line begins, after its date. Of eleven ways tried on the starter model, a list under a
heading was made use of least (4 of 16 replies; without memories none), this one as well as any
other (13 of 24)."""

DATE = "11 months ago the user said: “”\n"
"""For counting: what a line has besides the words."""


def recall(hits: Sequence[Hit], budget: int, count: Callable[[str], int]) -> list[Hit]:
    """Those worth telling, best first: relevant, no two alike, within `budget` tokens.

    `count` estimates the tokens of a text.
    """
    chosen: list[Hit] = []
    left = budget
    for hit in _relevant(hits):
        cost = count(_words(hit.memory.text)) + count(DATE)
        if cost <= left and not any(_alike(hit, other) for other in chosen):
            chosen.append(hit)
            left -= cost
        if len(chosen) == MOST:
            break
    return chosen


def told(hits: Sequence[Hit], now: float, zone: str) -> str:
    """The late part of the prompt, "" for none: each memory as the person said it, with its date
    in words. What was said is one line in quotation marks, so that it cannot pass for orders."""
    dates = [ago(hit.memory.at, now, zone) for hit in hits]
    return "\n".join(
        f"{date[0].upper()}{date[1:]} {SAID}: “{_words(hit.memory.text)}”"
        for date, hit in zip(dates, hits, strict=True)
    )


def _relevant(hits: Sequence[Hit]) -> list[Hit]:
    """Those of the period that was asked for, else those that are near enough."""
    best = max((_nearness(hit) for hit in hits), default=0.0)
    return [hit for hit in hits if hit.parts.get("period") or _near(hit, best)]


def _near(hit: Hit, best: float) -> bool:
    shared = hit.parts.get("shared", 0.0) > 0
    if not hit.parts.get("cosine"):  # no vector of the message or of the memory: words must do
        return shared
    enough = ANSWERS if hit.parts.get("answer") else RELEVANT
    return _nearness(hit) >= max(RELATED if shared else enough, OF_BEST * best)


def _nearness(hit: Hit) -> float:
    """How near a memory is to what was said, or to where the answers to a question are."""
    return hit.parts.get("cosine", 0.0) + hit.parts.get("answer", 0.0)


def _alike(hit: Hit, other: Hit) -> bool:
    mine, theirs = roots(hit.memory.text), roots(other.memory.text)
    fewer = min(len(mine), len(theirs))
    return hit.memory.text == other.memory.text or (
        fewer > 1 and len(mine & theirs) / fewer >= ALIKE
    )


def _words(text: str) -> str:
    """A memory's words as they stand in the prompt: one line, no marks that could end it."""
    line = " ".join(re.sub(r"[^\S ]|[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text).split())
    line = re.sub('[“”„«»"]', "'", line).replace("<|", "<").replace("|>", ">")
    if len(line) <= LONGEST:
        return line
    return line[:LONGEST].rsplit(" ", 1)[0] + "…"
