"""Regular expressions that strangers wrote, run only where they cannot take long. Pure.

Python's engine cannot be stopped while it searches, so what an expression may cost is worked out
beforehand from its parts: a repeat of one character costs as many steps as there are letters, one
after another multiply, and a repeat of anything that can itself match in several ways is refused.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sel.errors import InputRefused

LONGEST = 300
"""Characters of an expression."""
MOST_STEPS = 5_000_000
"""Steps a search may take at the worst: about a tenth of a second."""
SPANS = (4_000, 1_000, 150)
"""How many of the last letters are searched: the most that the cost of the expression allows."""
MOST_TIMES = 64

_JS = re.compile(r"/(.+)/([a-z]*)\Z", re.DOTALL)
_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}
_SINGLE = frozenset({"LITERAL", "NOT_LITERAL", "IN", "ANY", "RANGE", "CATEGORY"})
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})


@dataclass(frozen=True, slots=True)
class Pattern:
    """An expression that may be run, over at most the last `span` letters of a text."""

    compiled: re.Pattern[str]
    span: int

    def found(self, text: str) -> bool:
        """Whether it is in the text."""
        return self.compiled.search(text[-self.span :]) is not None


@lru_cache(maxsize=2048)
def pattern(text: str, *, ignore_case: bool = False) -> Pattern:
    """The expression, plain or as /…/flags. Raises `InputRefused` for one that is none, and for one
    that could take long."""
    if match := _JS.match(text):
        text, letters = match[1], match[2]
    else:
        letters = ""
    flags = re.IGNORECASE if ignore_case else re.RegexFlag(0)
    for letter in letters:
        flags |= _FLAGS.get(letter, re.RegexFlag(0))
    if len(text) > LONGEST:
        raise InputRefused("A pattern of the lorebook is too long.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what may mean something else one day
            parsed: Any = re._parser.parse(text, int(flags))
    except (re.error, RecursionError, OverflowError, ValueError):
        raise InputRefused("A pattern of the lorebook is no regular expression.") from None
    for span in SPANS:
        if _cost(parsed, span) * span <= MOST_STEPS:
            return Pattern(re.compile(text, flags), span)
    raise InputRefused("A pattern of the lorebook could take very long.")


def _cost(items: Any, span: int) -> float:
    """The most ways in which these parts can match at one place of a text so long."""
    ways = 1.0
    for kind, value in items:
        ways *= _ways(str(kind), value, span)
    return ways


def _ways(kind: str, value: Any, span: int) -> float:
    if kind in _SINGLE or kind in {"AT", "FAILURE"}:
        return 1.0
    if kind in _REPEATS:
        low, high, inner = value
        return _repeated(low, high, inner, span)
    if kind == "SUBPATTERN":
        return _cost(value[-1], span)
    if kind == "BRANCH":
        return sum(_cost(one, span) for one in value[1])
    return float("inf")  # looking around, looking back, conditions


def _repeated(low: int, high: Any, inner: Any, span: int) -> float:
    most = min(int(high), span)
    parts = list(inner)
    if len(parts) == 1 and str(parts[0][0]) in _SINGLE:
        return float(most - min(low, most) + 1)
    if most == 1:  # (…)?
        return 1.0 + _cost(inner, span)
    within = _cost(inner, span)
    # Each time round may match in one way only, and begins with something: then it is a plain loop.
    if within == 1.0 and most <= MOST_TIMES and _fixed(parts):
        return float(most - min(low, most) + 1)
    return float("inf")


def _fixed(parts: list[Any]) -> bool:
    return all(str(kind) in _SINGLE for kind, _ in parts)
