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

Keys = Sequence[tuple[str, str, str]]
BACK = ("Esc", "back", "screen.back")
STOP, GO_ON = ("x", "stop", "screen.stop_pull"), ("r", "go on", "screen.resume_pull")


class ModelsFrame(Screen[None]):
    """List and details; where it is narrow, one of them. `pull` is the download of this session."""

    CSS_PATH = str(FOLDER / "models.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Textual has it
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
            with VerticalScroll(id="detail", can_focus=False):
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
        self.call_after_refresh(self.draw)

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

    def note(self, words: str) -> None:
        """A few words beside the name."""
        put(self._note, Content(words))

    def notice(self, words: str) -> None:
        """A sentence in the keys' place, for a moment."""
        self.keys.tell(one_line(words, NOTICE_LONGEST), NOTICE_SECONDS)

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
            self.remove_class("-reading")
        else:
            self.dismiss()


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
