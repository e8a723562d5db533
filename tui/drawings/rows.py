"""Rows of a long list as pieces of text with a look each. Pure; `tui.widgets.rows` draws them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

Piece = tuple[str, str]
"""Text and its look: "" or one of `LOOKS`."""
LOOKS = ("quiet", "faint", "sel", "person", "match", "strong", "warning")


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


def spread(left: Sequence[Piece], right: Sequence[Piece], cells: int) -> list[Piece]:
    """Pieces at both ends of so many cells; the left ones give way."""
    width = sum(cell_len(text) for text, _ in right)
    shown = cut(left, max(cells - width - (2 if width else 0), 1))
    gap = cells - width - sum(cell_len(text) for text, _ in shown)
    return [*shown, (" " * max(gap, 0), ""), *right]
