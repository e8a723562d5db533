"""The messages that wait on one channel: bounded, most urgent first, collected into batches. Pure.

Times are seconds of a clock that only goes forward.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Literal

from bridge.ears.incoming import Incoming

CAP = 5.0
"""However fast people write: a batch is ready after this many times the batch seconds."""
MOST_MESSAGES = 10
"""Messages that are answered together (both as the brain has them for one person)."""
AGEING_SECONDS = 30.0
"""So long a wait is worth as much as being as urgent as can be: nobody waits for ever."""

TO_SEL, PLAINLY = 2.0, 0.5
"""Said to SEL; by mention, reply or alone with it. The urgency, 0..1, is added."""

Kind = Literal["answer", "join", "aside"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message in the queue, since when, and how much it wants an answer (0..1)."""

    message: Incoming
    kind: Kind
    urgency: float
    since: float

    @property
    def weight(self) -> float:
        """What decides who goes and who comes first."""
        one = self.message
        plainly = one.mentioned or one.to_sel or one.dm
        return TO_SEL * (self.kind == "answer") + PLAINLY * plainly + self.urgency

    def aged(self, now: float) -> float:
        """The weight, grown while it waits."""
        return self.weight + (now - self.since) / AGEING_SECONDS


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages that are answered together, in the order in which they were written."""

    messages: tuple[Incoming, ...]
    kind: Kind

    @property
    def addressed(self) -> bool:
        """Whether they are for SEL."""
        return self.kind == "answer"


@dataclass(slots=True)
class Inbox:
    """At most `limit` messages; a burst is over after `pause` seconds without one."""

    limit: int
    pause: float
    _waiting: dict[int, Waiting] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, one: Waiting) -> Waiting | None:
        """Take a message in. Returns the one that has to go for it: the least urgent, and of
        equals the newest, which may be this one itself."""
        self._waiting[one.message.id] = one
        if len(self._waiting) <= self.limit:
            return None
        order = {id_: place for place, id_ in enumerate(self._waiting)}
        least = min(self._waiting.values(), key=lambda w: (w.weight, -order[w.message.id]))
        return self._waiting.pop(least.message.id)

    def remove(self, message_id: int) -> Waiting | None:
        """Take a message out."""
        return self._waiting.pop(message_id, None)

    def clear(self) -> list[Waiting]:
        """Take all of them out."""
        gone = list(self._waiting.values())
        self._waiting.clear()
        return gone

    def speaks_to_sel(self, author: int) -> bool:
        """Whether a message of theirs to SEL waits, so that more of theirs may belong to it."""
        return any(
            one.kind == "answer" and one.message.author_id == author
            for one in self._waiting.values()
        )

    def due(self, only: Collection[int] = ()) -> float | None:
        """When the next batch is ready; None where nothing waits. With `only`, of what these people
        say to SEL."""
        return min((when for _, when in self._ready(only)), default=None)

    def weight(self, now: float) -> float:
        """How much the most urgent of them wants an answer by now."""
        return max((one.aged(now) for one in self._waiting.values()), default=0.0)

    def take(self, now: float, only: Collection[int] = ()) -> Batch | None:
        """The batch that should be answered next; None where none is ready. `only` as in `due`."""
        kinds = [kind for kind, when in self._ready(only) if when <= now]
        if not kinds:
            return None
        kind = max(kinds, key=lambda one: max(w.aged(now) for w in self._of(one, only)))
        taken = _together(self._of(kind, only), now)
        for one in taken:
            del self._waiting[one.message.id]
        messages = sorted((one.message for one in taken), key=lambda message: message.id)
        return Batch(tuple(messages), kind)

    def _of(self, kind: Kind, only: Collection[int]) -> list[Waiting]:
        """What belongs to a batch of a kind: whoever speaks to SEL goes on with what they say."""
        waiting = list(self._waiting.values())
        to_sel = {one.message.author_id for one in waiting if one.kind == "answer"}

        def kind_of(one: Waiting) -> Kind:
            goes_on = one.kind == "join" and one.message.author_id in to_sel
            return "answer" if goes_on else one.kind

        if only:
            waiting = [one for one in waiting if one.message.author_id in only]
        return [one for one in waiting if kind_of(one) == kind and (kind == "answer" or not only)]

    def _ready(self, only: Collection[int]) -> Iterable[tuple[Kind, float]]:
        kinds: tuple[Kind, ...] = ("answer", "join", "aside")
        for kind in kinds:
            times = [one.since for one in self._of(kind, only)]
            if not times:
                continue
            full = len(times) >= MOST_MESSAGES
            first, last = min(times), max(times)
            yield kind, last if full else min(last + self.pause, first + CAP * self.pause)


def _together(waiting: Iterable[Waiting], now: float) -> list[Waiting]:
    """Whole people, the most urgent first; of each, what they wrote first."""
    people: dict[int, list[Waiting]] = {}
    for one in waiting:
        people.setdefault(one.message.author_id, []).append(one)
    order = sorted(people.values(), key=lambda said: -max(w.aged(now) for w in said))
    taken: list[Waiting] = []
    for said in order:
        said.sort(key=lambda one: one.message.id)
        taken += said[: MOST_MESSAGES - len(taken)]
    return taken
