"""The verb of a statement: which one, in which tense, and whether it is denied."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sel.memory.reading.saying import Saying, Tense, Who
from sel.memory.reading.tokens import Token, joined
from sel.memory.reading.verbs import BE, DO, FORMS, HAVE, MAY, WILL
from sel.memory.reading.words.lists import words

ADVERBS = words("""just also actually really still now always usually recently currently ever
    even only often sometimes finally already officially originally mostly
    mainly absolutely totally truly honestly definitely secretly simply
    generally normally typically regularly rarely basically both all kinda
    sorta so very quite temporarily permanently legally technically naturally
    strongly firmly deeply completely seriously genuinely first lately
    obviously apparently almost nearly soon happily proudly too probably
    particularly especially clearly never literally nowadays currently hardly
    once again have's kind sort of""") - {"of", "kind", "sort", "have's"}
_UNSURE = words("probably apparently almost nearly obviously")
_NOT = frozenset({"not", "n't", "no"})


Own = tuple[Who, str, str]
"""Who, whose, name: the first fields of a `Saying`."""


class Part(NamedTuple):
    """What is read of a statement so far; `passed` gathers the adverbs and "not"."""

    tokens: list[Token]
    begin: int
    own: Own
    passed: list[str]


def word_at(tokens: list[Token], place: int) -> str:
    """The plain word there; "" behind the last."""
    return tokens[place].word if place < len(tokens) else ""


def is_verbal(tokens: list[Token], place: int) -> bool:
    """Whether a verb group may begin here."""
    word = word_at(tokens, place)
    if (word in FORMS and word != "may") or word in BE | HAVE | DO | WILL | MAY or word == "can":
        return True
    return word in ADVERBS


def said(part: Part, at: int, verb: str, tense: Tense = "now") -> Saying | None:
    """The saying whose rest begins at token `at`; None where it is unsure."""
    if _UNSURE & set(part.passed):
        return None
    negative = bool((_NOT | {"never", "longer"}) & set(part.passed))
    adverbs = tuple(word for word in part.passed if word not in _NOT)
    rest = joined(part.tokens, at)
    return Saying(*part.own, verb, tense, negative, adverbs, rest, at, part.tokens, part.begin)


def with_verb(tokens: list[Token], begin: int, place: int, own: Own) -> Saying | None:
    """Read the verb group from `place` on."""
    part = Part(tokens, begin, own, [])
    place = _pass(part, place)
    word = word_at(tokens, place)
    if word == "used" and word_at(tokens, place + 1) == "to":
        verb = word_at(tokens, place + 2)
        return said(part, place + 3, FORMS.get(verb, (verb, ""))[0], "used")
    for openers, read in _GROUPS:
        if word in openers:
            return read(part, place)
    return _plain(part, place)


def _pass(part: Part, place: int) -> int:
    """Behind the adverbs and "not" that stand here."""
    tokens, passed = part.tokens, part.passed
    while place < len(tokens) and (tokens[place].word in ADVERBS or tokens[place].word in _NOT):
        if tokens[place].word == "no":
            if word_at(tokens, place + 1) != "longer":
                break
            place += 1
        passed.append(tokens[place].word)
        place += 1
    return place


def _plain(part: Part, place: int) -> Saying | None:
    word = word_at(part.tokens, place)
    living = [token.word for token in part.tokens[-3:]] == ["for", "a", "living"]
    verb, form = FORMS.get(word, (word if living else "", "base"))
    if not verb:
        return None
    tense: Tense = "past" if form in {"past", "part"} else "now"
    place = _pass(part, place + 1)
    return said(part, place, verb, tense)


def _do(part: Part, place: int) -> Saying | None:
    """ "do not eat" is about eating, "do yoga" about doing."""
    tense: Tense = "past" if word_at(part.tokens, place) == "did" else "now"
    place = _pass(part, place + 1)
    verb, form = FORMS.get(word_at(part.tokens, place), ("", ""))
    if form == "base":
        return said(part, place + 1, verb, tense)
    return None if _NOT & set(part.passed) else said(part, place, "do", tense)


def _be(part: Part, place: int) -> Saying | None:
    past = word_at(part.tokens, place) in {"was", "were"}
    place = _pass(part, place + 1)
    word, following = word_at(part.tokens, place), word_at(part.tokens, place + 1)
    if (word, following, word_at(part.tokens, place + 2)) == ("going", "to", "be"):
        return said(part, place + 3, "be", "will")
    if word == "going" and following == "to" and word_at(part.tokens, place + 2) in FORMS:
        verb, form = FORMS[word_at(part.tokens, place + 2)]
        if form == "base":
            return said(part, place + 3, verb, "will")
    if word in FORMS and FORMS[word][1] == "ing" and part.own[0] != "thing":
        tense: Tense = "past" if past else "doing"
        return said(part, place + 1, FORMS[word][0], tense)
    return said(part, place, "be", "past" if past else "now")


def _perfect(part: Part, place: int) -> Saying | None:
    place += word_at(part.tokens, place) in HAVE
    had = word_at(part.tokens, place - 1) == "had"
    place = _pass(part, place)
    word = word_at(part.tokens, place)
    if word == "got":
        place = _pass(part, place + 1)
        if word_at(part.tokens, place) in {"married", "engaged", "divorced", "promoted"}:
            return said(part, place, "get", "perfect")
        return said(part, place, "have", "now")
    if word == "been":
        place = _pass(part, place + 1)
        verb, form = FORMS.get(word_at(part.tokens, place), ("", ""))
        if form == "ing":
            return said(part, place + 1, verb, "going_on")
        return said(part, place, "be", "perfect")
    verb, form = FORMS.get(word, ("", ""))
    if form in {"past", "part"} or word in {"quit", "run", "become", "come"}:
        return said(part, place + 1, verb, "perfect")
    return said(part, place, "have", "past" if had else "now")


def _modal(part: Part, place: int) -> Saying | None:
    word = word_at(part.tokens, place)
    place = _pass(part, place + 1)
    tense: Tense = "will" if word in WILL else "can" if word == "can" else "may"
    following = word_at(part.tokens, place)
    if tense == "will" and following == "be":
        verb, form = FORMS.get(word_at(part.tokens, place + 1), ("", ""))
        if form == "ing":
            return said(part, place + 2, verb, "will")
        return said(part, place + 1, "be", "will")
    if tense == "may" and (word, following) not in {("would", "love"), ("would", "rather")}:
        return None
    verb = FORMS.get(following, (following, ""))[0]
    return said(part, place + 1, verb, tense)


_GROUPS: tuple[tuple[frozenset[str], Callable[[Part, int], Saying | None]], ...] = (
    (DO, _do),
    (BE, _be),
    (HAVE | {"been"}, _perfect),
    (WILL | MAY | {"can"}, _modal),
)
