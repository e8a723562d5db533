"""What a channel and its turns share: what was said, and what still waits for an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sel.events import SendMessage
from sel.prompt.forgotten import holds, turn_holds
from sel.prompt.history import History


@dataclass(slots=True)
class Conversation:
    """One channel's words, in RAM only.

    `unanswered` are messages whose turn ended before a word was said: the next turn answers them
    too. `talked_over`: the last reply was broken off by another message, not by a wish to end it.
    `heard_at` is when the last turn ended, in Unix seconds, `people` who spoke here. `told` are the
    memories, by id, that stand in the notes of the history, `forgotten` the words that a turn under
    way must not bring back, `hushed` those that its note must not.
    """

    name: str
    heard_at: float
    people: set[str] = field(default_factory=set)
    history: History = field(default_factory=History)
    talked_over: bool = False
    unanswered: list[SendMessage] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    forgotten: tuple[str, ...] = ()
    hushed: tuple[str, ...] = ()

    def clear(self) -> None:
        """Forget every word."""
        self.history = History()
        self.unanswered = []
        self.talked_over = False
        self.told = {}

    def forget(self, ids: Sequence[str], quotes: Sequence[str], *, answering: bool) -> int:
        """Drop the turns that hold a forgotten memory's words or told it; how many there were.

        With `answering` a turn is under way, which may hold them too: see `continued`.
        """
        words = tuple({*quotes, *(self.told.pop(id_) for id_ in ids if id_ in self.told)})
        kept = tuple(turn for turn in self.history.turns if not turn_holds(turn, words))
        gone = len(self.history.turns) - len(kept)
        summary = "" if holds(self.history.summary, words) else self.history.summary
        self.history = replace(self.history, turns=kept, summary=summary)
        self.unanswered = [one for one in self.unanswered if not holds(one.text, words)]
        if answering:
            self.forgotten += words
        return gone

    def hush(self, *, answering: bool) -> bool:
        """Take every note out of the history that tells a memory, with `answering` once the turn
        under way is over; whether there were memories."""
        words = tuple(self.told.values())
        self.told, self.hushed = {}, self.hushed + words
        if not answering:
            self._quieten()
        return bool(words)

    def _quieten(self) -> None:
        words, self.hushed = self.hushed, ()
        if words:
            turns = tuple(
                replace(turn, note="") if holds(turn.note, words) else turn
                for turn in self.history.turns
            )
            self.history = replace(self.history, turns=turns)

    def continued(self, history: History) -> bool:
        """Go on from `history`, whose last turn is new, without what was forgotten meanwhile.

        Whether something was.
        """
        here, words = {id(turn) for turn in self.history.turns}, self.forgotten
        *before, newest = history.turns
        kept = [turn for turn in before if id(turn) in here]
        if not turn_holds(newest, words):
            kept.append(newest)
        self.history, self.forgotten = replace(history, turns=tuple(kept)), ()
        return len(kept) <= len(before)

    def settle(self) -> None:
        """No turn is under way any more: let go of what it might have brought back."""
        self.unanswered = [one for one in self.unanswered if not holds(one.text, self.forgotten)]
        self.forgotten = ()
        self._quieten()
