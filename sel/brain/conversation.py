"""What a channel and its turns share: what was said, and what still waits for an answer."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sel.engine.embedding import Vector
from sel.events import DESK, SendMessage
from sel.prompt.archive import Archive
from sel.prompt.compress import without
from sel.prompt.forgotten import holds
from sel.prompt.history import History, Turn
from sel.safety.care import AT_EASE, Care

OVERHEARD = 50
"""Messages of a channel that SEL was not asked to answer, and knows of."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Something that was said on a channel without SEL answering it; `who` is a name."""

    who: str
    text: str
    id: str = ""


@dataclass(slots=True)
class Conversation:
    """One channel's words, in RAM; what of them lies on disk is known to `sessions`.

    `history` is what the next prompt holds of them, `archive` the turns that left it. `unanswered`
    are messages whose turn ended before a word was said: the next turn answers them, too.
    `talked_over`: the last reply was broken off by another message, not by a wish to end it.
    `heard_at` is when the last turn ended, in Unix seconds, `people` who spoke here. `told` are the
    memories, by id, that stand in the notes of the history, `forgotten` the words that a turn under
    way must not bring back, `hushed` those that its note must not. `taken_up`: it began before the
    last start. `overheard` is what was said here since the last reply and not answered; `quiet`:
    somebody asked SEL to say nothing, and nobody has called it since; `reacted_at` is when SEL last
    answered with an emoji alone. `persona` is who SEL is here, "" for its own; `care`: somebody
    here told of being in need.
    """

    name: str
    heard_at: float
    people: set[str] = field(default_factory=set)
    history: History = field(default_factory=History)
    archive: Archive = field(default_factory=Archive)
    talked_over: bool = False
    unanswered: list[SendMessage] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    forgotten: tuple[str, ...] = ()
    hushed: tuple[str, ...] = ()
    taken_up: bool = False
    overheard: deque[Aside] = field(default_factory=lambda: deque(maxlen=OVERHEARD))
    quiet: bool = False
    reacted_at: float = -math.inf
    persona: str = ""
    care: Care = AT_EASE

    @property
    def company(self) -> bool:
        """Whether it is one channel among many, and not the desk."""
        return self.name != DESK

    @property
    def scope(self) -> str:
        """Where what is remembered of it may come up again: a persona has memories of its own."""
        return f"{self.name} as {self.persona}" if self.persona else self.name

    def overhear(self, who: str, text: str, id: str = "") -> None:
        """Know of something that is not answered."""
        if text:
            self.overheard.append(Aside(who, text, id))

    def unhear(self, drop: Callable[[Aside], bool]) -> None:
        """Let go of some of that."""
        kept = [one for one in self.overheard if not drop(one)]
        self.overheard.clear()
        self.overheard.extend(kept)

    def clear(self) -> None:
        """Forget every word."""
        self.history, self.archive = History(), Archive()
        self.unanswered = []
        self.overheard.clear()
        self.talked_over = self.taken_up = self.quiet = False
        self.told, self.care = {}, AT_EASE

    def forget(self, ids: Sequence[str], quotes: Sequence[str], *, answering: bool) -> int:
        """Drop the turns that hold a forgotten memory's words or told it; how many there were.

        With `answering` a turn is under way, which may hold them too: see `continued`.
        """
        words = tuple({*quotes, *(self.told.pop(id_) for id_ in ids if id_ in self.told)})
        before = len(self.turns())
        self.history, self.archive = without(self.history, self.archive, words)
        self.unanswered = [one for one in self.unanswered if not holds(one.text, words)]
        self.unhear(lambda one: holds(one.text, words))
        if answering:
            self.forgotten += words
        return before - len(self.turns())

    def turns(self, last: int | None = None) -> list[Turn]:
        """All turns that are known, or the last few, those that left the prompt first."""
        found = [*(entry.turn for entry in self.archive.entries), *self.history.turns]
        return found if last is None else found[-last:]

    def learn(self, vectors: Mapping[int, Vector]) -> None:
        """Give turns their vectors, by the identity of the turn; one that is gone gets none."""

        def known(turn: Turn) -> Turn:
            return replace(turn, vector=vectors[id(turn)]) if id(turn) in vectors else turn

        self.history = replace(self.history, turns=tuple(map(known, self.history.turns)))
        entries = (replace(one, turn=known(one.turn)) for one in self.archive.entries)
        self.archive = replace(self.archive, entries=tuple(entries))

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
                turn.bare(company=self.archive.named) if holds(turn.note, words) else turn
                for turn in self.history.turns
            )
            self.history = replace(self.history, turns=turns)

    def continued(self, history: History, archive: Archive | None = None) -> bool:
        """Go on from `history`, whose last turn is new, without what was forgotten meanwhile.

        Whether something was. `archive` is another one where a block had to leave the prompt.
        """
        said = (history, archive or self.archive)
        words, self.forgotten = self.forgotten, ()
        self.history, self.archive = left = without(*said, words) if words else said
        return left != said

    def settle(self) -> None:
        """No turn is under way any more: let go of what it might have brought back."""
        self.unanswered = [one for one in self.unanswered if not holds(one.text, self.forgotten)]
        self.forgotten = ()
        self._quieten()
