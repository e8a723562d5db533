"""Whom people love, name, marry and lose."""

from __future__ import annotations

from sel.memory.reading.phrases import holds, is_passing, is_vague
from sel.memory.reading.rule import Rule, each, rule
from sel.memory.reading.rules.checks import (
    Match,
    capital,
    habit,
    named,
    steady,
)
from sel.memory.reading.saying import Saying
from sel.memory.reading.words.lists import words
from sel.memory.reading.words.people import PETS, RELATIONS

_FRIENDS_AND = RELATIONS | PETS

_LOSABLE = words(
    "job house home hearing sight eyesight hair leg arm eye baby licence sense "
    "faith business weight kilos kg kids"
)

_TRIFLES = words("keys phone wallet game bet match file work train thread it")

_DEATH = (rule("person #loss #people hard +past +perfect :person :pet", r"(?:away|on)?"),)

_ENDINGS = (
    rule(
        "episode #life #people hard +past +perfect +doing :self :person",
        r"(?:up |with |from )*",
        lambda s, _: (
            "up" in s.rest or bool(holds(s.rest, RELATIONS, 5)) or s.verb in {"separate", "divorce"}
        ),
    ),
)


def _loss(saying: Saying, _: Match) -> bool:
    if holds(
        saying.rest,
        _TRIFLES,
        4,
    ):
        return False
    return bool(holds(saying.rest, _FRIENDS_AND | _LOSABLE, 5))


TIES: dict[str, tuple[Rule, ...]] = {
    "leave": (rule("episode #life #people hard +past +perfect :person", r"me\b"),),
    "see": (
        rule(
            "fact #health #habit +now +doing +going_on",
            r"an? (?:\w+ )?(?:therapist|counsellor|counselor|psychologist|psychiatrist|"
            r"physio|shrink|nutritionist|specialist)\b",
        ),
    ),
    "name": (
        rule(
            "fact #family hard +past +perfect",
            r"(?:our|my|the|him|her) ",
            lambda s, m: m.group() in {"him ", "her "} or bool(holds(s.rest, RELATIONS | PETS, 4)),
        ),
    ),
    "die": _DEATH,
    "pass": (
        rule("person #loss #people hard +past +perfect :person :pet", r"away|on\b"),
        rule(
            "episode #life +past +perfect",
            r"(?:my|the) (?:\w+ ){0,3}(?:exams?|driving test|test|finals|viva|theory test|"
            r"bar|interview|probation|defence|audition|a-levels|gcses)\b",
        ),
    ),
    "lose": (
        rule(
            "episode #loss hard +past +perfect +doing",
            r"(?:my|our|both my|both|the|a|\d+|ten|my best) ",
            _loss,
        ),
    ),
    **each("split separate divorce", _ENDINGS),
    "marry": (
        rule(
            "episode #life #identity @standing hard +now +past +perfect +doing +will",
            r"(?:my |an? |\w+)",
            named,
        ),
    ),
    "meet": (
        rule(
            "episode #life #people +past +perfect",
            r"(?:my (?:\w+ )?(?:husband|wife|partner|boyfriend|girlfriend|fiancé|"
            r"birth))\b|(?:in|at|on|when|through) (?=.+)",
            lambda s, m: (
                m.group().startswith("my")
                or (bool(s.rest) and not is_passing(s.rest) and s.who == "person")
            ),
        ),
    ),
    "identify": (rule("fact #identity hard +now", r"as "),),
    "relation": (rule("person #people #family hard :person :pet", r"my |our "),),
    "call": (rule("fact #name #identity @name hard +still +can", r"me (?P<x>[\w-]+)", capital),),
    "fall": (
        rule(
            "episode #life #people +now +past +perfect +going_on +doing",
            r"(?:in love with|pregnant|out with my)\b",
            lambda s, m: not is_vague(s.rest[m.end() :].strip() or "her"),
        ),
    ),
    "mourn": (rule("episode #loss", r"", steady),),
    "grieve": (rule("episode #loss", r"", steady),),
    "date": (
        rule(
            "person #people #life",
            r"",
            lambda s, m: (
                named(s, m)
                and (
                    "for" in s.rest
                    or holds(s.rest, {"someone", "guy", "girl", "man", "woman"}, 4) != ""
                    or habit(s, m)
                )
            ),
        ),
    ),
}
