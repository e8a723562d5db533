"""What a channel and its turns share: what was said, and what still waits for an answer."""

from __future__ import annotations

from dataclasses import dataclass, field

from sel.events import SendMessage
from sel.prompt.history import History


@dataclass(slots=True)
class Conversation:
    """One channel's words, in RAM only.

    `unanswered` are messages whose turn ended before a word was said: the next turn answers them
    too. `talked_over`: the last reply was broken off by another message, not by a wish to end it.
    `heard_at` is when the last turn ended, in Unix seconds.
    """

    name: str
    heard_at: float
    history: History = field(default_factory=History)
    talked_over: bool = False
    unanswered: list[SendMessage] = field(default_factory=list)

    def clear(self) -> None:
        """Forget every word."""
        self.history = History()
        self.unanswered = []
        self.talked_over = False
