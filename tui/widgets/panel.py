"""The side panel: an empty frame at first; its insides come with the first thing to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll

if TYPE_CHECKING:
    from sel.events import AffectView
    from tui.widgets.insides import Insides
    from tui.widgets.readings import Readings


class Panel(VerticalScroll, can_focus=False):
    """Mood, hormones, drives and statistics, at the right of the conversation."""

    def __init__(self) -> None:
        super().__init__(id="panel")
        self._insides: Insides | None = None

    def show(self, affect: AffectView, readings: Readings, now: float) -> None:
        """The state is this; `now` is the newest event's time (Unix seconds)."""
        if self._insides is None:
            from tui.widgets.insides import Insides  # lazy: gauges are not part of the first frame

            self._insides = Insides()
            self._insides.show(affect, readings, now)
            self.mount(self._insides)
        else:
            self._insides.show(affect, readings, now)
