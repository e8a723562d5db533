"""Who talks with whom on a channel: what is needed to see whom the next words are for. Pure.

Times are Discord's own, from the ids, in Unix seconds.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection

COMPANY_SECONDS = 300.0
"""Whoever spoke within this time is there."""
WARM_SECONDS = 120.0
"""So long after SEL's words to somebody their next ones may follow on them."""
JUST_BEFORE_SECONDS = 90.0
"""So long a question after somebody's words may be for them."""
TAKES_PART_SECONDS = 600.0
"""So long after its last words SEL takes part in a talk."""
MOST_PEOPLE = 50


class Talk:
    """The talk of one channel."""

    def __init__(self) -> None:
        self._people: OrderedDict[int, tuple[str, float]] = OrderedDict()
        self._since: set[int] = set()
        self._to: frozenset[int] = frozenset()
        self._sel_at = 0.0
        self._last, self._last_at = 0, 0.0

    def heard(self, author: int, name: str, at: float) -> None:
        """Somebody said something."""
        self._people[author] = (name, at)
        self._people.move_to_end(author)
        if len(self._people) > MOST_PEOPLE:
            self._people.popitem(last=False)
        self._since.add(author)
        self._last, self._last_at = author, at

    def spoke(self, to: Collection[int], at: float) -> None:
        """SEL said something, to these people; what is older than its last words counts not."""
        if at < self._sel_at:
            return
        if to or at - self._sel_at > WARM_SECONDS:  # a second page is to the same ones
            self._to = frozenset(to)
        self._since.clear()
        self._sel_at = at
        self._last, self._last_at = 0, at

    def present(self, author: int, at: float) -> tuple[str, ...]:
        """What the others are called who spoke lately, newest first."""
        there = (
            name
            for one, (name, when) in reversed(self._people.items())
            if one != author and at - when <= COMPANY_SECONDS
        )
        return tuple(there)

    def after_sel(self, author: int, at: float) -> bool:
        """Whether SEL spoke to this person a moment ago."""
        return author in self._to and at - self._sel_at <= WARM_SECONDS

    def next_to_sel(self, author: int, at: float) -> bool:
        """Whether nobody else has spoken since."""
        return self.after_sel(author, at) and self._since <= {author}

    def after_other(self, author: int, at: float) -> bool:
        """Whether somebody else, not SEL, spoke just before."""
        return self._last not in (0, author) and at - self._last_at <= JUST_BEFORE_SECONDS

    def takes_part(self, at: float) -> bool:
        """Whether SEL spoke there lately."""
        return self._sel_at > 0 and at - self._sel_at <= TAKES_PART_SECONDS
