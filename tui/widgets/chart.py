"""The memory map in the terminal: somebody else draws it, here it gets its colours, its keys and
the mouse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.blank import BlankSight
from tui.heard.page import Line
from tui.port import SightPort
from tui.text import one_line
from tui.widgets.pointing import Glass, Point, beside
from tui.widgets.tags import TAG_LOOKS

COARSEST = 3
LEVELS = {3: "themes", 2: "topics", 1: "threads", 0: "moments"}
LEAPS = {3: 0.08, 2: 0.03, 1: 0.01, 0: 0.0}
"""The least way a key goes at each level, of the unit square."""
RIGHT = 3
"""The mouse's right button."""
BARE = ("Nothing is on the map yet.", "A memory gets its place once the embedder has read it.")
ROLES = ("dim", "line", "title", "label", "chosen", "halo-warm", "halo-cool")


class Chart(Widget, can_focus=True):
    """The map, with one memory pointed out. Arrows walk from memory to memory, a click goes
    closer to one, a right click back; what is under the pointer is told in the frame."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*(f"chart--{role}" for role in ROLES), *TAG_LOOKS}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "walk(-1, 0)", "Left", show=False, id="map-left"),
        Binding("right,l", "walk(1, 0)", "Right", show=False, id="map-right"),
        Binding("up,k", "walk(0, -1)", "Up", show=False, id="map-up"),
        Binding("down,j", "walk(0, 1)", "Down", show=False, id="map-down"),
        Binding("plus,equals_sign,pagedown", "zoom(-1)", "Closer", show=False, id="map-closer"),
        Binding("minus,pageup,backspace", "zoom(1)", "Farther", show=False, id="map-farther"),
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
        self._words: Mapping[str, str] = {}
        self._seen: SightPort = BlankSight(())
        self._glass = Glass({})

    # ------------------------------------------------------------ what is seen

    @property
    def centre(self) -> Point:
        """Where to look: at the chosen memory; far out, at everything."""
        if self.level == COARSEST:
            return (0.5, 0.5)
        return self._places.get(self.chosen, (0.5, 0.5))

    @property
    def waiting(self) -> int:
        """How many memories have no place yet: the embedder has not read them."""
        return len(self._words.keys() - self._places.keys())

    def place(self, places: Mapping[str, Point], words: Mapping[str, str]) -> None:
        """Memories stand here now; `words` are what is told of each, by its id."""
        self._places, self._words = places, words
        self._want()

    def choose(self, memory_id: str) -> None:
        """Point this memory out."""
        if memory_id != self.chosen:
            self.chosen = memory_id
            self._want()

    def draw(self, seen: SightPort) -> None:
        """Show this drawing."""
        self._seen = seen
        self._glass = Glass(self._places, seen.window, self.size)
        self.border_subtitle = ""
        self.refresh()

    def on_resize(self) -> None:
        """Another size needs another drawing."""
        self._want()

    def _want(self) -> None:
        waiting = f" · not on the map yet: {self.waiting:,}" if self.waiting else ""
        self.border_title = f"map · {LEVELS[self.level]}{waiting}"
        self.post_message(self.Wanted())

    # ------------------------------------------------------------ keys

    def action_zoom(self, by: int) -> None:
        """Closer (negative) or farther, within the four levels."""
        level = min(max(self.level + by, 0), COARSEST)
        if level != self.level:
            self.level = level
            self._want()

    def on_click(self, event: events.Click) -> None:
        """Closer to what was clicked, with the right button farther away."""
        at = event.get_content_offset(self)
        if event.button == RIGHT:
            self.action_zoom(1)
        elif at is not None and (there := self._glass.near(*at) or self._glass.nearest(*at)):
            self._go(there)
            self.action_zoom(-1)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell what is under the pointer."""
        at = event.get_content_offset(self)
        there = self._glass.near(*at) if at is not None else ""
        words = self._words.get(there, "")
        quote = f"“{one_line(words, max(self.size.width - 6, 1))}”" if words else ""
        self.border_subtitle = Content(quote)  # a person's words are no markup

    def on_leave(self) -> None:
        """Nothing is under the pointer any more."""
        self.border_subtitle = ""

    def action_walk(self, dx: int, dy: int) -> None:
        """Go to the next memory that way; far out, with longer steps."""
        there = beside(self._places, self.chosen, dx, dy, LEAPS[self.level])
        if there:
            self._go(there)

    def _go(self, there: str) -> None:
        if there != self.chosen:
            self.choose(there)
            self.post_message(self.Walked(there))

    # ------------------------------------------------------------ drawing

    def in_words(self) -> Sequence[Line]:
        """What it is a map of, and the memory one stands at."""
        if not self.has_focus:
            return ()
        level = f"A map of memories by meaning, at {LEVELS[self.level]}."
        way = "The arrows walk to the next memory that way; plus and minus come closer or go away."
        words = one_line(self._words.get(self.chosen, ""), 300)
        return [Line(level), Line(way), Line(f"At: {words or 'none'}", key="chart", here=True)]

    def render_line(self, y: int) -> Strip:
        """One row, cells of one colour together."""
        width, rows = self.size.width, self._seen.rows
        if not self._places and self.waiting:
            return self._bare(y)
        if y >= len(rows):
            return Strip.blank(width, self.rich_style)
        segments = [
            Segment("".join(cell[0] for cell in cells), self._look(role))
            for role, cells in groupby(rows[y], key=lambda cell: cell[1])
        ]
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _bare(self, y: int) -> Strip:
        """In place of a map that nothing stands on yet: why."""
        text = BARE[y - self.size.height // 2 + 1] if 0 <= y - self.size.height // 2 + 1 < 2 else ""
        look = self.get_component_rich_style("chart--dim")
        return Strip([Segment(one_line(text, self.size.width).center(self.size.width), look)])

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
