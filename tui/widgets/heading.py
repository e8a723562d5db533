"""What stands above the conversation of one of Discord's channels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from tui import elsewhere
from tui.drawings.channels import head
from tui.heard.page import Line, told

if TYPE_CHECKING:
    from tui.widgets.places import Row


class Heading(Static):
    """Name and server; the mood there, what SEL does and what it may do."""

    def __init__(self) -> None:
        super().__init__("", id="place", markup=False)
        self._row: Row | None = None

    def show(self, row: Row | None) -> None:
        """Of this channel, or of none."""
        if row != self._row:
            self._row = row
            self._draw()

    def in_words(self) -> Sequence[Line]:
        """Which channel it is; how it is there, the list tells."""
        place = self._row.place if self._row else None
        return told(f"{elsewhere.title(place)}, {place.guild}" if place else "")

    def on_resize(self) -> None:
        """Another room."""
        self._draw()

    def _draw(self) -> None:
        row, width = self._row, self.size.width
        if width:
            drawn = head(row.place, row.mood, width, answering=row.answering) if row else Content()
            self.update(drawn, layout=False)
