"""Whether forgotten words stand in what was said."""

from __future__ import annotations

from collections.abc import Sequence

from sel.prompt.history import Turn


def turn_holds(turn: Turn, forgotten: Sequence[str]) -> bool:
    """Whether one of these stands anywhere in the turn."""
    return any(holds(text, forgotten) for text in (turn.said, turn.note, turn.reply))


def holds(text: str, forgotten: Sequence[str]) -> bool:
    """Whether one of these stands in the text, however it is spaced and in any case."""
    plain = _plain(text)
    return any(one in plain for one in map(_plain, forgotten) if one)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
