"""What the child is to understand, one span at a time. Guesses give way to newer ones."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from sel.voice.hearing.phantoms import Evidence
from sel.voice.hearing.utterance import Utterance


@dataclass(frozen=True, slots=True)
class Ask:
    """Understand the frames `first` to `last`, both included. A `piece` is for good."""

    id: int
    first: int
    last: int
    utterance: Utterance
    evidence: Evidence
    piece: bool = False


class Asks:
    """At most one under way, one guess waiting, and in order those that must be answered."""

    def __init__(self) -> None:
        self._last_id = 0
        self._running: Ask | None = None
        self._guess: Ask | None = None
        self._must: deque[Ask] = deque()

    @property
    def idle(self) -> bool:
        """Whether nothing is under way or waiting."""
        return self._running is None and self._guess is None and not self._must

    def guess(self, utterance: Utterance, last: int) -> None:
        """What the piece under way may mean, as far as `last`."""
        self._guess = self._make(utterance, last)

    def must(self, utterance: Utterance, last: int, *, piece: bool = False) -> None:
        """What is to be answered in any case."""
        self._must.append(self._make(utterance, last, piece=piece))

    def keep(self, utterance: Utterance) -> bool:
        """Whether all of this is asked about; a guess that does it must now be answered."""
        if self._guess is not None and _covers(self._guess, utterance):
            self._must.append(self._guess)
            self._guess = None
        asked = [*self._must] if self._running is None else [self._running, *self._must]
        return any(_covers(ask, utterance) for ask in asked)

    def next(self) -> Ask | None:
        """The one to send now, which is then under way; None while one is or none waits."""
        if self._running is not None:
            return None
        if self._must:
            self._running = self._must.popleft()
        else:
            self._running, self._guess = self._guess, None
        return self._running

    def answered(self, number: int) -> Ask | None:
        """The one under way, which is now answered; None where it is another's."""
        ask = self._running
        if ask is None or ask.id != number:
            return None
        self._running = None
        return ask

    def forget(self) -> None:
        """Drop all that wait; what is under way in the child stays so."""
        self._guess = None
        self._must.clear()

    def lose(self) -> None:
        """Drop all: the child is gone."""
        self.forget()
        self._running = None

    def _make(self, utterance: Utterance, last: int, *, piece: bool = False) -> Ask:
        self._last_id += 1
        return Ask(
            self._last_id, utterance.first, last, utterance, utterance.evidence(), piece=piece
        )


def _covers(ask: Ask, utterance: Utterance) -> bool:
    whole = ask.piece or ask.first == utterance.first
    return ask.utterance is utterance and whole and ask.last >= utterance.last
