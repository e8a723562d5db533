"""A whole screen in words, in front of what is drawn, for those who hear it.

The screen below goes on as ever: it has the focus and its keys, only nobody sees it. The terminal's
own cursor, which a screen reader follows, stands at what is chosen or written.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Offset
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tui.heard.page import Line
from tui.heard.reading import Told, read
from tui.styles.sheets import css

EVERY = 0.1
"""Seconds between two looks at the screen below."""
FAR = 1_000_000


class Heard(Widget, can_focus=True):
    """Lines of words, wrapped; the first stays at the top. Where nothing else takes the arrows,
    they go through the lines."""

    DEFAULT_CSS = css("heard")
    SCOPED_CSS = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", "Line above", show=False, id="heard-up"),
        Binding("down", "go(1)", "Line below", show=False, id="heard-down"),
        Binding("home", f"go({-FAR})", "First line", show=False, id="heard-first"),
        Binding("end", f"go({FAR})", "Last line", show=False, id="heard-last"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[Line] = ()
        self._rows: list[tuple[int, str]] = []  # number of its line, text
        self._top = self._at = 0  # row under the first one that is seen, line with the caret
        self._key = ""  # of the line where one is
        self._before: dict[str, Line] = {}
        self._told = 0.0

    def on_mount(self) -> None:
        """Look, and go on looking."""
        self.set_interval(EVERY, self.look)

    def look(self) -> None:
        """Say what the screen says now."""
        screen = self.screen
        if screen is not self.app.screen or not self.display or not self.size.width:
            return
        if _takes_no_arrows(screen, self):
            self.focus()
        lines = read(screen, self)
        if lines != self.lines and not self._may_wait(lines, getattr(screen, "CALM", 0.0)):
            self.lines, self._told = lines, time.monotonic()
            self._wrap()
            self._follow()
            self.refresh()
        self._caret()

    def _may_wait(self, lines: Sequence[Line], calm: float) -> bool:
        """Whether figures moved by themselves, and not long ago were told: nobody wants to hear
        that every second."""
        same = len(lines) == len(self.lines) and all(
            new.text == old.text for new, old in zip(lines, self.lines, strict=True) if new.key
        )
        return same and time.monotonic() - self._told < calm

    def on_resize(self) -> None:
        """Another width, or the first."""
        self._wrap()
        self.look()

    def _wrap(self) -> None:
        width = max(self.size.width, 1)
        self._rows = [
            (number, row.plain.rstrip())
            for number, line in enumerate(self.lines)
            for row in Content(line.text).wrap(width)
        ]

    # ------------------------------------------------------------ where one is

    def _follow(self) -> None:
        """To what has changed of where one may be; else where one was."""
        places = {line.key: number for number, line in enumerate(self.lines) if line.key}
        lines = {key: self.lines[number] for key, number in places.items()}
        here = [key for key, line in lines.items() if line.here]
        news = [key for key, line in lines.items() if self._moved(key, line)]
        wanted = [key for key in here if key in news] or news or here[:1]
        if news or self._key not in places:
            self._key = wanted[0] if wanted else ""
        self._at = places.get(self._key, min(self._at, len(self.lines) - 1))
        self._before = lines

    def _moved(self, key: str, line: Line) -> bool:
        """Whether one is elsewhere now than before: something else was chosen or written, or it has
        the focus now."""
        before = self._before.get(key)
        if before is None or (line.here and not before.here):
            return line.here
        return before.text != line.text and before.of == line.of

    def action_go(self, by: int) -> None:
        """To the line so many below (negative: above)."""
        self._at = max(0, min(self._at + by, len(self.lines) - 1))
        self._key = self.lines[self._at].key if self.lines else ""
        self._caret()
        self.refresh()

    def _caret(self) -> None:
        """Bring the line into sight, and the terminal's cursor to it."""
        height = max(self.size.height - 1, 1)
        rows = [place for place, (number, _) in enumerate(self._rows) if number == self._at]
        if not rows or not self.lines:
            return
        place, column = self._inside(rows)
        if self._at:
            top = min(self._top, rows[0] - 1)
            top = max(top, place - height)
            if top != self._top:
                self._top = top
                self.refresh()
        row = place - self._top if self._at else 0
        self.app.cursor_position = self.content_region.offset + Offset(column, row)

    def _inside(self, rows: Sequence[int]) -> tuple[int, int]:
        """The row of the caret's line that it stands in, and its cell there."""
        left = self.lines[self._at].at
        for place in rows[:-1]:
            text = self._rows[place][1]
            if left <= len(text):
                return place, Content(text[:left]).cell_length
            left -= len(text) + 1
        return rows[-1], Content(self._rows[rows[-1]][1][:left]).cell_length

    # ------------------------------------------------------------ drawing

    def render_line(self, y: int) -> Strip:
        """The first line, then those that are in sight."""
        width, place = self.size.width, y + self._top if y else 0
        if place >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        text = Segment(self._rows[place][1], self.rich_style)
        return Strip([text]).adjust_cell_length(width, self.rich_style)


def _takes_no_arrows(screen: Screen[object], own: Widget) -> bool:
    """Whether nothing on a screen has a use for the arrows but to scroll."""
    focused = screen.focused
    if focused is own or getattr(screen, "catches", False):
        return False
    if isinstance(screen, Told):
        return True
    others = (one for one in (*screen.focus_chain, focused) if one not in (own, None))
    return all(isinstance(one, VerticalScroll) for one in others)


def attach(screen: Screen[object]) -> None:
    """Let a screen be heard."""
    if screen.is_attached and not screen.query(Heard):
        screen.mount(Heard())
