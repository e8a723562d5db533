"""A conversation's title, of the person's own first words or of a model's. Pure."""

from __future__ import annotations

from collections.abc import Sequence

LONGEST = 48
"""Characters of a title."""


def title_of(texts: Sequence[str]) -> str:
    """A title of a person's first messages; "" where none says what it is about."""
    raise NotImplementedError


def opening_of(texts: Sequence[str]) -> str:
    """How a conversation began, in one line."""
    raise NotImplementedError


def request(texts: Sequence[str]) -> str:
    """What a model is asked for a title of these messages."""
    raise NotImplementedError


def cleaned(reply: str) -> str:
    """The title in a model's reply; "" where there is none."""
    raise NotImplementedError
