"""One-row widgets at the bottom of the screen: the keys, and the state when there is no panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

if TYPE_CHECKING:
    from tui.widgets.readings import Readings

KEYS: Sequence[tuple[str, str, str]] = (
    ("F1", "help", "app.help"),
    ("/", "commands", "screen.begin_command"),
    ("F2", "panel", "screen.toggle_panel"),
    ("Ctrl+T", "theme", "app.toggle_theme"),
    ("Esc", "stop", "screen.stop_reply"),
    ("Ctrl+Q", "quit", "app.quit"),
)
"""Key, what it does, the action; a click does the same."""


class KeyLine(Static):
    """The footer."""

    def __init__(self) -> None:
        text = "   ".join(
            f"[@click={action}][$foreground]{key}[/] [$quiet]{what}[/][/]"
            for key, what, action in KEYS
        )
        super().__init__(Content.from_markup(text), id="keys", markup=False)
        self.auto_links = False


class StatusLine(Static):
    """Face, mood word, speed and engine: what stays of the panel on a narrow terminal."""

    def __init__(self) -> None:
        super().__init__("", id="status", markup=False)

    def show(self, face: str, mood: str, readings: Readings) -> None:
        """New values."""
        speed = f"   {readings.speed:.0f} tok/s" if readings.speed else ""
        self.update(
            Content.assemble(
                (f"{face} ", "$sel"),
                (mood, "$foreground"),
                (f"{speed}   {readings.state()}", "$quiet"),
            )
        )
