"""A window into the inner state: the mood's face, breathing gauges, the day as a ring.

What is drawn is composed by `tui.drawings.mind`; here are only its clock and its keys. Nothing
moves, and nothing is computed, while the screen is not in front or animations are off.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from tui import wording
from tui.blank_mind import BlankDay
from tui.drawings.mind import Seen, mind
from tui.heard.page import told
from tui.styles.sheets import FOLDER
from tui.widgets.lines import KeyLine
from tui.widgets.still import Still

if TYPE_CHECKING:
    from tui.screens.desk import ScreenDesk

FRAMES = 8
"""A second, at most: what breathes is slow."""
LOOKS = 1.0
"""Seconds between two looks at the state itself."""


class MindScreen(Screen[None]):
    """One picture, drawn anew where it differs."""

    CSS_PATH = str(FOLDER / "mind.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Textual has it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Back", show=False, id="mind-close"),
        Binding("a", "analytics", "Over weeks", show=False, id="mind-analytics"),
        Binding("s", "still", "Still, or breathing", show=False, id="mind-still"),
    ]

    CALM = 10.0
    """Seconds between two tellings of what moves by itself, where it is heard."""

    def __init__(self, desk: ScreenDesk) -> None:
        super().__init__()
        self._desk = desk
        self._picture = Still("mind")
        self._picture.in_words = lambda: told(*wording.mind(self._seen))
        self._note = Static(id="note", markup=False)
        self._began = time.monotonic()
        self._seen = Seen()
        self._still = False
        self._clocks: list[Timer] = []

    def compose(self) -> Iterator[Widget]:
        """Name, picture, keys."""
        with Horizontal(id="head"):
            yield Static("mind", id="name", markup=False)
            yield self._note
        yield self._picture
        yield KeyLine(
            (
                ("", "over weeks", "screen.analytics"),
                ("", "still or breathing", "screen.still"),
                ("Esc", "back", "screen.dismiss"),
            )
        )

    # ------------------------------------------------------------ when

    def on_mount(self) -> None:
        """Look, and go on looking."""
        self._clocks = [
            self.set_interval(LOOKS, self._look),
            self.set_interval(1 / FRAMES, self._breathe),
        ]
        self.app.theme_changed_signal.subscribe(self, lambda _: self._again())
        self.call_after_refresh(self._look)

    def on_screen_suspend(self) -> None:
        """Something else is in front."""
        for timer in self._clocks:
            timer.pause()

    def on_screen_resume(self) -> None:
        """It is in front again."""
        for timer in self._clocks:
            timer.resume()

    def on_resize(self) -> None:
        """Another room, another composition."""
        self.call_after_refresh(self._again)

    def _again(self) -> None:
        self._picture.again()
        self._look()

    # ------------------------------------------------------------ what

    @property
    def moves(self) -> bool:
        """Whether anything may move."""
        seen = self.app.app_focus and not self.app.has_class("-plain")
        return not self._still and self.app.animation_level != "none" and seen

    def _look(self) -> None:
        feed = self._desk.feed
        self._seen = Seen(
            affect=feed.affect,
            day=self._desk.brain().day() if self._desk.snapshot() else BlankDay(),
            now=feed.now,
            engine=feed.readings.engine.state,
            beat=self._beat(),
        )
        self._draw()

    def _breathe(self) -> None:
        if self.moves or self._seen.beat is not None:
            self._seen = _at(self._seen, self._beat())
            self._draw()

    def _beat(self) -> float | None:
        return time.monotonic() - self._began if self.moves else None

    def _draw(self) -> None:
        width, height = self._picture.size
        if width and height:
            self._picture.show(mind(self._seen, width, height))

    # ------------------------------------------------------------ keys

    def action_still(self) -> None:
        """Let it rest, or breathe again."""
        self._still = not self._still
        self._breathe()

    def action_analytics(self) -> None:
        """How it went over days and weeks, in place of this."""
        self.dismiss()
        self.app.call_later(self.app.look, "analytics")  # type: ignore[attr-defined]


def _at(seen: Seen, beat: float | None) -> Seen:
    return Seen(seen.affect, seen.day, seen.now, seen.engine, beat)
