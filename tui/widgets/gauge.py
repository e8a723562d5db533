"""A gauge: one hormone or drive on one row: name, level with its resting mark, the last hour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Enter, Leave
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.styles.sheets import css
from tui.widgets.bars import level_line, mark_at, marked, spark

NAME_WIDTH = 13
FIGURE_WIDTH = 4


class Gauge(Widget, can_focus=True):
    """One level. `level` and `target` are 0..1; `history` is a minute apart, oldest first."""

    DEFAULT_CSS = css("gauge")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "gauge--name",
        "gauge--rest",
        "gauge--spark",
        "gauge--mark",
        "gauge--figure",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", "Previous", show=False, id="gauge-up"),
        Binding("down", "app.focus_next", "Next", show=False, id="gauge-down"),
    ]

    class Looked(Message):
        """The person looks at this gauge (focus or pointer), or looks away (`name` empty)."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.hormone = name

    def __init__(self, name: str, family: str, *, figures: bool = False) -> None:
        super().__init__(id=f"gauge-{name}", classes=f"-{family}")
        self.hormone = name
        self._figures = figures
        self._level, self._target = 0.0, None  # type: tuple[float, float | None]
        self._history: Sequence[float] = ()

    def show(
        self, level: float, target: float | None = None, history: Sequence[float] = ()
    ) -> None:
        """New values; repaints only if something is different on the screen."""
        before = self._drawing(self.size.width)
        self._level, self._target, self._history = level, target, history
        if self.is_mounted and self._drawing(self.size.width) != before:
            self.refresh()

    def _drawing(self, width: int) -> tuple[str, str, str, str]:
        """The four parts of the row that change: filled, rest, spark, figure."""
        room = width - NAME_WIDTH
        figure = f"{self._level:.2f}".removeprefix("0").rjust(FIGURE_WIDTH) if self._figures else ""
        room -= len(figure)
        spark_width = 0 if self._figures and not self._history else (room - 2) * 2 // 5
        bar_width = max(room - (spark_width + 2 if spark_width else 1), 1)
        filled, rest = level_line(self._level, bar_width)
        drawn = f"  {spark(self._history, spark_width)}" if spark_width else " " * bool(figure)
        return filled, rest, drawn, figure

    def render_line(self, y: int) -> Strip:
        """The one row."""
        width = self.size.width
        if y:
            return Strip.blank(width, self.rich_style)
        filled, rest, drawn, figure = self._drawing(width)
        style = self.get_component_rich_style
        return Strip(
            [
                Segment(self.hormone.ljust(NAME_WIDTH), style("gauge--name")),
                *self._bar(filled, rest),
                Segment(drawn, style("gauge--spark")),
                Segment(figure, style("gauge--figure")),
            ]
        ).adjust_cell_length(width, Style.null())

    def _bar(self, filled: str, rest: str) -> Iterator[Segment]:
        """The level line, its resting mark in a colour of its own."""
        line = filled + rest
        fill, left = self.rich_style, self.get_component_rich_style("gauge--rest")
        at = -1 if self._target is None else mark_at(self._target, len(line))
        for index, cell in enumerate(line):
            if index == at:
                yield Segment(marked(cell), self.get_component_rich_style("gauge--mark"))
            else:
                yield Segment(cell, fill if index < len(filled) else left)

    def on_focus(self) -> None:
        """Tell whose reason to show."""
        self.post_message(self.Looked(self.hormone))

    def on_blur(self) -> None:
        """Looked away."""
        self.post_message(self.Looked(""))

    def on_enter(self, _event: Enter) -> None:
        """The pointer is over it."""
        self.post_message(self.Looked(self.hormone))

    def on_leave(self, _event: Leave) -> None:
        """The pointer left."""
        self.post_message(self.Looked(""))
