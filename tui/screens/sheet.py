"""A sheet over the conversation: closed by a key, by its foot, or by a click beside it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import Click
from textual.screen import ModalScreen

from tui.keys import live
from tui.styles.sheets import FOLDER


class SheetScreen(ModalScreen[None]):
    """What mood, why and agents have in common."""

    CSS_PATH = str(FOLDER / "sheet.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "dismiss", "Close", id="sheet-close")
    ]

    def sheet(self, title: str, *more: tuple[str, str]) -> VerticalScroll:
        """The sheet itself. `more` are words and the action a click on them is for."""
        made = VerticalScroll(classes="sheet")
        made.border_title = title
        close = live.of_action(self._bindings, "dismiss")
        feet = [*more, (f"{close} closes", "dismiss")]
        made.border_subtitle = "   ".join(f"[@click=screen.{do}]{words}[/]" for words, do in feet)
        return made

    def on_click(self, event: Click) -> None:
        """Beside the sheet: close it."""
        if event.widget is self:
            self.dismiss()
