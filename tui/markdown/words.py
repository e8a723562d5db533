"""A text that grows, shown as it is written and by the sentence, for screen readers: what is there
is never drawn again, there is only more of it."""

from __future__ import annotations

import re

from textual.content import Content

from tui.markdown.grown import Grown
from tui.markdown.line import Line, plain
from tui.text import visible

_ENDS = re.compile(r"[.!?…:;][\"'”’)\]]*\s|\n")


class GrowingWords(Grown):
    """Lines of a text that arrives in pieces: all of it but the sentence that is not over."""

    def restart(self) -> None:
        """Begin with nothing."""
        super().restart()
        self._held = self._row = ""

    def append(self, text: str) -> None:
        """Take more text; what is a sentence by now is shown."""
        self._parts.append(text)
        self._held += visible(text)
        ends = [match.end() for match in _ENDS.finditer(self._held)]
        if ends:
            self._show(self._held[: ends[-1]])
            self._held = self._held[ends[-1] :]

    def finish(self, text: str | None = None) -> None:
        """The text is complete (and is `text`, if given): the rest of it is shown."""
        if text is not None and text.rstrip() != self.source.rstrip():
            self.restart()
            self._parts = [text]
            self._held = visible(text)
        self._show(self._held.rstrip())
        self.settled += self.tail
        self.tail, self._held, self._row = [], "", ""

    def _show(self, text: str) -> None:
        kept = len(self._row)
        *whole, self._row = (self._row + text).split("\n")
        lines = [line for row in whole for line in plain(row)]
        if lines and kept:
            lines[0] = Line(lines[0].text, kept=kept)
        self.settled += lines
        self.tail = [Line(Content(self._row), kept=0 if lines else kept)] if self._row else []
