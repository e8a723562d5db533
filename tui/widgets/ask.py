"""A question in the conversation: a calm card with answers, while typing goes on.

Function keys answer the newest open one from anywhere; a click and Tab with Enter do, too.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tui.keys import live
from tui.styles.sheets import css
from tui.text import visible


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What is asked. `about` names the kind of question, so that news can answer it.

    `take` is given the number of the answer and acts on it; it returns the quiet line to leave in
    the card's place, "" for none, or None where news from the brain will close the card. It
    raises `SelError` where the answer could not be taken; then the card stays.
    """

    about: str
    title: str
    text: str
    answers: tuple[str, ...]
    take: Callable[[int], Awaitable[str | None]]


class AnswerButton(Static, can_focus=True):
    """One answer, with its key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "choose", "Answer", show=False, id="ask-choose"),
        Binding("left", "app.focus_previous", "Previous", show=False, id="ask-previous"),
        Binding("right", "app.focus_next", "Next", show=False, id="ask-next"),
    ]

    class Chosen(Message):
        """This answer was chosen."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, number: int, words: str) -> None:
        super().__init__(words, markup=False)
        self.number = number
        self._words = words
        self._keyed = False

    def keys_changed(self) -> None:
        """Another key answers."""
        self.keyed(self._keyed)

    def keyed(self, wanted: bool) -> None:
        """Show the key that answers, or not."""
        self._keyed = wanted
        key = f"{live.key(f'answer-{self.number + 1}')} " if wanted else ""
        self.update(Content.assemble((key, "bold $sel"), (self._words, "$foreground")))

    def action_choose(self) -> None:
        """This is the answer."""
        self.post_message(self.Chosen(self.number))

    def on_click(self) -> None:
        """This is the answer."""
        self.action_choose()


class Ask(Vertical):
    """The card. `Answered` tells which answer was chosen; whoever listens closes the card."""

    DEFAULT_CSS = css("ask")
    SCOPED_CSS = False

    class Answered(Message):
        """An answer was chosen."""

        def __init__(self, ask: Ask, number: int) -> None:
            super().__init__()
            self.ask = ask
            self.number = number

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self._taken = False
        self._text = VerticalScroll(classes="ask--text", can_focus=False)
        self.border_title = question.title
        self._buttons = [AnswerButton(*pair) for pair in enumerate(question.answers)]

    def compose(self) -> Iterator[Widget]:
        """The question, its answers below."""
        yield Static(visible(self.question.title), classes="ask--title", markup=False)
        with self._text:
            yield Static(visible(self.question.text), markup=False)
        with Horizontal(classes="ask--answers"):
            yield from self._buttons

    def keyed(self, wanted: bool) -> None:
        """Whether the function keys mean this card."""
        for button in self._buttons:
            button.keyed(wanted)

    @on(AnswerButton.Chosen)
    def _chosen(self, event: AnswerButton.Chosen) -> None:
        event.stop()
        self.answer(event.number)

    def page(self, by: int) -> bool:
        """Scroll a long question by pages (negative: back); False where there is no more."""
        text = self._text
        before = text.scroll_target_y
        text.scroll_relative(y=by * max(text.size.height - 1, 1), animate=False)
        return text.scroll_target_y != before

    def answer(self, number: int) -> None:
        """Choose an answer, once; a number there is no answer for is passed over."""
        if not self._taken and number < len(self._buttons):
            self._taken = True
            self.post_message(self.Answered(self, number))

    def focus_last(self) -> None:
        """Focus the last answer: of those that matter, the one that changes nothing."""
        self._buttons[-1].focus()

    def again(self) -> None:
        """The answer could not be taken: another may be chosen."""
        self._taken = False
