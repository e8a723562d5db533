"""A sheet of terminal cells that lines, dots and words are put on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple


class Cell(NamedTuple):
    """One column of one line. `char` is "" in the right half of a wide character, so that the
    characters of a line joined are as many columns wide as there are cells.

    `role` is the name of a colour: "" (ground), "tag:0" … "tag:6" (colours of `palette`, in the
    order of `palette.tags`), "tag:other", "line" (tiles), "title" (themes), "label" (words of a
    memory), "dim", "halo:warm", "halo:cool", "chosen".
    """

    char: str
    role: str


EMPTY = Cell(" ", "")

_LINES = " ╵╶└╷│┌├╴┘─┴┐┤┬┼"
"""By which of its arms a character has: 1 up, 2 right, 4 down, 8 left."""

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""Braille: the bit of each dot, by row and column of the cell (Unicode, block 2800)."""


class Canvas:
    """`height` lines of `width` cells. What lies outside is not drawn."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.rows = [[EMPTY] * width for _ in range(height)]
        self.words: set[tuple[int, int]] = set()
        """Cells (column, row) that words or marks hold: others keep off."""
        self._arms: dict[tuple[int, int], int] = defaultdict(int)

    def put(self, column: int, row: int, char: str, role: str) -> None:
        """One character of one column; it replaces what was there."""
        if 0 <= column < self.width and 0 <= row < self.height:
            self.rows[row][column] = Cell(char, role)
            self.words.add((column, row))

    def free(self, column: int, row: int, wide: int) -> bool:
        """Whether no words or marks are in these cells, and all of them are on the sheet."""
        inside = 0 <= row < self.height and column >= 0 and column + wide <= self.width
        return inside and not any((column + i, row) in self.words for i in range(wide))

    def write(self, column: int, row: int, chars: Sequence[str], role: str) -> None:
        """Words as `words.cells` gives them. The caller has seen that they are `free`."""
        for offset, char in enumerate(chars):
            self.put(column + offset, row, char, role)

    def frame(self, left: int, top: int, right: int, bottom: int) -> None:
        """A rectangle of thin lines; where it meets others they join."""
        for row in (top, bottom):
            for column in range(max(left, -1), min(right, self.width)):
                self._arms[column, row] |= 2
                self._arms[column + 1, row] |= 8
        for column in (left, right):
            for row in range(max(top, -1), min(bottom, self.height)):
                self._arms[column, row] |= 4
                self._arms[column, row + 1] |= 1

    def rule(self) -> None:
        """Draw all frames at once, under everything that is put later."""
        for (column, row), arms in self._arms.items():
            if 0 <= column < self.width and 0 <= row < self.height:
                self.rows[row][column] = Cell(_LINES[arms], "line")

    def dots(self, points: Sequence[tuple[float, float, str]]) -> None:
        """Many points (in cells, fractions count; and a role) as Braille: eight to a cell, whose
        role is that of most of them. Words and lines stay, or a full map would be one fog."""
        bits: dict[tuple[int, int], int] = defaultdict(int)
        roles: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
        for x, y, role in points:
            at = int(x), int(y)
            bits[at] |= _DOTS[int(y % 1 * 4)][int(x % 1 * 2)]
            roles[at][role] += 1
        for at, dots in bits.items():
            most = min(roles[at].items(), key=lambda item: (-item[1], item[0]))[0]
            if self.free(*at, 1) and self.rows[at[1]][at[0]] is EMPTY:
                self.put(*at, chr(0x2800 + dots), most)
