"""The last lines of the log: what SEL did, without anybody's words."""

from __future__ import annotations

import logging
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.drawings.words import clock
from tui.heard.reading import Worded
from tui.styles.sheets import FOLDER
from tui.text import one_line, visible
from tui.widgets.lines import KeyLine
from tui.widgets.sections import Sections

if TYPE_CHECKING:
    from tui.port import LogLine, LogPort

EVERY = 1.0
"""Seconds between two looks."""
MOST = 1_000
"""Lines shown; when there are more, the oldest go."""
SOURCE, ROOMY = 20, 72
"""Cells of who logged a line, and of a line from which they are a column of their own."""
LEVELS = (
    ("all", logging.NOTSET),
    ("info", logging.INFO),
    ("warnings", logging.WARNING),
    ("errors", logging.ERROR),
)
LOOKS = (
    (logging.ERROR, "✕", "$error"),
    (logging.WARNING, "!", "$warning"),
    (logging.INFO, "·", "$quiet"),
)
LOUD = ((logging.ERROR, "Error: "), (logging.WARNING, "Warning: "))
KEYS = (
    ("1-4", "how loud", ""),
    ("↑↓", "lines", ""),
    ("c", "copy", "screen.copy"),
    ("End", "newest", "screen.newest"),
    ("Esc", "back", "screen.dismiss"),
)
BARE = (KEYS[0], KEYS[-1])
NOTHING = "Nothing was logged."
NOT_SO_LOUD = "Nothing as loud as that was logged."
NO_LOG = "No log is kept here."


class LogScreen(Screen[None]):
    """Follows the log while it is open; choosing an earlier line stays there."""

    CSS_PATH = str(FOLDER / "figures.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Textual has it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012
    AUTO_FOCUS = "#lines"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Back", show=False, id="log-close"),
        Binding("c,y,enter", "copy", "Copy the line", show=False, priority=True, id="log-copy"),
        Binding("end", "newest", "Newest", show=False, id="log-newest"),
        *(
            Binding(str(n), f"level({n - 1})", f"Loudness {n}", show=False, id=f"log-level-{n}")
            for n in range(1, len(LEVELS) + 1)
        ),
    ]

    def __init__(self, log: LogPort | None, file: str) -> None:
        super().__init__()
        self._port, self._file = log, file
        self._levels = Sections([name for name, _ in LEVELS])
        self._list = OptionList(id="lines", markup=False)
        self._nothing = Static(NOTHING, id="nothing", markup=False)
        self._keys = KeyLine(KEYS)
        self._shown: list[LogLine] = []
        self._newest = 0
        self._room = 0  # cells of a line, as they were folded last

    def compose(self) -> Iterator[Widget]:
        """How loud, the lines, the keys."""
        with Horizontal(id="head"):
            yield Static("log", id="name", markup=False)
            yield Static(visible(self._file), id="note", markup=False)
        yield self._levels
        yield self._list
        yield self._nothing
        yield self._keys

    def on_mount(self) -> None:
        """Show what there is, and what comes."""
        self.set_interval(EVERY, self._look)
        self._begin()

    def on_sections_chosen(self) -> None:
        """Another loudness."""
        self._begin()

    def _begin(self) -> None:
        """From the first line on."""
        self._shown, self._newest = [], 0
        self._list.clear_options()
        self._look()

    def _look(self) -> None:
        """Add what came since."""
        level = LEVELS[self._levels.chosen][1]
        lines = self._port.lines(self._newest, level) if self._port is not None else ()
        if lines:
            self._newest = lines[-1].number
            self._add(lines)
        self._list.display = bool(self._shown)
        self._nothing.display = not self._shown
        if not self._shown:
            loud = NOT_SO_LOUD if self._levels.chosen > 1 else NOTHING
            self._nothing.update(NO_LOG if self._port is None else loud)
        self._keys.show(KEYS if self._shown else BARE)

    def _add(self, lines: Sequence[LogLine]) -> None:
        """These at the end; who was there stays there."""
        at_end = self._list.highlighted in (None, len(self._shown) - 1)
        self._shown += lines
        if len(self._shown) > MOST:
            gone = len(self._shown) - MOST // 2
            stay = (self._list.highlighted or 0) - gone
            self._shown = self._shown[gone:]
            self._list.set_options(self._options(self._shown))
            self._list.highlighted = max(stay, 0)
        else:
            self._list.add_options(self._options(lines))
        if at_end:
            self.action_newest()

    def _options(self, lines: Sequence[LogLine]) -> list[Option]:
        self._room = self._list.scrollable_content_region.width - 3
        return [_option(line, self._room) for line in lines]

    @on(Resize)
    def _fold(self) -> None:
        """Another width has other rows."""
        self.call_after_refresh(self._fold_anew)

    def _fold_anew(self) -> None:
        if self._room != self._list.scrollable_content_region.width - 3:
            at, top = self._list.highlighted, self._list.scroll_y
            self._list.set_options(self._options(self._shown))
            self._list.highlighted = at
            if at == len(self._shown) - 1:
                self.action_newest()
            else:
                self._list.scroll_to(y=top, animate=False)

    # ------------------------------------------------------------ keys

    def action_level(self, number: int) -> None:
        """Only lines at least so loud."""
        self._levels.choose(number)

    def action_newest(self) -> None:
        """To the end, and follow it."""
        if self._shown:
            self._list.highlighted = len(self._shown) - 1
            self.call_after_refresh(self._list.scroll_end, animate=False)

    def action_copy(self) -> None:
        """The chosen line to the clipboard."""
        at = self._list.highlighted
        if at is not None and at < len(self._shown):
            line = self._shown[at]
            self.app.copy_to_clipboard(f"{clock(line.at)} {line.source}: {line.text}")
            self._keys.tell("line copied")


def _option(line: LogLine, width: int) -> Option:
    """When, how loud, who, what; what has no room goes on below, where it begins if that leaves
    enough, else below who."""
    mark, look = next(
        ((mark, look) for least, mark, look in LOOKS if line.level >= least), (" ", "$faint")
    )
    loud = next((word for least, word in LOUD if line.level >= least), "")
    when, said = clock(line.at), visible(line.text)
    source = one_line(line.source.removeprefix("sel."), 40).ljust(SOURCE if width >= ROOMY else 0)
    begun = len(when) + 3 + len(source) + 2
    indent = min(begun, len(when) + 3 + SOURCE + 2) if width >= ROOMY else len(when) + 3
    return Worded(
        Content.assemble(
            (f"{when} ", "$quiet"),
            (f"{mark} ", look),
            (f"{source}  ", "$quiet"),
            (
                _folded(said, indent, begun, width),
                look if line.level >= logging.WARNING else "$foreground",
            ),
        ),
        f"{loud}{said}, {when}, {source.rstrip()}",
    )


def _folded(text: str, indent: int, begun: int, width: int) -> str:
    """Text in rows of this width, of which the first is `begun` already."""
    if width < 2 * indent or ("\n" not in text and begun + len(text) <= width):
        return text
    rows: list[str] = []
    for part in text.split("\n"):
        before = " " * (indent if rows else min(begun, width - 1))
        rows += textwrap.wrap(
            part, width, initial_indent=before, subsequent_indent=" " * indent
        ) or [before]
    return "\n".join(rows)[begun:]
