"""A screen of rows that are found by typing: settings, keys, help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.heard.reading import Worded
from tui.styles.sheets import FOLDER
from tui.text import visible
from tui.widgets.in_order import Field
from tui.widgets.lines import KeyLine

NOTHING = "Nothing has these words."
WIDEST, SIDES = 100, 3
"""Cells of a row, longer ones are hard to follow; and those free beside it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `words` are what it is found by; `section` is the heading it stands under; `said` is
    how it is heard, where that is not what is shown."""

    id: str
    shown: Content
    words: str
    section: str = ""
    said: str = ""

    def has(self, wanted: Sequence[str]) -> bool:
        """Whether every word is in it."""
        return all(word in self.words for word in wanted)


class FindingScreen(Screen[None]):
    """Typing narrows, the arrows choose, Enter acts; a click does both at once."""

    CSS_PATH = str(FOLDER / "comfort.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Textual has it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012
    AUTO_FOCUS = "#search"
    TITLE_HERE: ClassVar = ""
    PLACEHOLDER: ClassVar = "type to search"
    KEYS: ClassVar[Sequence[tuple[str, str, str]]] = (
        ("↑↓", "choose", ""),
        ("", "do it", "screen.choose"),
        ("", "back", "screen.back"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, id="search-back"),
        Binding("up", "move(-1)", "Up", show=False, priority=True, id="search-up"),
        Binding("down", "move(1)", "Down", show=False, priority=True, id="search-down"),
        Binding("pageup", "page(-1)", "Page up", show=False, priority=True, id="search-pgup"),
        Binding("pagedown", "page(1)", "Page down", show=False, priority=True, id="search-pgdn"),
        Binding("enter", "choose", "Choose", show=False, id="search-choose"),
    ]

    def __init__(self, words: str = "") -> None:
        """`words` are searched for from the start."""
        super().__init__()
        self._search = Field(words, self.PLACEHOLDER, id="search", select_on_focus=False)
        self._search.cursor_blink = False
        self.list = OptionList(id="found", markup=False)
        self.list.can_focus = False
        self._note = Static("", id="note", markup=False)
        self._nothing = Static(NOTHING, id="nothing", markup=False)
        self.foot = KeyLine(self.KEYS)
        self._rows: Sequence[Row] = ()
        self._fitted = 0  # cells of a row, as they were drawn last

    def compose(self) -> Iterator[Widget]:
        """Name and search, the rows, what a screen adds, the keys."""
        with Horizontal(id="head"):
            yield Static(self.TITLE_HERE, id="name", markup=False)
            yield self._note
        yield self._search
        yield self.list
        yield self._nothing
        yield from self.below()
        yield self.foot

    def below(self) -> Iterator[Widget]:
        """What stands below the rows."""
        yield from ()

    def on_mount(self) -> None:
        """Show all there is."""
        self.fill()

    def on_resize(self) -> None:
        """Columns as wide as there is room."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        if self.room != self._fitted:
            self.fill()

    @property
    def room(self) -> int:
        """Cells of a row."""
        width = self.list.scrollable_content_region.width or self.app.size.width
        return max(min(width - SIDES, WIDEST), 1)

    # ------------------------------------------------------------ for screens

    def rows(self) -> Sequence[Row]:
        """All rows, those of a section one after the other."""
        raise NotImplementedError

    async def chosen(self, row: Row) -> None:
        """A row was chosen."""
        raise NotImplementedError

    def looked_at(self, row: Row | None) -> None:
        """Another row is highlighted, or none."""

    def note(self, words: str) -> None:
        """A few words beside the name."""
        self._note.update(visible(words))

    def say(self, words: str) -> None:
        """A sentence in place of the keys, for a moment."""
        self.foot.tell(words)

    def fill(self) -> None:
        """Show the rows that have what is searched for; who was highlighted stays it."""
        before, self._fitted = self.row, self.room
        wanted = self._search.value.lower().split()
        self._rows = [row for row in self.rows() if row.has(wanted)]
        options: list[Option] = []
        section = ""
        for row in self._rows:
            if row.section != section:
                section = row.section
                head = Content.styled(section, "bold $sel")
                options.append(
                    Option(
                        Content("\n").join([Content(), head]) if options else head, disabled=True
                    )
                )
            options.append(Worded(row.shown, row.said or row.shown.plain, id=row.id))
        self.list.set_options(options)
        self.list.display = bool(self._rows)
        self._nothing.display = not self._rows
        kept = before is not None and before.id in {row.id for row in self._rows}
        if self._rows:
            first = before.id if kept and before is not None else self._rows[0].id
            self.list.highlighted = self.list.get_option_index(first)
            if not kept:
                self.call_after_refresh(self.list.scroll_home, animate=False)
        self.looked_at(self.row)

    @property
    def row(self) -> Row | None:
        """The highlighted row."""
        option = self.list.highlighted_option
        return next((row for row in self._rows if option is not None and row.id == option.id), None)

    # ------------------------------------------------------------ keys and mouse

    @on(Input.Changed, "#search")
    def _typed(self) -> None:
        self.fill()

    @on(Input.Submitted, "#search")
    async def _entered(self) -> None:
        await self.action_choose()

    @on(OptionList.OptionHighlighted, "#found")
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.looked_at(self.row)

    @on(OptionList.OptionSelected, "#found")
    async def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        await self.action_choose()

    def action_move(self, by: int) -> None:
        """Up or down."""
        if by < 0:
            self.list.action_cursor_up()
        else:
            self.list.action_cursor_down()

    def action_page(self, by: int) -> None:
        """A page up or down."""
        if by < 0:
            self.list.action_page_up()  # type: ignore[no-untyped-call]
        else:
            self.list.action_page_down()  # type: ignore[no-untyped-call]

    async def action_choose(self) -> None:
        """Do what the highlighted row is for."""
        if self.row is not None:
            await self.chosen(self.row)

    def action_back(self) -> None:
        """Search for nothing any more; else close."""
        if self._search.value:
            self._search.value = ""
        else:
            self.dismiss()
