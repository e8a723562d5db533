"""The row above the prompt with what goes along: a chip for each file, taken back with a click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from tui.text import one_line

if TYPE_CHECKING:
    from sel.media.bringing import Brought

LONGEST = 32
"""Characters of a name in a chip."""
_GAP = "   "


class Attached(Static):
    """What goes with the next message; not there while nothing does."""

    def __init__(self) -> None:
        super().__init__("", id="attached", markup=False)
        self.auto_links = False
        self.display = False
        self._items: tuple[Brought, ...] = ()

    @property
    def items(self) -> Sequence[Brought]:
        """The files, in the order they came."""
        return self._items

    def show(self, items: Sequence[Brought]) -> None:
        """These from now on."""
        self._items = tuple(items)
        self.display = bool(items)
        self._draw()

    def on_resize(self) -> None:
        """Another room."""
        self._draw()

    def _draw(self) -> None:
        """As many chips on a row as fit; none is broken."""
        room, used, parts = self.size.width or 40, 0, list[Content | str]()
        for number, item in enumerate(self._items):
            chip = self._chip(number, item)
            fits = used + len(_GAP) + chip.cell_length <= room
            if parts:
                parts.append(_GAP if fits else "\n")
            used = chip.cell_length + (used + len(_GAP) if parts and fits else 0)
            parts.append(chip)
        self.update(Content.assemble(*parts))

    @staticmethod
    def _chip(number: int, item: Brought) -> Content:
        label = f"{item.mark} {one_line(item.name, LONGEST)} {item.note}"
        cross = Content.from_markup(f"[@click=screen.detach({number})][$quiet] ×[/][/]")
        return Content.assemble((label, "$foreground"), cross)
