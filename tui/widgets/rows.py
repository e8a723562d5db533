"""A long list in rows, one entry chosen: only what is visible is drawn, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.drawings.rows import LOOKS, Entry, Item, Piece
from tui.heard.page import Line, listing
from tui.styles.sheets import css
from tui.widgets.tags import TAG_LOOKS

MARK, BLANK = "› ", "  "
FAR = 1_000_000_000


def keys(name: str, opening: str = "enter", does: str = "Open") -> list[BindingType]:
    """The keys of a list; people write their ids, which begin with `name`, into config.toml."""
    moves = [
        Binding("up,k", "move(-1)", "Up", show=False, id=f"{name}-up"),
        Binding("down,j", "move(1)", "Down", show=False, id=f"{name}-down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id=f"{name}-page-up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id=f"{name}-page-down"),
        Binding("home", f"move({-FAR})", "First", show=False, id=f"{name}-first"),
        Binding("end", f"move({FAR})", "Last", show=False, id=f"{name}-last"),
    ]
    opens = Binding(opening, "open", does, show=False, id=f"{name}-open")
    return [*moves, opens] if opening else [*moves]


class Rows(ScrollView, can_focus=True):
    """Entries of `tall` rows each, under headings. A click chooses, a double one opens.

    Each kind of list is a class of its own, for its keys."""

    DEFAULT_CSS = css("rows")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--chosen",
        *(f"rows--{one}" for one in (*LOOKS, *TAG_LOOKS)),
    }

    class Chosen(Message):
        """Another entry is chosen; `key` is "" where there is none."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class Opened(Message):
        """The chosen entry shall be opened."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, *, tall: int = 1, heading: str = "quiet", id: str | None = None) -> None:
        """`heading` is the look of headings."""
        super().__init__(id=id)
        self._tall, self._heading = tall, heading
        self._items: Sequence[Item] = ()
        self._tops: list[int] = []  # row of each item
        self._rows: list[int] = []  # item of each row
        self._entries: list[int] = []  # items that can be chosen
        self._places: dict[str, int] = {}  # place among those
        self._at = 0

    # ------------------------------------------------------------ what is in it

    @property
    def chosen(self) -> str:
        """The key of the chosen entry; "" where there is none."""
        item = self._items[self._entries[self._at]] if self._entries else ""
        return item.key if isinstance(item, Entry) else ""

    @property
    def keys(self) -> Sequence[str]:
        """The keys of all entries, from the top down."""
        return tuple(self._places)

    def show(self, items: Sequence[Item], chosen: str = "") -> None:
        """These. `chosen` is, if it is there; else what was, else what is at its place."""
        before = chosen or self.chosen
        self._items = items
        self._tops, self._rows, self._entries, self._places = [], [], [], {}
        for number, item in enumerate(items):
            self._tops.append(len(self._rows))
            if isinstance(item, Entry):
                self._places[item.key] = len(self._entries)
                self._entries.append(number)
                self._rows += [number] * self._tall
            else:
                self._rows.append(number)
        self.virtual_size = Size(1, len(self._rows))
        self._at = self._places.get(before, max(min(self._at, len(self._entries) - 1), 0))
        self._reveal()

    # ------------------------------------------------------------ choosing

    def action_move(self, by: int) -> None:
        """Choose the entry so many below (negative: above)."""
        self._go(self._at + by)

    def action_page(self, by: int) -> None:
        """A page further or back."""
        self._go(self._at + by * max(self.size.height // self._tall - 1, 1))

    def action_open(self) -> None:
        """Open the chosen one."""
        if self.chosen:
            self.post_message(self.Opened(self.chosen))

    def choose(self, key: str) -> None:
        """Choose this one, if it is there."""
        if key in self._places:
            self._go(self._places[key])

    def _go(self, to: int) -> None:
        self._at = max(0, min(to, len(self._entries) - 1))
        self._reveal()

    def on_resize(self) -> None:
        """The chosen one stays in sight."""
        self._scroll()

    def _reveal(self) -> None:
        self._scroll()
        self.refresh()
        self.post_message(self.Chosen(self.chosen))

    def _scroll(self) -> None:
        if not self._entries or not self.size.height:
            return
        top = self._tops[self._entries[self._at]]
        bottom, height = top + self._tall, self.size.height
        above = 0 if self._at == 0 else top  # the first brings its heading with it
        if above < self.scroll_offset.y:
            self.scroll_to(y=above, animate=False)
        elif bottom > self.scroll_offset.y + height:
            self.scroll_to(y=bottom - height, animate=False)

    def on_click(self, event: Click) -> None:
        """Choose what is under the pointer, and open what was clicked twice."""
        row = event.y + self.scroll_offset.y
        item = self._items[self._rows[row]] if 0 <= row < len(self._rows) else ""
        if isinstance(item, Entry):
            if item.key == self.chosen and event.chain > 1:
                self.action_open()
            else:
                self.choose(item.key)

    def row_of(self, key: str) -> int | None:
        """On which row of the widget this entry begins; None where it is out of sight."""
        if key not in self._places:
            return None
        row = self._tops[self._entries[self._places[key]]] - self.scroll_offset.y
        return int(row) if 0 <= row < self.size.height else None

    # ------------------------------------------------------------ drawing

    @property
    def cells(self) -> int:
        """How wide an entry is drawn: as much stands free at its right as at its left, where a
        scrollbar has room."""
        return max(self.size.width - 2 * len(MARK), 1)

    def in_words(self) -> Sequence[Line]:
        """Those around the chosen one."""
        entries: list[Callable[[], str]] = []
        headings: dict[int, str] = {}
        for item in self._items:
            if isinstance(item, Entry):
                entries.append(item.said)
            elif item:
                headings[len(entries)] = item
        return listing(entries, self._at, headings, key=self.id or "rows", here=self.has_focus)

    def render_line(self, y: int) -> Strip:
        """A row of an entry, or a heading."""
        width, row = self.scrollable_content_region.width, y + self.scroll_offset.y
        if row >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        number = self._rows[row]
        item, part = self._items[number], row - self._tops[number]
        if not isinstance(item, Entry):
            return self._strip([(BLANK + item, self._heading)], width, self.rich_style)
        chosen = number == self._entries[self._at]
        ground = self.get_component_rich_style("rows--chosen") if chosen else self.rich_style
        mark = MARK if chosen and not part else BLANK
        drawn = item.rows(self.cells)
        pieces = drawn[part] if part < len(drawn) else ()
        return self._strip([(mark, "sel"), *pieces], width, ground, chosen=chosen)

    def _strip(
        self, pieces: Sequence[Piece], width: int, ground: Style, *, chosen: bool = False
    ) -> Strip:
        segments = [
            Segment(text, self._look(look, ground, chosen=chosen)) for text, look in pieces if text
        ]
        return Strip(segments).adjust_cell_length(width, ground)

    def _look(self, look: str, ground: Style, *, chosen: bool) -> Style:
        if not look or (chosen and look in ("quiet", "faint")):  # too faint on that ground
            return ground
        style = self.get_component_rich_style(f"rows--{look}", partial=True)
        return ground + Style(color=style.color, bold=style.bold, underline=style.underline)


class Talks(Rows):
    """Conversations, what was said in them, their branches."""

    BINDINGS: ClassVar[list[BindingType]] = keys("rows")


class Picks(Rows):
    """Models."""

    BINDINGS: ClassVar[list[BindingType]] = keys("picks")


class Places(Rows):
    """Channels of Discord."""

    BINDINGS: ClassVar[list[BindingType]] = keys("places", "enter,right,l", "Read")


class Shelf(Rows):
    """Memories."""

    BINDINGS: ClassVar[list[BindingType]] = keys("shelf", opening="")
