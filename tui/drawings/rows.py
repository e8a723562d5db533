"""Rows of a long list as pieces of text with a look each. Pure; `tui.widgets.rows` draws them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

from tui.text import one_line

Piece = tuple[str, str]
"""Text and its look: "", one of `LOOKS`, or that of a tag."""
LOOKS = ("quiet", "faint", "sel", "person", "match", "strong", "warning", "error")


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be chosen: `rows` draws it in so many cells, a list of pieces for each row; `said`
    is it in words."""

    key: str
    rows: Callable[[int], Sequence[Sequence[Piece]]]
    said: Callable[[], str]


Item = Entry | str
"""An entry, or a heading that is only read; "" is a gap."""


def cut(pieces: Sequence[Piece], cells: int) -> list[Piece]:
    """Pieces cut to so many cells, with an ellipsis where something is missing."""
    taken: list[Piece] = []
    for text, look in pieces:
        room = cells - sum(cell_len(one) for one, _ in taken)
        if cell_len(text) > room:
            if room > 0:
                taken.append((set_cell_size(text, room - 1).rstrip() + "…", look))
            break
        taken.append((text, look))
    return taken


def fitting(text: str, room: int) -> str:
    """Text of exactly this many cells."""
    text = one_line(text, room)
    while cell_len(text) > room:
        text = text[:-2].rstrip() + "…"
    return set_cell_size(text, room)


def spread(left: Sequence[Piece], right: Sequence[Piece], cells: int) -> list[Piece]:
    """Pieces at both ends of so many cells; the left ones give way."""
    width = sum(cell_len(text) for text, _ in right)
    shown = cut(left, max(cells - width - (2 if width else 0), 1))
    gap = cells - width - sum(cell_len(text) for text, _ in shown)
    return [*shown, (" " * max(gap, 0), ""), *right]
