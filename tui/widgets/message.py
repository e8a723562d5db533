"""One message of the conversation, and the quiet lines between them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.content import Content
from textual.worker import WorkType

from tui.markdown.line import BLANK, Line, plain
from tui.text import size_of, visible
from tui.widgets.paper import Paper

if TYPE_CHECKING:
    from sel.events import MessageState, MessageView
    from sel.session_events import Role

LONGEST_SHOWN = 60
"""Lines of a person's message shown; of a longer one the beginning and its size."""
MOST_CHARACTERS = 12_000

SAID_BEFORE = "↺ said before"
"""Beside SEL's name, where a reply was not made anew."""

_MARKS: dict[MessageState, str] = {
    "interrupted": "stopped here",
    "silenced": "SEL kept quiet",
    "failed": "this reply failed",
}


def clock(at: float) -> str:
    """Hour and minute, local time; nothing for an unknown time."""
    return datetime.fromtimestamp(at).astimezone().strftime("%H:%M") if at else ""


def name_line(name: str, note: str, ink: str) -> Line:
    """Who speaks; never copied with the text."""
    parts: list[Content | tuple[str, str]] = [(visible(name), ink)]
    if note:
        parts.append((f"  {note}", ".message--quiet"))
    return Line(Content.assemble(*parts), mute=True)


def standing(view: MessageView) -> str:
    """What stands beside its name: its number among its alternatives, and whether it was edited."""
    number = f"{view.alternative} of {view.alternatives}" if view.alternatives > 1 else ""
    return "  ".join(filter(None, (number, "edited" if view.edited else "")))


class PersonMessage(Paper):
    """What a person said, shown exactly as they typed it, and pictures with it by their paths.
    `stand` is of `standing`."""

    role: ClassVar[Role] = "person"

    def __init__(  # noqa: PLR0913, PLR0917 - what is shown of it
        self,
        text: str,
        name: str = "you",
        at: float = 0.0,
        turn_id: str = "",
        stand: str = "",
        images: Sequence[str] = (),
    ) -> None:
        self.source, self.turn_id, self.images = text, turn_id, images
        self._speaker, self._when = "You" if name in ("", "you") else name, clock(at)
        typed = _typed(text) if text or not images else []
        super().__init__([self._named(stand), *typed, *map(_called, images)])

    def on_mount(self) -> None:
        """Pictures are drawn behind the words, once they have been looked at."""
        if self.images:
            drawing: WorkType[None] = self._illustrate
            self.run_worker(drawing, exit_on_error=False)

    async def _illustrate(self) -> None:
        from tui import pictures  # lazy: pillow, where it is installed

        drawn = [await asyncio.to_thread(pictures.drawn, path) for path in self.images]
        kept = self.lines[: len(self.lines) - len(self.images)]
        rows = [
            line
            for path, (size, lines) in zip(self.images, drawn, strict=True)
            for line in (_called(path, size), *lines)
        ]
        self.images = ()  # once
        self.write([*kept, *rows])

    def _named(self, stand: str) -> Line:
        note = "  ".join(filter(None, (self._when, stand)))
        return name_line(self._speaker, note, ".message--person")

    def stand(self, stand: str) -> None:
        """It has other alternatives beside it now."""
        self.write([self._named(stand), *self.lines[1:]])


def _called(path: str, size: str = "") -> Line:
    """A picture's name and size, above it or in its place."""
    words = f"▣ {visible(PurePath(path).name)} {size}".rstrip()
    return Line(Content.styled(words, ".message--quiet"), mute=True)


def _typed(text: str) -> list[Line]:
    shown = text[:MOST_CHARACTERS].split("\n", LONGEST_SHOWN)[:LONGEST_SHOWN]
    lines = plain("\n".join(shown))
    if sum(map(len, shown)) + len(shown) - 1 < len(text):
        lines.append(
            Line(Content.styled(f"… {size_of(text)} in all", ".message--quiet"), mute=True)
        )
    return lines


class SelMessage(Paper):
    """SEL's reply, as Markdown; it may still be growing. `stand` is of `standing`."""

    role: ClassVar[Role] = "sel"

    def __init__(
        self,
        turn_id: str,
        text: str = "",
        state: MessageState = "whole",
        *,
        cached: bool = False,
        stand: str = "",
    ) -> None:
        from tui.markdown.growing import GrowingMarkdown  # lazy: not part of the first frame

        super().__init__()
        self.turn_id = turn_id
        self.state: MessageState = state
        self._role = self._recalled = ""
        self._cached, self._stand = SAID_BEFORE if cached else "", stand
        self._speaker = self._named()
        self._waiting = ""
        self._note: tuple[str, str] = (_MARKS.get(state, ""), ".message--quiet")
        self._text = GrowingMarkdown("" if state == "streaming" else text)
        if state == "streaming":
            self._text.append(text)
        self.set_class(state == "failed", "-failed")
        self._redraw()

    @property
    def source(self) -> str:
        """The reply's Markdown so far."""
        return self._text.source

    def expert(self, role: str) -> None:
        """Name the expert that answers, unless it is the general one."""
        self._role = "" if role == "general" else role
        self._rename()

    def recalled(self, count: int) -> None:
        """Say that so many memories were recalled for this reply."""
        self._recalled = f"recalled {count} · /why"
        self._rename()

    def said_before(self) -> None:
        """Say that this reply was made before, for the same question."""
        self._cached = SAID_BEFORE
        self._rename()

    def stand(self, stand: str) -> None:
        """It has other alternatives beside it now."""
        self._stand = stand
        self._rename()

    def _rename(self) -> None:
        self._speaker = self._named()
        self._redraw()

    def _named(self) -> Line:
        notes = (self._stand, self._role, self._recalled, self._cached)
        return name_line("SEL", "  ".join(filter(None, notes)), ".message--sel")

    def waiting(self, words: str) -> None:
        """What is going on before the first word, quietly."""
        self._waiting = words
        if not self.source:
            self._redraw()

    def append(self, text: str) -> None:
        """More of the reply arrived."""
        self._text.append(text)
        self._redraw()

    def end(self, state: MessageState, text: str | None = None, problem: str = "") -> None:
        """The reply is over: draw all of it anew. `text` replaces what was shown, if given."""
        self.state = state
        self._waiting = ""
        self._text.finish(text)
        mark = _MARKS.get(state, "")
        self._note = (problem, ".message--problem") if problem else (mark, ".message--quiet")
        self.set_class(state == "failed", "-failed")
        self._redraw()

    def _redraw(self) -> None:
        self.write([self._speaker, *self._text.lines, *self._last_lines()])

    def _last_lines(self) -> Sequence[Line]:
        words, style = self._note
        if not words:
            waits = self.state == "streaming" and self._waiting and not self.source
            return plain(self._waiting, ".message--quiet", mute=True) if waits else ()
        lines = plain(f"— {words}", style, mute=True)
        return [BLANK, *lines] if self.source else lines


class Notice(Paper):
    """A quiet line: something to know, said once."""

    def __init__(
        self, title: str, hint: str = "", level: Literal["info", "warning", "problem"] = "info"
    ) -> None:
        first, *others = plain(title, ".message--strong" if level == "problem" else "")
        mark = {"info": "· ", "warning": "! ", "problem": "! "}[level]
        lines = [Line(first.text, mark, "  "), *(Line(line.text, "  ", "  ") for line in others)]
        if hint:
            lines += [Line(line.text, "  ", "  ") for line in plain(hint, ".message--quiet")]
        super().__init__(lines, classes=f"-{level}")


AnyMessage = PersonMessage | SelMessage
