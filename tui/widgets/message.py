"""One message of the conversation, and the quiet lines between them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.content import Content
from textual.worker import WorkType

from tui.graphics.canvas import easel_of
from tui.markdown.line import BLANK, Line, plain
from tui.text import one_line, size_of, visible
from tui.widgets.paper import Paper

if TYPE_CHECKING:
    from sel.events import MessageState, MessageView
    from sel.session_events import Role
    from tui.markdown.growing import GrowingMarkdown
    from tui.markdown.words import GrowingWords

LONGEST_SHOWN = 60
"""Lines of a person's message shown; of a longer one the beginning and its size."""
MOST_CHARACTERS = 12_000
MOST_NAME = 40
"""Letters shown of a persona's name."""

SAID_BEFORE = "↺ said before"
"""Beside SEL's name, where a reply was not made anew."""

_MARKS: dict[MessageState, str] = {
    "interrupted": "stopped here",
    "silenced": "{name} kept quiet",
    "failed": "this reply failed",
}


def day_of(at: float) -> date:
    """The day of a moment, local time."""
    return datetime.fromtimestamp(at).astimezone().date()


def clock(at: float, now: float = 0.0) -> str:
    """Hour and minute, local time, and before them the day, unless it is that of `now` (or that is
    not known); nothing for an unknown time."""
    if not at:
        return ""
    then = datetime.fromtimestamp(at).astimezone()
    today = datetime.fromtimestamp(now).astimezone() if now else then
    year = "" if then.year == today.year else f" {then.year}"
    day = "" if then.date() == today.date() else f"{then.day} {then:%B}{year}, "
    return f"{day}{then:%H:%M}"


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


def looks(view: MessageView) -> tuple[object, ...]:
    """What of a message is seen: where it is the same, there is nothing to draw."""
    who = (speaker(view), view.at // 60 if view.role == "person" else view.cached)
    return view.role, view.turn_id, view.text, view.state, who, standing(view), view.images


def speaker(view: MessageView) -> str:
    """Who says it, as it stands above a message."""
    name = view.name or view.person
    if view.role == "sel":
        return one_line(name, MOST_NAME) or "SEL"
    return "You" if name in ("", "you") else name


class PersonMessage(Paper):
    """What a person said, shown exactly as they typed it, and the pictures that came with it."""

    role: ClassVar[Role] = "person"

    def __init__(self, view: MessageView, now: float = 0.0) -> None:
        """`now`, if it is known: of messages of other days the day is told, too."""
        self.view, self.now = view, now
        self._pictures: list[Line] | None = None
        super().__init__(self._drawing())

    def on_mount(self) -> None:
        """Pictures are drawn behind the words, once they have been looked at."""
        if self.view.images and self._pictures is None and not self.app.has_class("-plain"):
            drawing: WorkType[None] = self._illustrate
            self.run_worker(drawing, group="pictures", exclusive=True, exit_on_error=False)

    async def _illustrate(self) -> None:
        from tui import pictures  # lazy: pillow, where it is installed

        paths, driver, easel = self.view.images, self.app._driver, easel_of(self.app)
        kind = easel.kind()
        drawn = [await asyncio.to_thread(pictures.drawn, path, kind) for path in paths]
        if self.view.images != paths:  # it is another message by now
            return
        for one in drawn:
            if one.told and driver is not None:
                driver.write(one.told)
        self._pictures = [
            line
            for path, one in zip(paths, drawn, strict=True)
            for line in (_called(path, one.size), *one.lines)
        ]
        self.write(self._drawing())
        easel.hang(self, kind, pictures.hung(drawn))

    @property
    def turn_id(self) -> str:
        """The turn it began."""
        return self.view.turn_id

    @property
    def source(self) -> str:
        """The words as they were typed."""
        return self.view.text

    @property
    def speaker(self) -> str:
        """What the person is called."""
        return speaker(self.view)

    def _named(self) -> Line:
        note = "  ".join(filter(None, (clock(self.view.at, self.now), standing(self.view))))
        return name_line(self.speaker, note, ".message--person")

    def _drawing(self) -> list[Line]:
        text, images = self.view.text, self.view.images
        typed = _typed(text) if text or not images else []
        named_only = [self._picture(path) for path in images]
        return [self._named(), *typed, *(named_only if self._pictures is None else self._pictures)]

    def _picture(self, path: str) -> Line:
        """A picture that is not drawn (yet)."""
        return _called(path)

    def become(self, view: MessageView) -> None:
        """It is this message now."""
        if view.images != self.view.images:
            self._pictures = None
            easel_of(self.app).take_down(self)
        self.view = view
        self.write(self._drawing())
        self.on_mount()

    def stand(self, view: MessageView) -> None:
        """It has other alternatives beside it now."""
        self.become(_beside(self.view, view))


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


def _beside(view: MessageView, other: MessageView) -> MessageView:
    return replace(
        view,
        alternative=other.alternative,
        alternatives=other.alternatives,
        edited=other.edited,
    )


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands beside or below a reply and is told only while it is made."""

    expert: str = ""
    recalled: str = ""
    problem: str = ""


class SelMessage(Paper):
    """SEL's reply, as Markdown; it may still be growing."""

    role: ClassVar[Role] = "sel"

    def __init__(self, view: MessageView, aside: Aside | None = None) -> None:
        super().__init__()
        self._view, self.aside = view, aside or Aside()
        self._waiting = ""
        self._text = self._growing()
        self._begin(view)

    def _growing(self) -> GrowingMarkdown | GrowingWords:
        from tui.markdown.growing import GrowingMarkdown  # lazy: not part of the first frame

        return GrowingMarkdown()

    def _begin(self, view: MessageView) -> None:
        if view.state == "streaming":
            self._text.restart()
            self._text.append(view.text)
        else:
            self._text.finish(view.text)
        self._draw_all()

    @property
    def turn_id(self) -> str:
        """The turn it ends."""
        return self._view.turn_id

    @property
    def state(self) -> MessageState:
        """Whether it is whole, or why not."""
        return self._view.state

    @property
    def view(self) -> MessageView:
        """The message as it is now."""
        return replace(self._view, text=self.source)

    @property
    def speaker(self) -> str:
        """Who SEL is when it says this."""
        return speaker(self._view)

    @property
    def source(self) -> str:
        """The reply's Markdown so far."""
        return self._text.source

    # ------------------------------------------------------------ what is told of it

    def beside(self, aside: Aside) -> None:
        """What was told of it before."""
        if aside != self.aside:
            self.aside = aside
            self._draw_all()

    def expert(self, role: str) -> None:
        """Name the expert that answers, unless it is the general one."""
        self.aside = replace(self.aside, expert="" if role == "general" else role)
        self._rename()

    def recalled(self, count: int) -> None:
        """Say that so many memories were recalled for this reply."""
        self.aside = replace(self.aside, recalled=f"recalled {count} · /why")
        self._rename()

    def said_before(self) -> None:
        """Say that this reply was made before, for the same question."""
        self._view = replace(self._view, cached=True)
        self._rename()

    def stand(self, view: MessageView) -> None:
        """It has other alternatives beside it now."""
        self._view = _beside(self._view, view)
        self._rename()

    def waiting(self, words: str) -> None:
        """What is going on before the first word, quietly."""
        self._waiting = words
        if self._text.empty:
            self._draw()

    # ------------------------------------------------------------ its text

    def append(self, text: str) -> None:
        """More of the reply arrived."""
        self._text.append(text)
        self._draw()

    def end(self, state: MessageState, text: str | None = None, problem: str = "") -> None:
        """The reply is over. `text` replaces what was shown, if given."""
        self._view = replace(self._view, state=state)
        self.aside = replace(self.aside, problem=problem)
        self._waiting = ""
        self._text.finish(text)
        self._draw_all()

    def become(self, view: MessageView) -> None:
        """It is this message now. Of a reply that has only grown the rest is drawn."""
        before, self._view = self.view, view
        if before.turn_id != view.turn_id:
            self.aside = Aside()
        if before.state == view.state == "streaming" and view.text.startswith(before.text):
            self._text.append(view.text[len(before.text) :])
            self._draw_all()
        else:
            self._begin(view)

    # ------------------------------------------------------------ drawing

    def _rename(self) -> None:
        self.replace(0, [self._named()], 1)

    def _named(self) -> Line:
        cached = SAID_BEFORE if self._view.cached else ""
        notes = (standing(self._view), self.aside.expert, self.aside.recalled, cached)
        return name_line(self.speaker, "  ".join(filter(None, notes)), ".message--sel")

    def _draw_all(self) -> None:
        self.set_class(self.state == "failed", "-failed")
        self._text.news()
        self.write([self._named(), *self._text.lines, *self._last_lines()])

    def _draw(self) -> None:
        """Draw what came, below what is settled."""
        at, lines = self._text.news()
        self.replace(1 + at, [*lines, *self._last_lines()])

    def _last_lines(self) -> Sequence[Line]:
        if self.aside.problem:
            words, style = self.aside.problem, ".message--problem"
        else:
            words = _MARKS.get(self.state, "").format(name=self.speaker)
            style = ".message--quiet"
        if not words:
            waits = self.state == "streaming" and self._waiting and self._text.empty
            return plain(self._waiting, ".message--quiet", mute=True) if waits else ()
        lines = plain(f"— {words}", style, mute=True)
        return lines if self._text.empty else [BLANK, *lines]


_WORDS = {"· ": "Note: ", "! ": "Warning: "}


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

    def in_words(self) -> None:
        """For screen readers: what it is is said, not drawn."""
        first, *others = self.lines
        if word := _WORDS.get(first.lead):
            rest = [Line(line.text, mute=line.mute) for line in others]
            self.write([Line(first.text, word, mute=first.mute), *rest])


AnyMessage = PersonMessage | SelMessage


def message_of(
    view: MessageView, aside: Aside | None = None, *, plain: bool, now: float = 0.0
) -> AnyMessage:
    """What draws this message at the moment `now`; `plain`: for screen readers."""
    if plain:
        from tui.widgets.worded import WordedPerson, WordedReply  # lazy: few need them

        person = view.role == "person"
        return WordedPerson(view, now) if person else WordedReply(view, aside)
    return PersonMessage(view, now) if view.role == "person" else SelMessage(view, aside)
