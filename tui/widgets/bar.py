"""The scrollbar of a long text: it moves with every frame, and is drawn at once.

Textual wraps, pads and crops each of its rows again for that, which took as long as all the text.
"""

from __future__ import annotations

from rich.segment import Segment
from textual.geometry import Region
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip


class Bar(ScrollBar):
    """Looks as Textual's does."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Rows of it, equal ones made once."""
        bar = self.render()
        if not isinstance(bar, ScrollBarRender) or self.gutter or self.opacity < 1:
            return super().render_lines(crop)
        style = self.app.console.get_style(bar.style)
        if style.bgcolor is None or style.color is None:
            return super().render_lines(crop)
        drawn = bar.render_bar(
            size=self.outer_size.height,
            virtual_size=bar.virtual_size,
            window_size=bar.window_size,
            position=bar.position,
            thickness=self.outer_size.width,
            back_color=style.bgcolor,
            bar_color=style.color,
        ).segments
        look = self.visual_style.rich_style
        strips = {id(one): Strip(Segment.apply_style([one], look)) for one in drawn}
        _, background = self.background_colors
        for line_filter in self.app.get_line_filters():
            for key, strip in strips.items():
                strips[key] = strip.apply_filter(line_filter, background)
        rows = [strips[id(one)] for one in drawn][crop.y : crop.bottom]
        return [row.crop(crop.x, crop.right) for row in rows]
