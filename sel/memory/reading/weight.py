"""How much a thing told weighs."""

from __future__ import annotations


def importance(text: str) -> float:
    """0.5 to 0.9: who one is, loves and hates most; feelings, beliefs; habits (facts.md §3)."""
    return 0.5
