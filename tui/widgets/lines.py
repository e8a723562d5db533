"""One-row widgets at the bottom of the screen: the keys, and the state when there is no panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from tui.elsewhere import fitting
from tui.remembered import memory_word
from tui.text import visible

if TYPE_CHECKING:
    from tui.widgets.readings import Readings

KEYS: Sequence[tuple[str, str, str]] = (
    ("F1", "help", "app.help"),
    ("/", "commands", "screen.begin_command"),
    ("F2", "panel", "screen.toggle_panel"),
    ("F3", "memory", "app.memories"),
    ("Ctrl+Q", "quit", "app.quit"),
    ("Ctrl+L", "log", "app.log"),
)
"""Key, what it does, the action; a click does the same."""


class KeyLine(Static):
    """The footer: what keys do here."""

    def __init__(self, keys: Sequence[tuple[str, str, str]] = KEYS) -> None:
        super().__init__(self._content(keys), id="keys", markup=False)
        self.auto_links = False

    @staticmethod
    def _content(keys: Sequence[tuple[str, str, str]]) -> Content:
        pieces = []
        for key, what, action in keys:
            words = f"[$foreground]{key}[/] [$quiet]{what}[/]"
            pieces.append(f"[@click={action}]{words}[/]" if action else words)
        return Content.from_markup("   ".join(pieces))

    def show(self, keys: Sequence[tuple[str, str, str]]) -> None:
        """Other keys."""
        self.update(self._content(keys))

    def say(self, words: str) -> None:
        """A sentence in the keys' place, until other keys are shown."""
        self.update(Content.styled(visible(words), "$foreground"))


class StatusLine(Static):
    """Face, mood word, speed, engine and Discord: what stays of the panel on a narrow terminal."""

    def __init__(self) -> None:
        super().__init__("", id="status", markup=False)
        self._always = Content()
        self._bridge: Sequence[str] = ()

    def show(self, face: str, mood: str, readings: Readings) -> None:
        """New values."""
        speed = f"   {readings.speed:.0f} tok/s" if readings.speed else ""
        memory = memory_word(readings.consent)
        self._always = Content.assemble(
            (f"{face} ", "$sel"),
            (mood, "$foreground"),
            (f"{speed}   {readings.state()}   {memory}", "$quiet"),
        )
        self._bridge = [f"   {words}" if memory else words for words in readings.bridge]
        self._draw()

    def on_resize(self) -> None:
        """Another room, which may have a longer wording."""
        if self._bridge:
            self._draw()

    def _draw(self) -> None:
        words = fitting(self._bridge, self.size.width - self._always.cell_length)
        self.update(Content.assemble(self._always, (words, "$quiet")) if words else self._always)
