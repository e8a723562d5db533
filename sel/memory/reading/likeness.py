"""Whether two memories say the same thing in other words."""

from __future__ import annotations


def same_thing(a: str, b: str) -> bool:
    """Whether `a` and `b` say the same of the same; doubt means no."""
    return a == b
