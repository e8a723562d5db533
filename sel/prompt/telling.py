"""What in a person's words is worth telling again: sentences chosen, never changed. Pure.

Code is left out whole: half a block helps nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sel.prompt.codescan import CodeScanner
from sel.prompt.sentences import sentence_ends

LONGEST = 20_000
"""Characters of a text that are read."""
LONGEST_SENTENCE = 240
"""Characters of a sentence that may be told again; a longer one is no sentence but a text."""
NAME, NUMBER, DATE, OWN, FIRST_PERSON, KNOWING = 1.0, 1.0, 0.8, 0.8, 0.4, 0.8
"""Weights of what makes a sentence telling: set by hand, by what they say of a person for long."""
QUESTION, MAYBE = 0.25, 0.5
"""What a question or a guess keeps of its weight."""

_WORD = re.compile(r"[^\W_]+")
_LITTLE = """
    a about after again all also always am an and another any anybody anyone anything are as at
    back be because been before being better both but by can could d did do does doing don done
    each either else even ever every everything feel few for from get getting give go going gone
    good got had happened has have having he hello her here hers hey hi him his how i idea if in
    into is it its just keep kind know last let like little ll lot m made make many may maybe me
    mean might mine more most much must my myself need never new nice no nor not nothing now of off
    ok okay old on once one only or other our out over own past please put quite rather re really
    remember remind right s said same saw say see shall she should so some something sort still
    stuff such sure t take tell than thank thanks that the their them then there these they thing
    things think this those though through time to today told too under until up us use used using
    ve very want wanted was way we well went were what when where which while who whom whose why
    will with without wondering word words would yeah yes yesterday yet you your yours
    call called name named whats wheres whos hows thats theres im ive dont didnt doesnt isnt cant
    youre lol omg tmrw ur ok
"""
_STOP = frozenset(_LITTLE.split())
_ENDING = re.compile(r"(?:'s|ing|ies|ied|es|ed|s|ly|y|e)\Z")
_NAME = re.compile(r"(?<=[\w,;:] )(?!I\b|I')[^\W\d_a-z]\w+")
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundred|thousand|first|second|third|fourth|fifth)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|june|july"
    r"|august|september|october|november|december|birthday|anniversary|o'clock|noon|midnight"
    r"|tomorrow|next (?:week|month|year|spring|summer|autumn|winter))\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:my|our)\s+\w{3,}", re.IGNORECASE)
_FIRST = re.compile(r"\b(?:i|we|me|us|i'?m|i'?ve|we're)\b", re.IGNORECASE)
_BACK = re.compile(
    r"\b(?:i|we|me|us|my|mine|our|ours|i'?m|was|were|did|had|again|earlier)\b", re.IGNORECASE
)
_KNOWING = re.compile(
    r"\b(?:called|named|name is|name's|born|live[sd]?|grew up|work(?:s|ed)? (?:as|at|for|in)"
    r"|allergic|married|favou?rite|hate|love|can't stand|afraid|scared|promised|decided|moved"
    r"|moving|learning|studied|studying|belong(?:s|ed)?|turn(?:s|ed)? \w+ty|vegetarian|vegan)\b",
    re.IGNORECASE,
)
_MAYBE = re.compile(
    r"^\W*(?:if|maybe|perhaps|imagine|suppose|should i|can you|could you|please)\b", re.I
)


_ASKS = re.compile(
    r"\b(?:what|who|whom|whose|where|when|which|how (?:much|many|old|long|far|often))"
    r"(?:'?s|'?re)?\b",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"\b(?:what|where|which|who|when) (?:\w+ ){0,2}?(?:should|can|could) (?:i|we|you)\b"
    r"|\bhow (?:do|should|can|could|would) (?:i|we|you)\b|\bdo i need\b|\bwhat if\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence as it was said, its weight (0 where it tells nothing of its person), and its
    telling words."""

    text: str
    weight: float
    words: frozenset[str]


def prose(text: str) -> str:
    """The text without its code blocks and code in lines."""
    scanner = CodeScanner()
    parts = [*scanner.feed(text[:LONGEST]), *scanner.close()]
    return "".join("\n" if is_code else part for part, is_code in parts)


def has_code(text: str) -> bool:
    """Whether a block or a line of code stands in the text."""
    scanner = CodeScanner()
    return any(is_code for _, is_code in (*scanner.feed(text), *scanner.close()))


def pieces(text: str) -> tuple[Piece, ...]:
    """The sentences of a text's prose that are short enough to be told again, in their order."""
    return tuple(
        Piece(sentence, weight(sentence), words(sentence))
        for sentence in _sentences(prose(text))
        if len(sentence) <= LONGEST_SENTENCE
    )


def _sentences(text: str) -> Iterator[str]:
    for line in text.splitlines():
        start = 0
        for end in sentence_ends(line):
            yield from _some(line[start : end.end()])
            start = end.end()
        yield from _some(line[start:])


def _some(text: str) -> Iterator[str]:
    if words(text):
        yield text.strip()


def weight(sentence: str) -> float:
    """How much a sentence tells of who said it: names, numbers, dates, what is theirs."""
    tells = (
        NAME * bool(_NAME.search(sentence))
        + NUMBER * bool(_NUMBER.search(sentence))
        + DATE * bool(_DATE.search(sentence))
        + OWN * bool(_OWN.search(sentence))
        + KNOWING * bool(_KNOWING.search(sentence))
    )
    tells += FIRST_PERSON * bool(_FIRST.search(sentence))
    if sentence.endswith("?"):
        tells *= QUESTION
    return tells * (MAYBE if _MAYBE.match(sentence) else 1.0)


def asks_back(text: str) -> bool:
    """Whether a message asks for what was said or is its person's own, rather than for advice."""
    return bool(_ASKS.search(text) and _BACK.search(text) and not _ADVICE.search(text))


def words(text: str) -> frozenset[str]:
    """The telling words of a text: folded, without little words and common endings."""
    found = (match.group() for match in _WORD.finditer(text[:LONGEST].casefold()))
    return frozenset(_stem(word) for word in found if word not in _STOP and _long(word))


def _long(word: str) -> bool:
    return len(word) > 2 or word.isdigit() or not word.isascii()


def _stem(word: str) -> str:
    """A light stem; words it leaves apart may still meet through their vectors."""
    bare = _ENDING.sub("", word) if len(word) > 4 else word.removesuffix("s")
    return bare if len(bare) > 2 else word
