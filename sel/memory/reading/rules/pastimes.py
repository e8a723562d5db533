"""What people do for years, and what they live with."""

from __future__ import annotations

import re

from sel.memory.reading.phrases import holds, is_passing, is_vague
from sel.memory.reading.rule import Rule, each, rule
from sel.memory.reading.rules.checks import Match, habit, named, steady, word_in
from sel.memory.reading.saying import Saying
from sel.memory.reading.words.origins import TECHNICAL
from sel.memory.reading.words.pastimes import DONE, PLAYED
from sel.memory.reading.words.people import PETS, RELATIONS

_TOOLS = TECHNICAL | {"npm", "pip", "cargo", "tests", "make", "pytest", "code", "builds", "scripts"}


def _pastime(saying: Saying, found: Match) -> bool:
    if re.match(r"(?:the|a|an|my|it|this|into|out)\b", saying.rest) or holds(
        saying.rest, _TOOLS, 4
    ):
        return False
    return habit(saying, found) and not is_vague(saying.rest or "every")


def _played(saying: Saying, found: Match) -> bool:
    rest = saying.rest
    if is_passing(rest) or not holds(rest, PLAYED | {"guitar"}, 5):
        return False
    return saying.tense != "doing" or habit(saying, found)


PASTIMES: dict[str, tuple[Rule, ...]] = {
    "play": (
        rule(
            "fact #pastime +still +used",
            r"(?!(?:it|this|that|the|a|my|with|around)\b)(?=\w)",
            lambda s, m: habit(s, m) and named(s, m),
        ),
        rule("fact #pastime +still +used +can", r"(?:the |some |in (?:an? |the )?|for )?", _played),
        rule(
            "fact #pastime +still +used",
            r"(?:\w+ ){0,3}(?:in|for|with) (?:an?|the|my) (?:\w+ )*(?:band|orchestra|"
            r"quartet|team|club|league|ensemble|choir|brass band|wind band)\b",
        ),
    ),
    **each(
        "run swim jog cycle box read write dance walk hike climb ski surf cook bake "
        "fish sail row train paint draw garden knit sing meditate pray stretch skate "
        "volunteer commute travel box",
        (
            rule("fact #pastime #habit +still +used", r"", _pastime),
            rule(
                "fact #pastime hard +still +used",
                r"(?:in|with|for) (?:an?|the|my|our) (?:\w+ )*(?:choir|band|club|group|team|"
                r"orchestra|shelter|charity|hospice|library|food bank|museum|school|church|"
                r"samaritans|red cross|foodbank|hospital)\b|at (?:an?|the|my|our) (?:\w+ "
                r")*(?:shelter|charity|hospice|library|food bank|foodbank|museum|school|"
                r"church|hospital|soup kitchen)\b",
            ),
            rule(
                "fact #job @job hard",
                r"(?:an? |my own |our own |the (?:family|local|village) |my (?:family's|dad's|"
                r"mum's) )(?:\w+ ){0,2}(?:bakery|business|shop|company|café|cafe|restaurant|"
                r"farm|blog|podcast|choir|club|hotel|b&b|hostel|studio|gallery|school|nursery|"
                r"charity|startup|salon|garage|bookshop|newsletter|youth group|pub|bar|clinic|"
                r"practice|museum|library)\b",
            ),
            rule(
                "episode #pastime +now +past +perfect +going_on +doing +will",
                r"(?:an? |my |the |\d+ |two |three )?(?:first |second |third |whole "
                r")?(?:marathon|marathons|half marathon|half-marathon|ultras?|triathlons?)\b",
                steady,
            ),
            rule(
                "fact #pastime",
                r"(?:poetry|poems|short stories|novels|fiction|songs|fantasy|sci-fi|music|"
                r"haikus?|plays|crime novels|detective stories|fan fiction|fanfiction|"
                r"landscapes|watercolours|portraits|icons|comics|pots|miniatures|an? (?:\w+ "
                r")?(?:novel|memoir|phd|thesis|book|dissertation|opera|symphony|screenplay))\b",
                lambda s, m: steady(s, m) and s.verb in {"write", "paint", "draw"},
            ),
        ),
    ),
    "do": (
        rule(
            "fact #pastime +still +used",
            r"(?:some |a lot of |a bit of )?(?:hot |aerial |power )?",
            lambda s, m: (
                word_in(DONE, 1)(s, m)
                and (habit(s, m) or s.tense == "now")
                and not is_passing(s.rest)
            ),
        ),
        rule(
            "fact #study @study hard +still +will",
            r"(?:an?|my|the) (?:\w+ ){0,3}(?:phd|degree|masters?|master's|apprenticeship|"
            r"internship|a-levels|doctorate|course|residency|diploma|postdoc|gcses|"
            r"bachelor's|bachelors|ba|msc|mba|traineeship)\b|night shifts|shift work|my "
            r"(?:a-levels|gcses)",
            steady,
        ),
    ),
    "collect": (
        rule(
            "fact #pastime +still +used",
            r"",
            lambda s, m: (
                named(s, m)
                and not holds(s.rest, {"data", "logs", "metrics", "ideas", "my", "the"}, 2)
            ),
        ),
    ),
    **each(
        "knit crochet sew garden meditate volunteer climb sail surf row ski "
        "snowboard skate quilt embroider whittle carve juggle paint sculpt box "
        "stutter stammer snowboard sleepwalk",
        (
            rule(
                "fact #pastime +still +used",
                r"(?:$|[,.;!(]|and |as |at |in |for |with (?:an?|the|my) |every|on |since|a "
                r"lot|quite|when|to relax|socks|wood|spoons|scarves|clothes|jumpers|sweaters|"
                r"blankets)",
                steady,
            ),
            rule("fact #pastime", r"(?:poetry|landscapes|watercolours|portraits)\b"),
        ),
    ),
    "ride": (
        rule(
            "fact #pastime +still +used",
            r"(?:an? |my )?(?:horses|motorbike|motorcycle|harley|horse|bike|bicycle|"
            r"unicycle)\b",
            lambda s, m: (
                "horse" in s.rest or "motor" in s.rest or "harley" in s.rest or habit(s, m)
            ),
        ),
    ),
    "keep": (
        rule(
            "fact #pastime",
            r"(?:bees|chickens|hens|ducks|goats|an? (?:diary|journal|allotment|aquarium)|"
            r"tropical fish|snakes|reptiles|kosher|sabbath|shabbat)\b",
        ),
    ),
    "take": (
        rule(
            "preference #taste",
            r"(?:my )?(?:coffee|tea) |(?:\w+ )?(?:sugars?|milk) in my (?:tea|coffee)",
            steady,
        ),
        rule(
            "fact #health hard",
            r"(?:\w+ )*?(?:insulin|medication|medicine|antidepressants|statins|lithium|"
            r"beta blockers|beta-blockers|blood thinners|the pill|pills|warfarin|"
            r"metformin|ritalin|sertraline|vitamins)\b",
            steady,
        ),
        rule("fact #pastime +still +will", r"(?:\w+ ){1,3}?(?:lessons|classes)\b", steady),
    ),
    "wear": (
        rule(
            "fact #body",
            r"(?:\w+ ){0,2}(?:glasses|contact lenses|contacts|hearing aids?|hijab|"
            r"headscarf|kippah|turban|prosthesis|braces|wig|insulin pump|pacemaker)\b",
            steady,
        ),
    ),
    "use": (
        rule(
            "fact #health #identity hard",
            r"(?:\w+ ){0,2}(?:wheelchair|he/him|she/her|they/them|screen reader|hearing "
            r"aids?|white cane|cane|crutches|walker|mobility scooter|sign language|"
            r"inhaler|bsl|cpap)(?=$| [,.!;(]| (?:and|because|since|when|to|for|on|after|"
            r"outside|at|every)\b)|(?:he|she|they) (?:/|and) (?:him|her|them)",
            steady,
        ),
    ),
    "need": (
        rule(
            "fact #health hard",
            r"(?:\w+ ){0,2}(?:glasses|insulin|wheelchair|hearing aids?|crutches|dialysis|"
            r"subtitles|captions|large print|inhaler)\b",
            steady,
        ),
    ),
    "commute": (
        rule(
            "fact #habit",
            r"",
            lambda s, m: "from" in s.rest or "to" in s.rest.split()[:1] or habit(s, m),
        ),
    ),
    "wake": (rule("fact #habit +now", r"up (?:at|around|before|early)", habit),),
    "build": (
        rule(
            "plan #goal",
            r"(?:an?|my|our|model) (?:\w+ ){0,2}?(?:boat|house|cabin|canoe|guitar|guitars|"
            r"treehouse|shed|harpsichord|trains|railway|planes|ships|violin|telescope|"
            r"kayak)\b",
            steady,
        ),
    ),
    "raise": (
        rule("person #family hard +past +perfect :person", r"me\b"),
        rule(
            "fact #family",
            r"(?:my|two|three|our|an?|money for|bees|goats|chickens)",
            lambda s, _: bool(holds(s.rest, RELATIONS | PETS | {"bees", "alone", "money"}, 5)),
        ),
    ),
    "care": (
        rule(
            "fact #family hard",
            r"for (?:my|our|an?) ",
            lambda s, _: bool(holds(s.rest, RELATIONS, 5)),
        ),
    ),
    "babysit": (rule("fact #family", r"", habit),),
}
