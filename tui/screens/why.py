"""What was recalled for the last reply, and how well it fitted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from sel.errors import SelError
from sel.events import DESK
from tui.heard.page import Line
from tui.heard.page import told as told_lines
from tui.remembered import FROM_COSINE, FROM_WORDS, full_when, place
from tui.screens.sheet import SheetScreen
from tui.text import one_line, visible
from tui.widgets.bars import level_line

if TYPE_CHECKING:
    from sel.memory_events import MemoryView
    from tui.screens.desk import ScreenDesk

BAR = 16
LONGEST = 300
NOTHING = (
    "Nothing was recalled for the last reply.\n\n"
    "I look back only for four or more words, or when you ask what I remember.\n"
)
NO_REPLY = "I have not replied here yet.\n"
OLDER = (
    "That is known of the reply I made last, and only until SEL ends.\n\n"
    "The last reply here is another one.\n"
)


class WhyScreen(SheetScreen):
    """A picture of one reply; open it again for the next."""

    def __init__(self, desk: ScreenDesk) -> None:
        super().__init__()
        self._desk = desk
        self._text = Static(markup=False)
        self._recalled: Sequence[MemoryView] = ()

    def compose(self) -> Iterator[Widget]:
        """One block for each memory."""
        with self.sheet("why this reply"):
            yield self._text

    def in_words(self) -> Sequence[Line]:
        """The same in words."""
        if not self._recalled:
            return told_lines(str(self._text.content))
        return told_lines(*map(said, self._recalled))

    def on_mount(self) -> None:
        """Ask the brain."""
        try:
            recalled = self._desk.memory().why(DESK)
        except SelError as error:
            self._text.update(error.sentence())
            return
        asked, last = self._desk.remembering, self._desk.last_reply()
        another = bool(recalled) and asked.recalled not in ("", last)
        if not last and (another or not recalled):
            self._text.update(Content.styled(NO_REPLY, "$quiet"))
        elif another:
            self._text.update(Content.styled(OLDER, "$quiet"))
        else:
            self._recalled = recalled
            self._text.update(told(recalled, lexical=asked.lexical))


def told(memories: Sequence[MemoryView], *, lexical: bool) -> Content:
    """The memories with their scores and quotes, best first."""
    if not memories:
        return Content.styled(NOTHING, "$quiet")
    best = max(memory.score for memory in memories) or 1.0
    blocks = [_block(memory, memory.score / best) for memory in memories]
    how = Content.styled(f"found {FROM_WORDS if lexical else FROM_COSINE}\n", "$quiet")
    return Content("\n\n").join([*blocks, how])


def said(memory: MemoryView) -> str:
    """A memory in words: what was said, how well it fitted, when and where."""
    return (
        f"“{one_line(memory.quote or memory.text, LONGEST)}”, score {memory.score:.2f}, "
        f"said {full_when(memory.at)}, {place(memory.channel)}"
    )


def _block(memory: MemoryView, share: float) -> Content:
    filled, rest = level_line(share, BAR)
    quote = f"“{visible(one_line(memory.quote or memory.text, LONGEST))}”"
    return Content.assemble(
        (one_line(memory.text, LONGEST), "bold $foreground"),
        ("\n"),
        (filled, "$sel"),
        (rest, "$faint"),
        (f"  {memory.score:.2f}", "$quiet"),
        (f"\n{quote}", "italic $foreground"),
        (f"\n{full_when(memory.at)} · {place(memory.channel)}", "$quiet"),
    )
