"""Slots: each conversation's place in the KV cache, and which of them gives what to whom.

Pure bookkeeping over token lists; the cache itself is behind `Cache`, so this is tested without a
model.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

ROOT = ""
"""The slot that holds what conversations share (the persona); it never gives way."""


class Cache(Protocol):
    """What slots need of the KV cache."""

    def keep(self, sequence: int, size: int) -> bool:
        """Cut the sequence back to `size` tokens; False if only a whole sequence can go."""
        ...

    def copy(self, source: int, target: int, size: int) -> None:
        """Make the first `size` tokens of `source` those of the empty `target`."""
        ...


@dataclass(slots=True)
class Slot:
    """One sequence. `tokens` are in the cache; `goal` is what a reply under way will have there."""

    sequence: int
    owner: str | None = None
    tokens: list[int] = field(default_factory=list)
    goal: Sequence[int] = ()
    busy: bool = False
    used: int = 0


def shared(a: Sequence[int], b: Sequence[int]) -> int:
    """Length of the longest common beginning; found by halving, since slices compare in C."""
    low, high = 0, min(len(a), len(b))
    if a[:high] == b[:high]:
        return high
    while high - low > 1:
        middle = (low + high) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle
    return low


class Slots:
    """Hands out slots: a conversation's own, else a free one, else the least recently used."""

    def __init__(self, count: int, cache: Cache, *, rewinds: bool = True) -> None:
        self._cache = cache
        self._rewinds = rewinds
        self.root = Slot(0, ROOT)
        self._slots = [Slot(number) for number in range(1, count + 1)]
        self._clock = itertools.count(1)

    def all(self) -> list[Slot]:
        """Every slot, the root first."""
        return [self.root, *self._slots]

    def of(self, owner: str) -> Slot | None:
        """A conversation's own slot, if it has one."""
        return next((slot for slot in self._slots if slot.owner == owner), None)

    def seat(self, owner: str) -> Slot | None:
        """A free slot, for a conversation that has none; None where there is none of either."""
        free = (slot for slot in self._slots if not (slot.busy or slot.tokens))
        slot = None if self.of(owner) else next(free, None)
        if slot is not None:
            slot.owner = owner
        return slot

    def fill(self, slot: Slot, tokens: Sequence[int], put: Callable[[], bool]) -> bool:
        """Have `put` put these tokens into a free slot; whether it did.

        What the root holds of them gives way first and is shared afterwards: then it takes its room
        once, and the cells are in the order in which they were, so that sums over them are, too.
        """
        head = list(self.root.tokens)
        shares = not self.root.busy and head == list(tokens[: len(head)])
        if shares:
            self.empty(self.root)
        if not put():
            return False
        slot.tokens, slot.used = list(tokens), next(self._clock)
        if shares:
            self._give(slot, self.root, len(head))
        return True

    def take(self, owner: str, prompt: list[int], *, fresh: int = 1) -> tuple[Slot, int] | None:
        """A slot for this prompt and how many of its tokens are there already.

        `fresh` tokens at its end are read anew: the last is, where its logits are wanted.
        None: wait. Either all slots are busy (this conversation's own, perhaps), or another slot is
        just reading a beginning that this prompt shares and that will then be copied.
        """
        slot = self._find(owner)
        if slot is None:
            return None
        own = shared(slot.tokens, prompt) if slot.owner == owner else 0
        donor, ready, coming = self._donor(slot, prompt)
        limit = len(prompt) - fresh
        if coming > max(own, ready):
            return None
        self._occupy(slot, owner, prompt)
        if donor is not None and ready > own:
            return slot, self._give(donor, slot, min(ready, limit))
        return slot, self._cut(slot, min(own, limit))

    def _find(self, owner: str) -> Slot | None:
        if owner == ROOT:
            return None if self.root.busy else self.root
        own = self.of(owner)
        if own is not None:
            return None if own.busy else own
        idle = [slot for slot in self._slots if not slot.busy]
        return min(idle, key=lambda slot: slot.used, default=None)

    def _donor(self, taker: Slot, prompt: list[int]) -> tuple[Slot | None, int, int]:
        """Who could give the most now, how much, and how much someone will have read soon."""
        best, ready, coming = None, 0, 0
        for slot in self.all():
            if slot is taker:
                continue
            size = shared(slot.tokens, prompt)
            if size > ready and (self._rewinds or size == len(slot.tokens)):
                best, ready = slot, size
            if slot.busy and self._rewinds:
                coming = max(coming, shared(slot.goal, prompt))
        return best, ready, min(coming, len(prompt) - 1)

    def _occupy(self, slot: Slot, owner: str, prompt: list[int]) -> None:
        if slot.owner != owner:
            self.empty(slot)
        slot.owner, slot.goal, slot.busy = owner, prompt, True
        slot.used = next(self._clock)

    def _give(self, donor: Slot, slot: Slot, size: int) -> int:
        self._cut(slot, 0)
        self._cache.copy(donor.sequence, slot.sequence, size)
        slot.tokens = list(donor.tokens[:size])
        return size

    def _cut(self, slot: Slot, size: int) -> int:
        if size == len(slot.tokens):
            return size
        if not self._cache.keep(slot.sequence, size):
            self._cache.keep(slot.sequence, 0)
            size = 0
        del slot.tokens[size:]
        return size

    def release(self, slot: Slot) -> None:
        """The reply is over; its tokens stay for the next one."""
        slot.busy, slot.goal = False, ()
        slot.used = next(self._clock)

    def empty(self, slot: Slot) -> None:
        """Take everything out of a slot."""
        self._cut(slot, 0)
        slot.owner = ROOT if slot is self.root else None

    def make_room(self) -> bool:
        """Empty the least recently used idle slot; False when no idle one holds anything."""
        idle = [slot for slot in self._slots if not slot.busy and slot.tokens]
        if not idle:
            return False
        self.empty(min(idle, key=lambda slot: slot.used))
        return True

    def forget(self, owner: str) -> bool:
        """Take a conversation out of the cache (it was cleared or forgotten)."""
        for slot in self._slots:
            if slot.owner == owner and not slot.busy:
                self.empty(slot)
                return True
        return False
