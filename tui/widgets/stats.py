"""The statistics in the panel."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from sel.events import EngineView
from tui.text import one_line
from tui.widgets.bars import level_line
from tui.widgets.readings import Readings

LABEL = 13
WIDTH = 36
"""Cells the panel offers."""


class Stats(Static):
    """Label and value, row by row; a line of progress while the engine wakes."""

    def __init__(self) -> None:
        self._shown = self._content(Readings(EngineView()))
        super().__init__(self._shown, id="stats", markup=False)

    def show(self, readings: Readings) -> None:
        """New readings."""
        content = self._content(readings)
        if not content.is_same(self._shown):
            self._shown = content
            self.update(content)

    @staticmethod
    def _content(readings: Readings) -> Content:
        engine = readings.engine
        lines = [
            Content.assemble(
                (label.ljust(LABEL), "$quiet"),
                (one_line(value, WIDTH - LABEL), _look(label, engine)),
            )
            for label, value in readings.rows()
        ]
        if engine.state in ("waking", "restarting"):
            done, rest = level_line(engine.progress, WIDTH)
            lines.insert(1, Content.assemble((done, "$sel"), (rest, "$faint")))
        if engine.detail:
            lines.insert(1, Content.styled(one_line(engine.detail, WIDTH), "$quiet"))
        return Content("\n").join(lines)


def _look(label: str, engine: EngineView) -> str:
    if label != "state":
        return "$foreground"
    return {"ready": "$success", "failed": "$error"}.get(engine.state, "$warning")
