"""A picture of rows that is shown anew only where it differs: what moves does not flicker."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.visual import RenderOptions
from textual.widget import Widget

from tui.heard.page import Line


class Still(Widget):
    """Rows of text in the theme's colours. `show` repaints the rows that are different; `in_words`
    says what they are a picture of."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.in_words: Callable[[], Sequence[Line]] = lambda: ()
        self._rows: Sequence[Content] = ()
        self._shown: dict[int, Strip] = {}

    def show(self, rows: Sequence[Content]) -> None:
        """Show these; rows as before are left alone."""
        before, self._rows = self._rows, rows
        width = self.size.width
        for number in range(max(len(before), len(rows))):
            old = before[number] if number < len(before) else None
            new = rows[number] if number < len(rows) else None
            if old is None or new is None or not old.is_same(new):
                self._shown.pop(number, None)
                self.refresh(Region(0, number, width, 1))

    def again(self) -> None:
        """Every row is to be made anew: the theme or the size is another."""
        self._shown.clear()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row."""
        width = self.size.width
        if (strip := self._shown.get(y)) is None:
            strip = self._strip(y).adjust_cell_length(width, self.rich_style)
            self._shown[y] = strip
        return strip

    def _strip(self, y: int) -> Strip:
        if y >= len(self._rows):
            return Strip.blank(self.size.width, self.rich_style)
        options = RenderOptions(self._get_style, self.styles.get_rules())
        strips = self._rows[y].render_strips(self.size.width, 1, self.visual_style, options)
        return strips[0] if strips else Strip([])
