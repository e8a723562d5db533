"""One quiet line for each thing SEL keeps, with the way back while there is one."""

from __future__ import annotations

from textual.content import Content

from tui.keys import live
from tui.markdown.line import Line
from tui.text import one_line
from tui.widgets.message import Notice

LONGEST = 160
"""Characters of a memory shown; the memory screen has all of them."""
UNDO = "undoes"
GONE = "taken back; nothing of it is kept"


class KeptLine(Notice):
    """ "kept: I have a sister, Ana · F12 undoes"."""

    def __init__(self, memory_id: str, what: str, text: str) -> None:
        self.memory_id = memory_id
        self._what = what
        self._words = Content("")
        self._undoable = True
        super().__init__("")
        self.says(text)

    def undoable(self, wanted: bool) -> None:
        """Say which key takes it back, or nothing of it."""
        self._undoable = wanted
        tail = (f"  · {live.key('undo-memory')} {UNDO}", ".message--quiet") if wanted else ""
        self._say(Content.assemble(self._words, tail))

    def says(self, text: str) -> None:
        """It was corrected."""
        self._words = Content.assemble(
            (f"{self._what}: ", ".message--quiet"), one_line(text, LONGEST)
        )
        self.undoable(self._undoable)

    def gone(self) -> None:
        """It was forgotten: its words leave the screen, too."""
        self._words = Content.styled(GONE, ".message--quiet")
        self.memory_id = ""
        self.undoable(False)

    def _say(self, words: Content) -> None:
        self.write([Line(words, "· ", "  ", mute=True)])
