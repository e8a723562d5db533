"""Where the pages of a roll are and what stands on them, as of its last layout."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.geometry import Region

if TYPE_CHECKING:
    from textual.layout import WidgetPlacement
    from textual.widget import Widget

    from tui.widgets.page import Page


class Spot(NamedTuple):
    """A page, the rows it begins at and ends before, and where its children are on it."""

    page: Page
    top: int
    end: int
    children: Sequence[WidgetPlacement]


def spot(page: Page, region: Region) -> Spot:
    """Asked of the page as Textual will ask it, so that it works that out only once."""
    children = page.arrange(region.shrink(page.gutter).size).placements
    return Spot(page, region.y, region.bottom, children)


def find(spots: Sequence[Spot], widget: Widget | None) -> Region | None:
    """Where it is in the conversation."""
    for one in spots:
        for child in one.children:
            if child.widget is widget:
                return child.region.translate((0, one.top))
    return None


def same_row(before: Sequence[Spot], after: Sequence[Spot], top: int) -> int | None:
    """The row the view begins at where what it showed first, when it began at `top`, is where it
    was; None where that is gone."""
    for one in before:
        for child in one.children:
            y = one.top + child.region.y
            if y + child.region.height > top:
                found = find(after, child.widget)
                if found is not None:
                    return found.y + top - y
    return None
