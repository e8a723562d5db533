"""A list of which one row is chosen; only what is visible is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.heard.page import Line, listing
from tui.widgets.shelf import ink

COLOURS = ("quiet", "sel", "warning", "error")


@dataclass(frozen=True, slots=True)
class Pick:
    """A row. `draw` is told the room and gives pieces of text with the names of their colours;
    `said` is the row in words."""

    key: str
    draw: Callable[[int], Sequence[tuple[str, str]]]
    said: Callable[[], str]


class Picks(ScrollView, can_focus=True):
    """Rows, one of them chosen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "picks--chosen",
        "picks--chosen-quiet",
        *(f"picks--{name}" for name in COLOURS),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False, id="picks-up"),
        Binding("down,j", "move(1)", "Down", show=False, id="picks-down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="picks-page-up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="picks-page-down"),
        Binding("home", "move(-1000000000)", "First", show=False, id="picks-first"),
        Binding("end", "move(1000000000)", "Last", show=False, id="picks-last"),
        Binding("enter", "open", "Open", show=False, id="picks-open"),
    ]

    class Chosen(Message):
        """Another row is chosen, or none is there."""

    class Opened(Message):
        """The chosen row shall be opened; `clicked` with the mouse."""

        def __init__(self, *, clicked: bool) -> None:
            super().__init__()
            self.clicked = clicked

    def __init__(self) -> None:
        super().__init__(id="picks")
        self._rows: Sequence[Pick] = ()
        self._key = ""

    @property
    def chosen(self) -> str:
        """The key of the row that is chosen; "" where there is none."""
        return self._rows[at].key if (at := self._at) >= 0 else ""

    @property
    def _at(self) -> int:
        keys = enumerate(row.key for row in self._rows)
        found = next((number for number, key in keys if key == self._key), -1)
        return found if found >= 0 or not self._rows else 0

    def show(self, rows: Sequence[Pick], chosen: str = "") -> None:
        """These. `chosen` is chosen; without it what was stays so, if it is there."""
        self._rows = rows
        self._key = chosen or self._key
        self._key = self.chosen
        self.virtual_size = Size(1, len(rows))
        self._reveal()

    def on_resize(self) -> None:
        """The chosen row stays in sight."""
        self._scroll()

    def action_move(self, by: int) -> None:
        """Choose the row so many below (negative: above)."""
        if self._rows:
            self._choose(max(0, min(self._at + by, len(self._rows) - 1)))

    def action_page(self, by: int) -> None:
        """A page further or back."""
        self.action_move(by * max(self.size.height - 1, 1))

    def action_open(self) -> None:
        """Open the chosen row."""
        if self.chosen:
            self.post_message(self.Opened(clicked=False))

    def on_click(self, event: Click) -> None:
        """Choose the row under the pointer; a second click opens it."""
        at = event.y + self.scroll_offset.y
        if at < len(self._rows):
            again = at == self._at
            self._choose(at)
            if again:
                self.post_message(self.Opened(clicked=True))

    def _choose(self, at: int) -> None:
        if self._rows[at].key != self._key:
            self._key = self._rows[at].key
            self._reveal()

    def _reveal(self) -> None:
        self._scroll()
        self.refresh()
        self.post_message(self.Chosen())

    def _scroll(self) -> None:
        height, at = max(self.size.height, 1), self._at
        if at < self.scroll_offset.y:
            self.scroll_to(y=max(at, 0), animate=False)
        elif at >= self.scroll_offset.y + height:
            self.scroll_to(y=at - height + 1, animate=False)

    def in_words(self) -> Sequence[Line]:
        """Rows around the chosen one."""
        rows = [row.said for row in self._rows]
        return listing(rows, self._at, key="picks", here=self.has_focus)

    def render_line(self, y: int) -> Strip:
        """One row."""
        width, at = self.scrollable_content_region.width, y + self.scroll_offset.y
        if at >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        chosen = at == self._at
        look = self.get_component_rich_style("picks--chosen") if chosen else self.rich_style
        drawn = []
        for text, colour in self._rows[at].draw(width):
            style = look
            if colour:
                name = "chosen-quiet" if chosen and colour == "quiet" else colour
                style += ink(self.get_component_rich_style(f"picks--{name}", partial=True))
            drawn.append(Segment(text, style))
        return Strip(drawn).adjust_cell_length(width, look)
