"""What may stand beside a time: these figures and these words, and nothing else.

A time is kept longer than the words it was spent on, and shown to whoever looks. So a detail is
not checked for being harmless; it is kept only if its name, and its word, stand in these lists.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

Detail = tuple[str, str | float]
"""A name with a figure or a word."""

FIGURES = frozenset(
    {
        "attempt",
        "bytes",
        "characters",
        "entries",
        "images",
        "made_tokens",
        "memories",
        "messages",
        "pieces",
        "prompt_tokens",
        "read_tokens",
        "reused_tokens",
        "slots",
        "temperature",
        "tokens",
        "vectors",
    }
)
"""Details that are numbers."""

WORDS: Mapping[str, frozenset[str]] = {
    "engine": frozenset({"local", "remote", "scripted"}),
    "face": frozenset({"desk", "chat", "discord", "api"}),
    "intent": frozenset({"code", "vision", "memory", "general"}),
    "kind": frozenset({"classification", "appraisal", "shell", "reply", "agent"}),
    "mode": frozenset({"casual", "deep_focus", "playful", "quiet_companion"}),
    "role": frozenset({"general", "coder", "vision"}),
    "source": frozenset({"made", "shared", "cached"}),
    "stop": frozenset({"end", "stop", "length", "context", "cancelled", "loop", "enough"}),
}
"""Details that are words, with all the words they may be."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")


def is_name(text: str) -> bool:
    """Whether this may name a subsystem or an operation: names are written in code, in small
    letters, never made of what somebody said."""
    return bool(_NAME.fullmatch(text))


def allowed(details: Mapping[str, object]) -> tuple[Detail, ...]:
    """Those that may be kept, by name; others are left out without a word."""
    return tuple(
        (name, value)
        for name, value in sorted(details.items())
        if isinstance(value, str | int | float) and _may(name, value)
    )


def _may(name: str, value: str | float) -> bool:
    if isinstance(value, str):
        return value in WORDS.get(name, ())
    return name in FIGURES and math.isfinite(value)
