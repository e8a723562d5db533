"""The list of memories: one row each, only what is visible is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.heard.page import Line, listing
from tui.remembered import short_when, when_in_words
from tui.text import one_line
from tui.widgets.tags import TAG_LOOKS, look_of

if TYPE_CHECKING:
    from sel.memory_events import MemoryView

WHEN_WIDTH = 8
KIND_WIDTH = 11
ROOM_FOR_KIND = 64
"""Rows narrower than this leave the kind out."""


class Shelf(ScrollView, can_focus=True):
    """Memories in rows, one of them chosen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "shelf--quiet",
        "shelf--chosen",
        "shelf--chosen-quiet",
        *TAG_LOOKS,
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False, id="shelf-up"),
        Binding("down,j", "move(1)", "Down", show=False, id="shelf-down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="shelf-page-up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="shelf-page-down"),
        Binding("home", "move(-1000000000)", "First", show=False, id="shelf-first"),
        Binding("end", "move(1000000000)", "Last", show=False, id="shelf-last"),
    ]

    class Chosen(Message):
        """Another memory is chosen; None where there is none."""

        def __init__(self, memory: MemoryView | None) -> None:
            super().__init__()
            self.memory = memory

    def __init__(self) -> None:
        super().__init__(id="shelf")
        self._memories: Sequence[MemoryView] = ()
        self._colours: Mapping[str, int] = {}
        self._now = 0.0
        self._at = 0

    @property
    def chosen(self) -> MemoryView | None:
        """The memory that is chosen."""
        return self._memories[self._at] if self._memories else None

    def show(self, memories: Sequence[MemoryView], colours: Mapping[str, int], now: float) -> None:
        """These; `colours` numbers the tags that have one. What was chosen stays so, if it is
        there."""
        before = self.chosen
        self._memories, self._colours, self._now = memories, colours, now
        self._at = min(self._at, max(len(memories) - 1, 0))
        if before is not None:
            self._at = self._place(before.id, self._at)
        self.virtual_size = Size(1, len(memories))
        self._reveal()

    def choose(self, memory_id: str) -> None:
        """Choose this one, if it is there."""
        self._go(self._place(memory_id, self._at))

    def on_resize(self) -> None:
        """The chosen row stays in sight."""
        self._scroll()

    def _place(self, memory_id: str, otherwise: int) -> int:
        ids = (index for index, memory in enumerate(self._memories) if memory.id == memory_id)
        return next(ids, otherwise)

    def action_move(self, by: int) -> None:
        """Choose the memory so many rows below (negative: above)."""
        self._go(self._at + by)

    def action_page(self, by: int) -> None:
        """A page further or back."""
        self._go(self._at + by * max(self.size.height - 1, 1))

    def _go(self, to: int) -> None:
        self._at = max(0, min(to, len(self._memories) - 1))
        self._reveal()

    def _reveal(self) -> None:
        """Bring the chosen row into sight and tell of it."""
        self._scroll()
        self.refresh()
        self.post_message(self.Chosen(self.chosen))

    def _scroll(self) -> None:
        height = max(self.size.height, 1)
        if self._at < self.scroll_offset.y:
            self.scroll_to(y=self._at, animate=False)
        elif self._at >= self.scroll_offset.y + height:
            self.scroll_to(y=self._at - height + 1, animate=False)

    def on_click(self, event: Click) -> None:
        """Choose the row under the pointer."""
        row = event.y + self.scroll_offset.y
        if row < len(self._memories):
            self._go(row)

    def in_words(self) -> Sequence[Line]:
        """Memories around the chosen one."""
        said = [partial(_said, memory, self._now) for memory in self._memories]
        return listing(said, self._at, key="shelf", here=self.has_focus)

    def render_line(self, y: int) -> Strip:
        """One memory."""
        width, index = self.scrollable_content_region.width, y + self.scroll_offset.y
        if index >= len(self._memories):
            return Strip.blank(width, self.rich_style)
        memory, chosen = self._memories[index], index == self._at
        look = self.get_component_rich_style("shelf--chosen") if chosen else self.rich_style
        quiet = self.get_component_rich_style("shelf--chosen-quiet" if chosen else "shelf--quiet")
        kind = memory.kind.rjust(KIND_WIDTH) if width >= ROOM_FOR_KIND else ""
        when = short_when(memory.at, self._now).rjust(WHEN_WIDTH)
        room = max(width - 4 - len(kind) - len(when) - 1, 1)
        dot = self.get_component_rich_style(look_of(memory.tags, self._colours), partial=True)
        return Strip(
            [
                Segment(" ", look),
                Segment("●" if memory.hard else "○", look + ink(dot)),
                Segment("  ", look),
                Segment(fitting(memory.text, room), look),
                Segment(f"{kind}{when} ", quiet),
            ]
        ).adjust_cell_length(width, look)


def _said(memory: MemoryView, now: float) -> str:
    """A memory in words."""
    stays = "stays" if memory.hard else "fades"
    return f"{memory.text.rstrip('.')}, {memory.kind}, {stays}, {when_in_words(memory.at, now)}"


def ink(style: Style) -> Style:
    """Only the colour of the text."""
    return Style(color=style.color)


def fitting(text: str, room: int) -> str:
    """Text of exactly this many cells."""
    text = one_line(text, room)
    while cell_len(text) > room:
        text = text[:-2].rstrip() + "…"
    return set_cell_size(text, room)
