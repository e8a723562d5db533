"""Whether two memories say the same thing in other words.

Two ways: the rules find the same value under the same topic ("I live in Porto", "I've moved to
Porto"), or nothing but small words tells them apart. Numbers, names and "not" always do.
"""

from __future__ import annotations

import re

from sel.memory.reading.clauses import Span
from sel.memory.reading.findings import finding_in
from sel.memory.reading.tokens import tokens_of
from sel.memory.reading.verbs import FORMS
from sel.memory.reading.words.lists import words

_SMALL = words(
    """a an the is am are was were be been 's do does did have has had to of in
    at on for and so very really quite just also still now always actually
    currently absolutely totally that this it as too much lot lots bit kind
    sort please note fact got get there here more most pretty definitely out
    over back called named these days nowadays moment years old"""
)
"""Words that change nothing; "not", "from", "with", "will" do."""

_SAME = {
    word: one
    for one, others in {
        "love": "adore enjoy like fan",
        "hate": "detest dislike loathe despise",
        "mum": "mother mama",
        "dad": "father papa daddy",
        "partner": "spouse",
        "dog": "puppy",
        "cat": "kitten",
        "children": "kids",
        "child": "kid",
        "my": "our mine",
        "i": "we",
        "me": "us",
        "work": "job employ",
        "live": "based reside home",
        "afraid": "scared terrified frightened phobia",
        "start": "begin",
        "city": "town",
        "big": "large",
        "doctor": "doctor's",
        "vegetarian": "veggie",
    }.items()
    for word in others.split()
}

_NOT = frozenset({"not", "never", "no", "n't"})
_NUMBER = re.compile(r"\d")


def same_thing(a: str, b: str) -> bool:
    """Whether `a` and `b` say the same of the same; doubt means no."""
    first, second = meaning(a), meaning(b)
    if first == second:
        return True
    mine, theirs = _topic(a), _topic(b)
    return mine != ("", "", "") and mine == theirs


def meaning(text: str) -> frozenset[str]:
    """The words that carry the meaning, in one form each."""
    words = (token.word for token in tokens_of(text))
    carried = (_root(word) for word in words if word not in _SMALL and (word[0].isalnum()))
    return frozenset(word for word in carried if word)


def _root(word: str) -> str:
    if word in _NOT:
        return "not"
    if word in FORMS and not _NUMBER.search(word):
        word = FORMS[word][0]
    word = _SAME.get(word, word)
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return _SAME.get(word, word)


def _topic(text: str) -> tuple[str, str, str]:
    """Topic and value, and whether it is denied or over; all empty where no rule tells them."""
    told = finding_in(text, Span(0, len(text.rstrip(" .!?"))))
    if not told or not told[1].topic or not told[1].value:
        return "", "", ""
    saying, found = told
    denied = "not" if saying.negative else ""
    return (
        found.topic,
        " ".join(sorted(meaning(found.value))),
        denied
        + (
            "love"
            if saying.verb in {"love", "like", "enjoy", "adore"}
            else "hate"
            if found.topic.startswith("taste:")
            else ""
        ),
    )
