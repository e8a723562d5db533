"""What stands above the conversation of one of Discord's channels."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from tui import elsewhere
from tui.drawings.channels import Place, head
from tui.heard.page import Line, told


class Heading(Static):
    """Name and server; the mood there, what SEL does and what it may do."""

    def __init__(self) -> None:
        super().__init__("", id="place", markup=False)
        self._shown: Place | None = None

    def show(self, place: Place | None) -> None:
        """Of this channel, or of none."""
        if place != self._shown:
            self._shown = place
            self._draw()

    def in_words(self) -> Sequence[Line]:
        """Which channel it is; how it is there, the list tells."""
        place = self._shown.view if self._shown else None
        return told(f"{elsewhere.title(place)}, {place.guild}" if place else "")

    def on_resize(self) -> None:
        """Another room."""
        self._draw()

    def _draw(self) -> None:
        if width := self.size.width:
            self.update(head(self._shown, width) if self._shown else Content(), layout=False)
