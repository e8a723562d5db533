"""What a screen says to those who hear it: its name and the way out, then one thing a line.

Widgets of ours tell themselves by `in_words`; of Textual's own, and of what is mere text, it is
told here. So a screen needs nothing of its own but where it draws what has to be told otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Protocol, runtime_checkable

from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from tui.heard.page import Line, listing, told
from tui.heard.signs import key
from tui.keys import live
from tui.keys.places import words_for

AROUND = 6
"""Lines of a text told before and after the one that is written in."""
LEAVES = {
    "dismiss": "leads back",
    "back": "leads back",
    "skip": "skips all of it",
    "leave": "leaves it",
}
"""Actions that lead out of a screen."""
WAY_OUT = "Escape leads back"


@runtime_checkable
class Told(Protocol):
    """A widget, or a whole screen, that says what it shows."""

    def in_words(self) -> Sequence[Line]:
        """One thing a line."""
        ...


class Worded(Option):
    """An option that is heard otherwise than it is drawn."""

    def __init__(self, prompt: Content, words: str, id: str | None = None) -> None:
        super().__init__(prompt, id=id)
        self.words = words


def read(screen: Screen[object], *leaving_out: Widget) -> list[Line]:
    """All of a screen."""
    lines = [Line(first_line(screen))]
    if isinstance(screen, Told):
        lines += screen.in_words()
    for child in () if isinstance(screen, Told) else screen.children:
        if child not in leaving_out:
            lines += _of(child)
    notes = [line for line in lines if line.text.startswith("Note: ")]  # they are for now
    rest = [line for line in lines[1:] if line not in notes]
    return [lines[0], *notes, *_once(rest)]


def first_line(screen: Screen[object]) -> str:
    """Which screen it is, and how it is left."""
    names = screen.query("#name").results(Static)
    name = next((str(one.content) for one in names), "") or words_for(type(screen).__name__)
    ways = (
        f"{key(found)} {words}"
        for action, words in LEAVES.items()
        if (found := _key(screen, action))
    )
    return f"{name[:1].upper()}{name[1:]}. {next(ways, WAY_OUT)}."


def _key(screen: DOMNode, action: str) -> str:
    return live.of_action(screen._bindings, action)


def _once(lines: Sequence[Line]) -> Iterator[Line]:
    """Nothing twice in a row: a card's title stands on its frame, too."""
    before = ""
    for line in lines:
        if line.text != before:
            yield line
        before = line.text


def _of(widget: Widget) -> Iterator[Line]:
    """What a widget says, and what is in it."""
    if not widget.display or (widget.id == "name" and isinstance(widget, Static)):
        return
    if isinstance(widget, Told):
        yield from widget.in_words()
        return
    yield from _framed(widget.border_title)
    if isinstance(widget, Input):
        yield _written(widget)
    elif isinstance(widget, OptionList):
        yield from _options(widget)
    elif isinstance(widget, TextArea):
        yield from _text(widget)
    elif isinstance(widget, Static):
        yield from _static(widget)
    else:
        for child in widget.children:
            yield from _of(child)
    yield from _framed(widget.border_subtitle)


def _framed(words: str | Content | None) -> list[Line]:
    """What stands on a frame."""
    if not words:
        return []
    plain = words.plain if isinstance(words, Content) else Content.from_markup(words).plain
    return told(*plain.split("   "))


def _static(widget: Static) -> Sequence[Line]:
    content = widget.content
    lines = told(content.plain if isinstance(content, Content) else str(content))
    if widget.has_focus and lines:
        first, *rest = lines
        return [Line(f"Chosen: {first.text}", key="button", here=True), *rest]
    return lines


def _written(field: Input) -> Line:
    """A line to write in."""
    label = field.placeholder or field.id or "text"
    head = f"Field, {label}: "
    value = "*" * len(field.value) if field.password else field.value
    text = head + value if value or field.has_focus else f"{head}empty"
    at = len(head) + field.cursor_position
    return Line(text, key=field.id or label, at=at, here=field.has_focus)


def _options(found: OptionList) -> list[Line]:
    entries: list[Callable[[], str]] = []
    headings, chosen = dict[int, str](), -1
    for number, option in enumerate(found.options):
        if option.disabled:
            headings[len(entries)] = _prompt(option).strip()
            continue
        if number == found.highlighted:
            chosen = len(entries)
        entries.append(partial(_prompt, option))
    return listing(entries, chosen, headings, key=found.id or "options", here=found.has_focus)


def _prompt(option: Option) -> str:
    if isinstance(option, Worded):
        return option.words
    prompt = option.prompt
    return prompt.plain if isinstance(prompt, Content) else str(prompt)


def _text(area: TextArea) -> Iterator[Line]:
    """Some lines of a text, the one that is written in among them."""
    row, column = area.cursor_location
    count = area.document.line_count
    where = "is written in" if area.has_focus else "is here"
    yield Line(f"A text of {count:,} lines; line {row + 1:,} {where}:")
    for number in range(max(row - AROUND, 0), min(row + AROUND + 1, count)):
        text = area.document.get_line(number)
        if number == row:
            yield Line(text, key=area.id or "area", at=column, here=area.has_focus)
        else:
            yield Line(text or " ")
