"""One kept answer, and what is given back of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sel.cache.keys import Key
from sel.cache.stats import FREE, Cost

LARGEST = 65_536
"""Characters of the largest answer that is kept; with 2,000 entries of it memory stays bounded."""

Source = Literal["made", "shared", "cached"]
"""made: for this asker · shared: it was being made for somebody else · cached: made before."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it is given: a JSON value (of a reply: its pieces), and where it came from.

    `age` is how many seconds ago it was made.
    """

    value: Any
    source: Source = "made"
    cost: Cost = FREE
    age: float = 0.0


@dataclass(slots=True)
class Entry:
    """An answer as it is kept.

    `text` is JSON, so that nobody who was given the value can change what the next is given.
    `at` is in seconds of the cache's own time, `used` counts up with each use of any entry.
    """

    key: Key
    text: str
    cost: Cost
    at: float
    used: int = 0

    def value(self) -> Any:
        """A fresh copy of the value."""
        return json.loads(self.text)

    def holds(self, words: Sequence[str]) -> bool:
        """Whether one of these, made `plain`, stands in the answer."""
        said = plain("".join(_words(self.value())))
        return any(one in said for one in words)

    def is_of(self, person: str) -> bool:
        """Whether words of this person went into it."""
        return person in self.key.people


def text_of(value: object) -> str | None:
    """The value as JSON; None where it is too large to keep, or holds NaN, which JSON cannot."""
    try:
        text = _ENCODER.encode(value)
    except ValueError:
        return None
    return text if len(text) <= LARGEST else None


def plain(text: str) -> str:
    """The text in small letters with single spaces, for looking for words."""
    return " ".join(text.casefold().split())


def all_plain(texts: Iterable[str]) -> list[str]:
    """`plain` of those that are not empty."""
    return [one for one in map(plain, texts) if one]


def _words(value: object) -> Iterator[str]:
    """All strings of a JSON value. A list's follow each other at once, as the pieces of a reply."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _words(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from ("\n", name, "\n")
            yield from _words(one)
