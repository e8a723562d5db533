"""Whom a statement is about: the person, theirs, or nobody who matters here."""

from __future__ import annotations

import re

from sel.memory.reading.clauses import Span
from sel.memory.reading.openings import DROPPED, start_of
from sel.memory.reading.saying import Saying, Who
from sel.memory.reading.tokens import Token, joined, tokens_of
from sel.memory.reading.verb_group import Own, Part, is_verbal, said, with_verb, word_at
from sel.memory.reading.verbs import BE, FORMS, HAVE, MAY
from sel.memory.reading.words.lists import words
from sel.memory.reading.words.names import NAMES
from sel.memory.reading.words.people import BACKGROUND, EVENTS, PETS, RELATIONS, SINGULAR, THINGS

_HAPPENS = words(
    "start starts has got leaves lands departs arrives begins ends finishes falls takes"
)
_OWNED = RELATIONS | PETS | THINGS | EVENTS
ME: Own = ("self", "", "")

_NAME_WORDS = 4
_NO_NAMES = words(
    "who that which and from in at with of said says told thinks wants asked "
    "thought i she he they "
    "it you we is here there then so but or as on to keeps hates"
)
_CALLED = re.compile(
    r"(?:i (?:would )?(?:prefer|rather|like)(?: it)?(?: if)?(?: you)? |please |"
    r"you can |just |feel free to |(?:everyone|everybody|people|they|most people|"
    r"my (?:friends|family|mates|colleagues))(?: \w+)? )*"
    r"(?:calls? me|called me|to be called|being called) (?=(?P<x>[\w-]+)(?: "
    r"[\w-]+)?(?:$| [,.!;(]| please| by the| btw| if| instead| but| not| for))"
)
_NOT_CALLED = words(
    "crazy when back later tomorrow a an the if maybe old old-fashioned stupid "
    "lazy weird on at in tonight today soon mad cynical paranoid names out your "
    "biased picky tonight"
)


def saying_of(text: str, span: Span) -> Saying | None:
    """What the clause at `span` of `text` says of the person or theirs; None for anything else."""
    found = _read(text, tokens_of(text, *span))
    return found and found._replace(text=text)


_FOLLOWED = re.compile(
    r"(?:[,;:.!(–—]|\s-+)\s*(?:and |but |so |also )?(?=(?:she|he|they)\b)", re.IGNORECASE
)


def _one_name(text: str, tokens: list[Token], place: int) -> str:
    """The name behind a relation, whatever follows it; "" for none."""
    return word_at(tokens, place) if _is_capital(text, tokens, place) else ""


def _is_capital(text: str, tokens: list[Token], place: int) -> bool:
    return place < len(tokens) and text[tokens[place].start].isupper()


def followed(text: str, span: Span) -> list[Saying]:
    """What is said of somebody behind "she": "my wife Ana laughs a lot, she's a vet"."""
    tokens = tokens_of(text, *span)
    begin, start = start_of(tokens)
    if word_at(tokens, start) not in {"my", "our"}:
        return []
    at = _head(tokens, start + 1)
    if at is None or tokens[at].word not in RELATIONS | PETS:
        return []
    who: Who = "pet" if tokens[at].word in PETS else "person"
    own = (who, _own(tokens[at].word, set()), _one_name(text, tokens, at + 1))
    told: list[Saying] = []
    for found in _FOLLOWED.finditer(text, span.start, span.end):
        behind = tokens_of(text, found.end(), span.end)
        saying = with_verb(behind, 0, 1, own)
        if saying:
            told.append(saying._replace(text=text, tokens=tokens, begin=begin))
    return told


def _read(text: str, tokens: list[Token]) -> Saying | None:
    if (called := _called(text, tokens)) is not None:
        return called
    begin, start = start_of(tokens)
    if start >= len(tokens):
        return None
    word = tokens[start].word
    if word in {"i", "we"}:
        return with_verb(tokens, begin, start + 1, ME)
    if word in {"my", "our"}:
        return _of_mine(text, tokens, begin, start + 1)
    return _otherwise(text, tokens, begin, start)


def _otherwise(text: str, tokens: list[Token], begin: int, start: int) -> Saying | None:
    """Subjects that are not written as one: "it's my …", "me and my …", "moved to …"."""
    word, following = tokens[start].word, word_at(tokens, start + 1)
    if word == "it" and following in {"is", "'s"} and word_at(tokens, start + 2) in {"my", "our"}:
        return _it_is_mine(tokens, begin, start + 3)
    if (word, following) == ("me", "and"):
        return _me_and(tokens, begin, start + 2)
    if word in {"name", "the"}:
        return _the_name(tokens, begin, start)
    if _drops_i(tokens, start):
        return _without_subject(tokens, begin, start)
    return _is_mine(text, tokens, begin, start)


def _called(text: str, tokens: list[Token]) -> Saying | None:
    """ "call me Sam", "everybody calls me Bex"."""
    found = _CALLED.match(joined(tokens))
    if not found or found["x"] in _NOT_CALLED:
        return None
    at = found.group().count(" ")
    if not text[tokens[at].start].isupper() and text != text.lower():
        return None
    return said(Part(tokens, 0, ("thing", "name", ""), []), at, "be")


def _of_mine(text: str, tokens: list[Token], begin: int, place: int) -> Saying | None:
    """ "my sister Ana …", "my dog's name …", "my favourite colour …"."""
    at = _head(tokens, place)
    if ours := _ours(text, tokens, begin, place):
        return ours
    if at is None:
        return None
    head = tokens[at].word
    if head in {"favourite", "best", "star"}:
        return _favourite(tokens, begin, at + 1)
    if head in THINGS | EVENTS and head not in RELATIONS:
        return _thing(tokens, begin, at + 1, head)
    before = {token.word for token in tokens[place:at]}
    return _kin(text, tokens, begin, at, before)


def _ours(text: str, tokens: list[Token], begin: int, place: int) -> Saying | None:
    """ "our Katie is a midwife": somebody of the family."""
    ours = tokens[place - 1].word == "our" and _is_capital(text, tokens, place)
    if not ours or tokens[place].word not in NAMES or not is_verbal_or_s(tokens, place + 1):
        return None
    return with_verb(tokens, begin, place + 1, ("person", tokens[place].word, ""))


def is_verbal_or_s(tokens: list[Token], place: int) -> bool:
    """Whether a verb stands there, were it only "'s"."""
    return word_at(tokens, place) == "'s" or is_verbal(tokens, place)


def _head(tokens: list[Token], place: int) -> int | None:
    """Where the word stands that says whose it is about, at most three behind "my"."""
    for at in range(place, min(place + 4, len(tokens))):
        if tokens[at].word in _OWNED and word_at(tokens, at + 1) != "tongue":
            return at
        if tokens[at].word in FORMS and tokens[at].word not in {"born", "driving"}:
            return None
    return None


def _kin(text: str, tokens: list[Token], begin: int, at: int, before: set[str]) -> Saying | None:
    """ "(my older) sister Ana lives …", with what stood `before` her."""
    head, place = tokens[at].word, at + 1
    who: Who = "pet" if head in PETS else "person"
    if word_at(tokens, place) == "in" and word_at(tokens, place + 1) in {"law", "laws"}:
        head, place = head + "-in-law", place + 2
    if word_at(tokens, place) == "'s" and word_at(tokens, place + 1) in THINGS:
        return _theirs(tokens, begin, place + 1, who, _own(head, before))
    joint = place + _is_capital(text, tokens, place)
    if word_at(tokens, joint) == "and":
        return _with_me(tokens, begin, joint)
    name, place = _name(text, tokens, _past_where(tokens, place))
    return with_verb(tokens, begin, place, (who, _own(head, before), name))


def _past_where(tokens: list[Token], place: int) -> int:
    """Behind "since school" in "my best friend since school is …"."""
    if word_at(tokens, place) not in {"since", "from", "at", "in", "back"}:
        return place
    for step in range(place + 2, min(place + 5, len(tokens))):
        if tokens[step].word in BE | HAVE:
            return step
    return place


def _own(head: str, before: set[str]) -> str:
    """Which sister: "older sister" is another than "younger sister"."""
    head = SINGULAR.get(head, head)
    told = sorted(before & BACKGROUND)
    return " ".join([*told, head])


def _with_me(tokens: list[Token], begin: int, place: int) -> Saying | None:
    """ "My wife and I moved to …": what I did."""
    for step in range(place + 1, min(place + 4, len(tokens))):
        if tokens[step].word in {"i", "me"}:
            return with_verb(tokens, begin, step + 1, ME)
    return None


def _favourite(tokens: list[Token], begin: int, place: int) -> Saying | None:
    """ "my favourite (kind of) colour (of all) is …"."""
    kinds: list[str] = []
    while place < len(tokens) and tokens[place].word not in BE and len(kinds) < 5:
        kinds.append(tokens[place].word)
        place += 1
    return with_verb(tokens, begin, place, ("thing", "favourite " + " ".join(kinds), ""))


def _thing(tokens: list[Token], begin: int, place: int, head: str) -> Saying | None:
    """ "my birthday (party) is …": up to four words may stand before the verb."""
    for step in range(place, min(place + 7, len(tokens))):
        if tokens[step].word in BE | _HAPPENS:
            if step > place and tokens[step - 1].word in {"that", "which", "who"}:
                return None
            return with_verb(tokens, begin, step, ("thing", head, ""))
    return None


def _theirs(tokens: list[Token], begin: int, place: int, who: Who, head: str) -> Saying | None:
    thing = tokens[place].word
    if thing == "favourite":
        found = _favourite(tokens, begin, place + 1)
        return found and found._replace(who=who, whose=head, name=found.whose)
    found = _thing(tokens, begin, place + 1, thing)
    return found and found._replace(who=who, whose=head, name=thing, verb="thing")


def _name(text: str, tokens: list[Token], place: int) -> tuple[str, int]:
    """A name behind a relation, with or without commas: it ends where the verb begins.

    Small letters will do only for somebody who writes no capitals at all.
    """
    start = place + (word_at(tokens, place) == ",")
    end = start
    while end < len(tokens) and end - start < _NAME_WORDS and not is_verbal(tokens, end):
        if not tokens[end].word.replace("-", "").isalpha():
            break
        end += 1
    behind = _aside(tokens, end)
    if end == start or not is_verbal(tokens, behind):
        return "", _aside(tokens, place)
    lower = text == text.lower() and end - start == 1 and tokens[start].word not in _NO_NAMES
    if not text[tokens[start].start].isupper() and not lower:
        return "", _aside(tokens, place)
    name = " ".join(token.word for token in tokens[start:end])
    return name, behind


def _aside(tokens: list[Token], place: int) -> int:
    """Behind ", who was a carpenter," and "(she is three)", where the verb follows."""
    if word_at(tokens, place) not in {",", "("}:
        return place
    if is_verbal(tokens, place + 1):
        return place + 1
    for step in range(place + 1, min(place + 10, len(tokens))):
        if tokens[step].word in {",", ")"} and is_verbal(tokens, step + 1):
            return step + 1
    return place


def _the_name(tokens: list[Token], begin: int, start: int) -> Saying | None:
    """ "name's Tom", "the name is Tom"."""
    place = start + (tokens[start].word == "the")
    if word_at(tokens, place) != "name":
        return None
    return with_verb(tokens, begin, place + 1, ("thing", "name", ""))


def _drops_i(tokens: list[Token], start: int) -> bool:
    """Whether "I" is left out before a verb: "gave up smoking", "thinking of moving", no orders,
    and no subjects ("living there is dear")."""
    form = FORMS.get(tokens[start].word, ("", ""))[1]
    if form == "ing":
        finite = BE | MAY | {"can", "has"}
        return not any(token.word in finite for token in tokens[start + 1 :])
    if DROPPED.match(joined(tokens, start)):
        return True
    return form == "past" and FORMS[tokens[start].word][0] != tokens[start].word


def _without_subject(tokens: list[Token], begin: int, start: int) -> Saying | None:
    """ "moved to Leeds last month": the "I" is not written."""
    word = tokens[start].word
    if word in {"allergic", "vegetarian", "vegan", "born", "originally", "diagnosed"}:
        saying = said(Part(tokens, begin, ("self", "", ""), []), start, "be")
        return saying
    verb, form = FORMS.get(word, ("", ""))
    if form == "ing":
        return said(Part(tokens, begin, ME, []), start + 1, verb, "doing")
    return with_verb(tokens, begin, start, ME)


def _it_is_mine(tokens: list[Token], begin: int, place: int) -> Saying | None:
    """ "it's my birthday on Friday"."""
    head = word_at(tokens, place)
    if head not in EVENTS | {"birthday"}:
        return None
    return said(Part(tokens, begin, ("thing", head, ""), []), place + 1, "be")


def _me_and(tokens: list[Token], begin: int, place: int) -> Saying | None:
    """ "me and my boyfriend have …": what we did."""
    if word_at(tokens, place) != "my":
        return None
    for step in range(place + 1, min(place + 5, len(tokens))):
        if is_verbal(tokens, step):
            return with_verb(tokens, begin, step, ME)
    return None


def _is_mine(text: str, tokens: list[Token], begin: int, start: int) -> Saying | None:
    """ "Ana is my sister": the name first, so that it reads as "my sister Ana is …"."""
    for step in range(start + 1, min(start + 5, len(tokens) - 2)):
        if tokens[step].word in {"is", "'s", "are"} and tokens[step + 1].word in {"my", "our"}:
            head = tokens[step + 2].word
            head = (
                word_at(tokens, step + 3) if head in BACKGROUND | {"best", "new", "late"} else head
            )
            if head not in RELATIONS | PETS or not text[tokens[start].start].isalpha():
                return None
            name = " ".join(token.word for token in tokens[start:step])
            if name in {"he", "she", "it", "this", "that", "they", "who", "there", "here"}:
                return None
            who: Who = "pet" if head in PETS else "person"
            own = (who, SINGULAR.get(head, head), name)
            return said(Part(tokens, begin, own, []), step + 1, "relation")
    return None
