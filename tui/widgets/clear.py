"""Containers that draw nothing of their own, and cost as little.

Textual renders a container's empty rows again whenever it grows or scrolls; under a stream of text
that is most of the work. Its own short cut (`BLANK`) leaves out the filters for NO_COLOR.
"""

from __future__ import annotations

from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Clear(Widget):
    """Mix in last: one empty row, used for every row, as long as it looks the same."""

    _empty: tuple[object, Strip] | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Rows of background."""
        style, filters = self.visual_style.rich_style, self.app.get_line_filters()
        looks = crop.width, style, filters
        if self._empty is None or self._empty[0] != looks:
            strip = Strip.blank(crop.width, style)
            _, background = self.background_colors
            for line_filter in filters:
                strip = strip.apply_filter(line_filter, background)
            self._empty = looks, strip
        return [self._empty[1]] * crop.height


class Column(Vertical, Clear):
    """Things below each other."""


class Row(Horizontal, Clear):
    """Things beside each other."""
