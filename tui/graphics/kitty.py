"""Sharp pictures in terminals that know kitty's graphics. Each is handed over once, and cells of
text stand for it, so that it scrolls and is covered like any other text.

Protocol: sw.kovidgoyal.net/kitty/graphics-protocol, "Unicode placeholders". A cell is U+10EEEE with
two marks for its row and column; its colour is the picture's number. kitty and Ghostty have it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator

from textual.color import Color
from textual.content import Content
from textual.style import Style

from tui.markdown.line import Line

_CELL = "\U0010eeee"
_MARKS = "".join(
    map(
        chr,
        (
            *(0x305, 0x30D, 0x30E, 0x310, 0x312, 0x33D, 0x33E, 0x33F, 0x346, 0x34A, 0x34B, 0x34C),
            *(0x350, 0x351, 0x352, 0x357, 0x35B, *range(0x363, 0x370), *range(0x483, 0x488)),
            *(0x592, 0x593, 0x594, 0x595, 0x597),
        ),
    )
)
"""Marks that stand for 0, 1, 2, …: the first of the protocol's list."""
MOST = len(_MARKS)
"""Rows or columns of a picture that can be counted with them."""
_CHUNK = 4096
"""Characters of data in one command, at most."""


def handed_over(png: bytes, number: int, columns: int, rows: int) -> str:
    """What hands a PNG file to the terminal, to be shown in so many cells; it answers nothing."""
    data = base64.standard_b64encode(png).decode()
    pieces = [data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK)]
    first = f"a=T,U=1,f=100,q=2,i={number},c={columns},r={rows},"
    return "".join(
        f"\x1b_G{first if not at else ''}m={int(at + 1 < len(pieces))};{piece}\x1b\\"
        for at, piece in enumerate(pieces)
    )


def lines(number: int, columns: int, rows: int) -> Iterator[Line]:
    """The rows of cells in whose place it is shown; `number` is from 1 to 2²⁴ - 1."""
    ink = Style(foreground=Color(number >> 16 & 255, number >> 8 & 255, number & 255))
    for row in range(rows):
        cells = "".join(_CELL + _MARKS[row] + _MARKS[column] for column in range(columns))
        yield Line(Content.assemble((cells, ink)), mute=True)
