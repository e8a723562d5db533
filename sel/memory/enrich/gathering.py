"""Which memories belong together: of a conversation, of a day, about one thing. Pure.

Every group lies within one person and one scope, so that nothing made of it is told elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sel.memory.enrich.names import named, names, own
from sel.memory.types import Memory

Sort = Literal["conversation", "day", "thing"]

LEAST = 3
"""Memories of a conversation or day that are worth a summary; two are as quickly read."""
LEAST_OF_THING = 2
MOST = 200
"""Memories a summary is made of, so that no step is long; the weightiest of more."""
MOST_OF_THING = 12
QUIET = 1800.0
"""Seconds without a word after which a conversation of today counts as over."""

_Talk = tuple[str, str, str]
"""Scope, channel and local day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What one summary is made of. `members` are ids, oldest first; `about` names a thing.

    `open` while somebody may still add to it: it is left as it is then.
    """

    id: str
    sort: Sort
    person: str
    scope: str
    channel: str = ""
    about: str = ""
    members: tuple[str, ...] = ()
    open: bool = False


def is_source(memory: Memory) -> bool:
    """Whether it is a person's own word, and stands."""
    return memory.kind != "summary" and not memory.made_from and not memory.replaced_by


def is_made(memory: Memory) -> bool:
    """Whether enrichment made it."""
    return memory.kind == "summary" and bool(memory.made_from)


def day_of(at: float, zone: str) -> str:
    """The local day of a time (Unix seconds): "2026-05-04". `zone` "" is the system's."""
    moment = datetime.fromtimestamp(at, UTC)
    try:
        return moment.astimezone(ZoneInfo(zone) if zone else None).date().isoformat()
    except OverflowError:  # the first and the last hours of the calendar
        return moment.date().isoformat()


def groups(
    person: str, memories: Iterable[Memory], *, zone: str, now: float, wait: bool
) -> list[Group]:
    """All groups of a person's sources. With `wait` what is still being talked about is open."""
    talks: defaultdict[_Talk, list[Memory]] = defaultdict(list)
    for memory in memories:
        if is_source(memory):
            talks[memory.scope, memory.source.channel, day_of(memory.at, zone)].append(memory)
    today = day_of(now, zone)
    alive = {
        talk
        for talk, members in talks.items()
        if wait and talk[2] == today and now - _last(members) < QUIET
    }
    found = [
        *_conversations(person, talks, alive),
        *_days(person, talks, alive),
        *_things(person, talks, alive),
    ]
    return _distinct(found)


def _conversations(
    person: str, talks: dict[_Talk, list[Memory]], alive: Collection[_Talk]
) -> Iterator[Group]:
    for talk, members in talks.items():
        if len(members) >= LEAST:
            scope, channel, day = talk
            yield Group(
                id=_id("conversation", person, scope, channel, day),
                sort="conversation",
                person=person,
                scope=scope,
                channel=channel,
                members=_members(members, MOST),
                open=talk in alive,
            )


def _days(
    person: str, talks: dict[_Talk, list[Memory]], alive: Collection[_Talk]
) -> Iterator[Group]:
    """Days with several conversations; of another the conversation's summary is the day's."""
    days: defaultdict[tuple[str, str], list[_Talk]] = defaultdict(list)
    for talk in talks:
        days[talk[0], talk[2]].append(talk)
    for (scope, day), some in days.items():
        members = [memory for talk in some for memory in talks[talk]]
        if len(some) > 1 and len(members) >= LEAST:
            yield Group(
                id=_id("day", person, scope, day),
                sort="day",
                person=person,
                scope=scope,
                members=_members(members, MOST),
                open=any(talk in alive for talk in some),
            )


def _things(
    person: str, talks: dict[_Talk, list[Memory]], alive: Collection[_Talk]
) -> Iterator[Group]:
    scopes: defaultdict[str, list[Memory]] = defaultdict(list)
    for talk, some in talks.items():
        scopes[talk[0]] += some
    waiting = {memory.id for talk in alive for memory in talks[talk]}
    for scope, members in scopes.items():
        for about, those in _by_thing(members).items():
            if len(those) >= LEAST_OF_THING:
                yield Group(
                    id=_id("thing", person, scope, about),
                    sort="thing",
                    person=person,
                    scope=scope,
                    about=about,
                    members=_members(those, MOST_OF_THING),
                    open=any(memory.id in waiting for memory in those),
                )


def _by_thing(members: Sequence[Memory]) -> dict[str, list[Memory]]:
    """Memories by the names in them, and by what the person calls their own."""
    sure = {name for memory in members for name in names(memory.text)}
    things: defaultdict[str, list[Memory]] = defaultdict(list)
    for memory in members:
        for about in sorted(named(memory.text) & sure) + sorted(own(memory.text)):
            things[about].append(memory)
    return things


def _members(members: Sequence[Memory], most: int) -> tuple[str, ...]:
    """The weightiest, newest first among equals, then in the order in which they were said."""
    if len(members) > most:
        weighty = sorted(members, key=lambda one: (-one.importance, -one.at, one.id))
        members = weighty[:most]
    return tuple(one.id for one in sorted(members, key=lambda one: (one.at, one.id)))


def _distinct(found: Iterable[Group]) -> list[Group]:
    """Without those that are made of just the same as one before."""
    first: dict[tuple[str, ...], Group] = {}
    for group in found:
        first.setdefault(group.members, group)
    return list(first.values())


def _last(members: Iterable[Memory]) -> float:
    return max(max(memory.at, memory.seen_at) for memory in members)


def _id(sort: Sort, *key: str) -> str:
    """The same group has the same id every time: what is made anew replaces what was made."""
    digest = hashlib.sha256(json.dumps(key).encode()).hexdigest()
    return f"{sort}-{digest[:16]}"
