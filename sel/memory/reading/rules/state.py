"""How people are: in love, in hospital, afraid, lonely for months."""

from __future__ import annotations

from sel.memory.reading.phrases import is_passing, is_vague, says_when
from sel.memory.reading.rule import Rule, rule
from sel.memory.reading.rules.checks import Match, dated, figure, lasting, named, steady, word_in
from sel.memory.reading.saying import Saying
from sel.memory.reading.words.bodies import LASTING
from sel.memory.reading.words.lists import words

_SOMEBODY = (
    r"(?:an? )?(?:(?:real|total|huge|big|bit of an?|total|complete|very|strict|"
    r"lifelong|strong|serious|extreme|hopeless|light|heavy|good|bad|keen|avid|"
    r"passionate|amateur|proud|long-distance|qualified|trained|chronic) )*"
    r"(?:morning person|night owl|early bird|night person|introvert|extrovert|"
    r"perfectionist|people person|cat person|dog person|foodie|"
    r"bookworm|light sleeper|heavy sleeper|smoker|non-smoker|nonsmoker|runner|"
    r"swimmer|hiker|only child|single (?:mum|dad|parent|mother|father)|twin|"
    r"triplet|feminist|"
    r"minimalist|gamer|reader|gardener|climber|cyclist|surfer|birdwatcher|"
    r"homebody|workaholic|veteran|refugee|immigrant|expat|vegan|vegetarian|"
    r"diabetic|"
    r"virgo|capricorn|aries|taurus|gemini|leo|libra|scorpio|sagittarius|aquarius|"
    r"pisces|survivor|recovering (?:alcoholic|addict)|alcoholic|monarchist|"
    r"socialist|pacifist|stepmum|stepdad|carer|member of|supporter of|collector "
    r"of|believer in|insomniac|nun|christian|muslim|buddhist|scout leader|big tea "
    r"drinker|tea drinker|coffee drinker)\b"
)


def _fan(saying: Saying, found: Match) -> bool:
    rest = saying.rest[found.end() :].strip()
    return not is_vague(rest) and not is_passing(rest)


_DEEP = words(
    "lonely depressed anxious isolated homesick grieving heartbroken burnt-out burned-out"
)


def _feels(saying: Saying, found: Match) -> bool:
    """A feeling that goes on; "I've been lonely" says so by its tense."""
    if not word_in(LASTING, 2)(saying, found) or is_passing(saying.rest):
        return False
    deep = saying.tense != "now" and word_in(_DEEP, 1)(saying, found)
    return deep or lasting(saying, found)


STATE: tuple[Rule, ...] = (
    rule(
        "fact #job @job +now +past +perfect :self :person",
        r"(?:between jobs|out of work|on (?:maternity|paternity|parental|sick|"
        r"medical) leave|on sabbatical|laid off|made redundant|fired|sacked|"
        r"furloughed)\b",
    ),
    rule(
        "fact #life @standing :self :person",
        r"(?:in|seeing|dating) (?:a (?:\w+ )?relationship|love with (?!this|that|it|"
        r"the|your)\w+|someone new)",
        steady,
    ),
    rule(
        "fact #life +perfect",
        r"(?:together|a couple) (?:for|since)|with (?:him|her|my \w+|\w+) (?:for|since)",
    ),
    rule(
        "fact #health hard",
        r"(?:in recovery|in remission|in a wheelchair|in therapy|in a coma|in "
        r"intensive care|in a care home|in rehab|in prison|in the (?:army|navy|police|"
        r"military|air force)|in hospital|in the hospital|in hospice|terminally ill|"
        r"seriously ill|very ill|very sick|on (?:insulin|dialysis|antidepressants|"
        r"medication|chemo|blood thinners|the pill|statins|lithium|benefits|"
        r"disability))\b",
    ),
    rule(
        "fact #health hard",
        r"(?:\w+ )?(?:months?|weeks?|years?|days?) (?:and \w+ days )?(?:pregnant|"
        r"sober|clean)|expecting\b|due (?:in|on|to give birth)|in (?:my|the|her) "
        r"(?:first|second|third|final|last) (?:trimester)",
    ),
    rule(
        "fact #study @study",
        r"in (?:my |the )?(?:first|second|third|fourth|fifth|sixth|final|last|1st|2nd|"
        r"3rd|year \d+|sixth form|\d\w\w grade|(?:\w+) grade)(?: year)?(?: (?:of|"
        r"at)\b| year|$)",
    ),
    rule(
        "fact #fear",
        r"(?:really |so |absolutely |quite |very |a bit |still )*(?:scared|afraid|"
        r"terrified|frightened|petrified|phobic|deathly afraid|scared to death) (?:of|"
        r"about) ",
        named,
    ),
    rule(
        "preference #taste any",
        r"(?:an? )?(?:big|huge|massive|great|real|lifelong|total|proud)?(?: )?(?:fan|"
        r"lover|fanatic) of ",
        _fan,
    ),
    rule(
        "preference #taste any",
        r"(?:really |very |so |quite )*(?:into|obsessed with|fond of|crazy about|keen "
        r"on|passionate about|addicted to|hooked on|mad about|nuts about) ",
        _fan,
    ),
    rule(
        "fact #trait",
        r"(?:really |quite |very |pretty |so )*(?:terrible|bad|awful|hopeless|good|"
        r"great|useless|rubbish) (?:at|with) (?:remembering |all )?(?:names|faces|"
        r"maths?|directions|small talk|money|drawing|cooking|languages|spelling|"
        r"public speaking|time)\b",
    ),
    rule("fact #trait #identity hard any", _SOMEBODY, steady),
    rule(
        "fact #family #identity hard",
        r"(?:the )?(?:youngest|oldest|eldest|middle child|middle one)(?: (?:one|"
        r"child))?(?: (?:of|in)\b|$)",
    ),
    rule(
        "fact #family #identity hard",
        r"an? (?:\w+ )?(?:mum|mother|dad|father|parent|grandmother|grandfather|mother|"
        r"stepmother) (?:of|to)\b",
    ),
    rule(
        "fact #body @height :self :person",
        r"(?:about |nearly |almost )?(?P<x>\d[\d.]* ?(?:cm|m|ft|foot|feet|'|metres|"
        r"meters).*|\d'\d+.*|\w+ (?:foot|feet) \w+)",
        lambda s, m: "tall" in s.rest or "foot" in m.group() or "'" in m.group(),
    ),
    rule(
        "episode #feeling +now +perfect +going_on :self :person",
        r"(?:feeling |so |really |very |quite |pretty |a bit |incredibly |completely |"
        r"kind of |all )*",
        _feels,
    ),
    rule(
        "plan #plan :self :person",
        r"(?:off|away|going off) (?:to|at) (?:\w+ )?(?:uni|university|college|school|"
        r"boarding school)\b",
        lambda s, _: says_when(s.rest),
    ),
    rule("person #loss hard :person :pet", r"(?:dead|no longer with us|gone now|in heaven)\b"),
    rule("fact #health #identity hard always", r"diagnosed with "),
    rule(
        "episode #life",
        r"(?:up for|going through) (?:a )?(?:promotion|divorce|chemo|menopause|"
        r"treatment|ivf)|under treatment",
    ),
    rule(
        "fact #life #identity @standing hard",
        r"married (?:to|for|with)|engaged to|getting divorced",
        lambda s, _: not figure(s),
    ),
    rule(
        "plan #plan +now +will :self",
        r"(?:away|on (?:holiday|vacation|leave)|abroad|off(?: work)?|in (?P<x>[a-z]+)) ",
        dated,
    ),
)
