"""Searching for words that may name a time: said then, about then, or neither.

"What did we talk about yesterday?" asks for what was said yesterday. "My appointment on Friday"
asks for what may have been said at any time, and "what happened in May?" for either. So a time
narrows the search only where the question is about talking; else it decides what comes first, and
where nothing was said then nothing is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import inf

from sel.memory.reading.dates import Named, named_in
from sel.memory.subject import roots
from sel.memory.types import Hit, Memory
from sel.memory.when import MONTHS

Find = Callable[[tuple[float, float] | None, int], Sequence[Hit]]
"""The search itself: so many of a period (from, to in Unix seconds) or of all time, best first."""

LOOKED_AT = 20
"""How many of all time are looked through for those that speak of the time that was named."""

CLOSE = 0.7
"""Share of the best score of all from which what was said then is about what is asked. Over sixteen
questions about yesterday and MiniLM, what was meant had 0.74-1 of it in seven of nine cases, and
the nearest where nothing was meant 0.4-0.65 in six of seven."""

_TALK = re.compile(
    r"\b(?:talk|discuss|chat|mention|convers|speak|spoke|sa(?:y|id)\b|tell|told|ask(?:ed)?\b|wr[io]te)"
)
_ANYTHING = roots(
    """happen happened happening go going went gone new do did done doing know talk talked talking
    discuss discussed chat chatted mention mentioned conversation conversations speak spoke spoken
    ask asked write wrote again back last first ever us find show list remember recall memories"""
)
"""What a question may be made of besides a time, and still be about nothing else."""


@dataclass(frozen=True, slots=True)
class Dated:
    """What was found, each memory once, best first: what speaks of the time that was named
    (`about`), what was said then (`within`) and the `others`. `named` is None for no time."""

    named: Named | None = None
    about: tuple[Hit, ...] = ()
    within: tuple[Hit, ...] = ()
    others: tuple[Hit, ...] = ()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All of them, in order."""
        return (*self.about, *self.within, *self.others)

    def most(self, count: int) -> Dated:
        """No more than `count` of them."""
        about = self.about[:count]
        within = self.within[: count - len(about)]
        others = self.others[: count - len(about) - len(within)]
        return replace(self, about=about, within=within, others=others)


def search(text: str, now: float, zone: str, find: Find, *, k: int) -> Dated:
    """The `k` best for `text`. `now` in Unix seconds; `zone` as `dates.period_in` takes it."""
    named = named_in(text, now, zone)
    if named is None:
        return Dated(others=tuple(find(None, k)))
    within, others = list(find(named.span, k)), list(find(None, max(k, LOOKED_AT)))
    subject = roots(named.rest) - _ANYTHING
    enough = CLOSE * max((hit.score for hit in others), default=0.0) if subject else -inf
    if _TALK.search(named.rest):
        fits = any(hit.score >= enough or subject & roots(hit.memory.text) for hit in within)
        groups = (within, ()) if fits else ((), others)
        return _once(named, (), *groups).most(k)
    about = [hit for hit in others if _speaks_of(hit.memory, named, zone)]
    first = ([hit for hit in hits if hit.score >= enough] for hits in (about, within))
    return _once(named, *first, others).most(k)


def _once(named: Named, *groups: Sequence[Hit]) -> Dated:
    """Each memory in the first of the groups that has it."""
    seen: set[str] = set()
    distinct: list[tuple[Hit, ...]] = []
    for hits in groups:
        distinct.append(tuple(hit for hit in hits if hit.memory.id not in seen))
        seen.update(hit.memory.id for hit in hits)
    about, within, others = distinct
    return Dated(named, about, within, others)


def _speaks_of(memory: Memory, named: Named, zone: str) -> bool:
    """Whether a memory names a time within the one of the question, or calls it by the same name:
    "on Friday" may have been a Friday to come."""
    spoken = named_in(memory.text, memory.at, zone)
    if spoken is None:
        return False
    same = _CALLED.findall(named.words) == _CALLED.findall(spoken.words) != []
    return same or (named.start <= spoken.start and spoken.end <= named.end)


_CALLED = re.compile(r"\d+|(?:mon|tues|wednes|thurs|fri|satur|sun)day|" + "|".join(MONTHS).lower())
"""What days and months are called, whenever one speaks of them."""
