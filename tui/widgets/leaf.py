"""What a conversation holds, whether it is drawn or not: messages on leaves, a few to each.

Only the leaves near what is looked at are drawn; of the others the messages are known and about how
many rows they would take.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from textual.widget import Widget

from tui.widgets.message import PersonMessage, SelMessage, message_of

if TYPE_CHECKING:
    from sel.events import MessageView
    from tui.widgets.message import AnyMessage, Aside
    from tui.widgets.page import Page

FULL = 8
"""Messages on a leaf."""
HEAVY = 12_000
"""Characters on a leaf after which the next message begins another one."""
NEAR, CLOSE = 1.5, 0.25
"""Heights of the view above and below it that are drawn ahead of scrolling, and while it is ahead
of what is drawn."""
KEPT = 2.0
"""Heights of the view around it beyond which leaves are folded again."""


class Entry:
    """One message, told at the moment that `now` gives: what draws it while it is near, and how to
    draw it again."""

    __slots__ = ("_aside", "_now", "_view", "message")

    def __init__(self, view: MessageView, now: Callable[[], float] = float) -> None:
        self._view, self._now = view, now
        self._aside: Aside | None = None
        self.message: AnyMessage | None = None

    @property
    def view(self) -> MessageView:
        """The message as it is now."""
        return self._view if self.message is None else self.message.view

    def drawn(self, *, plain: bool = False) -> AnyMessage:
        """What draws it; `plain`: for screen readers, where it is not drawn yet."""
        if self.message is None:
            self.message = message_of(self.view, self._aside, plain=plain, now=self._now())
        return self.message

    def draw_with(self, message: AnyMessage) -> bool:
        """Let this widget, which drew another message, draw it; False where it can not, or where
        something of the other is left on it."""
        kind = PersonMessage if self._view.role == "person" else SelMessage
        if type(message) is not kind or message.view.images or message.text_selection is not None:
            return False
        message.remove_class("-found")
        message.mark("")
        if isinstance(message, PersonMessage):
            message.now = self._now()
        message.become(self._view)
        if isinstance(message, SelMessage) and self._aside is not None:
            message.beside(self._aside)
        self.message = message
        return True

    def rests(self) -> bool:
        """Let go of what draws it; False for what still changes or is looked at by someone."""
        message = self.message
        if message is None:
            return True
        if message.view.state == "streaming" or message.has_class("-picked"):
            return False
        self._view = message.view
        self._aside = message.aside if isinstance(message, SelMessage) else None
        self.message = None
        return True

    def become(self, view: MessageView) -> None:
        """It is this message now."""
        if self.message is None:
            self._view, self._aside = view, None
        else:
            self.message.become(view)


class Leaf:
    """Some messages, and the quiet lines and cards between them.

    `page` draws it; a folded leaf has one only where it holds what cannot be made again.
    """

    def __init__(self) -> None:
        self.items: list[Entry | Widget] = []
        self.page: Page | None = None
        self.open = False
        self._rows = self._width = 0

    def entries(self) -> Iterator[Entry]:
        """Its messages, oldest first."""
        return (item for item in self.items if isinstance(item, Entry))

    def is_full(self) -> bool:
        """Whether what comes next belongs on another leaf."""
        lengths = (len(entry.view.text) for entry in self.entries())
        return len(self.items) >= FULL or sum(lengths) >= HEAVY

    def measured(self, rows: int, width: int) -> bool:
        """It takes so many rows at this width; whether that is news."""
        news = (rows, width) != (self._rows, self._width)
        self._rows, self._width = rows, width
        return news

    def changed(self) -> None:
        """Its rows are to be estimated anew."""
        self._width = 0

    def rows(self, width: int) -> int:
        """Rows it takes at this width, or about so many."""
        if width != self._width:
            room = max(width - 6, 8)
            self._rows, self._width = 0, width
            for item in self.items:
                if isinstance(item, Entry):
                    text = item.view.text
                    self._rows += 3 + text.count("\n") + len(text) // room
        return self._rows


def leaves_of(entries: Iterable[Entry]) -> list[Leaf]:
    """Messages on leaves."""
    leaves: list[Leaf] = []
    room = 0
    for entry in entries:
        if room <= 0:
            leaves.append(Leaf())
            room = HEAVY
        leaves[-1].items.append(entry)
        room -= max(len(entry.view.text), HEAVY // FULL)
    return leaves


def tops(leaves: Sequence[Leaf], width: int) -> list[int]:
    """The row each leaf begins at, and the end of the last."""
    return list(accumulate((leaf.rows(width) for leaf in leaves), initial=0))


def wanted(
    edges: Sequence[int], view: range, first: int, last: int, near: float = NEAR
) -> tuple[int, int]:
    """Which leaves are to be drawn (`first` to before `last`), where those from `first` to before
    `last` are now and the rows of `view` are looked at; `edges` are of `tops`.

    All within `near` heights of the view are, those a little further only where they are already.
    """
    near, kept = near * len(view), KEPT * len(view)
    need = _between(edges, view.start - near, view.stop + near)
    keep = _between(edges, view.start - kept, view.stop + kept)
    if last <= need[0] or first >= need[1]:
        return need
    return min(need[0], max(first, keep[0])), max(need[1], min(last, keep[1]))


def _between(edges: Sequence[int], low: float, high: float) -> tuple[int, int]:
    """The leaves with a row between these; at least one, where there are any."""
    count = len(edges) - 1
    first = min(bisect_right(edges, low, 1, count + 1) - 1, max(count - 1, 0))
    last = bisect_left(edges, high, first, count)
    return first, max(last, min(first + 1, count))
