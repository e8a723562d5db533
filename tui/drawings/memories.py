"""A memory as a row of the list. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tui.drawings.rows import Entry, Piece, fitting
from tui.remembered import short_when, when_in_words
from tui.widgets.tags import look_of

if TYPE_CHECKING:
    from sel.memory_events import MemoryView

WHEN_WIDTH = 8
KIND_WIDTH = 11
ROOM_FOR_KIND = 60
"""Rows narrower than this leave the kind out."""


def entry(memory: MemoryView, colours: Mapping[str, int], now: float) -> Entry:
    """One memory; `colours` numbers the tags that have one."""

    def rows(cells: int) -> Sequence[Sequence[Piece]]:
        kind = memory.kind.rjust(KIND_WIDTH) if cells >= ROOM_FOR_KIND else ""
        when = short_when(memory.at, now).rjust(WHEN_WIDTH)
        text = fitting(memory.text, max(cells - 3 - len(kind) - len(when), 1))
        dot = ("●" if memory.hard else "○", look_of(memory.tags, colours))
        return ([dot, (f"  {text}", ""), (f"{kind}{when}", "quiet")],)

    return Entry(memory.id, rows, lambda: _said(memory, now))


def _said(memory: MemoryView, now: float) -> str:
    """A memory in words."""
    stays = "stays" if memory.hard else "fades"
    return f"{memory.text.rstrip('.')}, {memory.kind}, {stays}, {when_in_words(memory.at, now)}"
