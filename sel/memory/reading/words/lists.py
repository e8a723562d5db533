"""How a list of words is written down: as text, with spaces between."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The set of the words of `text`."""
    return frozenset(text.split())


def in_order(text: str) -> tuple[str, ...]:
    """The words of `text` in their order."""
    return tuple(text.split())
