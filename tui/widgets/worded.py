"""Messages for screen readers: names and states in words, one column, nothing drawn twice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from textual.content import Content

from tui.markdown.line import Line, plain
from tui.text import visible
from tui.widgets.message import SAID_BEFORE, PersonMessage, SelMessage, clock, standing

if TYPE_CHECKING:
    from sel.events import MessageView
    from tui.markdown.growing import GrowingMarkdown
    from tui.markdown.words import GrowingWords
    from tui.widgets.message import Aside

_ENDS = {
    "interrupted": "{name} was stopped here.",
    "silenced": "{name} kept quiet.",
    "failed": "This reply failed.",
}
_ENDED = "{name} has answered."


def named(name: str, *notes: str) -> Line:
    """Who speaks: "You, 22:13:"."""
    return Line(Content(", ".join(filter(None, (name, *notes))) + ":"), mute=True)


class WordedPerson(PersonMessage):
    """What a person said."""

    def _named(self) -> Line:
        return named(self.speaker, clock(self.view.at, self.now), standing(self.view))

    def _picture(self, path: str) -> Line:
        return Line(Content(f"A picture: {visible(PurePath(path).name)}"), mute=True)


class WordedReply(SelMessage):
    """SEL's reply, as it is written. One that was seen to begin is seen to end."""

    def __init__(self, view: MessageView, aside: Aside | None = None) -> None:
        self._seen = view.state == "streaming"
        super().__init__(view, aside)

    def _growing(self) -> GrowingMarkdown | GrowingWords:
        from tui.markdown.words import GrowingWords

        return GrowingWords()

    def _named(self) -> Line:
        cached = SAID_BEFORE.split(" ", 1)[1] if self.view.cached else ""
        notes = (standing(self.view), self.aside.expert, self.aside.recalled, cached)
        return named(f"{self.speaker} is answering" if self._seen else self.speaker, *notes)

    def _last_lines(self) -> Sequence[Line]:
        if self.aside.problem:
            return plain(f"This reply failed. {self.aside.problem}", mute=True)
        words = _ENDS.get(self.state, _ENDED if self._seen else "").format(name=self.speaker)
        return plain(words, mute=True) if words and self.state != "streaming" else ()
