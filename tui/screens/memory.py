"""All that SEL remembers of a person: the list, one memory in full, and the map.

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

from sel.counting import counted
from sel.errors import SelError
from sel.memory_events import EditMemory, MemoriesForgotten, MemoryView
from tui.commands import questions
from tui.drawings import memories as drawings
from tui.remembered import ME, STATES, memory_word, receipt
from tui.styles.sheets import FOLDER
from tui.widgets import tags as tagging
from tui.widgets.ask import AnswerButton, Ask
from tui.widgets.chart import Chart
from tui.widgets.detail import Detail, Editor
from tui.widgets.in_order import Field
from tui.widgets.lines import KeyLine
from tui.widgets.rows import Shelf
from tui.widgets.tags import Tags

if TYPE_CHECKING:
    from tui.screens.desk import ScreenDesk

Work = Callable[[], Awaitable[None]]

SEARCH_SECONDS = 0.15
"""After the last letter typed; a search for each would only be in the way."""

LIST_KEYS = (
    ("↑↓", "choose", ""),
    ("/", "search", "screen.search"),
    ("t", "tag", "screen.tag(1)"),
    ("e", "edit", "screen.edit"),
    ("d", "forget", "screen.forget"),
    ("m", "map", "screen.map"),
    ("Esc", "back", "screen.back"),
)
FIND_KEYS = (
    ("type", "to search", ""),
    ("↓", "to the list", "screen.home"),
    ("Esc", "back", "screen.back"),
)
NONE_KEYS = (*LIST_KEYS[1:3], *LIST_KEYS[5:])
MAP_KEYS = (
    ("←↑↓→", "walk", ""),
    ("+ −", "closer, farther", ""),
    ("e", "edit", "screen.edit"),
    ("d", "forget", "screen.forget"),
    ("m", "list", "screen.map"),
    ("Esc", "back", "screen.back"),
)
ASKED_KEYS = (("← →", "choose", ""), ("Enter", "answer", ""), ("Esc", "leave", "screen.back"))
BARE_KEYS = (("Esc", "back", "screen.back"),)
EDIT_KEYS = (
    ("Enter", "save", "screen.done(True)"),
    ("Esc", "leave as it was", "screen.done(False)"),
)

EMPTY = "Nothing is kept yet.\nTell me something about yourself, or say “remember that …”."
EMPTY_OFF = "Nothing is kept: memory is off.\n/consent on lets me remember what you tell me."
NOT_FOUND = "Nothing of this kind is kept. Esc shows all there is."


class MemoryScreen(Screen[None]):
    """Look through, correct and forget. `found` is what the list shows, by id."""

    CSS_PATH = str(FOLDER / "memory.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Textual has it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012
    AUTO_FOCUS = "#shelf"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, id="memory-back"),
        Binding("down", "home", "To the list", show=False, id="memory-list"),
        Binding("slash", "search", "Search", show=False, id="memory-search"),
        Binding("t", "tag(1)", "Next tag", show=False, id="memory-next-tag"),
        Binding("T", "tag(-1)", "Previous tag", show=False, id="memory-previous-tag"),
        Binding("e,enter", "edit", "Edit", show=False, id="memory-edit"),
        Binding("d,delete", "forget", "Forget", show=False, id="memory-forget"),
        Binding("m", "map", "Map", show=False, id="memory-map"),
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
        self._search = Field(placeholder="Search", id="search", select_on_focus=False)
        self._tags = Tags()
        self._shelf = Shelf(id="shelf")
        self._nothing = Static("", id="nothing", markup=False)
        self._detail = Detail()
        self._chart = Chart()
        self._count = Static("", id="count", markup=False)
        self._keys = KeyLine(LIST_KEYS)
        self._waiting: Timer | None = None
        self._all = 0
        self.found: dict[str, MemoryView] = {}
        self._colours: dict[str, int] = {}

    def compose(self) -> Iterator[Widget]:
        """The list, and beside it (narrow: below) one memory and the map."""
        with Horizontal(id="head"):
            yield Static("memory", id="name", markup=False)
            yield self._count
        with Horizontal(id="library"):
            with Vertical(id="list"):
                yield self._search
                yield self._tags
                yield self._shelf
                yield self._nothing
            with Vertical(id="one"):
                yield self._detail
                yield self._chart
        yield Vertical(id="asked")
        yield self._keys

    def on_mount(self) -> None:
        """Show what there is, and follow what changes."""
        self._desk.remembering.on_news = self._news
        self._look_again()

    def on_unmount(self) -> None:
        """Nobody follows any more."""
        self._desk.remembering.on_news = None

    # ------------------------------------------------------------ what there is

    def _news(self, gone: MemoriesForgotten | None) -> None:
        if gone is not None:
            self.notice(f"forgotten: {receipt(gone.counts)}")
        self._look_again()

    def _look_again(self) -> None:
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
        """Everything: the tags and the map are of all there is, whatever is searched for."""
        memory = self._desk.memory()
        everything = await memory.memories(ME)
        self._all = len(everything)
        self.set_class(not everything, "-bare")
        tags = tagging.counted(everything)
        self._colours = tagging.colours(tags)
        self._tags.show(tags, self._all)
        word = memory_word(await memory.consent(ME))
        self._count.update("   ".join(filter(None, (counted(self._all, "memories"), word))))
        if self._search.value or self._tags.chosen:
            await self._find()
        else:
            await self._show(everything)
        if everything:
            words = {one.id: one.quote or one.text for one in everything}
            self._chart.place((await memory.memory_map(ME)).places, words)
            if self.focused is None:  # there was nothing before
                self._shelf.focus()
        self.on_descendant_focus()

    async def _find(self) -> None:
        """What is searched for, of the chosen tag."""
        found = await self._desk.memory().memories(
            ME, tag=self._tags.chosen, text=self._search.value.strip()
        )
        await self._show(found)

    async def _show(self, found: Sequence[MemoryView]) -> None:
        self._shelf.display = bool(found)
        self._nothing.display = not found
        if not found:
            state = await self._desk.memory().consent(ME)
            off = state in STATES and state != "given"
            self._nothing.update(NOT_FOUND if self._all else EMPTY_OFF if off else EMPTY)
        self.found = {one.id: one for one in found}
        now = self._desk.feed.now
        self._shelf.show([drawings.entry(one, self._colours, now) for one in found])
        self._keys.show(self._keys_now())

    async def _draw(self) -> None:
        """The map, as it should be seen now."""
        chart = self._chart
        if self._all and chart.size.width and chart.size.height:
            seen = await self._desk.memory().memory_drawing(
                ME, *chart.size, chart.level, chart.centre, chart.chosen
            )
            chart.draw(seen)

    # ------------------------------------------------------------ from the widgets

    @on(Input.Changed, "#search")
    def _typed(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(SEARCH_SECONDS, lambda: self._ask(self._find))

    @on(Input.Submitted, "#search")
    def _searched(self) -> None:
        self._home()

    @on(Tags.Wanted)
    def _tag_wanted(self) -> None:
        self._ask(self._find)

    @on(Shelf.Chosen)
    def _chosen(self, event: Shelf.Chosen) -> None:
        self._detail.show(self.found.get(event.key))
        if event.key:
            self._chart.choose(event.key)

    @on(Shelf.Opened)
    def _opened(self) -> None:
        self.action_edit()

    @on(Chart.Walked)
    def _walked(self, event: Chart.Walked) -> None:
        self._shelf.choose(event.memory_id)

    @on(Chart.Wanted)
    def _drawing_wanted(self) -> None:
        self._ask(self._draw)

    @on(Editor.Done)
    def _edited(self, event: Editor.Done) -> None:
        memory = self._detail.memory
        self._detail.edited()
        self._home()
        if memory is not None and event.text is not None and event.text != memory.text:
            self._wish(EditMemory(id=memory.id, text=event.text))

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

    def _wish(self, command: EditMemory) -> None:
        async def submit() -> None:
            await self._desk.wish(command)

        self._ask(submit)

    # ------------------------------------------------------------ keys

    def action_done(self, save: bool) -> None:
        """A click: save what was corrected, or leave it as it was."""
        self.query_one(Editor).done(save=save)

    def action_back(self) -> None:
        """Leave what is open, what is searched for, the map; then the screen."""
        if cards := self.query(Ask):
            cards.first().answer(len(cards.first().question.answers) - 1)
        elif self._search.value or self._tags.chosen:
            self._search.value = ""
            self._tags.choose("")
            self._home()
        elif self._chart.has_focus or self._search.has_focus:
            self._home()
        else:
            self.dismiss()

    def action_home(self) -> None:
        """From the search down to the list."""
        if self._search.has_focus:
            self._home()

    def _home(self) -> None:
        """Back to the list."""
        self.remove_class("-map", "-asking")
        self._shelf.focus()

    def action_search(self) -> None:
        """To the search."""
        self.remove_class("-map")
        self._search.focus()

    def action_tag(self, by: int) -> None:
        """The next tag, or the one before."""
        self._tags.turn(by)

    def action_edit(self) -> None:
        """Correct the chosen memory."""
        self._detail.edit()

    def action_map(self) -> None:
        """To the map, or back to the list."""
        if self._chart.has_focus:
            self._home()
        elif self._all:
            self.add_class("-map")
            self._chart.focus()

    def action_forget(self) -> None:
        """Ask whether the chosen memory shall go."""
        self._ask(self._ask_forget)

    async def _ask_forget(self) -> None:
        memory = self._detail.memory
        if memory is None or self.query(Ask):
            return
        turns = await questions.going_too(self._desk.brain(), [memory])
        if self._detail.memory is memory and not self.query(Ask):
            self.remove_class("-map")
            self.add_class("-asking")
            card = Ask(questions.forget([memory], self._desk.wish, turns))
            await self.query_one("#asked").mount(card)
            card.keyed(True)
            card.focus_last()

    def action_answer(self, number: int) -> None:
        """Answer what is asked here."""
        for card in self.query(Ask):
            card.answer(number)

    def on_descendant_focus(self) -> None:
        """The keys at the bottom are those of where one is."""
        self._keys.show(self._keys_now())

    def _keys_now(self) -> Sequence[tuple[str, str, str]]:
        if self._detail.editing:
            return EDIT_KEYS
        if isinstance(self.focused, AnswerButton):
            return ASKED_KEYS
        if not self._all:
            return BARE_KEYS
        if self._search.has_focus:
            return FIND_KEYS
        if self._chart.has_focus:
            return MAP_KEYS
        return LIST_KEYS if self.found else NONE_KEYS

    def notice(self, words: str) -> None:
        """A sentence in the keys' place, for a moment."""
        self._keys.tell(words)
