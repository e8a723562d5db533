"""A screen of pictures in sections: the frame that statistics and analytics share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from tui.heard.page import Line, told
from tui.styles.sheets import FOLDER
from tui.widgets.lines import KeyLine
from tui.widgets.sections import Sections

Keys = Sequence[tuple[str, str, str]]
AIR = 1
"""Cells between what is drawn and the scrollbar, as the style sheet has it."""


class Body(VerticalScroll):
    """What is drawn; in words it is the screen's to tell."""

    def __init__(self, told: Callable[[], Iterable[str]]) -> None:
        super().__init__(id="body")
        self._told = told

    def in_words(self) -> Sequence[Line]:
        """What the pictures show."""
        return told(*self._told())


class FiguresScreen(Screen[None]):
    """Sections by number, one or two columns of text in each. What is drawn is told by `columns`,
    which is given the room there is, and is called whenever something may look different."""

    CSS_PATH = str(FOLDER / "figures.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Textual has it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012
    AUTO_FOCUS = "#body"
    NAME: ClassVar[str] = ""
    SECTIONS: ClassVar[Sequence[str]] = ()
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Back", show=False, id="figures-close"),
        Binding("tab", "next(1)", "Next section", show=False, priority=True, id="figures-next"),
        Binding(
            "shift+tab",
            "next(-1)",
            "Previous section",
            show=False,
            priority=True,
            id="figures-previous",
        ),
        *(
            Binding(
                str(number),
                f"section({number - 1})",
                f"Part {number}",
                show=False,
                id=f"figures-{number}",
            )
            for number in range(1, 10)
        ),
    ]

    def __init__(self, section: int = 0) -> None:
        super().__init__()
        self.sections = Sections(self.SECTIONS, section)
        self.body = Body(self.told)
        self.keys = KeyLine(())
        self._note = Static("", id="note", markup=False)
        self._columns = [Static(id="left", markup=False), Static(id="right", markup=False)]
        for column in self._columns:
            column.auto_links = False

    def compose(self) -> Iterator[Widget]:
        """Name, sections, what is in the chosen one, keys."""
        with Horizontal(id="head"):
            yield Static(self.NAME, id="name", markup=False)
            yield self._note
        yield self.sections
        with self.body, Horizontal(id="columns"):
            yield from self._columns
        yield self.keys

    def columns(self, width: int, height: int) -> Sequence[Content]:
        """One or two columns for this room."""
        raise NotImplementedError

    def told(self) -> Iterable[str]:
        """What is drawn in words, a line for each thing."""
        raise NotImplementedError

    def keys_now(self) -> Keys:
        """What the line at the bottom offers."""
        raise NotImplementedError

    def draw(self) -> None:
        """Draw what has changed."""
        size = self.body.scrollable_content_region.size
        if not size.width:
            return
        drawn = self.columns(size.width - AIR, size.height)
        for number, column in enumerate(self._columns):
            column.display = number < len(drawn)
            if number < len(drawn):
                self.put(column, drawn[number])

    def note(self, words: str) -> None:
        """A few words beside the name."""
        self.put(self._note, Content(words))

    @staticmethod
    def put(where: Static, content: Content) -> None:
        """Only what is different is drawn."""
        if not (isinstance(where.content, Content) and content.is_same(where.content)):
            where.update(content)

    # ------------------------------------------------------------ keys and size

    def on_mount(self) -> None:
        """Draw once there is room."""
        self.keys.show(self.keys_now())
        self.call_after_refresh(self.draw)

    def on_resize(self) -> None:
        """Another room."""
        self.call_after_refresh(self.draw)

    def action_section(self, number: int) -> None:
        """Show this section."""
        self.sections.choose(number)

    def action_next(self, by: int) -> None:
        """The next section, or the one before."""
        self.sections.turn(by)

    @on(Sections.Chosen)
    def _section_chosen(self) -> None:
        self.body.scroll_home(animate=False)
        self.keys.show(self.keys_now())
        self.draw()
