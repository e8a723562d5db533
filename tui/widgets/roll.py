"""A long roll of leaves, of which only what is near the view is drawn.

Where leaves are folded the scrollbar counts about how many rows they would take. Whatever changes
above the view, what is looked at stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textual.containers import VerticalScroll
from textual.geometry import Offset, Region, Spacing
from textual.layout import WidgetPlacement
from textual.message import Message as TextualMessage
from textual.scrollbar import ScrollBar
from textual.timer import Timer
from textual.widget import AwaitMount, Widget
from textual.widgets import Static

from tui.widgets.bar import Bar
from tui.widgets.clear import Clear
from tui.widgets.hold import Hold
from tui.widgets.leaf import CLOSE, NEAR, Entry, Leaf, leaves_of, tops, wanted
from tui.widgets.message import Notice
from tui.widgets.page import Page
from tui.widgets.paper import Inks
from tui.widgets.spots import Spot, find, same_row, spot

QUIET_LEAVES = 64
"""Leaves that keep their quiet lines; older ones keep what was said, as the brain does."""
MOMENT = 0.1
"""Seconds the view rests before more than what is in it is drawn, where it was ahead of that."""
AIR = 1
"""Rows below the end."""
WIDEST = 104
"""Cells of a page at most, as the style sheet has it."""


class Edge(Static):
    """An empty cell at the far end of what is folded away, so that the scrollbar counts it."""


class Roll(VerticalScroll, Clear):
    """Leaves below each other, the end of them followed while it is in sight."""

    class Moved(TextualMessage):
        """The person scrolled: `behind` tells whether the end is out of sight."""

        def __init__(self, behind: bool) -> None:
            super().__init__()
            self.behind = behind

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._leaves: list[Leaf] = []
        self._edges = Edge(), Edge()
        self._inks = Inks()
        self._room = 0  # cells a page is wide
        self._tops: list[int] = []  # the rows leaves begin at, as far as nothing changed since
        self._spots: list[Spot] = []
        self._goal: Entry | None = None
        self._behind = self._turning = self._blind = False
        self._bar = 0.0  # where the scrollbar was painted
        self._hurrying: Timer | None = None
        self._hold = Hold(self)

    def compose(self) -> Iterator[Widget]:
        """Nothing but its edges."""
        yield from self._edges

    def on_unmount(self) -> None:
        """Keep nobody waiting."""
        self._hold.close()

    # ------------------------------------------------------------ what is on it

    def entries(self) -> Iterator[Entry]:
        """Every message, oldest first."""
        return (entry for leaf in self._leaves for entry in leaf.entries())

    def has(self, item: Entry | Widget) -> bool:
        """Whether this is still on a leaf, drawn or not."""
        return self._leaf_of(item) is not None

    def _begin(self, entries: Iterable[Entry]) -> None:
        """These messages, and nothing else."""
        for leaf in self._leaves:
            if leaf.page is not None:
                self._drop(leaf.page)
        self._leaves = leaves_of(entries)
        self._tops, self._spots, self._goal = [], [], None

    def _go(self, entry: Entry) -> None:
        """Bring a message into sight, a little below the top; where it is in sight all is well."""
        leaf = self._leaf_of(entry)
        if leaf is not None:
            self._goal = entry
            self._turn(self._rows()[self._leaves.index(leaf)])
            self.refresh(layout=True)

    def _put(self, item: Entry | Widget) -> Leaf:
        """Put something at the end, on a leaf that may be new."""
        if not self._leaves or self._leaves[-1].is_full():
            self._leaves.append(Leaf())
            if len(self._leaves) > QUIET_LEAVES:
                self._hush(self._leaves[-QUIET_LEAVES - 1])
        leaf = self._leaves[-1]
        leaf.items.append(item)
        self._changed(leaf)
        return leaf

    def _add(self, item: Entry | Widget) -> None:
        """Put something at the end, and draw it where the end is drawn."""
        drawn = not self._leaves or self._leaves[-1].open
        leaf = self._put(item)
        if leaf.open and leaf.page is not None:
            leaf.page.fill()
        elif drawn:
            self._open(leaf)
            self._turn()
        else:
            self.refresh(layout=True)

    def _insert(self, item: Entry | Widget, before: Entry | Widget) -> None:
        leaf = self._leaf_of(before)
        if leaf is not None:
            leaf.items.insert(leaf.items.index(before), item)
            self._changed(leaf)
            if leaf.open and leaf.page is not None:
                leaf.page.fill()

    def _take_away(self, item: Entry | Widget) -> None:
        leaf = self._leaf_of(item)
        if leaf is None:
            return
        leaf.items.remove(item)
        self._changed(leaf)
        widget = item.message if isinstance(item, Entry) else item
        if widget is not None and widget.is_attached:
            widget.display = False
            widget.remove()
        if not leaf.items:
            self._leaves.remove(leaf)
            if leaf.page is not None:
                leaf.page.remove()

    def _hush(self, leaf: Leaf) -> None:
        """Quiet lines of long ago go, unless someone looks at them."""
        if leaf.open:
            return
        for item in [item for item in leaf.items if isinstance(item, Notice)]:
            self._take_away(item)

    def _leaf_of(self, item: Entry | Widget) -> Leaf | None:
        """The leaf something is on; the newest are looked at first."""
        return next((leaf for leaf in reversed(self._leaves) if item in leaf.items), None)

    def scroll_rows(self, rows: int, patience: int = 3) -> None:
        """Scroll so far, from where it will be once what just came is laid out."""
        if patience and self._leaves and not self._spots:
            self.call_after_refresh(self.scroll_rows, rows, patience - 1)
        else:
            self.scroll_relative(y=rows, animate=False, immediate=True)

    # ------------------------------------------------------------ what is drawn of it

    @property
    def scroll_offset(self) -> Offset:
        """Where the view is. Textual puts it above the top where the end of little is followed."""
        return Offset(round(self.scroll_x), max(round(self.scroll_y), 0))

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """One that is quick to draw."""
        if self._vertical_scrollbar is None:
            thickness = self.scrollbar_size_vertical
            self._vertical_scrollbar = Bar(vertical=True, name="vertical", thickness=thickness)
            self._vertical_scrollbar.display = False
            self.app._start_widget(self, self._vertical_scrollbar)
        return self._vertical_scrollbar

    @property
    def following(self) -> bool:
        """Whether the end is followed."""
        return self.is_anchored and not self._anchor_released

    def _rows(self) -> list[int]:
        """The row each leaf begins at, and the end of the last."""
        if not self._tops:
            width = self._room or min(self.size.width or self.app.size.width, WIDEST)
            self._tops = tops(self._leaves, width)
        return self._tops

    def _changed(self, leaf: Leaf) -> None:
        leaf.changed()
        self._tops = []

    def watch_scroll_y(self, old: float, new: float) -> None:
        """Draw what comes near. Tell when the end comes into or goes out of sight."""
        super().watch_scroll_y(old, new)
        self._turn_soon()
        self._look_behind()

    def _look_behind(self) -> None:
        behind = self.scroll_y < self.max_scroll_y - 1
        if behind != self._behind:
            self._behind = behind
            self.post_message(self.Moved(behind))

    def _turn_soon(self) -> None:
        """Draw what comes near before it is seen, once for all that scrolls meanwhile: what is only
        passed by need not be drawn."""
        if self._going:  # what moves it may do so a while longer
            return
        if not self._turning:
            self._turning = True
            self.call_later(self._turn_now)
        if not (self._blind or self._covered()):
            self._blind = True
            self._hold.begin()

    @property
    def _going(self) -> bool:
        return self._closing or self._pruning or not self.is_attached

    def _turn_now(self) -> None:
        blind, self._turning, self._blind = self._blind, False, False
        try:
            self._turn()
        finally:
            if blind:
                self._hold.end()

    def _covered(self) -> bool:
        """Whether the view is where pages are."""
        spots, top = self._spots, self.scroll_offset.y
        if not spots:
            return not self._leaves
        at_end = spots[-1].page.leaf is self._leaves[-1]
        return spots[0].top <= top and (at_end or top + self.size.height <= spots[-1].end)

    def _turn(self, top: int | None = None) -> None:
        """Draw the leaves near the view (near row `top`, if given) and fold the others."""
        leaves, height = self._leaves, self.size.height or self.app.size.height
        if self._going or not leaves:
            return
        edges = self._rows()
        if top is None:
            top = self._top(edges, height)
        first = next((n for n, leaf in enumerate(leaves) if leaf.open), 0)
        last = next((n for n in range(first, len(leaves)) if not leaves[n].open), len(leaves))
        covered = edges[first] <= top and edges[last] >= min(top + height, edges[-1])
        bare = first == last or not covered
        if bare:
            self._hurry()
        near = CLOSE if self._hurrying is not None else NEAR
        begin, end = wanted(edges, range(top, top + height), first, last, near)
        if (begin, end) == (first, last):
            return
        folded = [*leaves[first : min(begin, last)], *leaves[max(end, first) : last]]
        free = [page for leaf in folded if (page := self._fold(leaf)) is not None]
        new = [leaf for leaf in leaves[begin:end] if not leaf.open]
        mounts = [one for leaf in new for one in self._open(leaf, free)]
        for page in free:
            self._drop(page)
        if bare and mounts:
            self._hold.begin()
            self.call_later(self._show_mounted, mounts)

    def _top(self, edges: Sequence[int], height: int) -> int:
        """The row the view begins at, or is about to."""
        if self._goal is not None and (leaf := self._leaf_of(self._goal)) is not None:
            return edges[self._leaves.index(leaf)]
        end = max(edges[-1] - height, 0)
        return end if self.following else min(self.scroll_offset.y, end)

    def _hurry(self) -> None:
        """Draw little more than what is in the view until it is left alone for a moment."""
        if self._hurrying is None:
            self._hurrying = self.set_timer(MOMENT, self._take_time)
        else:
            self._hurrying.reset()

    def _take_time(self) -> None:
        self._hurrying = None
        self._turn()

    def _fold(self, leaf: Leaf) -> Page | None:
        """Draw it no more; its page, where that is free."""
        page, leaf.open = leaf.page, False
        self._spots = [one for one in self._spots if one.page is not page]
        return page if page is not None and page.fold() else None

    def _open(self, leaf: Leaf, free: list[Page] | None = None) -> list[AwaitMount]:
        """Draw it, on one of these pages if there are any."""
        leaf.open = True
        mounts = [] if self._inks.parent is not None else [self.mount(self._inks)]
        if leaf.page is not None:
            leaf.page.display = True
            return mounts + leaf.page.fill()
        later = self._leaves[self._leaves.index(leaf) + 1 :]
        before = next((one.page for one in later if one.page), None)
        if free:
            page = free.pop()
            page.turn_to(leaf)
            if before is not None:
                self.move_child(page, before=before)
            elif self.children[-1] is not page:
                self.move_child(page, after=self.children[-1])
        else:
            page = leaf.page = Page(leaf, self._inks)
            mounts.append(self.mount(page, before=before))
        return mounts + page.fill()

    @staticmethod
    def _drop(page: Page) -> None:
        page.display = False
        page.remove()

    async def _show_mounted(self, mounts: Sequence[AwaitMount]) -> None:
        try:
            for mount in mounts:
                await mount
        finally:
            self._hold.end(lost=True)

    # ------------------------------------------------------------ where it is drawn

    def process_layout(self, placements: list[WidgetPlacement]) -> list[WidgetPlacement]:
        """Move the pages below what is folded above them, and the view with what it shows."""
        shown = [place for place in placements if place.widget not in self._edges]
        pages = [place for place in shown if isinstance(place.widget, Page)]
        if not pages:
            self._spots = []
            return shown or placements
        if self._room != pages[0].region.width:
            self._room = pages[0].region.width
            self._tops = []
        for place in pages:
            page = place.widget
            if isinstance(page, Page) and page.leaf.measured(place.region.height, self._room):
                self._tops = []
        opened = [n for n, leaf in enumerate(self._leaves) if leaf.open]
        edges = self._rows()
        above, end = edges[opened[0]], pages[-1].region.bottom
        below = max(edges[-1] - edges[opened[-1] + 1], AIR)
        shown = WidgetPlacement.translate(shown, Offset(0, above)) if above else shown
        spots = [
            spot(place.widget, place.region) for place in shown if isinstance(place.widget, Page)
        ]
        last = above + end + below
        self._aim(spots, last)
        self._spots = spots
        for edge, row in zip(self._edges, (0, last - 1), strict=True):
            region = Region(pages[0].region.x, row, 0, 1)  # as wide as nothing
            shown.append(WidgetPlacement(region, Offset(), Spacing(), edge))
        self.call_later(self._laid)
        return shown

    def _aim(self, spots: Sequence[Spot], end: int) -> None:
        """Go where one wants to; else what is looked at stays where it is."""
        height = self.container_size.height
        last = max(end - height, 0)
        top = last if self.following else self.scroll_offset.y
        row = self._goal_row(spots, top, height)
        if row is None and not self.following:
            row = same_row(self._spots, spots, top)
        if row is None or row == self.scroll_offset.y:
            return
        row = min(max(row, 0), last)
        self._anchor_released = True
        self.set_reactive(Widget.scroll_y, row)
        self.set_reactive(Widget.scroll_target_y, row)
        self.vertical_scrollbar.set_reactive(ScrollBar.position, row)

    def _goal_row(self, spots: Sequence[Spot], top: int, height: int) -> int | None:
        """The row the view begins at where it shows what was asked for; None to leave it."""
        if self._goal is None:
            return None
        found = find(spots, self._goal.message)
        if found is None:
            return None
        self._goal = None
        if top <= found.y and found.bottom <= top + height:
            return None
        return found.y - (height // 4 if found.height <= height // 2 else 1)

    def _laid(self) -> None:
        """What is drawn may be less or more than was thought."""
        if self.is_attached:
            self._turn()
            self._look_behind()
            if self._bar != self.vertical_scrollbar.position:  # moved by Textual, and not painted
                self._bar = self.vertical_scrollbar.position
                self.vertical_scrollbar.refresh()
