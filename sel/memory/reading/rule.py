"""What a rule is: one way in which people tell something that lasts."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple, cast

from sel.memory.reading.saying import Saying
from sel.memory.types import Kind

Check = Callable[[Saying, "re.Match[str]"], bool]

ANY = frozenset({"now", "past", "perfect", "going_on", "doing", "will", "used", "can", "may"})
STILL = frozenset({"now", "going_on", "doing", "perfect"})
"""Tenses of what is so today."""

HAPPENED = frozenset({"past", "perfect"})
_ALL_BUT_THINGS = frozenset({"self", "person", "pet"})


class Rule(NamedTuple):
    """Applies to a saying with this verb, one of these tenses, and a rest that `pattern` matches.

    `topic` may hold "{x}", the words of the pattern's group x, which is also the value under the
    topic. `check` looks closer. `negative` None: both will do.
    """

    pattern: str
    kind: Kind
    tags: tuple[str, ...]
    topic: str
    hard: bool
    tenses: frozenset[str]
    negative: bool | None
    check: Check | None
    who: frozenset[str]


class Finding(NamedTuple):
    """What a rule found: `value` is what stands under `topic` ("home" → "porto")."""

    kind: Kind
    tags: tuple[str, ...]
    topic: str
    value: str
    hard: bool


def rule(spec: str, pattern: str, check: Check | None = None) -> Rule:
    """A rule, written short.

    `spec` is words: the kind, `#tag`s, `@topic` (without spaces), `hard`, `+tense`s (none: those of
    what is so today, `+still`; `always`: all), `not` or `any` (said in the negative, or both ways;
    else it must be affirmed), `:self`, `:person`, `:pet`, `:thing` (none: all but things).
    """
    words = spec.split()
    marked = {mark: [word[1:] for word in words if word[0] == mark] for mark in "#@+:"}
    return Rule(
        pattern=pattern,
        kind=cast(Kind, words[0]),
        tags=tuple(marked["#"]),
        topic="".join(marked["@"]),
        hard="hard" in words,
        tenses=_tenses(words, marked["+"]),
        negative=None if "any" in words else "not" in words,
        check=check,
        who=frozenset(marked[":"]) or _ALL_BUT_THINGS,
    )


def _tenses(words: list[str], named: list[str]) -> frozenset[str]:
    if "always" in words:
        return ANY
    return frozenset(named) | (STILL if "still" in named or not named else frozenset())


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Made at first use: most rules are never needed in a conversation."""
    return re.compile(pattern)


def each(verbs: str, rules: tuple[Rule, ...]) -> dict[str, tuple[Rule, ...]]:
    """The same rules for each of several verbs, written with spaces between."""
    return dict.fromkeys(verbs.split(), rules)


def apply(one: Rule, saying: Saying) -> Finding | None:
    """What `one` finds in `saying`, or None."""
    if saying.tense not in one.tenses or saying.who not in one.who:
        return None
    if one.negative is not None and one.negative is not saying.negative:
        return None
    found = _compiled(one.pattern).match(saying.rest)
    if not found or (one.check and not one.check(saying, found)):
        return None
    value = (found.groupdict().get("x") or "").strip()
    if "{x}" in one.topic and not value:
        return Finding(one.kind, one.tags, "", "", one.hard)
    return Finding(one.kind, one.tags, one.topic.replace("{x}", value), value, one.hard)
