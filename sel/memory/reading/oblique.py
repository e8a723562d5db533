"""What people tell by the way: "as a nurse I …", "ever since the twins arrived …".

Where a statement's own verb tells nothing that lasts, something in it may take it for granted: a
role, a condition that is "mine", a reason, a custom, a day that is always taken. Each `Cue` is one
such way. A cue counts only in words the person says of themselves, and as a fact: not behind "if",
"would" or "he says".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple, cast

from sel.memory.reading.clauses import Span
from sel.memory.reading.openings import beginning
from sel.memory.reading.rule import Finding
from sel.memory.reading.tokens import Token, joined, tokens_of
from sel.memory.types import Kind

_UNREAL = re.compile(
    r"\b(?:if|would|could|should|wish|imagine|pretend|suppose|supposing|as though|might|maybe|"
    r"perhaps|unless|dreamt|dreamed|dream|nobody|anybody|somebody|someone|people|everyone|"
    r"everybody (?!calls))\b|\bas if\b|"
    r"\b(?:he|she|they|it|you|who|people|colleague|boss|friend|mate|neighbour|roommate|teacher|"
    r"coworker|flatmate|guy|man|woman|book|film|song|article) "
    r"(?:[\w-]+ )?(?:say|says|said|saying|reckon|reckons|claim|claims|think|thinks|told|goes|"
    r"writes|wrote|was like|is like)\b|\byou (?!know\b|see\b|don't\b)",
)
"""What makes the words behind it somebody else's, or not so."""

_ASKS_OR_ORDERS = re.compile(
    r"(?:so |and |but |ok |hey |then )*(?:(?:what|who|why|how|which|whose|does|did|save|show|tell|"
    r"list|find|write|put|set|add|give|make|create|draft|look at|check|fix|explain|translate|"
    r"say)\b|"
    r"(?:where|when|is|are|was|were|has|have|would|will|could|should|can|do) (?:is|are|do|does|"
    r"did|i|"
    r"you|we|he|she|it|they|there|this|that|the|my|your|an?)\b(?<!when i)(?<!when we)(?<!when my))"
)
"""How questions without a mark, and orders, begin."""

_TELLING = re.compile(
    r"\b(?:i|i will|i can|i have to|i must|i should|let me) (?:can )?(?:tell|telling) you\b|"
    r"\b(?:do not|not) mind (?:telling|saying)\b|\byou know\b|\bwould sooner\b"
)


class Wording(NamedTuple):
    """A clause in plain words, with its tokens to look up how it was spelt."""

    text: str
    tokens: list[Token]
    plain: str

    def spelt(self, place: int) -> str:
        """The word at character `place` of `plain`, as the person wrote it."""
        at = self.plain.count(" ", 0, place)
        return self.text[self.tokens[at].start : self.tokens[at].end]

    def is_lower(self) -> bool:
        """Whether it is written without capitals."""
        return self.text == self.text.lower()


Look = Callable[[Wording, "re.Match[str]"], bool]


class Cue(NamedTuple):
    """A way of telling by the way: `pattern` is searched in the plain words, `look` looks closer.

    `anyway`: it holds whatever stands before it.
    """

    pattern: str
    kind: Kind
    tags: tuple[str, ...]
    topic: str
    hard: bool
    anyway: bool
    look: Look | None


def cue(spec: str, pattern: str, look: Look | None = None) -> Cue:
    """A cue, written short: `spec` is the kind, `#tag`s, `@topic`, `hard`, `anyway`."""
    named = spec.split()
    return Cue(
        pattern=pattern,
        kind=cast(Kind, named[0]),
        tags=tuple(word[1:] for word in named if word[0] == "#"),
        topic="".join(word[1:] for word in named if word[0] == "@"),
        hard="hard" in named,
        anyway="anyway" in named,
        look=look,
    )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def told_by_the_way(text: str, span: Span, cues: tuple[Cue, ...]) -> tuple[int, Finding] | None:
    """Where the statement begins in `text`, and what one of the cues finds in it, or None."""
    tokens = tokens_of(text, *span)
    begin = beginning(tokens)
    if begin and tokens[begin - 1].word in {"as", "since", "after"}:  # a cue, no filler
        begin -= 1
    elif begin and tokens[begin - 1].word == "me":  # "my doctor told me to avoid milk"
        begin = 0
    tokens = tokens[begin:]
    if not tokens:
        return None
    wording = Wording(text, tokens, joined(tokens))
    for one in cues:
        found = _compiled(one.pattern).search(wording.plain)
        if found and _counts(one, wording, found):
            value = (found.groupdict().get("x") or "").strip() if one.topic else ""
            return tokens[0].start, Finding(one.kind, one.tags, one.topic, value, one.hard)
    return None


def _counts(one: Cue, wording: Wording, found: re.Match[str]) -> bool:
    if not one.anyway:
        before = _TELLING.sub("", wording.plain[: found.end()])
        if _ASKS_OR_ORDERS.match(wording.plain) or _UNREAL.search(before):
            return False
    return one.look is None or one.look(wording, found)
