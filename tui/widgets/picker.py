"""The line of keys while one message is picked; it has the focus then, so its keys are real."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tui.keys import live
from tui.text import one_line

GAP = "   "
LONGEST = 120
"""Characters of a picked message that are said."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A key, what it does, and its action; the lowest `worth` gives way first."""

    key: str
    what: str
    action: str
    worth: int


def fitting(hints: Sequence[Hint], width: int) -> list[Hint]:
    """As many as there is room for, in their order."""
    left = list(hints)
    while len(left) > 1 and _cells(left) > width:
        left.remove(min(left, key=lambda hint: hint.worth))
    return left


def _cells(hints: Sequence[Hint]) -> int:
    return sum(cell_len(f"{hint.key} {hint.what}{GAP}") for hint in hints) - len(GAP)


class Picker(Static, can_focus=True):
    """Tells what can be done with the picked message; a click on it does the same."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "do('up')", "The message before", id="picked-up"),
        Binding("down", "do('down')", "The message after", id="picked-down"),
        Binding("home", "do('first')", "The first message", id="picked-first"),
        Binding("end", "do('last')", "The last message", id="picked-last"),
        Binding("pageup", "do('page-up')", "Page up", show=False, id="picked-page-up"),
        Binding("pagedown", "do('page-down')", "Page down", show=False, id="picked-page-down"),
        Binding("e,enter", "do('edit')", "Edit", tooltip="Begins a branch", id="picked-edit"),
        Binding("E", "do('change')", "Edit in place", id="picked-change"),
        Binding("r", "do('again')", "Another reply", id="picked-again"),
        Binding("left", "do('before')", "Alternative before", id="picked-before"),
        Binding("right", "do('after')", "Alternative after", id="picked-after"),
        Binding("g", "do('on')", "Let SEL go on", id="picked-on"),
        Binding("b", "do('branch')", "Branch here", id="picked-branch"),
        Binding("c,y", "do('copy')", "Copy", id="picked-copy"),
        Binding("k", "do('code')", "Copy its code", id="picked-code"),
        Binding("t", "do('tree')", "Tree", id="picked-tree"),
        Binding("ctrl+z", "do('undo')", "Undo", show=False, id="picked-undo"),
        Binding("ctrl+y", "do('redo')", "Redo", show=False, id="picked-redo"),
        Binding("escape", "do('leave')", "Back to the prompt", id="picked-leave"),
    ]

    class Wanted(Message):
        """Something shall be done with the picked message."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    def __init__(self) -> None:
        super().__init__("", id="picker", markup=False)
        self.auto_links = False
        self._hints: Sequence[Hint] = ()
        self._picked = ""

    def show(self, hints: Sequence[Hint], picked: str = "") -> None:
        """These can be done with the message that is `picked`."""
        self._hints, self._picked = hints, picked
        self._draw()

    def on_resize(self) -> None:
        """Another room."""
        self._draw()

    def keys_changed(self) -> None:
        """The person has other keys now."""
        self._draw()

    def _draw(self) -> None:
        keyed = [replace(hint, key=self._key(hint)) for hint in self._hints]
        if self.app.has_class("-plain"):
            self.update(self._in_words(keyed))
            self.app.cursor_position = self.content_region.offset
            return
        pieces = []
        for hint in fitting(keyed, max(self.content_size.width, 20)):
            words = f"[$foreground]{hint.key}[/] [$quiet]{hint.what}[/]"
            pieces.append(f"[@click=do('{hint.action}')]{words}[/]" if hint.action else words)
        self.update(Content.from_markup(GAP.join(pieces)))

    def _in_words(self, hints: Sequence[Hint]) -> str:
        from tui.heard import signs  # lazy: few need it

        keys = "; ".join(f"{signs.key(hint.key)}: {hint.what}" for hint in hints)
        return f"Picked: {one_line(self._picked, LONGEST)}\n{keys}"

    def _key(self, hint: Hint) -> str:
        if not hint.action:
            return hint.key
        return live.of_action(self._bindings, f"do('{hint.action}')", hint.key)

    def action_do(self, what: str) -> None:
        """This is wanted."""
        self.post_message(self.Wanted(what))

    def on_blur(self) -> None:
        """The person turned to something else on this screen."""
        if self.screen.is_active and self.display:
            self.post_message(self.Wanted("gone"))
