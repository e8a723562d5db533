"""The branches of the conversation at the desk, as a tree to walk through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import WorkType

from sel.errors import SelError
from sel.session_events import BranchView, GoToTurn
from tui.drawings import branches as drawings
from tui.styles.sheets import FOLDER
from tui.text import one_line, visible
from tui.widgets.lines import KeyLine
from tui.widgets.rows import Talks

if TYPE_CHECKING:
    from tui.screens.desk import ScreenDesk

NOTHING = "Nothing was said in this conversation yet."
MOST = 600
"""Characters of each side's words in the preview."""
MOST_NAME = 40
FORKS, BACK = ("←→", "forks", ""), ("Esc", "back", "screen.dismiss")
KEYS = (
    ("↑↓", "choose", ""),
    ("Enter", "go there", "screen.go"),
    ("b", "go on from here", "screen.branch"),
    BACK,
)
FORKED = (*KEYS[:1], FORKS, *KEYS[1:])


class TreeScreen(Screen[None]):
    """Look, go there."""

    CSS_PATH = str(FOLDER / "find.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Textual has it
    AUTO_FOCUS = "#tree"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,t", "dismiss", "Back", show=False, id="tree-close"),
        Binding("left", "fork(-1)", "The fork before", show=False, id="tree-before"),
        Binding("right", "fork(1)", "The next fork", show=False, id="tree-after"),
        Binding("b", "branch", "Go on from here", show=False, id="tree-branch"),
    ]

    def __init__(self, desk: ScreenDesk) -> None:
        super().__init__()
        self._desk, self.leaving = desk, False
        self._list = Talks(id="tree")
        self._count = Static("", id="count", markup=False)
        self._nothing = Static(NOTHING, id="nothing", markup=False)
        self._node = Static("", id="node", markup=False)
        self._keys = KeyLine(KEYS)
        self._branches: dict[str, BranchView] = {}
        self._forks: Sequence[str] = ()

    def compose(self) -> Iterator[Widget]:
        """The tree, and the words of one turn."""
        with Horizontal(id="head"):
            yield Static("tree", id="name", markup=False)
            yield self._count
        yield self._list
        yield self._nothing
        yield self._node
        yield self._keys

    def on_mount(self) -> None:
        """Draw it, the end of what is shown chosen."""
        try:
            branches = self._desk.brain().branches()
        except SelError as error:
            self.notice(error.sentence())
            branches = ()
        self._branches = {one.turn_id: one for one in branches}
        drawn = drawings.drawn(branches)
        self._forks = drawings.forks(drawn)
        here = next((one.turn_id for one in branches if one.head), "")
        self._list.show(drawings.items(drawn, self._desk.feed.now), here)
        self._count.update(drawings.head(drawn) if drawn else "")
        self._keys.show(FORKED if self._forks else KEYS if drawn else (BACK,))
        self._list.display, self._nothing.display = bool(drawn), not drawn
        self._node.display = bool(drawn)

    @on(Talks.Chosen)
    def _chosen(self, event: Talks.Chosen) -> None:
        branch = self._branches.get(event.key)
        self._node.update(words_of(branch) if branch is not None else "")

    def action_fork(self, by: int) -> None:
        """To the next fork, or the one before."""
        order = {key: place for place, key in enumerate(self._list.keys)}
        at = order.get(self._list.chosen, 0)
        ways = [key for key in self._forks if (order[key] - at) * by > 0]
        if ways:
            self._list.choose(ways[0] if by > 0 else ways[-1])

    @on(Talks.Opened)
    def action_go(self) -> None:
        """Show the branch of this turn."""
        self._go(here=False)

    def action_branch(self) -> None:
        """Go on right after this turn."""
        self._go(here=True)

    def _go(self, *, here: bool) -> None:
        turn = self._list.chosen

        async def go() -> None:
            try:
                await self._desk.wish(GoToTurn(turn_id=turn, here=here))
                self.dismiss()
            except SelError as error:
                self.notice(error.sentence())
                return
            finally:
                self.leaving = False
            self._desk.surgery.seek(turn)

        if turn:
            work: WorkType[None] = go
            self.leaving = True
            self.run_worker(work, group="go", exclusive=True)

    def notice(self, words: str) -> None:
        """A sentence in the keys' place."""
        self._keys.say(visible(words))


def words_of(branch: BranchView) -> Content:
    """What was said in a turn, and how SEL answered."""
    said, reply = one_line(branch.said, MOST), one_line(branch.reply, MOST)
    parts = [("You  ", "bold $person"), (said or "…", "$foreground")]
    if reply:
        name = one_line(branch.name, MOST_NAME) or "SEL"
        parts += [(f"\n{name}  ", "bold $sel"), (reply, "$foreground")]
    return Content.assemble(*parts)
