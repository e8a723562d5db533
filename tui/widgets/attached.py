"""The row above the prompt with what goes along: a chip for each file, taken back with a click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from tui.text import one_line

if TYPE_CHECKING:
    from sel.media.bringing import Brought

LONGEST = 40
"""Cells of a chip."""


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
        chips = [self._chip(number, item) for number, item in enumerate(self._items)]
        self.update(Content("  ").join(chips))

    @staticmethod
    def _chip(number: int, item: Brought) -> Content:
        label = one_line(item.label, LONGEST).replace(" ", "\xa0")  # a chip stays on one row
        cross = Content.from_markup(f"[@click=screen.detach({number})][$quiet]\xa0×[/][/]")
        return Content.assemble((label, "$foreground"), cross)
