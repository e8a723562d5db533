"""Whether a text holds a secret: such words are never stored, even with consent."""

from __future__ import annotations


def secret_in(text: str) -> str:
    """What kind of secret `text` holds, as a person would say it ("a password"); "" for none."""
    return ""
