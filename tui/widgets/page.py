"""What draws a leaf of the conversation."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widget import AwaitMount, Widget

from tui.widgets.clear import Clear
from tui.widgets.leaf import Entry
from tui.widgets.message import PersonMessage, SelMessage
from tui.widgets.paper import Inks, Paper

if TYPE_CHECKING:
    from tui.widgets.leaf import Leaf


class Page(Vertical, Clear):
    """Some messages, laid out together: a growing reply lays out its own page again, no more."""

    def __init__(self, leaf: Leaf, inks: Inks) -> None:
        super().__init__()
        self.leaf, self._inks = leaf, inks

    def fill(self) -> list[AwaitMount]:
        """Mount what of the leaf is not here yet, each thing in its place."""
        plain = self.app.has_class("-plain")
        mounts: list[AwaitMount] = []
        run: list[Widget] = []
        for item in self.leaf.items:
            widget = item.drawn(plain=plain) if isinstance(item, Entry) else item
            if isinstance(widget, Paper):
                widget.inks = self._inks
            if widget.parent is not self:
                run.append(widget)
            elif run:
                mounts.append(self.mount(*run, before=widget))
                run = []
        if run:
            mounts.append(self.mount(*run))
        return mounts

    def fold(self) -> bool:
        """Let go of the leaf; True where nothing is left to keep, and the page may draw another or
        go. What cannot be made again stays on it, out of sight."""
        gone: list[Widget] = []
        resting = 0
        for entry in self.leaf.entries():
            message = entry.message
            if entry.rests():
                resting += 1
                if message is not None and message.parent is self:
                    gone.append(message)
        if resting == len(self.leaf.items):
            self.leaf.page = None
            return True
        self.display = False
        self.remove_children(gone)
        return False

    def turn_to(self, leaf: Leaf) -> None:
        """Draw this leaf from now on, with the widgets that are here as far as they are of its
        kinds: mounting others costs several times as much."""
        self.leaf, leaf.page = leaf, self
        waiting = deque(entry for entry in leaf.entries() if entry.message is None)
        gone: list[Widget] = []
        for message in self.children:
            if (
                waiting
                and message.display
                and isinstance(message, PersonMessage | SelMessage)
                and waiting[0].draw_with(message)
            ):
                waiting.popleft()
            else:
                message.display = False
                gone.append(message)
        self.remove_children(gone)
