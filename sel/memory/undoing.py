"""What was kept since opening, so that the last of it can be taken back exactly. RAM only."""

from __future__ import annotations

import contextlib
from collections import defaultdict, deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from sel.memory.types import Memory

MOST_STEPS = 20
"""How many keepings of a person can be taken back, one after the other."""


@dataclass(frozen=True, slots=True)
class Step:
    """One keeping: which memory it made or changed, and the memory it changed as it was before.

    `before` has the same id where that was strengthened, another where it was superseded.
    """

    id: str
    before: Memory | None = None

    @property
    def strengthened(self) -> bool:
        """Whether no memory was added."""
        return self.before is not None and self.before.id == self.id


class Steps:
    """Each person's last keepings."""

    def __init__(self) -> None:
        self._of: defaultdict[str, deque[Step]] = defaultdict(lambda: deque(maxlen=MOST_STEPS))

    def add(self, person: str, step: Step) -> None:
        """One more."""
        self._of[person].append(step)

    def last(self, person: str) -> Step | None:
        """The last one."""
        return self._of[person][-1] if self._of.get(person) else None

    def drop(self, person: str, step: Step) -> None:
        """It was taken back."""
        with contextlib.suppress(ValueError):
            self._of[person].remove(step)

    def forgotten(self, ids: Collection[str]) -> None:
        """Nothing of these may come back."""
        for person, steps in self._of.items():
            left = [_without(step, ids) for step in steps if step.id not in ids]
            self._of[person] = deque(left, maxlen=MOST_STEPS)

    def changed(self, id: str, change: Callable[[Memory], Memory]) -> None:
        """A memory has new words: the old ones may not come back."""
        for steps in self._of.values():
            for place, step in enumerate(steps):
                if step.before is not None and step.before.id == id:
                    steps[place] = replace(step, before=change(step.before))


def _without(step: Step, ids: Collection[str]) -> Step:
    lost = step.before is not None and step.before.id in ids
    return replace(step, before=None) if lost else step
