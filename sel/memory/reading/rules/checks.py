"""The closer looks that several rules share."""

from __future__ import annotations

import re
from collections.abc import Collection

from sel.memory.reading.phrases import (
    heads,
    holds,
    is_habit,
    is_passing,
    is_place,
    is_vague,
    lasts,
    says_soon,
    says_when,
)
from sel.memory.reading.rule import Check
from sel.memory.reading.saying import Saying
from sel.memory.reading.words.origins import TECHNICAL
from sel.memory.reading.words.people import EVENTS, GREAT_EVENTS

Match = re.Match[str]
_FIGURES = re.compile(
    r"\bto (?:my (?:job|work|phone|laptop)|it|this|that|the (?:idea|grid))"
    r"|blind to\b|\b(?:deaf|blind) (?:from|to|after)\b(?! birth)"
    r"|\b(?:with (?:ideas|rage|anger)|in love|out)\b"
)


def head_in(table: Collection[str]) -> Check:
    """Whether the phrase after the match is headed by a word of `table`."""
    return lambda saying, found: bool(heads(saying.rest[found.end() :].strip(), table))


def word_in(table: Collection[str], most: int = 6) -> Check:
    """Whether one of the next words is in `table`."""
    return lambda saying, found: bool(holds(saying.rest[found.end() :], table, most))


def both(first: Check, second: Check) -> Check:
    """Both must hold."""
    return lambda saying, found: first(saying, found) and second(saying, found)


def place_named(saying: Saying, found: Match) -> bool:
    """Whether group x names a place."""
    start = found.start("x")
    return is_place(saying.rest[start:], saying.spelling(start), lower=saying.is_lower())


def capital(saying: Saying, found: Match) -> bool:
    """Whether group x is written as a name, or anything is by somebody without capitals."""
    return saying.spelling(found.start("x"))[:1].isupper() or saying.is_lower()


def dated(saying: Saying, _: Match) -> bool:
    """Whether a day to come is named."""
    return says_when(saying.rest)


def event(saying: Saying, found: Match) -> bool:
    """Whether an event with a day follows: great ones count tomorrow, too."""
    rest = saying.rest[found.end() :].replace("driving test", "driving-test")
    if says_when(rest):
        return bool(holds(rest, EVENTS))
    return says_soon(rest) and bool(holds(rest, GREAT_EVENTS))


def dated_or_soon(saying: Saying, _: Match) -> bool:
    """Whether it says when: any day from today on."""
    return says_when(saying.rest) or says_soon(saying.rest)


def habit(saying: Saying, _: Match) -> bool:
    """Whether it is done again and again, and not only now."""
    often = is_habit(saying.rest) or bool({"always", "usually", "never"} & set(saying.adverbs))
    return often and not is_passing(saying.rest)


def named(saying: Saying, found: Match) -> bool:
    """Whether what follows names something, not the conversation, and is not about now."""
    rest = saying.rest[found.end() :].lstrip()
    return not is_vague(rest) and not is_passing(rest.split(" , ")[0])


def lasting(saying: Saying, _: Match) -> bool:
    """Whether a feeling goes on."""
    return lasts(saying.rest) or "lately" in saying.adverbs or "always" in saying.adverbs


def steady(saying: Saying, _: Match) -> bool:
    """Whether it is not about now."""
    return not is_passing(saying.rest)


def figure(saying: Saying) -> bool:
    """ "married to my job", "blind to it", "deaf from the concert": said in play or for now."""
    return bool(_FIGURES.search(saying.rest))


def technical(saying: Saying) -> bool:
    """Whether it is about programs."""
    return bool(holds(saying.rest, TECHNICAL, 5))
