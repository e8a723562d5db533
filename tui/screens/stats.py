"""Everything known about the engine and the last reply."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from tui.styles.sheets import FOLDER
from tui.text import one_line
from tui.widgets.readings import Readings

COLUMN, WIDTH = 24, 44


class StatsScreen(ModalScreen[None]):
    """A picture of one moment; open it again for the next."""

    CSS_PATH = str(FOLDER / "sheet.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,enter", "dismiss", "Close")]

    def __init__(self, readings: Readings) -> None:
        super().__init__()
        self._readings = readings

    def compose(self) -> Iterator[Widget]:
        """Engine and conversation, then the last reply."""
        with VerticalScroll(classes="sheet") as sheet:
            sheet.border_title = "statistics"
            sheet.border_subtitle = "Esc closes"
            yield Static(_rows("Now", self._readings.rows()), markup=False)
            yield Static(_rows("The last reply", self._readings.more()), markup=False)


def _rows(title: str, rows: list[tuple[str, str]]) -> Content:
    lines = [Content.styled(title, "bold $sel")]
    lines += [
        Content.assemble((label.ljust(COLUMN), "$quiet"), (one_line(value, WIDTH), "$foreground"))
        for label, value in rows
    ]
    return Content("\n").join([*lines, Content("")])
