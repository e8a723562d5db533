"""Memory in `sel chat`: what SEL asks and tells of it in plain lines, and what answers mean.

Knows the events of memory and nothing of how it works.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sel.agent_events import AgentAnswered, AnswerShell, ShellAsked
from sel.cli.memory_words import ANSWERS, one_line, receipt_sentence, said
from sel.events import DESK, Command, Event, TurnStarted
from sel.memory_events import (
    AnswerConsent,
    ConsentAsked,
    ConsentChanged,
    DecideMemory,
    MemoriesForgotten,
    MemoriesRecalled,
    MemoryEdited,
    MemoryKept,
    MemoryProposed,
    MemoryRefused,
    MemoryView,
)

HINT = "Answer yes, not now or never; anything else is a message. /consent asks again."

STATES = {
    "given": "SEL may remember you: /consent off takes it back.",
    "withdrawn": "SEL keeps nothing new of you. /forget all erases what is left.",
    "unasked": "SEL keeps nothing of you. /consent on lets it.",
    "not_now": "SEL keeps nothing of you for now. /consent on lets it.",
    "never": "SEL keeps nothing of you and will not ask again. /consent on lets it.",
}
"""A line for each state of consent."""

Answer = Command | str
"""What an answer does: a command for the brain, or a sentence where nothing is to be done."""

_KEPT = {
    "new": "kept: {}",
    "strengthened": "said again: {}",
    "superseded": "kept, in place of what was: {}",
}


def line_of(event: Event) -> str:
    """What a person reads of an event of memory; "" for one that is not told."""
    told = _LINES.get(type(event))
    return told(event) if told else ""


def _kept(event: MemoryKept) -> str:
    return f"{_KEPT[event.how].format(one_line(event.memory.text))} (/undo)"


_LINES: dict[type[Event], Callable[[Any], str]] = {
    ConsentAsked: lambda event: f"{event.text}\n{HINT}",
    ConsentChanged: lambda event: STATES.get(event.state, ""),
    MemoryKept: _kept,
    MemoryProposed: lambda event: f"Keep this? {one_line(event.memory.text)} (yes/no)",
    MemoryRefused: lambda event: f"not kept: {event.reason}",
    MemoryEdited: lambda event: f"now: {one_line(event.memory.text)}",
    MemoriesForgotten: lambda event: receipt_sentence(event.counts),
}


class Recollection:
    """What was asked last and is still open, and what was recalled for the last reply."""

    def __init__(self) -> None:
        self._open: dict[str, Answer] = {}
        self._recalled: MemoriesRecalled | None = None

    def hear(self, event: Event) -> None:
        """Take note of an event."""
        if event.channel != DESK:
            return
        match event:
            case ConsentAsked():
                self.ask({word: AnswerConsent(answer=meant) for word, meant in ANSWERS.items()})
            case MemoryProposed():
                self.ask(_yes_or_no(DecideMemory(keep=True), DecideMemory(keep=False)))
            case ShellAsked():
                self.ask(_yes_or_no(AnswerShell(yes=True), AnswerShell(yes=False)))
            case AgentAnswered(agent="shell"):
                self._open = {}
            case TurnStarted():
                self._recalled = None
            case MemoriesRecalled():
                self._recalled = event

    def ask(self, answers: Mapping[str, Answer]) -> None:
        """A question was put; these words answer it."""
        self._open = dict(answers)

    def confirm(self, command: Command) -> None:
        """It was asked whether to do this, and yes or no answers it."""
        self.ask(_yes_or_no(command, "Nothing was done."))

    def answer(self, line: str) -> Answer | None:
        """The line as an answer, which it can be only right after the question; else None."""
        asked, self._open = self._open, {}
        return asked.get(said(line))

    def why(self) -> str:
        """What was recalled for the last reply, with scores and quotes."""
        if self._recalled is None or not self._recalled.memories:
            return "Nothing was recalled for the last reply."
        lines = [f"{one.score:.2f}  {told_of(one)}" for one in self._recalled.memories]
        if self._recalled.lexical:
            lines.append("By words alone: the embedder was not warm yet.")
        return "\n".join(lines)


def told_of(memory: MemoryView) -> str:
    """A memory's words, and the person's own where they are others."""
    text, quote = one_line(memory.text), one_line(memory.quote)
    same = quote.rstrip(".").casefold() in ("", text.rstrip(".").casefold())
    return text if same else f'{text} ("{quote}")'


def _yes_or_no(yes: Answer, no: Answer) -> dict[str, Answer]:
    return {"yes": yes, "y": yes, "no": no, "n": no}
