"""What follows "my birthday is", "my favourite colour is", "my exam is"."""

from __future__ import annotations

import re

from sel.memory.reading.phrases import is_passing, is_vague, says_soon, says_when
from sel.memory.reading.rule import Check, Rule, rule
from sel.memory.reading.rules.checks import Match
from sel.memory.reading.saying import Saying
from sel.memory.reading.words.lists import words
from sel.memory.reading.words.people import EVENTS, GREAT_EVENTS
from sel.memory.reading.words.work import JOBS

_NOT_NAMES = words(
    "not on the a an so very really hard easy long short common rare spelled "
    "spelt pronounced danger chaos trouble bond "
    "mud legion irrelevant weird boring mentioned in there wrong missing what taken"
)
_OF_THE_TALK = words(
    "part bit one line moment scene answer option idea joke version emoji quote "
    "suggestion error bug word paragraph sentence"
)


def _name(_: Saying, found: Match) -> bool:
    return found.group("x") not in _NOT_NAMES


def _told(saying: Saying, _: Match) -> bool:
    if _OF_THE_TALK & set(saying.whose.split()):
        return False
    return not is_vague(saying.rest) and not is_passing(saying.rest)


def _trade(saying: Saying, _: Match) -> bool:
    rest = saying.rest
    if re.search(r"\b(?:you|this|it|done|here)\b", rest):
        return False
    return bool(
        re.match(
            r"(?:as|at|in|with|teaching|looking|selling|making|driving|to (?:look|teach|"
            r"help|make|drive|care)|to)\b",
            rest,
        )
    ) or any(word in JOBS for word in rest.split()[:5])


def _coming(saying: Saying, _: Match) -> bool:
    if saying.whose not in EVENTS:
        return False
    return says_when(saying.rest) or (saying.whose in GREAT_EVENTS and says_soon(saying.rest))


def thing_rules(whose: str) -> tuple[Rule, ...]:
    """The rules for what a person calls their own by this word."""
    if whose.startswith("favourite"):
        return _FAVOURITE
    return _THINGS.get(whose, _EVENT if whose in EVENTS else _OTHERS if whose in _OPEN else ())


def _thing(spec: str, pattern: str, check: Check | None = None) -> Rule:
    """A rule for things, whoever's they are, said either way."""
    return rule(f"{spec} any +now +past +will +perfect :thing :person :pet", pattern, check)


_DATE = (
    r"(?:is |on |the |in |in early |in late )*(?P<x>(?:\d|jan|feb|mar|apr|may|jun|"
    r"jul|aug|sep|oct|nov|dec|first|second|third|tomorrow|next|christmas|new year|"
    r"valentine|halloween|leap|mon|tue|wed|thu|fri|sat|sun|this).*)"
)
_FAVOURITE = (
    _thing(
        "preference #taste #favourite @{w}",
        r"(?:probably |definitely |still |always |by far |and always has been |hands "
        r"down |easily |: )*(?P<x>.+)",
        _told,
    ),
)
_EVENT = (_thing("plan #plan #event", r"", _coming),)
_BIRTHDAY = (_thing("fact #birthday #identity @birthday hard", _DATE),)
_NAME = (
    _thing("fact #name #identity @name hard", r"(?:actually |really |: )?(?P<x>[\w'-]+)", _name),
)
_JOB = (_thing("fact #job @job hard", r"", _trade),)
_OTHERS = (_thing("fact #fact @{w}", r"(?P<x>.+)", _told),)
_OPEN = words(
    "hometown birthplace pronouns blood hobby hobbies passion goal goals dream "
    "dreams ambition allergy allergies fear phobia degree thesis dissertation "
    "religion faith sign zodiac instrument sport heritage ancestors roots "
    "background specialty timezone languages language tongue major height "
    "surname nickname address postcode company employer motorbike car condition"
)
_THINGS: dict[str, tuple[Rule, ...]] = {
    "name": _NAME,
    "nickname": _NAME,
    "birthday": _BIRTHDAY,
    "birthdate": _BIRTHDAY,
    "anniversary": (_thing("fact #anniversary @anniversary hard", _DATE),),
    "job": _JOB,
    "occupation": _JOB,
    "profession": _JOB,
    "phone": (_thing("fact #contact @phone hard", r"(?:number )?(?:is )?(?=\+?\d)"),),
    "number": (_thing("fact #contact @phone hard", r"(?=\+?\d[\d ()-]{6,})"),),
    "email": (_thing("fact #contact @email hard", r"(?=.*@)"),),
    "e-mail": (_thing("fact #contact @email hard", r"(?=.*@)"),),
    "pronouns": (_thing("fact #identity @pronouns hard", r"(?P<x>(?:he|she|they|it|ze|xe)\b.*)"),),
    "car": (_thing("fact #life @car", r"an? (?P<x>.+)", _told),),
    "company": (_thing("fact #job hard", r"(?:called|named|makes|sells|builds|does)", _told),),
    "instrument": (_thing("fact #pastime hard", r"(?:the |a )?(?P<x>\w+)", _told),),
    **dict.fromkeys(
        ("dream", "dreams", "goal", "goals", "ambition"),
        (
            _thing(
                "plan #goal",
                r"(?:to|becoming|owning|opening|living|a|that) ",
                lambda s, _: (
                    not re.search(r"\b(?:this|it|that|these|pass|code|bug|work)\b", s.rest)
                ),
            ),
        ),
    ),
    **dict.fromkeys(
        ("shift", "shifts"),
        (
            _thing(
                "fact #job",
                r"",
                lambda s, _: bool(re.search(r"every|nights|mornings|days", s.rest)),
            ),
        ),
    ),
}
