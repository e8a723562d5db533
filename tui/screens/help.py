"""Keys and commands on one page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from tui.commands.table import TABLE
from tui.styles.sheets import FOLDER

KEYS = (
    ("Enter", "send"),
    ("Shift+Enter, Ctrl+J", "new line"),
    ("Esc", "stop the reply, aloud too; what was said stays"),
    ("↑ ↓", "earlier messages, when on the first line"),
    ("Tab", "complete a command; nothing written: pick a message"),
    ("Alt+↑, or click a name", "pick a message: edit, branch, copy, …"),
    ("Ctrl+R", "another reply; ← → and Alt+← → step through them"),
    ("Ctrl+Z, Ctrl+Y", "nothing written: undo, redo edits and branches"),
    ("Ctrl+S, Ctrl+N", "all conversations; a new one"),
    ("Ctrl+F", "find words in all conversations"),
    ("Shift+Tab, then Enter", "open what an agent answered; a click does, too"),
    ("PgUp PgDn, Ctrl+↑ ↓", "scroll; Ctrl+End goes back to the end"),
    ("F2, Ctrl+B", "side panel"),
    ("F3", "what I remember, and its map"),
    ("Ctrl+L", "the log"),
    ("Ctrl+O", "Discord: its channels, live"),
    ("F4", "talk aloud, or no more"),
    ("F8", "talk to me now; again when you are done"),
    ("F9, Ctrl+G", "close the microphone; close my mouth"),
    ("F12", "take back what was kept last"),
    ("F5 F6 F7", "answer a question in the conversation"),
    ("Ctrl+P", "command palette"),
    ("Ctrl+T", "dark or light"),
    ("Ctrl+C", "copy the selection, else stop; twice: leave"),
    ("Ctrl+Q", "leave"),
)
COLUMN = 24


class HelpScreen(ModalScreen[None]):
    """Closed by any of the usual keys."""

    CSS_PATH = str(FOLDER / "sheet.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,f1,enter", "dismiss", "Close")]

    def compose(self) -> Iterator[Widget]:
        """Two tables."""
        with VerticalScroll(classes="sheet") as sheet:
            sheet.border_title = "help"
            sheet.border_subtitle = "Esc closes"
            yield Static(_rows("Keys", KEYS), markup=False)
            commands = tuple((row.title, row.help) for row in TABLE)
            yield Static(_rows("Commands", commands), markup=False)
            yield Static(
                Content.styled(
                    "Shift and drag selects with the terminal itself. Copying tells your terminal "
                    "(OSC 52; tmux wants `set -g set-clipboard on`) and the system's own tool.",
                    "$quiet",
                )
            )


def _rows(title: str, rows: tuple[tuple[str, str], ...]) -> Content:
    lines = [Content.styled(title, "bold $sel")]
    lines += [
        Content.assemble((left.ljust(COLUMN), "$foreground"), (right, "$quiet"))
        for left, right in rows
    ]
    return Content("\n").join([*lines, Content("")])
