"""The memory map in the terminal: somebody else draws it, here it gets its colours and its keys."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.tags import TAG_LOOKS

Rows = Sequence[Sequence[tuple[str, str]]]
"""Rows of (character, role); what roles there are is the drawer's affair."""
Point = tuple[float, float]

COARSEST = 3
LEVELS = {3: "themes", 2: "topics", 1: "threads", 0: "moments"}
LEAPS = {3: 0.08, 2: 0.03, 1: 0.01, 0: 0.0}
"""The least way a key goes at each level, of the unit square."""
ROLES = ("dim", "line", "title", "label", "chosen", "halo-warm", "halo-cool")


class Chart(Widget, can_focus=True):
    """The map, with one memory pointed out. Arrows walk from memory to memory."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*(f"chart--{role}" for role in ROLES), *TAG_LOOKS}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "walk(-1, 0)", "Left", show=False),
        Binding("right,l", "walk(1, 0)", "Right", show=False),
        Binding("up,k", "walk(0, -1)", "Up", show=False),
        Binding("down,j", "walk(0, 1)", "Down", show=False),
        Binding("plus,equals_sign,pagedown", "zoom(-1)", "Closer", show=False),
        Binding("minus,pageup", "zoom(1)", "Farther", show=False),
    ]

    class Walked(Message):
        """The memory of this id is pointed out now."""

        def __init__(self, memory_id: str) -> None:
            super().__init__()
            self.memory_id = memory_id

    class Wanted(Message):
        """The map should be drawn anew: at another place, level or size."""

    def __init__(self) -> None:
        super().__init__(id="chart")
        self.level = COARSEST
        self.chosen = ""
        self._places: Mapping[str, Point] = {}
        self._rows: Rows = ()

    # ------------------------------------------------------------ what is seen

    @property
    def centre(self) -> Point:
        """Where to look: at the chosen memory; far out, at everything."""
        if self.level == COARSEST:
            return (0.5, 0.5)
        return self._places.get(self.chosen, (0.5, 0.5))

    def place(self, places: Mapping[str, Point]) -> None:
        """Memories stand here now."""
        self._places = places
        self._want()

    def choose(self, memory_id: str) -> None:
        """Point this memory out."""
        if memory_id != self.chosen:
            self.chosen = memory_id
            self._want()

    def draw(self, rows: Rows) -> None:
        """Show this drawing."""
        self._rows = rows
        self.refresh()

    def on_resize(self) -> None:
        """Another size needs another drawing."""
        self._want()

    def _want(self) -> None:
        self.border_title = f"map · {LEVELS[self.level]} (L{self.level})"
        self.post_message(self.Wanted())

    # ------------------------------------------------------------ keys

    def action_zoom(self, by: int) -> None:
        """Closer (negative) or farther, within the four levels."""
        level = min(max(self.level + by, 0), COARSEST)
        if level != self.level:
            self.level = level
            self._want()

    def action_walk(self, dx: int, dy: int) -> None:
        """Go to the next memory that way; far out, with longer steps."""
        there = beside(self._places, self.chosen, dx, dy, LEAPS[self.level])
        if there and there != self.chosen:
            self.choose(there)
            self.post_message(self.Walked(there))

    # ------------------------------------------------------------ drawing

    def render_line(self, y: int) -> Strip:
        """One row, cells of one colour together."""
        width = self.size.width
        if y >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        segments = [
            Segment("".join(cell[0] for cell in cells), self._look(role))
            for role, cells in groupby(self._rows[y], key=lambda cell: cell[1])
        ]
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _look(self, role: str) -> Style:
        name = look_name(role)
        return self.get_component_rich_style(name) if name else self.rich_style


def look_name(role: str) -> str:
    """The component class of a role of the drawing, "" for the ground and for unknown ones."""
    if role.startswith("tag:"):
        name = f"tag--{role[4:]}"
        return name if name in TAG_LOOKS else "tag--other"
    name = role.replace(":", "-")
    return f"chart--{name}" if name in ROLES else ""


def beside(places: Mapping[str, Point], start: str, dx: int, dy: int, leap: float) -> str:
    """The memory to go to from `start` in a direction (`dx`, `dy` of −1, 0, 1), "" for none.

    Straight ahead counts twice, and at least `leap` away if there is such a one.
    """
    x, y = places.get(start, (0.5, 0.5))
    for least in (leap, 0.0):
        best, score = "", math.inf
        for other, (u, v) in places.items():
            ahead = (u - x) * dx + (v - y) * dy
            aside = abs((u - x) * dy) + abs((v - y) * dx)
            if ahead > least and aside <= 2 * ahead and ahead + 2 * aside < score:
                best, score = other, ahead + 2 * aside
        if best:
            return best
    return ""
