"""Where people live, work and come from."""

from __future__ import annotations

import re

from sel.memory.reading.phrases import is_passing, is_vague, says_when
from sel.memory.reading.rule import Rule, rule
from sel.memory.reading.rules.checks import (
    Match,
    capital,
    dated,
    dated_or_soon,
    habit,
    place_named,
    steady,
    technical,
    word_in,
)
from sel.memory.reading.saying import Saying
from sel.memory.reading.words.bodies import CONDITIONS
from sel.memory.reading.words.origins import LANGUAGES
from sel.memory.reading.words.pastimes import DONE, PLAYED
from sel.memory.reading.words.people import PETS, RELATIONS
from sel.memory.reading.words.work import JOBS

_NEW_JOB = (
    r"(?:an?|the|my) (?:new |first |second |part-time |full-time |summer |dream |"
    r"temporary |better )*(?:job|position|role|placement|internship|"
    r"apprenticeship|traineeship|residency|business|course|degree|phd|master's|"
    r"masters|training|post)\b"
)

_STUDY_WORDS = (
    r"(?:university|college|school|nursing school|med school|medical school|law "
    r"school|art school|sixth form|evening classes|night school|therapy|chemo|"
    r"chemotherapy|physio|rehab|secondary school|kindergarten|nursery|primary "
    r"school|year \d+|my (?:phd|masters?|master's|degree|apprenticeship|residency|"
    r"internship|maternity leave|new role))\b"
)

_STANDS_AT = re.compile(
    r"on (?:an?|the) (?:oil rig|farm|ship|cruise ship|night shift|building sites?|"
    r"boat|ward|railway|railways|buses|trains)\b"
)

_SCHOOL = re.compile(r"\b(?:school|university|college)\b")

_ERRAND = re.compile(
    r"^(?:to (?:bed|sleep|work|the (?:shop|shops|gym|kitchen|toilet|bathroom|"
    r"supermarket|store|bank))|out|home|crazy|for a (?:walk|run|drink|nap))\b"
)


_GOALS = re.compile(
    r"to (?:the|an?|my|our|his|her|see|visit|uni\w*|college|school|court|church|therapy|hospital|"
    r"rehab|\w+'s|\w+ 's)\b"
)


def _goes(saying: Saying) -> bool:
    """Whether "going to" names where to ("to Rome"), not what will be done ("to amaze him")."""
    if not saying.rest.startswith("to ") or _GOALS.match(saying.rest):
        return True
    spelt, behind = saying.spelling(3), saying.rest.split()[2:3]
    acts = {"him", "her", "it", "them", "you", "me", "my", "the", "a", "this", "that", "some", "up"}
    return spelt[:1].isupper() or (saying.is_lower() and not acts & set(behind))


def _workplace(saying: Saying, found: Match) -> bool:
    rest = saying.rest[found.end() :].lstrip()
    plain = not is_vague(rest) and not is_passing(saying.rest)
    return plain and not technical(saying) and " this " not in saying.rest


def _weighty(saying: Saying, found: Match) -> bool:
    return dated_or_soon(saying, found) and not is_vague(saying.rest[found.end() :].lstrip())


def capital_after(saying: Saying, _: Match) -> bool:
    """Whether the school's name or town is told, too."""
    return " in " in saying.rest or " at " in saying.rest or " of " in saying.rest


LIVING: dict[str, tuple[Rule, ...]] = {
    "live": (
        rule(
            "fact #home @home hard any",
            r"(?:in|near|at|outside|just outside|close to|not far from|north of|south of|"
            r"east of|west of|next to|on|by|around|up in|down in|out in|over in|opposite|"
            r"above|in and around) (?P<x>.+)",
            place_named,
        ),
        rule("fact #past #home +past +used", r"in (?P<x>.+)", place_named),
        rule(
            "fact #home @household hard",
            r"(?:alone|by myself|on my own|on a (?:farm|boat|houseboat|narrowboat)|abroad|"
            r"off grid|off the grid|out of town)\b",
            steady,
        ),
        rule(
            "fact #home @household hard",
            r"(?:here )?with (?!it|that|this|the|you)",
            word_in(RELATIONS | PETS | CONDITIONS | {"strangers", "students", "nuns", "people"}, 6),
        ),
        rule("fact #home +perfect +going_on", r"(?:together|here) ?(?:for|since)?"),
    ),
    "move": (
        rule(
            "fact #home @home hard +past +perfect",
            r"(?:back |over |out |away |down |up |house |home |here |recently |all the "
            r"way )*(?:from .+ )?(?:to|into) (?P<x>.+)",
            place_named,
        ),
        rule(
            "plan #home #plan @moving +doing +will",
            r"(?:back |over |out |away |down |up |house |home )*(?:from .+ )?(?:to|into|"
            r"in with) (?P<x>.+)",
            lambda s, m: place_named(s, m) or s.rest.startswith("in with"),
        ),
        rule(
            "plan #home #plan @moving +doing +will",
            r"(?:house|home|flat|flats|apartments|out|abroad|away)\b",
            dated,
        ),
        rule(
            "fact #home @household +past +perfect +doing +will",
            r"in together\b|(?:in|back in) (?:together )?with my\b|back in with\b|out of (?:my|our)"
            r" (?:parents|mum|dad|mother|ex|old)",
        ),
        rule(
            "episode #home +past +perfect", r"here (?:from|in|when|to|for|last|a|two|three|five|\d)"
        ),
    ),
    "work": (
        rule(
            "fact #job @job hard any",
            r"(?:full-time |part-time |freelance |mostly |mainly )*as (?:an? |the |head )?",
            _workplace,
        ),
        rule(
            "fact #job @job hard any",
            r"(?:full-time |part-time |freelance |mostly |mainly |nights |shifts |days |"
            r"weekends |remotely |long hours )*(?:at|for|in|with|on|behind) (?!home\b|the "
            r"(?:moment|same|same time|weekend)\b|(?:a |an |the )?hours?\b|\d+ hours|ages|"
            r"most|every|all|progress|my (?:code|project|app|bug|essay|pyjamas)|(?:mon|"
            r"tues|wednes|thurs|fri|satur|sun)days?|both|some|any)",
            lambda s, m: (
                (_workplace(s, m) and not s.rest.startswith("on "))
                or _STANDS_AT.match(s.rest) is not None
            ),
        ),
        rule(
            "fact #job @work:hours hard",
            r"(?:from home|remotely|nights?|night shifts?|the night shift|late shifts?|"
            r"early shifts?|shifts|part-time|part time|full-time|full time|freelance|two "
            r"jobs|weekends|days|evenings|for myself|from (?:the|my)|offshore|abroad|"
            r"outdoors|four days)\b",
            lambda s, _: not is_passing(s.rest) and "from the terminal" not in s.rest,
        ),
        rule(
            "fact #job @work:hours",
            r"(?:late|early|until|till|\w+ (?:days|hours) a week|on (?:mon|tues|wednes|"
            r"thurs|fri|satur|sun)days)\b",
            lambda s, m: habit(s, m) and not technical(s),
        ),
        rule(
            "plan #goal +going_on +doing",
            r"(?:on )(?:my|an?|our) (?:\w+ )?(?:thesis|novel|book|album|phd|dissertation|"
            r"memoir|degree|screenplay|play|poems|collection|exhibition)\b",
        ),
        rule(
            "fact #past #job +past +used",
            r"(?:as|at|for|in) ",
            lambda s, m: word_in(JOBS, 4)(s, m) or " years" in s.rest,
        ),
    ),
    "start": (
        rule(
            "plan #job #plan hard +now +doing +will",
            r"(?:work|working|my (?:new |first )?(?:job|role)|" + _NEW_JOB + r"|at|as an?|with) ?",
            _weighty,
        ),
        rule(
            "plan #plan +now +doing +will",
            r"(?:" + _STUDY_WORDS + r"|studying|learning|training|teaching|nursing|my)",
            dated_or_soon,
        ),
        rule(
            "fact #job @job hard +past +perfect",
            r"(?:working|work|" + _NEW_JOB + r")(?: |$)",
            lambda s, m: not technical(s) and "on " not in s.rest[m.end() : m.end() + 3],
        ),
        rule(
            "fact #job @job hard +past +perfect",
            r"(?:as an?|at) ",
            lambda s, m: word_in(JOBS, 4)(s, m) or (_workplace(s, m) and "at the" not in s.rest),
        ),
        rule(
            "fact #pastime +past +perfect +doing",
            r"(?:to learn|learning|taking|playing|doing|going to) ",
            word_in(LANGUAGES | PLAYED | DONE | {"lessons", "classes", "therapy"}, 4),
        ),
        rule("episode #life +past +perfect", r"(?:" + _STUDY_WORDS + r")"),
        rule(
            "fact #life +now +past +perfect +going_on +doing +will +used",
            r"(?:my own|an?|our|my) (?:\w+ )?(?:business|company|charity|bakery|band|"
            r"podcast|blog|family|shop|studio|café|cafe|choir)\b",
            steady,
        ),
    ),
    "grow": (
        rule(
            "fact #origin #identity @origin hard +past +perfect",
            r"up (?:in|on|near|with|by|between|as|speaking|outside|without|around|poor|"
            r"bilingual|catholic|muslim)\b",
            lambda s, m: not is_vague(s.rest[m.end() :].strip()),
        ),
    ),
    "come": (
        rule("fact #origin #identity @origin hard +now", r"from (?P<x>.+)", place_named),
        rule("fact #origin #identity hard +now", r"from an? (?:\w+ )*family"),
        rule(
            "episode #life hard +past +perfect",
            r"out (?:as|to (?:my|everyone))|to live|here (?:from|in|as|to study|to work|"
            r"when)",
        ),
    ),
    "go": (
        rule(
            "fact #name #identity @name hard +now", r"by (?P<x>\w+)(?! (?:train|bike|bus))", capital
        ),
        rule(
            "fact #habit +now +going_on",
            r"to (?:the |an? |my )?(?:\w+ )?(?:school|university|college|church|mosque|"
            r"synagogue|temple|therapy|gym|aa|mass|choir|evening classes|pool|library|"
            r"physio|rehab)\b",
            lambda s, m: (
                habit(s, m) or (_SCHOOL.search(s.rest) is not None and capital_after(s, m))
            ),
        ),
        rule(
            "fact #pastime #habit +now",
            r"(?P<x>\w+)",
            lambda s, m: m.group("x") in DONE and habit(s, m),
        ),
        rule(
            "plan #plan +doing +will",
            r"(?:(?:back|over|on|away|abroad|home|camping|hiking|skiing|sailing|diving|"
            r"travelling|backpacking|interrailing|climbing) )*(?:to|for|on|in|around|with|"
            r"away|abroad|home)?\b",
            lambda s, _: says_when(s.rest) and not _ERRAND.search(s.rest) and _goes(s),
        ),
        rule(
            "fact #habit +now",
            r"to bed (?:at|around|early|late|before|after|by)\b",
            lambda s, m: habit(s, m) or "usually" in s.adverbs,
        ),
        rule(
            "episode #life +now +past +perfect +going_on +doing",
            r"(?:blind|deaf|bald|through (?:a |my )(?:divorce|breakup|bad|rough|hard|"
            r"difficult))\b",
        ),
        rule(
            "fact #diet #identity @diet hard +past +perfect", r"vegan|vegetarian|gluten-free|sober"
        ),
    ),
}
