"""Who people are: name, age, origin, trade, body, faith."""

from __future__ import annotations

from sel.memory.reading.phrases import heads, holds
from sel.memory.reading.rule import Rule, rule
from sel.memory.reading.rules.checks import (
    Match,
    capital,
    figure,
    head_in,
    named,
    place_named,
    steady,
    word_in,
)
from sel.memory.reading.saying import Saying
from sel.memory.reading.words.bodies import (
    BEING,
    DIETS,
    FAITHS,
    LASTING,
    LOVES,
    OCCUPIED,
    RAISED,
    STANDING,
)
from sel.memory.reading.words.lists import words
from sel.memory.reading.words.names import NAMES
from sel.memory.reading.words.origins import PEOPLES
from sel.memory.reading.words.pastimes import BOASTS
from sel.memory.reading.words.people import PETS
from sel.memory.reading.words.work import JOBS

_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"

_ONES = "one|two|three|four|five|six|seven|eight|nine"

_AGE = (
    rf"(?P<x>\d{{1,3}}|(?:{_TENS})(?:[- ](?:{_ONES}))?|{_ONES}|ten|eleven|twelve|"
    rf"\w+teen)"
)

_AFTER_AGE = (
    r"(?=$| (?:years?[- ]old|years of age|months? old|weeks? old|and (?!a (?:half "
    r")?(?:minutes|hours))|but|,|\.|;|!|next|in|on|this|now|today|since|with|"
    r"so)\b| [,.;!])"
    r"(?! in (?:line|the queue))"
)

_NOT_ALLERGIES = (
    r"(?!(?:mondays?|work|meetings?|mornings?|people|exercise|boredom|bullshit|"
    r"stupid\w*|drama|housework|cleaning|ironing|you|this|that|it|him|her|math|"
    r"maths|homework|idiots|nonsense|fun|effort|you)\b)"
)

_BARE_JOBS = (
    JOBS
    - BOASTS
    - words(
        "model guide guard judge minister mother father mum dad parent student player coach "
        "climber "
        "fitter cook clean potter porter usher operator principal joiner retiree"
    )
)
"""Trades told without an article: "I am engineer"."""

_NO_NAMES = words(
    "batman superman spiderman santa god jesus done here back sorry fine good ok "
    "okay serious team so not "
    "happy sad tired in at on off up down out ready sure hungry thirsty bored "
    "busy late home trying english "
    "sel bond groot spartacus gandalf yoda thor dracula nobody speechless monday "
    "friday sunday saturday lost confused curious new free"
)


def _age(_: Saying, found: Match) -> bool:
    words = found.group("x")
    return not words.isdigit() or 1 <= int(words) <= 120


def _trade(saying: Saying, found: Match) -> bool:
    """A trade, and neither boast nor play."""
    rest = saying.rest[found.end() :]
    return (
        head_in(JOBS)(saying, found)
        and not word_in(BOASTS, 3)(saying, found)
        and "of this" not in rest
    )


def _name(saying: Saying, found: Match) -> bool:
    """One or two capitalised words and no more are a name ("I'm Marta", "I'm Ana Costa"), and a
    known one in any case ("i'm tom")."""
    words = [saying.spelling(found.start("x"))]
    if found.group("y"):
        words.append(saying.spelling(found.start("y")))
    known = (
        PEOPLES
        | FAITHS
        | LOVES
        | STANDING
        | OCCUPIED
        | RAISED
        | BEING
        | DIETS
        | LASTING
        | _NO_NAMES
    )
    proper = all(word[:1].isupper() and word[1:].islower() for word in words)
    proper = proper or (len(words) == 1 and words[0].casefold() in NAMES)
    return proper and not known & set(found.group().split())


IDENTITY: tuple[Rule, ...] = (
    rule("fact #name #identity @name hard :self", r"(?:called|named) (?P<x>[\w-]+)", capital),
    rule("person #name @name hard :person :pet", r"(?:called|named) (?P<x>[\w-]+)"),
    rule(
        "fact #name #identity @name hard +now :self",
        r"(?P<x>[\w-]+)(?: (?P<y>[\w-]+))?(?=$| [,.!;(])",
        _name,
    ),
    rule("fact #age #identity @age hard +now", _AGE + _AFTER_AGE, _age),
    rule(
        "fact #origin #identity @origin hard always",
        r"(?:from|originally from|born and raised in|born in|born and bred in|raised "
        r"in|brought up in) (?P<x>.+)",
        place_named,
    ),
    rule(
        "fact #birthday #identity @born hard always",
        r"born (?P<x>(?:on|at|prematurely|deaf|blind|with|without|in \d{4}|the)\b.*)",
    ),
    rule("fact #home @home hard", r"(?:based|raised|currently based) in (?P<x>.+)", place_named),
    rule(
        "fact #health #allergy #identity hard any",
        r"allergic to " + _NOT_ALLERGIES + r"(?P<x>\w+.*)",
        steady,
    ),
    rule(
        "fact #job @job hard any +now +perfect",
        r"(?:an?|the|one of the|head of|chief|trained as an?|working as an?) ",
        _trade,
    ),
    rule(
        "fact #job @job +now",
        r"(?:in charge of|head of|the head of|manager of|responsible for) (?:the|a|"
        r"all)\b",
        named,
    ),
    rule("fact #past #job +past +used", r"(?:an?|the) ", _trade),
    rule(
        "fact #health #identity hard any",
        r"(?=\w)",
        lambda s, m: (
            steady(s, m)
            and s.rest.split()[0] not in {"a", "the"}
            and head_in(BEING)(s, m)
            and not figure(s)
        ),
    ),
    rule("fact #pet :pet", r"an? (?:\w+[- ]){0,4}", lambda s, _: bool(heads(s.rest, PETS))),
    rule(
        "fact #pastime hard :self :person",
        r"(?:part of|a member of|in|on) (?:an?|the|my|our) (?:[\w-]+ )*(?:choir|band|"
        r"club|team|orchestra|union|committee|league|quartet|society|troupe)\b",
        steady,
    ),
    rule(
        "fact #health #identity hard +now +past",
        r"(?:left|right)[- ]handed|hard of hearing|(?:hearing|visually|sight)[- "
        r"]impaired|short[- ]sighted|on the (?:autism |autistic )?spectrum|tone[- "
        r"]deaf",
    ),
    rule(
        "plan #family hard +will",
        r"(?:an? |\w+ )*(?:uncle|aunt|auntie|dad|mum|father|mother|grandma|"
        r"grandmother|grandpa|grandfather|granddad|big brother|big sister|godmother|"
        r"godfather)\b",
        steady,
    ),
    rule(
        "fact #past #job hard +past",
        r"in the (?:army|navy|police|military|air force|marines|merchant navy|scouts|"
        r"peace corps)\b",
    ),
    rule(
        "preference #taste",
        r"an? (?:big|huge|massive|lifelong|total|real|die-hard|great|proper) "
        r"(?:[\w-]+ ){1,4}(?:fan|nerd|geek|buff|enthusiast|lover|supporter)\b",
    ),
    rule("fact #health #identity hard", r"an? ", head_in(BEING)),
    rule(
        "fact #health #identity hard",
        r"(?:lactose|gluten|fructose|nut|histamine)[- ](?:intolerant|free|sensitive)",
    ),
    rule("fact #diet #identity @diet hard any", r"(?:an? )?", word_in(DIETS, 3)),
    rule(
        "fact #faith #identity @faith hard any",
        r"(?:an? )?",
        lambda s, m: bool(holds(s.rest[m.end() :].replace(" ,", ""), FAITHS, 2)),
    ),
    rule("fact #identity hard any :self", r"(?:an? )?(?:\w+ )?", word_in(LOVES - {"straight"}, 1)),
    rule(
        "fact #origin #identity @nationality hard +now",
        r"(?:an? )?(?:half |part |originally |very |mostly )?",
        head_in(PEOPLES),
    ),
    rule(
        "person #origin hard +past :person",
        r"(?:an? )?(?:half |part |originally |very |mostly )?",
        head_in(PEOPLES),
    ),
    rule(
        "person #home @home :person",
        r"(?:(?:over|out|up|down|away|back|stationed|posted|based|deployed|settled|working|"
        r"studying|"
        r"teaching) )?in (?P<x>.+)",
        place_named,
    ),
    rule(
        "fact #job @job hard +now :self",
        r"(?P<x>[\w-]+)(?= (?:in|at|for|by|from|and)\b|$| [,.!;])",
        lambda _, m: m["x"] in _BARE_JOBS,
    ),
    rule("fact #past #job +past", r"(?:for )?(?:about )?[\w-]+ years (?:as )?(?:an? )?", _trade),
    rule(
        "fact #life #identity @standing hard any +now +perfect :self :person",
        r"(?:happily |recently |newly |not |a |an )*(?=\w+)",
        lambda s, m: word_in(STANDING, 1)(s, m) and not figure(s),
    ),
    rule(
        "fact #job #identity @job hard any +now +perfect :self :person",
        r"(?:happily |recently |newly |not |semi-|fully )*(?=\w+)",
        word_in(OCCUPIED, 1),
    ),
    rule("fact #life #identity hard any +now +past :self :person", r"(?=\w+)", word_in(RAISED, 1)),
)
