"""What messages were found to mean lately, so that the same words are not looked into twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from sel.brain.door.wire import plain, read
from sel.cache.cache import ResponseCache
from sel.cache.keys import Context, key_of
from sel.cache.stats import Cost
from sel.engine.types import Message

T = TypeVar("T")

SEL = "sel"
"""Stands where a model's name would: what is found is SEL's own, the same in every run."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be found: the kind, and all that decides it. `people` said `text`."""

    kind: str
    channel: str
    people: tuple[str, ...]
    text: str
    shape: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Recent:
    """Findings through a cache; a dataclass each, kept as plain JSON. `timer` tells seconds."""

    cache: ResponseCache
    timer: Callable[[], float] = time.perf_counter

    def found(self, asked: Asked, type_: type[T], find: Callable[[], T]) -> T:
        """What was found before, or what `find` says now."""
        person, *others = asked.people
        key = key_of(
            asked.kind,
            Context(channel=asked.channel, person=person, company=frozenset(others)),
            [Message("user", asked.text)],
            model=SEL,
            shape=asked.shape,
        )
        if (kept := self.cache.get(key)) is not None:
            value: T = read(type_, kept.value)
            return value
        began = self.timer()
        made = find()
        self.cache.put(key, plain(made), Cost(seconds=self.timer() - began))
        return made
