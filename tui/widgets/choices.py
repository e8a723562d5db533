"""The small list that completes slash commands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tui.text import one_line

MOST = 9
"""Rows shown at once; the list moves with the highlight."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One completion: `text` replaces the whole prompt; `whole` may be sent as it is."""

    text: str
    label: str
    help: str = ""
    whole: bool = True


class Choices(Widget):
    """A list with one highlighted row. It never has the focus: the prompt drives it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "choices--help",
        "choices--chosen",
        "choices--chosen-help",
    }

    def __init__(self) -> None:
        super().__init__(id="choices")
        self._choices: Sequence[Choice] = ()
        self._at = 0
        self.display = False

    def offer(self, choices: Sequence[Choice]) -> None:
        """Show these; nothing to show hides the list. The highlight stays on the same text."""
        if list(choices) == list(self._choices):
            return
        before = self.chosen
        self._choices = choices
        texts = [choice.text for choice in choices]
        self._at = texts.index(before.text) if before and before.text in texts else 0
        self.display = bool(choices)
        self.refresh(layout=True)

    @property
    def open(self) -> bool:
        """Whether there is something to choose."""
        return bool(self._choices)

    @property
    def chosen(self) -> Choice | None:
        """The highlighted one."""
        return self._choices[self._at] if self._choices else None

    def move(self, by: int) -> None:
        """Move the highlight, around the ends."""
        if self._choices:
            self._at = (self._at + by) % len(self._choices)
            self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """A row for each, up to a limit."""
        return min(len(self._choices), MOST)

    def render_line(self, y: int) -> Strip:
        """One choice."""
        width = self.size.width
        top = min(max(self._at - MOST // 2, 0), max(len(self._choices) - MOST, 0))
        index = top + y
        if index >= len(self._choices):
            return Strip.blank(width, self.rich_style)
        choice = self._choices[index]
        suffix = "chosen" if index == self._at else ""
        look = self.get_component_rich_style("choices--chosen") if suffix else self.rich_style
        faint = self.get_component_rich_style("choices--chosen-help" if suffix else "choices--help")
        column = max(len(item.label) for item in self._choices) + 3
        mark = "› " if suffix else "  "
        text = one_line(choice.help, max(width - column - 3, 1))
        strip = Strip([Segment(mark + choice.label.ljust(column), look), Segment(text, faint)])
        return strip.crop(0, width).extend_cell_length(width, look)
