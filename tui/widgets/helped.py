"""One line for what an agent was asked and answered; Enter or a click opens the whole of it."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size

from tui.markdown.line import Line, plain
from tui.text import one_line
from tui.widgets.message import Notice

MARK, HANG = "⚙ ", "  "
OPENS, CLOSES = " ▸", " ▾"
WIDE = 104
"""Cells taken for granted before the line has a place."""


class AgentLine(Notice, can_focus=True):
    """ "⚙ dice 2d6 → 2d6: 4 + 5 = 9. (0.04 s) ▸"; without an answer yet "⚙ dice 2d6 …"."""

    FOCUS_ON_CLICK = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "turn", "Open", tooltip="The whole answer", id="helped-open"),
    ]

    def __init__(self, agent: str, asked: str, why: str = "") -> None:
        super().__init__("")
        self._agent, self._asked, self._why = agent, asked, why
        self._answer: str | None = None
        self._how = ""
        self._ok = True
        self._fitted = WIDE
        self.opened = False
        self._draw()

    def answered(self, text: str, *, ok: bool, seconds: float, cached: bool) -> None:
        """This came of it."""
        self._answer, self._ok = text, ok
        self._how = "kept" if cached else f"{seconds:.2f} s"
        self._draw()

    def action_turn(self) -> None:
        """Open it, or close it."""
        if self._answer is not None:
            self.opened = not self.opened
            self.set_class(self.opened, "-opened")
            self._draw()

    def on_click(self) -> None:
        """Open it, or close it; a click that ends a selection only selects."""
        if not self.screen.get_selected_text():
            self.action_turn()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One row while it is closed: its words are cut to the width they have."""
        if width != self._fitted:
            self._fitted = width
            self._forget_from(0)
            self._lines = self._told()
        return super().get_content_height(container, viewport, width)

    def _draw(self) -> None:
        self.write(self._told())

    def _told(self) -> list[Line]:
        name = _cut(f"{self._agent} {self._asked}", self._fitted // 2)
        if self._answer is None:
            return [Line(Content(f"{name} …"), MARK, HANG, mute=True)]
        if not self.opened:
            return [Line(self._one_row(name), MARK, HANG, mute=True)]
        head = Content.styled(f"{name} ({self._how}){CLOSES}", ".message--quiet")
        lines = [Line(head, MARK, HANG, mute=True)]
        if self._why:
            why = plain(self._why, ".message--quiet")
            lines += [Line(one.text, HANG, HANG, mute=True) for one in why]
        style = "" if self._ok else ".message--problem"
        lines += [Line(one.text, HANG, HANG) for one in plain(self._answer.strip(), style)]
        return lines

    def _one_row(self, name: str) -> Content:
        tail = f" ({self._how}){OPENS}"
        if not self._ok:
            return Content.assemble(f"{name} → ", ("failed", ".message--problem"), tail)
        room = self._fitted - sum(map(cell_len, (MARK, name, " → ", tail)))
        return Content.assemble(f"{name} → ", _cut(self._answer or "", max(room, 1)), tail)


def _cut(text: str, cells: int) -> str:
    """The text on one line, no wider than this; at least a sign of it."""
    flat = one_line(text, max(cells, 1))
    while cell_len(flat) > max(cells, 1):
        flat = flat.rstrip("…")[:-1] + "…"
    return flat
