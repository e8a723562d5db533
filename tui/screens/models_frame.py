"""What the two screens of models share: a list, details beside it, a download under way, keys.

Events are followed while a screen is open, and not at all otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from sel.errors import SelError
from sel.events import Command, EngineChanged, Event, NoticeGiven
from sel.model_events import ModelsChanged, PullChanged, PullModel, PullView, StopPull
from tui.drawings import models as drawings
from tui.drawings import words
from tui.heard.page import Line, told
from tui.pace import paced
from tui.styles.sheets import FOLDER
from tui.text import one_line
from tui.widgets.lines import KeyLine
from tui.widgets.rows import Picks

if TYPE_CHECKING:
    from tui.port import BrainPort
    from tui.screens.desk import ScreenDesk

AGAIN_SECONDS = 2.0
NOTICE_SECONDS = 6.0
NOTICE_LONGEST = 200
WIDE = 100
"""Columns from which details stand beside the list."""
PAIRED, LOW, TALL = 76, 22, 32
"""Narrower, they stand below it: in two columns from `PAIRED` columns and `LOW` rows on, else one
below the other from `TALL` rows on. Where there is less, they take the list's place."""
GAP = 3

Keys = Sequence[tuple[str, str, str]]
BACK = ("Esc", "back", "screen.back")
STOP, GO_ON = ("x", "stop", "screen.stop_pull"), ("r", "go on", "screen.resume_pull")


class ModelsFrame(Screen[None]):
    """List and details, as there is room. `pull` is the download of this session."""

    CSS_PATH = str(FOLDER / "models.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - as Textual has it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012
    AUTO_FOCUS = "#picks"
    NAME: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, id="models.back"),
        Binding("x", "stop_pull", "Stop fetching", show=False, id="models.stop"),
        Binding("r", "resume_pull", "Go on fetching", show=False, id="models.resume"),
    ]

    def __init__(self, desk: ScreenDesk) -> None:
        super().__init__()
        self.desk = desk
        self.picks = Picks(id="picks")
        self.pull: PullView | None = None
        self._note = Static("", id="note", markup=False)
        self._top = _Columns("", id="top", markup=False)
        self._facts = _Facts(self.draw, self.facts_said)
        self._detail = _Detail(id="detail", can_focus=False)
        self._nothing = Static("", id="nothing", markup=False)
        self._progress = Static("", id="progress", markup=False)
        self.keys = KeyLine(())

    def compose(self) -> Iterator[Widget]:
        """The head, the two halves, the download, the keys."""
        with Horizontal(id="head"):
            yield Static(self.NAME, id="name", markup=False)
            yield self._note
        yield from self.above()
        with Horizontal(id="halves"):
            with Vertical(id="list"):
                yield self._top
                yield self.picks
            with self._detail:
                yield self._facts
        yield self._nothing
        yield self._progress
        yield self.keys

    def above(self) -> Iterator[Widget]:
        """What stands between the head and the list."""
        yield from ()

    def on_mount(self) -> None:
        """Follow what happens."""
        self._follow()
        self.call_after_refresh(self.draw)

    def on_resize(self) -> None:
        """Another room."""
        width, height = self.outer_size
        paired = PAIRED <= width < WIDE and height >= LOW
        self.set_class(paired, "-paired")
        self.set_class(not paired and width < WIDE and height >= TALL, "-stacked")
        if not self.apart:
            self.read(on=False)
        self.call_after_refresh(self.draw)

    @property
    def apart(self) -> bool:
        """Whether there is room for the list or the details only."""
        return not self.classes & {"-wide", "-paired", "-stacked"}

    def laid(
        self, width: int, known: Callable[[int], Content], memory: Callable[[int], Content] | None
    ) -> Content:
        """What is known and what memory it takes, as there is room: beside or below each other."""
        if not (self.has_class("-paired") and memory):
            return Content("\n\n").join([known(width), memory(width)] if memory else [known(width)])
        half = (width - GAP) // 2
        right = memory(width - half - GAP).wrap(width - half - GAP)
        return words.stacked(words.columns(known(half).wrap(half), right, half + GAP))

    # ------------------------------------------------------------ to be told

    def brain(self) -> BrainPort:
        """The brain. Raises `SelError` while there is none yet."""
        return self.desk.brain()

    def begin(self) -> None:
        """The brain is there: look at what there is."""
        raise NotImplementedError

    def facts(self, width: int) -> Content:
        """The details of what is chosen."""
        raise NotImplementedError

    def facts_said(self) -> str:
        """The same in words, a line each."""
        raise NotImplementedError

    def top(self, width: int) -> Content:
        """The names of the list's columns."""
        raise NotImplementedError

    def keys_now(self) -> Keys:
        """What keys do."""
        raise NotImplementedError

    def empty(self) -> str:
        """What is said where the list has no rows, "" where it has."""
        raise NotImplementedError

    def happened(self, event: Event) -> None:
        """Something that concerns models."""

    # ------------------------------------------------------------ what happens

    def _follow(self) -> None:
        self.run_worker(self._following(), group="following", exclusive=True)

    async def _following(self) -> None:
        try:
            subscription = self.brain().subscribe()
        except SelError as error:
            self.notice(error.sentence())
            self.set_timer(AGAIN_SECONDS, self._follow)  # it is still waking
            return
        self.pull = self.brain().pulling()
        if self.pull is not None and self.pull.state == "done":
            self.pull = None  # old news
        self.begin()
        try:
            await paced(subscription, self.desk.safely(self._apply))
        finally:
            subscription.close()

    def _apply(self, batch: Sequence[Event]) -> None:
        for event in batch:
            if isinstance(event, PullChanged):
                self.pull = event.pull
            elif isinstance(event, NoticeGiven):
                self.notice(event.title)
            if isinstance(event, PullChanged | ModelsChanged | EngineChanged):
                self.happened(event)
        self.draw()

    # ------------------------------------------------------------ drawing

    def draw(self) -> None:
        """All that is not the list, as far as it differs."""
        if not self.is_attached:
            return
        said = self.empty()
        self.set_class(bool(said), "-bare")
        put(self._nothing, Content(said))
        put(self._top, self.top(self.picks.cells))
        put(self._facts, self.facts(self._facts.size.width or 40))
        line = drawings.pull_line(self.pull, self._progress.size.width or self.size.width - 8)
        self._progress.display = bool(line.plain)
        put(self._progress, line)
        self.keys.show(self.keys_now())

    def note(self, few: str) -> None:
        """A few words beside the name."""
        put(self._note, Content(few))

    def notice(self, sentence: str) -> None:
        """A sentence in the keys' place, for a moment."""
        self.keys.tell(one_line(sentence, NOTICE_LONGEST), NOTICE_SECONDS)

    @on(Picks.Chosen)
    def _chosen(self) -> None:
        self.draw()

    # ------------------------------------------------------------ doing

    def wish(self, command: Command) -> None:
        """Submit what may take seconds; a refusal is a notice."""
        self.app.run_worker(self._submit(command), group="apart", exit_on_error=False)

    async def _submit(self, command: Command) -> None:
        try:
            await self.desk.wish_apart(command)
        except SelError as error:
            self.notice(error.sentence())

    @property
    def fetching(self) -> bool:
        """Whether a download is under way."""
        return self.pull is not None and self.pull.state == "fetching"

    def pull_keys(self) -> Keys:
        """What can be done about the download."""
        if self.pull is None or self.pull.state == "done":
            return ()
        return (STOP,) if self.fetching else (GO_ON,)

    def action_stop_pull(self) -> None:
        """Fetch no more; what came stays."""
        if self.fetching:
            self.notice("Stopping; what came stays, and r goes on.")
            self.wish(StopPull())

    def action_resume_pull(self) -> None:
        """Go on where it stopped."""
        if self.pull is not None and self.pull.state in ("stopped", "failed"):
            self.wish(PullModel(repo=self.pull.repo, files=self.pull.files))

    def action_back(self) -> None:
        """Leave the details; then the screen."""
        if self.has_class("-reading"):
            self.read(on=False)
        else:
            self.dismiss()

    def read(self, *, on: bool) -> None:
        """Let the details take the list's place, and the keys that scroll; or the list again."""
        if on is not self.has_class("-reading"):
            self.set_class(on, "-reading")
            self._detail.can_focus = on
            (self._detail if on else self.picks).focus()
            self.call_after_refresh(self.draw)


class _Detail(VerticalScroll, inherit_bindings=False):
    """Scrolls; ← and → are the screen's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", "Up", show=False, id="models.up"),
        Binding("down,j", "scroll_down", "Down", show=False, id="models.down"),
        Binding("pageup", "page_up", "Page up", show=False, id="models.page-up"),
        Binding("pagedown,space", "page_down", "Page down", show=False, id="models.page-down"),
    ]


class _Columns(Static):
    """The names of the list's columns, which rows in words have no use for."""

    def in_words(self) -> Sequence[Line]:
        """Nothing."""
        return ()


class _Facts(Static):
    """The details, drawn anew when there is another room for them."""

    def __init__(self, changed: Callable[[], None], said: Callable[[], str]) -> None:
        super().__init__("", id="facts", markup=False)
        self.auto_links = False
        self._changed, self._said = changed, said

    def in_words(self) -> Sequence[Line]:
        """A line for each thing that is known."""
        return told(self._said())

    def on_resize(self) -> None:
        """Another room."""
        self._changed()


def put(where: Static, content: Content) -> None:
    """Only what is different is drawn."""
    if not (isinstance(where.content, Content) and content.is_same(where.content)):
        where.update(content)
