"""What draws a leaf of the conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.widget import AwaitMount, Widget

from tui.styles.sheets import css
from tui.widgets.clear import Clear
from tui.widgets.leaf import Entry
from tui.widgets.paper import INKS

if TYPE_CHECKING:
    from tui.widgets.leaf import Leaf


class Page(Vertical, Clear):
    """Some messages, laid out together: a growing reply lays out its own page again, no more."""

    DEFAULT_CSS = css("message")
    SCOPED_CSS = False
    COMPONENT_CLASSES: ClassVar[set[str]] = INKS

    def __init__(self, leaf: Leaf) -> None:
        super().__init__()
        self.leaf = leaf

    def fill(self) -> list[AwaitMount]:
        """Mount what of the leaf is not here yet, each thing in its place."""
        plain = self.app.has_class("-plain")
        mounts: list[AwaitMount] = []
        run: list[Widget] = []
        for item in self.leaf.items:
            widget = item.drawn(plain=plain) if isinstance(item, Entry) else item
            if widget.parent is not self:
                run.append(widget)
            elif run:
                mounts.append(self.mount(*run, before=widget))
                run = []
        if run:
            mounts.append(self.mount(*run))
        return mounts

    def fold(self) -> None:
        """Draw nothing any more. What cannot be made again stays, out of sight."""
        self.display = False
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
            self.remove()
        else:
            self.remove_children(gone)
