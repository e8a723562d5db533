"""The parts of a screen in one row: each by its number, one of them shown."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tui.heard.page import Line

GAP = 3


class Sections(Static):
    """Names with their numbers; a click chooses one. Where there is no room for all names, only
    the chosen one is told."""

    class Chosen(Message):
        """This section (from 0) is wanted."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, names: Sequence[str], chosen: int = 0) -> None:
        super().__init__(id="sections", markup=False)
        self._names = names
        self.chosen = chosen
        self.auto_links = False

    def choose(self, number: int) -> None:
        """Show this one, if there is such."""
        if 0 <= number < len(self._names) and number != self.chosen:
            self.chosen = number
            self._draw()
            self.post_message(self.Chosen(number))

    def turn(self, by: int) -> None:
        """The next one, or the one before; around the ends."""
        self.choose((self.chosen + by) % len(self._names))

    def action_choose(self, number: int) -> None:
        """A click on one."""
        self.choose(number)

    def on_mount(self) -> None:
        """Draw once the theme is known."""
        self._draw()

    def on_resize(self) -> None:
        """Another width has room for others."""
        self._draw()

    def in_words(self) -> Sequence[Line]:
        """The one that is shown, then all of them."""
        count = len(self._names)
        names = ", ".join(f"{number} {name}" for number, name in enumerate(self._names, 1))
        return [
            Line(f"Part {self.chosen + 1} of {count}: {self._names[self.chosen]}", key="part"),
            Line(f"Parts by their keys: {names}"),
        ]

    def _draw(self) -> None:
        for gap, bare in ((GAP, False), (GAP - 1, False), (GAP - 1, True)):
            pieces = [self._piece(number, bare=bare) for number in range(len(self._names))]
            drawn = Content(" " * gap).join(pieces)
            if drawn.cell_length <= max(self.size.width, 1):
                break
        self.update(drawn)

    def _piece(self, number: int, *, bare: bool) -> Content:
        chosen = number == self.chosen
        name = "" if bare and not chosen else f" {self._names[number]}"
        look = "bold $foreground underline" if chosen else "$quiet"
        piece = Content.assemble(
            (str(number + 1), "$sel" if chosen else "$foreground"), (name[:1], ""), (name[1:], look)
        )
        return piece.stylize_before(f"@click=choose({number})")
