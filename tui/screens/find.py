"""Find: words in all conversations, as they are typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static
from textual.worker import WorkType

from sel.errors import SelError
from sel.session_events import FoundView, OpenSession
from tui.drawings import hits as drawings
from tui.styles.sheets import FOLDER
from tui.widgets.in_order import Field
from tui.widgets.lines import KeyLine
from tui.widgets.rows import Talks

if TYPE_CHECKING:
    from tui.screens.desk import ScreenDesk

SEARCH_SECONDS = 0.08
"""After the last letter typed; a search for each would only be in the way."""
READING_SECONDS = 1.0
"""Until it is looked again, while older conversations are still being read."""
ASK = "Words in any conversation; “…” for a phrase"
NOT_FOUND = "Nobody said that here."
NOT_YET = "Nothing yet; older conversations are still being read."
KEYS = (
    ("↑↓", "choose", ""),
    ("Enter", "go there", "screen.go"),
    ("Esc", "back", "screen.dismiss"),
)


class FindScreen(Screen[None]):
    """The cursor stays in the words; ↑ and ↓ choose what was found."""

    CSS_PATH = str(FOLDER / "find.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Textual has it
    AUTO_FOCUS = "#words"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", show=False, id="find-close"),
        Binding("up", "move(-1)", "Up", show=False, id="find-up"),
        Binding("down", "move(1)", "Down", show=False, id="find-down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="find-page-up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="find-page-down"),
    ]

    def __init__(self, desk: ScreenDesk, words: str = "") -> None:
        """Without `words` those of the last time are there, to go on with or to type over."""
        super().__init__()
        self._desk, self.leaving = desk, False
        last, self._place = desk.sought
        if words and words != last:
            self._place = "0"
        self._words = Field(words or last, placeholder=ASK, id="words", select_on_focus=not words)
        self._list = Talks(heading="strong", id="hits")
        self._list.can_focus = False
        self._summary = Static("", id="count", markup=False)
        self._nothing = Static("", id="nothing", markup=False)
        self._keys = KeyLine(KEYS)
        self._found = FoundView()
        self._timer: Timer | None = None

    def compose(self) -> Iterator[Widget]:
        """The words, and what was found."""
        with Horizontal(id="head"):
            yield Static("find", id="name", markup=False)
            yield self._summary
        yield self._words
        yield self._list
        yield self._nothing
        yield self._keys

    # ------------------------------------------------------------ searching

    def on_mount(self) -> None:
        """Words that are there from the start are not being typed."""
        if self._words.value:
            self._look()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._later(SEARCH_SECONDS)

    def _later(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(seconds, self._look)

    def _look(self) -> None:
        work: WorkType[None] = self._search
        self.run_worker(work, group="search", exclusive=True)  # the newest wins

    async def _search(self) -> None:
        words = self._words.value
        try:
            found = await self._desk.brain().find(words) if words.strip() else FoundView()
        except SelError as error:
            self.notice(error.sentence())
            return
        self._show(found, words)
        if not found.whole:
            self._later(READING_SECONDS)

    def _show(self, found: FoundView, words: str) -> None:
        """What was found; the best of it is chosen when the words are others."""
        again = found.hits == self._found.hits
        self._found = found
        if not again:
            drawn = drawings.items(found, self._desk.feed.now)
            self._list.show(drawn, self._place)
            self._place = "0"
        self._summary.update(drawings.summary(found, words))
        self._list.display, self._nothing.display = bool(found.hits), not found.hits
        none = NOT_FOUND if found.whole else NOT_YET
        self._nothing.update(none if words.strip() else "")
        self._keys.show(KEYS)

    # ------------------------------------------------------------ going there

    def action_move(self, by: int) -> None:
        """Choose what is so many rows below."""
        self._list.action_move(by)

    def action_page(self, by: int) -> None:
        """A page further or back."""
        self._list.action_page(by)

    @on(Input.Submitted)
    @on(Talks.Opened)
    def action_go(self) -> None:
        """To the chosen turn."""
        if self._list.chosen:
            work: WorkType[None] = self._go
            self.leaving = True
            self.run_worker(work, group="go", exclusive=True)

    async def _go(self) -> None:
        hit = self._found.hits[int(self._list.chosen)]
        self._desk.sought = self._words.value, self._list.chosen
        try:
            await self._desk.wish(OpenSession(session=hit.session, turn_id=hit.turn_id))
            self.dismiss()
        except SelError as error:
            self.notice(error.sentence())
            return
        finally:
            self.leaving = False
        self._desk.surgery.seek(hit.turn_id, hit.role, hit.match)

    def notice(self, words: str) -> None:
        """A sentence in the keys' place."""
        self._keys.tell(words)
