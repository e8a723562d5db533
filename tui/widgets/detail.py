"""One memory in full, and the line it is corrected in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static, TextArea

from tui.heard.page import Line, percent, told
from tui.remembered import feeling, full_when, place
from tui.text import visible
from tui.widgets.bars import level_line
from tui.widgets.in_order import InOrder

if TYPE_CHECKING:
    from sel.memory_events import MemoryView

LABEL = 12
BAR = 16
ENDS = " .!?\n"
"""A quote that differs from the text in these and in capitals only says nothing new."""
MOST = 4_000
"""Characters of a memory shown; of a longer one the beginning."""


class Editor(InOrder, TextArea):
    """The words of a memory, being corrected. Enter saves, Esc leaves them as they were."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False, id="detail-leave")
    ]

    class Done(Message):
        """The person is done; `text` is None where nothing shall change."""

        def __init__(self, text: str | None) -> None:
            super().__init__()
            self.text = text

    def __init__(self) -> None:
        super().__init__(id="editor", compact=True, highlight_cursor_line=False)
        self.cursor_blink = False

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.done(save=True)

    def action_leave(self) -> None:
        """Change nothing."""
        self.done(save=False)

    def done(self, *, save: bool) -> None:
        """The words are these now, or as they were."""
        self.post_message(self.Done((self.text.strip() or None) if save else None))


class Detail(VerticalScroll, can_focus=False):
    """The chosen memory: its words, where they come from, what is known of it."""

    def __init__(self) -> None:
        super().__init__(id="detail")
        self.memory: MemoryView | None = None
        self._title = Static(markup=False, classes="detail--title")
        self._rest = Static(markup=False)
        self._editor = Editor()

    def compose(self) -> Iterator[Widget]:
        """The words, or the editor in their place; the rest below."""
        yield self._title
        yield self._editor
        yield self._rest

    def on_mount(self) -> None:
        """Nothing is edited at first."""
        self._editor.display = False

    def in_words(self) -> Sequence[Line]:
        """The words (or the editor), where they come from, what is known of them."""
        memory = self.memory
        if memory is None:
            return ()
        if self.editing:
            row, column = self._editor.cursor_location
            rows = self._editor.text.split("\n")
            return [
                Line("Correct it here:"),
                *(
                    Line(text or " ", key="editor" if at == row else "", at=column, here=at == row)
                    for at, text in enumerate(rows)
                ),
            ]
        known = (f"{label}: {value}" for label, value in _rows(memory) if value)
        was = (f"before: {words}" for words in memory.was)
        weight = f"importance: {percent(memory.importance)}"
        quote = f"You said: {memory.quote.strip()}" if _says_more(memory) else ""
        return told(f"The chosen memory: {memory.text}", quote, *known, weight, *was)

    def show(self, memory: MemoryView | None) -> None:
        """This one; while one is being edited, it stays."""
        if self.editing:
            return
        self.memory = memory
        self._title.update(visible(memory.text[:MOST]) if memory else "")
        self._rest.update(facts(memory) if memory else "")
        self.scroll_home(animate=False)

    @property
    def editing(self) -> bool:
        """Whether the words are being corrected."""
        return self._editor.display

    def edit(self) -> None:
        """Put the editor in the words' place."""
        if self.memory is not None:
            self._title.display, self._editor.display = False, True
            self._editor.text = self.memory.text
            self._editor.move_cursor(self._editor.document.end)
            self._editor.focus()

    def edited(self) -> None:
        """Back to the words."""
        self._title.display, self._editor.display = True, False


def facts(memory: MemoryView) -> Content:
    """What is known of a memory, label and value row by row."""
    lines = []
    if _says_more(memory):
        lines.append(Content.styled(f"“{visible(memory.quote[:MOST].strip())}”\n", "italic $quiet"))
    lines += [_row(label, value) for label, value in _rows(memory) if value]
    filled, rest = level_line(memory.importance, BAR)
    lines.append(
        Content.assemble(("importance".ljust(LABEL), "$quiet"), (filled, "$sel"), (rest, "$faint"))
    )
    for number, words in enumerate(memory.was):
        label = "before" if not number else ""
        lines.append(_row(label, f"“{visible(words[:MOST])}”"))
    return Content("\n").join(lines)


def _says_more(memory: MemoryView) -> bool:
    """Whether the words it was made of say anything that it does not."""
    return memory.quote.strip(ENDS).casefold() != memory.text.strip(ENDS).casefold()


def _rows(memory: MemoryView) -> list[tuple[str, str]]:
    fading = "stays until you forget it" if memory.hard else "fades when you stay away"
    times = f"{memory.strength:,} times" if memory.strength > 1 else ""
    return [
        ("when", full_when(memory.at)),
        ("where", place(memory.channel)),
        ("mood", feeling(memory.mood, memory.valence)),
        ("kind", f"{memory.kind}, {fading}"),
        ("tags", visible(", ".join(memory.tags))),
        ("said", times),
    ]


def _row(label: str, value: str) -> Content:
    return Content.assemble((label.ljust(LABEL), "$quiet"), (value, "$foreground"))
