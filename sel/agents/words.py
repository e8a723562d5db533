"""A sentence made ready for matching: without greeting, politeness and end signs. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST = 200
"""Characters of a sentence that is looked at; whoever writes more wants a conversation."""

_OPENING = re.compile(
    r"^(?:(?:hey|hi|hello|ok|okay|so|sel|please|pls|now|and|then|well|quick question)\b[\s,:!-]*)+",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"^(?:(?:can|could|would|will) you (?:please |quickly |just )*"
    r"(?:(?:tell|show) me |check |look up |find out )?"
    r"|(?:do you (?:happen to )?know|tell me|show me|i (?:want|need) to know) )"
    r"(?=\w)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:[\s,.?!…]|\b(?:please|pls|thanks|thank you|for me|sel|now|right now|quickly)\b)++$",
    re.IGNORECASE,
)
"""Possessive and sign by sign: a row of signs must not be tried in every way it can be divided."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a built-in agent read in a sentence: its arguments, and how sure it is (0..1)."""

    arguments: Mapping[str, Any]
    confidence: float
    reason: str


def bare(text: str) -> str:
    """The request in a sentence, on one line; "" for a text too long or of several paragraphs."""
    text = text.strip()
    if len(text) > LONGEST or "\n" in text:
        return ""
    text = " ".join(text.replace("\u2019", "'").split())
    text = _OPENING.sub("", text)
    text = _ASKING.sub("", text)
    return _CLOSING.sub("", text).strip()
