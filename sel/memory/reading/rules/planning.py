"""What people aim at and plan."""

from __future__ import annotations

import re

from sel.memory.reading.phrases import holds, is_passing, is_vague, says_when
from sel.memory.reading.rule import Rule, each, rule
from sel.memory.reading.rules.checks import Match
from sel.memory.reading.saying import Saying
from sel.memory.reading.words.lists import words
from sel.memory.reading.words.origins import LANGUAGES
from sel.memory.reading.words.pastimes import DONE, PLAYED
from sel.memory.reading.words.people import EVENTS
from sel.memory.reading.words.work import JOBS, SUBJECTS

_AIM = re.compile(
    r"(?:(?:really |finally |eventually |someday |one day |also |to )*)"
    r"(?:learn (?:how )?(?:to (?:drive|swim|sail|knit|sew|cook|fly|surf|ski|dance|"
    r"ride|paint|play|speak|draw|code)|(?P<l>\w+))"
    r"|(?:become|be) (?:an? |the )(?P<j>[\w-]+(?: [\w-]+)?)|(?:visit|see|travel "
    r"(?:to|around|through)|go (?:back )?to|live in|move (?:back )?to|retire to|"
    r"emigrate to|cycle (?:to|across)|walk (?:the|to|across)|hike|sail (?:to|"
    r"around|across)) (?P<p>[\w-]+)"
    r"|write (?:an? |my (?:own )?)(?:\w+ )?(?:novel|book|memoir|play|screenplay|"
    r"album)|publish|run (?:an? |my own |my first )(?:\w+ )?(?:marathon|"
    r"half-marathon|half marathon|business|bakery|café|cafe|shop|farm|ultra)"
    r"|study (?P<s>\w+)|open (?:an? |my own |our own )|start (?:an? |my own |our "
    r"own )(?:\w+ )?(?:family|business|company|charity|band|bakery|shop|podcast|"
    r"garden)|"
    r"quit (?:my job|smoking|drinking|sugar)|(?:stop|give up) (?:smoking|drinking|"
    r"sugar|meat|vaping)|buy (?:an? |our |my )(?:first |own |small |little "
    r")*(?:house|flat|home|van|boat|cottage|apartment|farm|motorbike)|"
    r"lose (?:\w+ )?(?:weight|kilos|pounds|kg|stone|\d+)|have (?:kids|children|a "
    r"(?:baby|family|big family|child))|get (?:married|pregnant|a (?:dog|cat|"
    r"puppy|kitten|tattoo|phd|degree|new job|better job|promotion)|my (?:driving "
    r")?licen[cs]e|into (?:medical|law|art|drama|nursing|university))|"
    r"adopt|foster|retire|apply (?:for|to)|climb|go (?:back to (?:university|"
    r"school|uni|college)|vegan|vegetarian|freelance|part-time)|conceive|save "
    r"(?:up )?for|change (?:careers|jobs)|build (?:an? |my own |our own )(?:\w+ "
    r")?(?:house|boat|cabin|shed|canoe|guitar|family|treehouse)|read \d+ books|"
    r"propose)\b"
)


def _aim(saying: Saying, found: Match) -> bool:
    """An aim of one's life, or something with a date; not "I want to write a function"."""
    rest = saying.rest[found.end() :].lstrip()
    aim = _AIM.match(rest)
    if not aim or is_passing(rest):
        return False
    if aim["l"] and not holds(rest, LANGUAGES | PLAYED | DONE | SUBJECTS | {"guitar", "sign"}, 4):
        return False
    if aim["j"] and not holds(aim["j"], JOBS | {"dad", "mum", "parent"}):
        return False
    if aim["s"] and not holds(rest, SUBJECTS | LANGUAGES, 4):
        return False
    return not aim["p"] or _far(saying, rest, aim)


def _far(saying: Saying, rest: str, aim: Match) -> bool:
    """Whether they aim at a place of this world: "visit Japan", not "see the result"."""
    place = aim["p"]
    spelt = saying.spelling(len(saying.rest) - len(rest) + aim.start("p"))
    if place in {"the", "abroad"}:
        return says_when(rest)
    return spelt[:1].isupper() or (saying.is_lower() and not is_vague(place) and place not in _NEAR)


_NEAR = words("a my if bed sleep home work")


def _aim_or_dated(saying: Saying, found: Match) -> bool:
    rest = saying.rest[found.end() :]
    return _aim(saying, found) or (
        says_when(rest) and not is_vague(rest.lstrip()) and not is_passing(rest)
    )


PLANNING: dict[str, tuple[Rule, ...]] = {
    "train": (
        rule(
            "plan #goal +going_on +doing",
            r"(?:for|as|to be(?:come)?|towards) ",
            lambda s, _: bool(
                holds(
                    s.rest,
                    EVENTS
                    | JOBS
                    | {
                        "ironman",
                        "10k",
                        "5k",
                        "swim",
                        "olympics",
                        "climb",
                        "championships",
                        "half",
                        "ultra",
                    },
                    7,
                )
            ),
        ),
    ),
    "save": (
        rule(
            "plan #goal +going_on +doing",
            r"(?:up |money )*(?:for|to (?:buy|go|visit|travel|pay|get|study|see|move)) ",
            lambda s, m: not is_vague(s.rest[m.end() :]),
        ),
    ),
    "want": (rule("plan #goal +now +past +perfect +going_on +doing", r"(?:always )?to ", _aim),),
    "hope": (rule("plan #goal", r"to ", _aim_or_dated),),
    "plan": (
        rule("plan #plan", r"(?:on |to |a trip |our trip |my trip |our |my |an? )+", _aim_or_dated),
    ),
    "dream": (
        rule(
            "plan #goal",
            r"(?:of|about) ",
            lambda s, _: (
                not is_passing(s.rest)
                and holds(
                    s.rest,
                    {
                        "living",
                        "becoming",
                        "opening",
                        "having",
                        "visiting",
                        "moving",
                        "writing",
                        "owning",
                        "running",
                        "travelling",
                        "sailing",
                    },
                    2,
                )
                != ""
            ),
        ),
    ),
    "try": (
        rule(
            "plan #goal +going_on +doing",
            r"(?:to |for )",
            lambda s, m: (
                _aim(s, m)
                or s.rest.startswith("for a baby")
                or (
                    bool(
                        re.match(
                            r"to (?:cut down on|eat less|drink less|get fit|get healthier|"
                            r"get pregnant|"
                            r"learn \w+)",
                            s.rest,
                        )
                    )
                    and not holds(s.rest, {"how", "what", "why", "this", "it", "from"}, 4)
                )
            ),
        ),
    ),
    "expect": (
        rule(
            "plan #family hard",
            r"(?:a |an |our |my |twins|another )(?:\w+ )?(?:baby|child|boy|girl|"
            r"grandchild|kid|son|daughter)?|in ",
            lambda s, _: bool(
                holds(
                    s.rest,
                    {"baby", "child", "twins", "girl", "boy", "grandchild", "son", "daughter"},
                    5,
                )
            ),
        ),
    ),
    **each(
        "fly travel drive visit sail come return fast host perform compete launch",
        (
            rule(
                "plan #plan +doing +will",
                r"(?!it\b|this\b|that\b|you\b)",
                lambda s, _: (
                    says_when(s.rest) or (bool(holds(s.rest, {"tomorrow"}, 12)) and s.verb == "fly")
                ),
            ),
        ),
    ),
    "love": (rule("plan #goal +may", r"to ", _aim),),
}
