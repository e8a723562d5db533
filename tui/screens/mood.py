"""How SEL feels, in full: every gauge wide, with the reason of its last move."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from sel.events import AffectView
from tui import wording
from tui.heard.page import Line, told
from tui.heard.signs import key
from tui.keys import live
from tui.mood import DRIVES, HORMONES, MODES, ago, face_of
from tui.screens.sheet import SheetScreen
from tui.text import one_line
from tui.widgets.gauge import Gauge
from tui.widgets.insides import last_move

REASON_WIDTH = 56


class MoodScreen(SheetScreen):
    """A picture of one moment; open it again for the next."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (66, "-wide")]  # noqa: RUF012 - as Textual has it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "analytics", "Over weeks", id="mood-analytics"),
    ]

    def __init__(self, affect: AffectView, now: float) -> None:
        super().__init__()
        self._affect = affect
        self._now = now

    def compose(self) -> Iterator[Widget]:
        """Mood, hormones with reasons, drives."""
        affect = self._affect
        over = live.of_action(self._bindings, "analytics")
        with self.sheet("mood", (f"{over}: over days and weeks", "analytics")):
            yield Static(_head(affect), markup=False)
            for name, family in HORMONES.items():
                yield self._gauge(name, family)
                yield Static(_why(affect, name, self._now), classes="why", markup=False)
            yield Static("drives", classes="caption", markup=False)
            for name in DRIVES:
                gauge = Gauge(name, "drive", figures=True)
                gauge.show(affect.drives.get(name, 0.0))
                yield gauge

    def in_words(self) -> Sequence[Line]:
        """The same in words, and the keys."""
        over = live.of_action(self._bindings, "analytics")
        felt = wording.feels(self._affect, self._now)
        return told(*felt, f"{key(over)}: over days and weeks")

    def action_analytics(self) -> None:
        """How they went over days and weeks, in place of this."""
        self.dismiss()
        self.app.call_later(self.app.look, "analytics")  # type: ignore[attr-defined]

    def _gauge(self, name: str, family: str) -> Gauge:
        gauge = Gauge(name, family, figures=True)
        affect = self._affect
        history = affect.history.get(name, ())
        gauge.show(affect.levels.get(name, 0.0), affect.targets.get(name), history)
        return gauge


def _head(affect: AffectView) -> Content:
    mode = affect.mode.replace("_", " ")
    return Content.assemble(
        (f"{face_of(affect.mood)}  ", "bold $sel"),
        (affect.mood, "bold $foreground"),
        (f"   {mode}: {MODES.get(affect.mode, '')}\n", "$quiet"),
    )


def _why(affect: AffectView, name: str, now: float) -> Content:
    rests = f"rests at {affect.targets.get(name, 0.0):.2f}"
    move = last_move(affect, name)
    if move is None:
        return Content.styled(rests, "$quiet")
    reason = one_line(move.reason, REASON_WIDTH - 30)
    return Content.styled(f"{reason} {move.delta:+.2f}, {ago(now - move.at)} · {rests}", "$quiet")
