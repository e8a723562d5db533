"""What a rule is: one way in which people tell something that lasts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from sel.memory.reading.saying import Saying
from sel.memory.types import Kind

Check = Callable[[Saying, "re.Match[str]"], bool]

ANY = frozenset({"now", "past", "perfect", "going_on", "doing", "will", "used", "can", "may"})
STILL = frozenset({"now", "going_on", "doing", "perfect"})
"""Tenses of what is so today."""

HAPPENED = frozenset({"past", "perfect"})
AHEAD = frozenset({"now", "doing", "will"})


class Rule(NamedTuple):
    """Applies to a saying with this verb, one of these tenses, and a rest that `pattern` matches.

    `topic` may hold "{x}", the words of the pattern's group x, which is also the value under the
    topic. `check` looks closer. `negative` None: both will do.
    """

    pattern: re.Pattern[str]
    kind: Kind
    tags: tuple[str, ...]
    topic: str = ""
    hard: bool = False
    tenses: frozenset[str] = STILL
    negative: bool | None = False
    check: Check | None = None
    who: frozenset[str] = frozenset({"self", "person", "pet"})


class Finding(NamedTuple):
    """What a rule found: `value` is what stands under `topic` ("home" → "porto")."""

    kind: Kind
    tags: tuple[str, ...]
    topic: str
    value: str
    hard: bool


def rule(
    pattern: str,
    kind: Kind,
    tags: str,
    topic: str = "",
    *,
    hard: bool = False,
    tenses: frozenset[str] = STILL,
    negative: bool | None = False,
    check: Check | None = None,
    who: str = "self person pet",
) -> Rule:
    """A rule, written short: `tags` and `who` are words with spaces between."""
    compiled = re.compile(pattern)
    return Rule(
        compiled, kind, tuple(tags.split()), topic, hard, tenses, negative, check, frozenset(who.split())
    )


def apply(one: Rule, saying: Saying) -> Finding | None:
    """What `one` finds in `saying`, or None."""
    if saying.tense not in one.tenses or saying.who not in one.who:
        return None
    if one.negative is not None and one.negative is not saying.negative:
        return None
    found = one.pattern.match(saying.rest)
    if not found or (one.check and not one.check(saying, found)):
        return None
    value = (found.groupdict().get("x") or "").strip()
    if "{x}" in one.topic and not value:
        return Finding(one.kind, one.tags, "", "", one.hard)
    return Finding(one.kind, one.tags, one.topic.replace("{x}", value), value, one.hard)
