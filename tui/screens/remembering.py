"""Events of memory to the conversation: cards that ask, lines that tell, and what is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sel.errors import SelError
from sel.events import Event
from sel.memory_events import (
    ConsentAsked,
    ConsentChanged,
    MemoriesForgotten,
    MemoryEdited,
    MemoryKept,
    MemoryProposed,
    MemoryRefused,
)
from tui.commands import questions
from tui.commands.questions import Submit
from tui.remembered import KEPT, ME, STATES, receipt
from tui.widgets.ask import Ask, Question
from tui.widgets.conversation import Conversation
from tui.widgets.kept import KeptLine
from tui.widgets.message import Notice


class Remembering:
    """Keeps the open questions and the kept-lines of one conversation.

    `lexical` tells whether the last recall went by words only, `recalled` for which turn it was.
    `on_news` is called after anything that changes what is remembered, with the receipt if it was
    forgetting.
    """

    def __init__(self, conversation: Conversation, submit: Submit) -> None:
        self._conversation = conversation
        self.submit = submit
        self._open: list[Question] = []
        self._cards: dict[Question, Ask] = {}
        self._kept: list[KeptLine] = []
        self.lexical, self.recalled = False, ""
        self.on_news: Callable[[MemoriesForgotten | None], None] | None = None

    def apply(self, event: Event) -> None:
        """Show what this event tells of the memory of the person at the desk."""
        if getattr(event, "person", ME) == ME:
            _HANDLERS[type(event)](self, event)

    # ------------------------------------------------------------ questions

    def ask(self, question: Question) -> None:
        """Put a question; an open one of its kind gives way."""
        self.drop(question.about)
        self._open.append(question)
        self._show(question)

    def again(self) -> None:
        """The conversation was drawn anew: what is still asked and went with it comes back."""
        self._kept = [line for line in self._kept if self._conversation.has(line)]
        for question in self._open:
            if not self._conversation.has(self._cards[question]):
                self._show(question)

    def answer(self, number: int) -> bool:
        """A key chose this answer of the newest question; False where nothing is asked."""
        if not self._open:
            return False
        self._cards[self._open[-1]].answer(number)
        return True

    def page(self, by: int) -> bool:
        """Scroll the newest question; False where it has no more to show that way."""
        return bool(self._open) and self._cards[self._open[-1]].page(by)

    async def take(self, card: Ask, number: int) -> None:
        """Act on an answer. Raises `SelError`; then the card stays."""
        try:
            line = await card.question.take(number)
        except SelError:
            card.again()
            raise
        if line is not None:
            self.close(card.question, line)

    def close(self, question: Question, line: str = "") -> None:
        """This question is no more; `line` stays in its place."""
        if question in self._open:
            self._open.remove(question)
            self._conversation.settle(self._cards.pop(question), Notice(line) if line else None)
            self._keys()

    def _show(self, question: Question) -> None:
        card = self._cards[question] = Ask(question)
        self._conversation.ask(card)
        self._keys()

    def drop(self, *about: str) -> None:
        """Questions of these kinds are no more."""
        for question in [question for question in self._open if question.about in about]:
            self.close(question)

    def _keys(self) -> None:
        """The keys are the newest question's."""
        for question, card in self._cards.items():
            card.keyed(question is self._open[-1])

    # ------------------------------------------------------------ events

    def _asked(self, event: ConsentAsked) -> None:
        self.ask(questions.consent(event.text, self.submit))

    def _changed(self, event: ConsentChanged) -> None:
        title, hint = STATES.get(event.state, ("", ""))
        line = f"{title} {hint}".strip()
        asked = [q for q in self._open if q.about in (questions.CONSENT, questions.WITHDRAW)]
        if asked:
            self.close(asked[-1], line)
            self.drop(questions.CONSENT, questions.WITHDRAW)
        else:
            self._conversation.notice(Notice(line))
        if event.state != "given":
            self.drop(questions.PROPOSAL)
        self._tell(None)

    def _keeps(self, event: MemoryKept) -> None:
        self.drop(questions.PROPOSAL)
        for line in self._kept:
            line.undoable(False)
        view = event.memory
        self._kept.append(KeptLine(view.id, KEPT.get(event.how, event.how), view.text))
        self._conversation.notice(self._kept[-1])
        self._tell(None)

    def _proposed(self, event: MemoryProposed) -> None:
        self.ask(questions.proposal(event.memory, self.submit))

    def _refused(self, event: MemoryRefused) -> None:
        reason = event.reason[:1].lower() + event.reason[1:]
        self._conversation.notice(Notice(f"not kept: {reason}"))

    def _edited(self, event: MemoryEdited) -> None:
        for line in self._kept:
            if line.memory_id == event.memory.id:
                line.says(event.memory.text)
        self._tell(None)

    def _forgotten(self, event: MemoriesForgotten) -> None:
        gone = set(event.ids)
        for line in self._kept:
            if line.memory_id in gone:
                line.gone()
        self._kept = [line for line in self._kept if line.memory_id]
        if self._kept:
            self._kept[-1].undoable(True)
        self._conversation.notice(Notice(f"forgotten: {receipt(event.counts)}"))
        self._tell(event)

    def _tell(self, news: MemoriesForgotten | None) -> None:
        if self.on_news is not None:
            self.on_news(news)


_HANDLERS: dict[type[Event], Callable[..., None]] = {
    ConsentAsked: Remembering._asked,
    ConsentChanged: Remembering._changed,
    MemoryKept: Remembering._keeps,
    MemoryProposed: Remembering._proposed,
    MemoryRefused: Remembering._refused,
    MemoryEdited: Remembering._edited,
    MemoriesForgotten: Remembering._forgotten,
}

KINDS: Sequence[type[Event]] = tuple(_HANDLERS)
"""The events meant for `apply`."""
