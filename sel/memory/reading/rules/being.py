"""What follows "I am": age, trade, body, faith, origin, feelings that last."""

from __future__ import annotations

import re

from sel.memory.reading.phrases import heads, holds, is_passing, is_vague
from sel.memory.reading.rule import ANY, Rule, rule
from sel.memory.reading.rules.checks import (
    Match,
    capital,
    dated,
    head_in,
    lasting,
    named,
    place_named,
    steady,
    word_in,
)
from sel.memory.reading.saying import Saying
from sel.memory.reading.words.bodies import BEING, DIETS, FAITHS, LASTING, LOVES, STANDING
from sel.memory.reading.words.origins import PEOPLES
from sel.memory.reading.words.pastimes import BOASTS
from sel.memory.reading.words.people import PETS
from sel.memory.reading.words.work import JOBS

_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_AGE = rf"(?P<x>\d{{1,3}}|(?:{_TENS})(?:[- ](?:{_ONES}))?|{_ONES}|ten|eleven|twelve|\w+teen)"
_AFTER_AGE = (
    r"(?=$| (?:years?[- ]old|years of age|months? old|weeks? old|and (?!a (?:half )?(?:minutes|hours))|but|,|\.|;|!|next|in|on|this|now|today|since|with|so)\b| [,.;!])"
    r"(?! in (?:line|the queue))"
)
_NOT_ALLERGIES = r"(?!(?:mondays?|work|meetings?|mornings?|people|exercise|boredom|bullshit|stupid\w*|drama|housework|cleaning|ironing|you|this|that|it|him|her|math|maths|homework|idiots|nonsense|fun|effort|you)\b)"
_SOMEBODY = (
    r"(?:an? )?(?:(?:real|total|huge|big|bit of an?|total|complete|very|strict|lifelong|strong|serious|extreme|hopeless|light|heavy|good|bad|keen|avid|passionate|amateur|proud|long-distance|qualified|trained|chronic) )*"
    r"(?:morning person|night owl|early bird|night person|introvert|extrovert|perfectionist|people person|cat person|dog person|foodie|"
    r"bookworm|light sleeper|heavy sleeper|smoker|non-smoker|nonsmoker|runner|swimmer|hiker|only child|single (?:mum|dad|parent|mother|father)|twin|triplet|feminist|"
    r"minimalist|gamer|reader|gardener|climber|cyclist|surfer|birdwatcher|homebody|workaholic|veteran|refugee|immigrant|expat|vegan|vegetarian|diabetic|"
    r"virgo|capricorn|aries|taurus|gemini|leo|libra|scorpio|sagittarius|aquarius|pisces|survivor|recovering (?:alcoholic|addict)|alcoholic|monarchist|socialist|pacifist|stepmum|stepdad|carer|member of|supporter of|collector of|believer in|insomniac|nun|christian|muslim|buddhist|scout leader|big tea drinker|tea drinker|coffee drinker)\b"
)


def _age(saying: Saying, found: Match) -> bool:
    words = found.group("x")
    return not words.isdigit() or 1 <= int(words) <= 120


def _trade(saying: Saying, found: Match) -> bool:
    """A trade, and neither boast nor play."""
    rest = saying.rest[found.end() :]
    return head_in(JOBS)(saying, found) and not word_in(BOASTS, 3)(saying, found) and "of this" not in rest


def _fan(saying: Saying, found: Match) -> bool:
    rest = saying.rest[found.end() :].strip()
    return not is_vague(rest) and not is_passing(rest)


def _name(saying: Saying, found: Match) -> bool:
    """One or two capitalised words and no more are a name ("I'm Marta", "I'm Ana Costa")."""
    words = [saying.spelling(found.start("x"))]
    if found.group("y"):
        words.append(saying.spelling(found.start("y")))
    known = PEOPLES | FAITHS | LOVES | STANDING | BEING | DIETS | LASTING | _NO_NAMES
    proper = all(word[:1].isupper() and word[1:].islower() for word in words)
    return proper and not known & set(found.group().split())


_NO_NAMES = frozenset(
    "batman superman spiderman santa god jesus done here back sorry fine good ok okay serious team so not "
    "happy sad tired in at on off up down out ready sure hungry thirsty bored busy late home trying english "
    "sel bond groot spartacus gandalf yoda thor dracula nobody speechless monday friday sunday saturday lost confused curious new free".split()
)
_FIGURES = re.compile(
    r"\bto (?:my (?:job|work|phone|laptop)|it|this|that|the (?:idea|grid))"
    r"|blind to\b|\b(?:deaf|blind) (?:from|to|after)\b(?! birth)"
    r"|\b(?:with (?:ideas|rage|anger)|in love|out)\b"
)
_SELF = "self"
_KIN = "person pet"

BE: tuple[Rule, ...] = (
    rule(r"(?:called|named) (?P<x>[\w-]+)", "fact", "name identity", "name", hard=True, who=_SELF, check=capital),
    rule(r"(?:called|named) (?P<x>[\w-]+)", "person", "name", "name", hard=True, who=_KIN),
    rule(r"(?P<x>[\w-]+)(?: (?P<y>[\w-]+))?(?=$| [,.!;(])", "fact", "name identity", "name", hard=True, tenses=frozenset({"now"}), who=_SELF, check=_name),
    rule(_AGE + _AFTER_AGE, "fact", "age identity", "age", hard=True, tenses=frozenset({"now"}), check=_age),
    rule(r"(?:from|originally from|born and raised in|born in|born and bred in|raised in|brought up in) (?P<x>.+)", "fact", "origin identity", "origin", hard=True, tenses=ANY, check=place_named),
    rule(r"born (?P<x>(?:on|at|prematurely|deaf|blind|with|without|in \d{4}|the)\b.*)", "fact", "birthday identity", "born", hard=True, tenses=ANY),
    rule(r"(?:based|raised|currently based) in (?P<x>.+)", "fact", "home", "home", hard=True, check=place_named),
    rule(r"allergic to " + _NOT_ALLERGIES + r"(?P<x>\w+.*)", "fact", "health allergy identity", "", hard=True, negative=None, check=steady),
    rule(r"(?:an?|the|one of the|head of|chief|trained as an?|working as an?) ", "fact", "job", "job", hard=True, tenses=frozenset({"now", "perfect"}), negative=None, check=_trade),
    rule(r"(?:in charge of|head of|the head of|manager of|responsible for) (?:the|a|all)\b", "fact", "job", "job", tenses=frozenset({"now"}), check=named),
    rule(r"(?:an?|the) ", "fact", "past job", "", tenses=frozenset({"past", "used"}), check=_trade),
    rule(r"(?=\w)", "fact", "health identity", "", hard=True, negative=None, check=lambda s, m: steady(s, m) and s.rest.split()[0] not in {"a", "the"} and head_in(BEING)(s, m) and not _figure(s)),
    rule(r"an? (?:\w+[- ]){0,4}", "fact", "pet", "", who="pet", check=lambda s, m: bool(heads(s.rest, PETS))),
    rule(r"(?:part of|a member of|in|on) (?:an?|the|my|our) (?:[\w-]+ )*(?:choir|band|club|team|orchestra|union|committee|league|quartet|society|troupe)\b", "fact", "pastime", "", hard=True, check=steady, who="self person"),
    rule(r"(?:left|right)[- ]handed|hard of hearing|(?:hearing|visually|sight)[- ]impaired|short[- ]sighted|on the (?:autism |autistic )?spectrum|tone[- ]deaf", "fact", "health identity", "", hard=True),
    rule(r"(?:an? |\w+ )*(?:uncle|aunt|auntie|dad|mum|father|mother|grandma|grandmother|grandpa|grandfather|granddad|big brother|big sister|godmother|godfather)\b", "plan", "family", "", hard=True, tenses=frozenset({"will"}), check=steady),
    rule(r"in the (?:army|navy|police|military|air force|marines|merchant navy|scouts|peace corps)\b", "fact", "past job", "", hard=True, tenses=frozenset({"past"})),
    rule(r"an? (?:big|huge|massive|lifelong|total|real|die-hard|great|proper) (?:[\w-]+ ){1,4}(?:fan|nerd|geek|buff|enthusiast|lover|supporter)\b", "preference", "taste", ""),
    rule(r"an? ", "fact", "health identity", "", hard=True, check=head_in(BEING)),
    rule(r"(?:lactose|gluten|fructose|nut|histamine)[- ](?:intolerant|free|sensitive)", "fact", "health identity", "", hard=True),
    rule(r"(?:an? )?", "fact", "diet identity", "diet", hard=True, negative=None, check=word_in(DIETS, 3)),
    rule(r"(?:an? )?", "fact", "faith identity", "faith", hard=True, negative=None, check=lambda s, m: bool(holds(s.rest[m.end() :].replace(" ,", ""), FAITHS, 2))),
    rule(r"(?:an? )?(?:\w+ )?", "fact", "identity", "", hard=True, negative=None, who="self", check=word_in(LOVES - {"straight"}, 1)),
    rule(r"(?:an? )?(?:half |part |originally |very |mostly )?", "fact", "origin identity", "nationality", hard=True, tenses=frozenset({"now"}), check=head_in(PEOPLES)),
    rule(r"(?:happily |recently |newly |not |a |an )*(?=\w+)", "fact", "life identity", "standing", hard=True, tenses=frozenset({"now", "perfect"}), negative=None, who="self person", check=lambda s, m: word_in(STANDING, 1)(s, m) and not _figure(s)),
    rule(r"(?:between jobs|out of work|on (?:maternity|paternity|parental|sick|medical) leave|on sabbatical|laid off|made redundant|fired|sacked|furloughed)\b", "fact", "job", "job", tenses=frozenset({"now", "past", "perfect"}), who="self person"),
    rule(r"(?:in|seeing|dating) (?:a (?:\w+ )?relationship|love with (?!this|that|it|the|your)\w+|someone new)", "fact", "life", "standing", who="self person", check=steady),
    rule(r"(?:together|a couple) (?:for|since)|with (?:him|her|my \w+|\w+) (?:for|since)", "fact", "life", "", tenses=frozenset({"perfect"})),
    rule(r"(?:in recovery|in remission|in a wheelchair|in therapy|in a coma|in intensive care|in a care home|in rehab|in prison|in the (?:army|navy|police|military|air force)|in hospital|in the hospital|in hospice|terminally ill|seriously ill|very ill|very sick|on (?:insulin|dialysis|antidepressants|medication|chemo|blood thinners|the pill|statins|lithium|benefits|disability))\b", "fact", "health", "", hard=True),
    rule(r"(?:\w+ )?(?:months?|weeks?|years?|days?) (?:and \w+ days )?(?:pregnant|sober|clean)|expecting\b|due (?:in|on|to give birth)|in (?:my|the|her) (?:first|second|third|final|last) (?:trimester)", "fact", "health", "", hard=True),
    rule(r"in (?:my |the )?(?:first|second|third|fourth|fifth|sixth|final|last|1st|2nd|3rd|year \d+|sixth form|\d\w\w grade|(?:\w+) grade)(?: year)?(?: (?:of|at)\b| year|$)", "fact", "study", "study"),
    rule(r"(?:really |so |absolutely |quite |very |a bit |still )*(?:scared|afraid|terrified|frightened|petrified|phobic|deathly afraid|scared to death) (?:of|about) ", "fact", "fear", "", check=named),
    rule(r"(?:an? )?(?:big|huge|massive|great|real|lifelong|total|proud)?(?: )?(?:fan|lover|fanatic) of ", "preference", "taste", "", negative=None, check=_fan),
    rule(r"(?:really |very |so |quite )*(?:into|obsessed with|fond of|crazy about|keen on|passionate about|addicted to|hooked on|mad about|nuts about) ", "preference", "taste", "", negative=None, check=_fan),
    rule(r"(?:really |quite |very |pretty |so )*(?:terrible|bad|awful|hopeless|good|great|useless|rubbish) (?:at|with) (?:remembering |all )?(?:names|faces|maths?|directions|small talk|money|drawing|cooking|languages|spelling|public speaking|time)\b", "fact", "trait", ""),
    rule(_SOMEBODY, "fact", "trait identity", "", hard=True, negative=None),
    rule(r"(?:the )?(?:youngest|oldest|eldest|middle child|middle one)(?: (?:one|child))?(?: (?:of|in)\b|$)", "fact", "family identity", "", hard=True),
    rule(r"an? (?:\w+ )?(?:mum|mother|dad|father|parent|grandmother|grandfather|mother|stepmother) (?:of|to)\b", "fact", "family identity", "", hard=True),
    rule(r"(?:about |nearly |almost )?(?P<x>\d[\d.]* ?(?:cm|m|ft|foot|feet|'|metres|meters).*|\d'\d+.*|\w+ (?:foot|feet) \w+)", "fact", "body", "height", who="self person", check=lambda s, m: "tall" in s.rest or "foot" in m.group() or "'" in m.group()),
    rule(r"(?:feeling |so |really |very |quite |pretty |a bit |incredibly |completely |kind of |all )*", "episode", "feeling", "", tenses=frozenset({"now", "perfect", "going_on"}), who="self person", check=lambda s, m: word_in(LASTING, 2)(s, m) and lasting(s, m)),
    rule(r"(?:dead|no longer with us|gone now|in heaven)\b", "person", "loss", "", hard=True, who=_KIN),
    rule(r"diagnosed with ", "fact", "health identity", "", hard=True, tenses=ANY),
    rule(r"(?:up for|going through) (?:a )?(?:promotion|divorce|chemo|menopause|treatment|ivf)|under treatment", "episode", "life", ""),
    rule(r"married (?:to|for|with)|engaged to|getting divorced", "fact", "life identity", "standing", hard=True, check=lambda s, m: not _figure(s)),
    rule(r"(?:away|on (?:holiday|vacation|leave)|abroad|off(?: work)?|in (?P<x>[a-z]+)) ", "plan", "plan", "", tenses=frozenset({"now", "will"}), check=dated, who=_SELF),
)


def _figure(saying: Saying) -> bool:
    """ "married to my job", "blind to it", "deaf from the concert": said in play or for now."""
    return bool(_FIGURES.search(saying.rest))
