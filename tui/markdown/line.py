"""Logical lines and how they break into rows of a given width.

A line keeps its text whole, so that a selection copies it as it was written, not as it was wrapped.
Styles are names of component classes (".message--code"); how they look is the widget's affair.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len, chop_cells
from textual.content import Content

from tui.text import visible

NARROWEST = 8
"""Cells left for text, however deep lists and quotes are nested."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text.

    `lead` stands before its first row, `hang` before the others; `style` colours whole rows;
    `fold` breaks anywhere instead of between words; `mute` lines are decoration, never copied.
    `kept` characters at its beginning are as they were in the line it is written in place of.
    """

    text: Content
    lead: str = ""
    hang: str = ""
    style: str = ""
    fold: bool = False
    mute: bool = False
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One row on the screen: a piece of line number `line`, from its character `start`."""

    piece: Content
    lead: str
    style: str
    line: int
    start: int


BLANK = Line(Content(""))


def plain(text: str, style: str = "", **rest: object) -> list[Line]:
    """Lines of text shown as it is, every line in one style."""
    return [
        Line(Content.styled(piece, style) if style else Content(piece), **rest)  # type: ignore[arg-type]
        for piece in visible(text).split("\n")
    ]


def rows(line: Line, number: int, width: int, since: int = 0) -> list[Row]:
    """Break one line into rows no wider than `width` cells (at least one row); `since` is where a
    row begins, and only that and what follows is wanted."""
    room = max(width - cell_len(line.lead), NARROWEST)
    text = line.text[since:] if since else line.text
    if text.cell_length <= room:
        return [Row(text, line.hang if since else line.lead, line.style, number, since)]
    pieces = _folded(text, room) if line.fold else _wrapped(text, room)
    return [
        Row(piece, line.hang if since or index else line.lead, line.style, number, since + start)
        for index, (start, piece) in enumerate(pieces)
    ]


def _folded(text: Content, room: int) -> Iterator[tuple[int, Content]]:
    start = 0
    for part in chop_cells(text.plain, room):
        yield start, text[start : start + len(part)]
        start += len(part)


def _wrapped(text: Content, room: int) -> Iterator[tuple[int, Content]]:
    """Content wraps well but forgets where its pieces began, so each is looked up again."""
    whole, at = text.plain, 0
    for piece in text.wrap(room):
        found = whole.find(piece.plain, at)
        at = found if found >= 0 else at
        yield at, piece
        at += len(piece.plain)
