"""What befalls people: love, loss, work, exams, illness."""

from __future__ import annotations

from sel.memory.reading.phrases import holds, is_passing, is_vague, says_soon, says_when
from sel.memory.reading.rule import HAPPENED, Rule, each, rule
from sel.memory.reading.rules.checks import (
    Match,
    dated,
    dated_or_soon,
    habit,
    steady,
    word_in,
)
from sel.memory.reading.saying import Saying
from sel.memory.reading.words.bodies import CONDITIONS
from sel.memory.reading.words.lists import words
from sel.memory.reading.words.people import EVENTS

_LATER = frozenset({"doing", "will"})

_BONES = words(
    "leg arm ankle wrist foot hip collarbone nose rib ribs back finger thumb toe "
    "knee elbow shoulder neck jaw pelvis hand meniscus acl"
)


def _body_part(saying: Saying, _: Match) -> bool:
    return bool(holds(saying.rest, _BONES, 5))


BEFALLING: dict[str, tuple[Rule, ...]] = {
    "be": (),
    "drop": (
        rule(
            "episode #study #life hard +past +perfect",
            r"out of ",
            word_in({"university", "college", "school", "uni", "law", "medical"}, 4),
        ),
    ),
    "get": (
        rule(
            "episode #life #identity @standing hard +doing +past +perfect",
            r"(?:an? |the )?(?:divorce|separation)\b",
        ),
        rule(
            "episode #life #identity @standing hard +past +perfect",
            r"(?:married|engaged|hitched|divorced|remarried|separated)\b",
        ),
        rule(
            "plan #life #plan hard +now +doing +will",
            r"(?:married|engaged|hitched|divorced|remarried|separated)\b",
        ),
        rule(
            "fact #job @job hard +past +perfect",
            r"(?:promoted|fired|laid off|made redundant|sacked|(?:an?|the|my) (?:\w+ "
            r")*(?:job|position|role|promotion|internship|apprenticeship|placement)|"
            r"hired)\b",
            lambda s, _: "done" not in s.rest,
        ),
        rule(
            "episode #study #life hard +past +perfect",
            r"(?:accepted|into|in to) ",
            word_in(
                {
                    "university",
                    "medical",
                    "law",
                    "art",
                    "school",
                    "college",
                    "oxford",
                    "cambridge",
                    "mit",
                    "drama",
                    "nursing",
                    "uni",
                    "to",
                    "at",
                },
                4,
            ),
        ),
        rule(
            "episode #life +past +perfect",
            r"(?:my|the|an?|our) (?:\w+ )?(?:degree|driving licen[cs]e|licen[cs]e|"
            r"citizenship|visa|phd|diagnosis|diploma|residency|green card|results|divorce|"
            r"tattoo)\b|(?:diagnosed|custody)",
            lambda s, _: not is_passing(s.rest),
        ),
        rule(
            "fact #pet @pet:{k}:name hard +past +perfect +doing +will",
            r"(?:an?|two|three|another|our|my) (?:\w+ ){0,3}?(?:dog|cat|puppy|kitten|"
            r"rabbit|hamster|parrot|horse|pony|tortoise|dogs|cats|kittens|chickens|ducks|"
            r"goats|guinea pigs|hens)\b",
            lambda s, _: s.tense not in _LATER or says_when(s.rest) or says_soon(s.rest),
        ),
        rule(
            "fact #health +now",
            r"(?:really |very |quite |so |\w+ )?(?:migraines|panic attacks|seasick|"
            r"carsick|car sick|travel sick|travelsick|hay fever|hayfever|anxious|nervous|"
            r"cold sores|nosebleeds|motion sick|stage fright|overwhelmed|vertigo|"
            r"claustrophobic|hives|dizzy|airsick|homesick)\b",
            steady,
        ),
        rule("fact #habit +now", r"up (?:at|around|before|early)", habit),
        rule(
            "plan #plan +doing +will", r"(?:my|an?|the) .*(?:done|removed|operated|results)", dated
        ),
        rule(
            "plan #plan +doing +will",
            r"(?:an? |my |the )",
            lambda s, _: (
                says_when(s.rest)
                and bool(
                    holds(
                        s.rest,
                        EVENTS
                        | {
                            "keys",
                            "cast",
                            "braces",
                            "tattoo",
                            "results",
                            "house",
                            "divorce",
                            "degree",
                        },
                        5,
                    )
                )
            ),
        ),
    ),
    "turn": (
        rule(
            "fact #age #birthday #identity @age hard +now +past +perfect +doing +will",
            r"(?P<x>\d{1,3}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
            r"eighteen|sixteen|thirteen)(?:-\w+)?|one|two|three|four|five|six|seven|eight|"
            r"nine|ten)\b(?! degrees?)",
        ),
    ),
    "break": (
        rule("episode #life #people hard +past +perfect +doing", r"up\b"),
        rule("episode #health +past +perfect", r"(?:my|his|her|both) ", _body_part),
    ),
    **each(
        "injure sprain hurt",
        (
            rule(
                "episode #health +past +perfect",
                r"(?:my|his|her) ",
                lambda s, m: (
                    _body_part(s, m)
                    and (says_when(s.rest) or " ago" in s.rest or "last " in s.rest)
                ),
            ),
        ),
    ),
    "retire": (
        rule(
            "fact #job @job hard +past +perfect",
            r"(?:$|[,.!]|from|last|in|at|early|two|three|five|a|after|\d)",
        ),
        rule("plan #job #plan +doing +will", r"", dated),
    ),
    "graduate": (
        rule("episode #study hard +past +perfect", r""),
        rule("plan #study +now +doing +will", r"", dated_or_soon),
    ),
    **each(
        "finish complete submit defend",
        (
            rule(
                "episode #life +now +past +perfect +doing +will",
                r"(?:my|the) (?:\w+ )?(?:phd|degree|masters?|master's|chemo|treatment|thesis|"
                r"novel|dissertation|apprenticeship|residency|a-levels|training|studies|"
                r"exams)\b",
                lambda s, _: s.tense in HAPPENED or says_when(s.rest),
            ),
            rule(
                "episode #life +now +past +perfect +doing +will",
                r"(?:university|school|uni|college|chemo|my course)\b",
                lambda s, _: says_when(s.rest) or s.tense in HAPPENED,
            ),
        ),
    ),
    **each(
        "quit leave stop",
        (
            rule(
                "episode #job #life @job hard +now +past +perfect",
                r"(?:my|the|this) (?:\w+ ){0,2}?(?:job|company|firm|agency|bank|hospital)\b",
                lambda s, _: s.verb == "quit" or s.tense != "now",
            ),
            rule(
                "episode #job #life hard +now +past +perfect +doing",
                r"(?:my|the|his|her) (?:\w+ ){0,3}?(?:job|course|band|team|church|husband|"
                r"wife|boyfriend|girlfriend|partner|phd|studies|army|navy|company|firm|"
                r"choir)\b",
                lambda s, _: s.tense != "now" or s.verb == "quit",
            ),
            rule(
                "episode #life #habit hard +now +past +perfect",
                r"(?:smoking|drinking|vaping|sugar|coffee|caffeine|alcohol|gambling|eating "
                r"(?:meat|sugar|dairy|gluten)|university|school|uni|college|facebook|"
                r"instagram|social media|home)\b",
                lambda s, _: (
                    s.verb == "quit"
                    or (s.tense != "now" and s.verb != "leave")
                    or (s.tense != "now" and says_when(s.rest))
                    or " at " in s.rest
                    or "without" in s.rest
                ),
            ),
            rule(
                "plan #plan +doing +will",
                r"(?:for|to|on)\b",
                lambda s, _: s.verb == "leave" and says_when(s.rest),
            ),
        ),
    ),
    "give": (
        rule(
            "episode #life #habit hard +past +perfect",
            r"(?:up (?:the )?(?:smoking|cigarettes|fags|booze|drinking|alcohol|sugar|meat|dairy|"
            r"coffee|gluten|caffeine|"
            r"vaping|gambling|my))|birth",
        ),
    ),
    "win": (
        rule(
            "episode #life +past +perfect",
            r"(?:an?|the|my|first|second|third|silver|gold|bronze) ",
            lambda s, _: bool(
                holds(
                    s.rest,
                    {
                        "prize",
                        "award",
                        "competition",
                        "medal",
                        "scholarship",
                        "championship",
                        "tournament",
                        "lottery",
                        "cup",
                        "race",
                        "contest",
                        "bursary",
                    },
                    6,
                )
            ),
        ),
    ),
    **each(
        "buy sell",
        (
            rule(
                "episode #life +past +perfect +doing +will",
                r"(?:an?|my|our|the|her|his) (?:\w+ ){0,4}?(?:house|flat|apartment|cottage|"
                r"car|boat|van|campervan|farm|motorbike|piano|cello|violin|land|home|bungalow|"
                r"bakery|business|shop|allotment|caravan)\b",
                lambda s, _: s.tense in HAPPENED or says_when(s.rest),
            ),
        ),
    ),
    **each(
        "adopt foster rescue",
        (
            rule(
                "fact #pet #family @pet:{k}:name hard +now +past +perfect +going_on +doing +will",
                r"(?:an?|two|three|our|my|another|the) (?:\w+ ){0,4}?(?:dog|cat|puppy|kitten|"
                r"rabbit|parrot|dogs|cats|kittens|greyhound|hamster|guinea pigs|horse|donkey|"
                r"hen|hens|chickens|tortoise|son|daughter|boy|girl|child|children|baby|"
                r"brothers|siblings|sisters)\b",
                lambda s, m: (
                    s.tense in HAPPENED
                    or dated_or_soon(s, m)
                    or s.tense == "doing"
                    or s.verb == "foster"
                ),
            ),
        ),
    ),
    **each(
        "emigrate relocate",
        (rule("fact #home @home hard +past +perfect", r"(?:from .+ )?(?:to|here|in) ?(?P<x>.*)"),),
    ),
    "serve": (
        rule(
            "fact #past #job hard always",
            r"(?:in|as|on) ",
            word_in(
                {
                    "army",
                    "navy",
                    "air",
                    "military",
                    "marines",
                    "police",
                    "raf",
                    "soldier",
                    "peace",
                    "councillor",
                    "school",
                },
                5,
            ),
        ),
    ),
    "develop": (
        rule(
            "fact #health hard +past +perfect",
            r"(?:an? )?",
            lambda s, _: bool(holds(s.rest, CONDITIONS | {"allergy"}, 5)),
        ),
    ),
    "fail": (
        rule(
            "episode #life +past +perfect",
            r"(?:my|the) (?:\w+ )?(?:driving test|exams?|finals|bar|viva|a-levels)\b",
        ),
    ),
    "recover": (
        rule(
            "episode #health",
            r"from ",
            lambda s, m: (
                not is_passing(s.rest)
                and not is_vague(s.rest[m.end() :])
                and not holds(s.rest, {"party", "hangover", "lunch", "run", "yesterday"}, 5)
            ),
        ),
    ),
    "undergo": (),
    "found": (),
}
