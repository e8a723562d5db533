"""Home: all conversations, the newest first, and beside them how the chosen one ended.

What the brain is asked is asked in the background; what it refuses is said in the bottom line.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static
from textual.worker import WorkType

from sel.errors import SelError
from sel.events import Command
from sel.session_events import MarkSession, NewSession, OpenSession, RenameSession, SessionView
from tui.commands import questions
from tui.drawings import sessions as drawings
from tui.remembered import ME
from tui.screens.overhearing import Overheard
from tui.styles.sheets import FOLDER
from tui.widgets.ask import AnswerButton, Ask
from tui.widgets.in_order import Field
from tui.widgets.lines import KeyLine
from tui.widgets.rows import Talks

if TYPE_CHECKING:
    from tui.screens.desk import ScreenDesk

Work = Callable[[], Awaitable[None]]
Keys = Sequence[tuple[str, str, str]]

MARGIN = 2
"""Cells before a title in the list."""
LAST = 8
"""Messages shown of the chosen conversation."""
SETTLE_SECONDS = 0.08
"""After the last step in the list; a conversation drawn for each would only be in the way."""
NOTHING = "Nothing was said yet. Esc leads back; what you say there begins the first conversation."
NOT_FOUND = "No conversation has these words in its title or its beginning. Ctrl+F looks into all."
NONE_AWAY = "No conversation is put away. A leads back."

BACK = ("Esc", "back", "screen.back")
FIND_KEYS: Keys = (("type", "to filter", ""), ("↑↓", "choose", ""), ("Enter", "open", ""), BACK)
NAME_KEYS: Keys = (("Enter", "rename", ""), ("Esc", "leave as it was", ""))
ASKED_KEYS: Keys = (("←→", "choose", ""), ("Enter", "answer", ""), ("Esc", "leave", "screen.back"))


class HomeScreen(Screen[None]):
    """Open, begin, pin, rename, put away, delete."""

    CSS_PATH = str(FOLDER / "home.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Textual has it
    AUTO_FOCUS = "#conversations"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, id="home-back"),
        Binding("slash", "filter", "Filter", show=False, id="home-filter"),
        Binding("n", "new", "New", show=False, id="home-new"),
        Binding("p", "pin", "Pin", show=False, id="home-pin"),
        Binding("r", "rename", "Rename", show=False, id="home-rename"),
        Binding("a", "archive", "Put away", show=False, id="home-archive"),
        Binding("A", "away", "Those put away", show=False, id="home-away"),
        Binding("d,delete", "delete", "Delete", show=False, id="home-delete"),
        Binding("up", "move(-1)", "Up", show=False, id="home-up"),
        Binding("down", "move(1)", "Down", show=False, id="home-down"),
        *(
            Binding(
                f"f{5 + number}",
                f"answer({number})",
                f"Answer {number + 1}",
                show=False,
                priority=True,
                id=f"answer-{number + 1}",
            )
            for number in range(3)
        ),
    ]

    def __init__(self, desk: ScreenDesk) -> None:
        super().__init__()
        self._desk = desk
        self._loaded = self.leaving = False
        self._filter = Field(placeholder="Filter", id="filter", select_on_focus=False)
        self._title = Field(id="rename", compact=True, select_on_focus=False)
        self._list = Talks(tall=2, id="conversations")
        self._count = Static("", id="count", markup=False)
        self._unkept = Static("", id="unkept", markup=False)
        self._nothing = Static("", id="nothing", markup=False)
        self.talk = Overheard(quiet=True)
        self.talk.can_focus = False
        self._keys = KeyLine(())
        self._sessions: Sequence[SessionView] = ()
        self._away = False
        self._renamed = ""
        self._timer: Timer | None = None

    def compose(self) -> Iterator[Widget]:
        """The list, and beside it (where there is room) the end of a conversation."""
        with Horizontal(id="head"):
            yield Static("conversations", id="name", markup=False)
            yield self._count
        yield self._unkept
        with Horizontal(id="home"):
            with Vertical(id="list"):
                yield self._filter
                yield self._list
                yield self._nothing
                yield self._title
            with Vertical(id="ending"):
                yield self.talk
        yield Vertical(id="asked")
        yield self._keys

    def on_mount(self) -> None:
        """Show what there is, and follow what changes."""
        self._desk.sessions.on_news = self._news
        self._ask(self._load)

    def on_unmount(self) -> None:
        """Nobody follows any more."""
        self._desk.sessions.on_news = None

    # ------------------------------------------------------------ what there is

    def _news(self, words: str) -> None:
        if words:
            self.notice(words)
        self._ask(self._load)

    def _ask(self, work: Work) -> None:
        """Ask the brain in the background; of several of a kind the last is enough."""
        asking: WorkType[None] = partial(self._asking, work)  # not begun if another comes first
        self.run_worker(asking, group=work.__name__, exclusive=True)

    async def _asking(self, work: Work) -> None:
        try:
            await work()
        except SelError as error:
            self.notice(error.sentence())

    async def _load(self) -> None:
        brain = self._desk.brain()
        self._sessions = await brain.sessions()
        self._loaded = True
        self._unkept.update(drawings.unkept(self._sessions, await brain.consent(ME)))
        self._unkept.display = bool(str(self._unkept.content))
        self._draw(brain.session().id)

    def _draw(self, chosen: str = "") -> None:
        """The list as it is filtered now."""
        here, words = self._desk.sessions.now.id, self._filter.value
        begun = [one for one in self._sessions if one.messages or one.id == here]
        items = drawings.items(
            begun, self._desk.feed.now, here=here, words=words, put_away=self._away
        )
        first = not self._list.keys
        self._list.show(items, chosen if first else "")
        shown = len(self._list.keys)
        self._count.update(drawings.head(begun, shown, words=words, put_away=self._away))
        self._list.display, self._nothing.display = bool(shown), not shown
        said = NOT_FOUND if words else NONE_AWAY if self._away else NOTHING
        self._nothing.update("" if shown else said)
        self._show_keys()

    @property
    def _chosen(self) -> SessionView | None:
        return next((one for one in self._sessions if one.id == self._list.chosen), None)

    @on(Talks.Chosen)
    def _settle(self) -> None:
        if self.has_class("-wide"):
            if self._timer is not None:
                self._timer.stop()
            self._timer = self.set_timer(SETTLE_SECONDS, lambda: self._ask(self._preview))

    def on_resize(self) -> None:
        """There may be room for the end of a conversation now."""
        self.call_after_refresh(self._settle)

    async def _preview(self) -> None:
        chosen = self._chosen
        said = await self._desk.brain().session_messages(chosen.id) if chosen is not None else ()
        self.talk.now = self._desk.feed.now
        self.talk.show(said[-LAST:])

    # ------------------------------------------------------------ opening

    @on(Talks.Opened)
    def _opened(self) -> None:
        self.action_open()

    @on(Input.Submitted, "#filter")
    def action_open(self) -> None:
        """Go on with the chosen conversation."""
        if self._list.chosen:
            self._leave_with(OpenSession(session=self._list.chosen))

    def action_new(self) -> None:
        """Begin another conversation."""
        self._leave_with(NewSession())

    def _leave_with(self, command: Command) -> None:
        async def leave() -> None:
            try:
                await self._desk.wish(command)
                self.dismiss()
            finally:
                self.leaving = False

        self.leaving = True
        self._ask(leave)

    # ------------------------------------------------------------ changing

    def _wish(self, command: Command) -> None:
        async def wish() -> None:
            await self._desk.wish(command)

        self._ask(wish)

    def action_pin(self) -> None:
        """Pin it to the top, or let it go."""
        if (chosen := self._chosen) is not None:
            self._wish(MarkSession(session=chosen.id, pinned=not chosen.pinned))

    def action_archive(self) -> None:
        """Put it away, or bring it back."""
        if (chosen := self._chosen) is not None:
            self._wish(MarkSession(session=chosen.id, archived=not chosen.archived))
            self.notice("back in the list" if chosen.archived else "put away; A shows those")

    def action_away(self) -> None:
        """Those that are put away, or all others."""
        self._away = not self._away
        self._draw()

    def action_rename(self) -> None:
        """Edit the title where it stands."""
        chosen = self._chosen
        row = self._list.row_of(self._list.chosen)
        if chosen is None or row is None:
            return
        self._renamed = chosen.id
        self._title.styles.offset = (MARGIN, self._list.virtual_region.y + row)
        self._title.styles.width = max(self._list.size.width - MARGIN - 1, 1)
        self._title.value = chosen.title or chosen.opening
        self._title.display = True
        self._title.cursor_position = len(self._title.value)
        self._title.focus()

    @on(Input.Submitted, "#rename")
    def _named(self) -> None:
        title, session = self._title.value.strip(), self._renamed
        self._home()
        self._wish(RenameSession(session=session, title=title))

    async def action_delete(self) -> None:
        """Ask whether it shall go, and what with it."""
        chosen = self._chosen
        if chosen is not None and not self.query(Ask):
            card = Ask(questions.delete_session(chosen, self._desk.wish))
            await self.query_one("#asked").mount(card)
            card.keyed(True)
            card.focus_last()

    @on(Ask.Answered)
    async def _answered(self, event: Ask.Answered) -> None:
        try:
            line = await event.ask.question.take(event.number)
        except SelError as error:
            event.ask.again()
            self.notice(error.sentence())
            return
        event.ask.remove()
        self._home()
        if line:
            self.notice(line)

    def action_answer(self, number: int) -> None:
        """Answer what is asked here."""
        for card in self.query(Ask):
            card.answer(number)

    # ------------------------------------------------------------ moving about

    @on(Input.Changed, "#filter")
    def _typed(self) -> None:
        self._draw()
        self._list.action_move(-len(self._sessions))

    def action_filter(self) -> None:
        """To the filter."""
        self._filter.display = True
        self._filter.focus()

    def action_move(self, by: int) -> None:
        """From the filter the list is moved, too."""
        self._list.action_move(by)

    def action_back(self) -> None:
        """Leave what is open, what is filtered, those put away; then the screen."""
        if cards := self.query(Ask):
            cards.first().answer(len(cards.first().question.answers) - 1)
        elif self._title.display:
            self._home()
        elif self._filter.display:
            self._filter.value = ""
            self._filter.display = False
            self._home()
        elif self._away:
            self.action_away()
        else:
            self.dismiss()

    def _home(self) -> None:
        self._title.display = False
        self._list.focus()

    # ------------------------------------------------------------ the bottom line

    def on_descendant_focus(self) -> None:
        """The keys at the bottom are those of where one is."""
        if self._title.display and not self._title.has_focus:
            self._title.display = False  # a click elsewhere
        self._show_keys()

    def _show_keys(self) -> None:
        self._keys.show(self._keys_now())

    def _keys_now(self) -> Keys:
        if not self._loaded:
            return (BACK,)
        if isinstance(self.focused, AnswerButton):
            return ASKED_KEYS
        if self._filter.has_focus or self._title.has_focus:
            return FIND_KEYS if self._filter.has_focus else NAME_KEYS
        chosen = self._chosen
        new = ("n", "new", "screen.new")
        other = "all others" if self._away else "those put away"
        some = self._away or any(one.archived for one in self._sessions)
        away = (("A", other, "screen.away"),) if some else ()
        if chosen is None:
            return (new, *away, BACK)
        return (
            ("Enter", "open", "screen.open"),
            new,
            ("/", "filter", "screen.filter"),
            ("p", "unpin" if chosen.pinned else "pin", "screen.pin"),
            ("r", "rename", "screen.rename"),
            ("a", "bring back" if chosen.archived else "put away", "screen.archive"),
            ("d", "delete", "screen.delete"),
            *away,
            BACK,
        )

    def notice(self, words: str) -> None:
        """A sentence in the keys' place, for a moment."""
        self._keys.tell(words)
