"""What and whom people have, speak, study and teach."""

from __future__ import annotations

import re

from sel.memory.reading.phrases import holds, is_passing, is_vague, noun_words
from sel.memory.reading.rule import Rule, each, rule
from sel.memory.reading.rules.checks import (
    Match,
    both,
    dated_or_soon,
    event,
    habit,
    lasting,
    named,
    place_named,
    steady,
    technical,
    word_in,
)
from sel.memory.reading.saying import Saying
from sel.memory.reading.words.bodies import CONDITIONS
from sel.memory.reading.words.lists import words
from sel.memory.reading.words.origins import LANGUAGES
from sel.memory.reading.words.pastimes import DONE, PLAYED
from sel.memory.reading.words.people import PETS, RELATIONS
from sel.memory.reading.words.work import SUBJECTS

_NUMBER = (
    r"(?:an? |one |two |three |four |five |six |seven |eight |nine |ten |\d+ |no |"
    r"another |several |lots of |a few |my own )"
)

_LOOSE = words(
    "friend friends mate mates colleague colleagues boss coworker neighbour "
    "neighbours family teacher doctor dentist manager baby boy girl boys girls "
    "landlord"
)

_NO_ANIMAL = words(
    "class object model meme picture photo video shelter food toy bed problem "
    "person costume emoji sticker interface table function"
)

_BITS = re.compile(
    r"\b(?:in it|on my (?:lap|knees|desk|head|feet)|here|in my (?:house|garden|room) "
    r"(?:now|again)|problems?|photos?|pictures?|memes?|to feed|to walk|to draw|"
    r"food|costume|breath)\b"
)

_EXAMS = re.compile(r"\b(?:tonight|tomorrow|today|all night|all day)\b")


def _one_named(saying: Saying, found: Match) -> bool:
    """A friend or a boss is told of only with a name or with more behind it."""
    words = noun_words(saying.rest[found.end() :], 4)
    kin = next((word for word in words if word in RELATIONS), "")
    if not kin or is_passing(saying.rest) or " over " in saying.rest + " ":
        return False
    return (
        kin not in _LOOSE
        or " called " in saying.rest
        or " named " in saying.rest
        or " who " in saying.rest
    )


def _animal(saying: Saying, found: Match) -> bool:
    """An animal of their own: "two cats", "an old dog called Rufus"; not "a cat on my lap"."""
    words = noun_words(saying.rest[found.end() :], 5)
    return (
        any(word in PETS for word in words[-2:])
        and not _NO_ANIMAL & set(words)
        and not _BITS.search(saying.rest)
        and not is_passing(saying.rest.split(" called ")[0])
    )


def _suffers(saying: Saying, found: Match) -> bool:
    rest = saying.rest[found.end() :]
    return bool(holds(rest, CONDITIONS, 5)) and not is_passing(rest) and not technical(saying)


def _never(saying: Saying, _: Match) -> bool:
    """Not doing something, for good: "I don't fly", "I don't dance, ever"."""
    rest = saying.rest.lstrip(" ,.!;") or "ever"
    return not is_passing(rest) and not is_vague(rest)


_ABSTAINING = rule("fact #habit not", r"", _never)
HAVING: dict[str, tuple[Rule, ...]] = {
    **each("fly dance gamble cook", (_ABSTAINING,)),
    "do": (
        rule(
            "preference #taste not",
            r"(?!(?:much|anything|well|enough|nothing|any|the|my)\b)(?=\w)",
            _never,
        ),
    ),
    "have": (
        rule("fact #pet +past +used", r"(?:an? |two |three |\d+ )", _animal),
        rule(
            "fact #health #habit +now",
            r"(?:to )(?:take|inject|wear|use|avoid|get up|be up|wake up) (?:.+)",
            lambda s, m: (
                habit(s, m)
                or word_in({"insulin", "medication", "pills", "hearing"}, 6)(s, m)
                or "glasses" in s.rest
            ),
        ),
        rule(
            "person #family #people hard any +now +perfect",
            _NUMBER + r"?",
            lambda s, m: bool(m.group()) and _one_named(s, m),
        ),
        rule(
            "fact #pet @pet:{k}:name hard +now +perfect",
            _NUMBER + r"?(?=.*\b(?:called|named|his name is|her name is|name 's) (?P<x>[\w-]+))?",
            _animal,
        ),
        rule("fact #health #identity hard +now +perfect", _NUMBER + r"?(?:the |some )?", _suffers),
        rule("plan #plan #event +now +doing +will", r"(?:an? |the |my |our )?", event),
        rule("fact #fear", r"(?:an? |the |my )?(?:\w+ )?(?:fear|phobia) of ", named),
        rule(
            "fact #life +now",
            r"(?:an?|two|three|my own|our own|the) (?:\w+ )?(?:allotment|boat|motorbike|"
            r"motorcycle|cottage|bakery|café|cafe|business|company|farm|vegetable garden|"
            r"garden|tattoos?|degree|phd|masters?|master's|pacemaker|stammer|stutter|lisp|"
            r"sweet tooth|crush on|prosthetic leg|hearing aid|guide dog|season ticket|"
            r"campervan|van|narrowboat|telescope|greenhouse|recording studio|podcast|blog|"
            r"shop|youtube channel|half-brother|disability|kidney|heart condition|bad "
            r"(?:back|knee|heart|shoulder|hip)|weak heart|photographic memory|black belt|"
            r"scholarship|mortgage|girlfriend|boyfriend|pilot's licence|licence)\b",
            steady,
        ),
        rule(
            "fact #body hard",
            r"(?:\w+ )?(?:green|blue|brown|grey|hazel|red|curly|blonde|blond|ginger|black|"
            r"long|short|perfect) (?:eyes|hair|pitch)\b",
            steady,
        ),
        rule(
            "fact #health",
            r"(?:trouble|a hard time|difficulty|problems|a lot of trouble|a lot of "
            r"anxiety|panic attacks|nightmares|hearing aids|hay fever|high blood pressure|"
            r"low blood pressure|chronic pain|a nut allergy|food allergies|celiac disease|"
            r"heart disease|food poisoning twice|hearing loss|dual citizenship|bad "
            r"eyesight|poor eyesight|bad knees|perfect pitch|colour blindness)\b",
            lambda s, m: (
                not is_passing(s.rest)
                and (
                    lasting(s, m)
                    or not s.rest.startswith(("trouble", "problems", "difficulty", "a hard"))
                    or "sleeping" in s.rest
                )
            ),
        ),
        rule(
            "plan #plan +doing +will",
            r"(?:an? )?(?:baby|surgery|an operation|my wisdom teeth|a c-section|a scan|"
            r"chemo|my (?:exams?|finals|driving test|interview|wedding))\b",
            dated_or_soon,
        ),
        rule(
            "episode #health hard +past +perfect",
            r"(?:an? |my |two |three )(?:\w+ )?(?:miscarriages?|strokes?|heart attacks?|"
            r"breakdown|burnout|car accident|accident|stillbirth|operations?|surger(?:y|"
            r"ies)|transplant|baby|son|daughter|cancer|concussion|knee replacement|hip "
            r"replacement|cancer scare|seizure)\b|(?:cancer|(?:[\w-]+ )?surgery|chemo|open-heart)",
        ),
        rule(
            "fact #habit",
            r"(?:an? |the )?(?:\w+ )?(?:every|on (?:mon|tues|wednes|thurs|fri|satur|"
            r"sun)days)\b",
            lambda s, m: (
                word_in(
                    DONE
                    | PLAYED
                    | {
                        "therapy",
                        "class",
                        "lessons",
                        "rehearsal",
                        "practice",
                        "training",
                        "choir",
                        "band",
                    },
                    5,
                )(s, m)
                if False
                else holds(
                    s.rest,
                    DONE | PLAYED | {"therapy", "lessons", "rehearsal", "training", "choir"},
                    5,
                )
                != ""
            ),
        ),
        rule(
            "fact #habit",
            r"(?:an? )?(?:\w+ )?(?:lessons?|class|classes|rehearsals?|practice|training|"
            r"therapy)\b",
            habit,
        ),
    ),
    "own": (
        rule(
            "fact #life",
            r"(?:an?|two|three|my|our|the) ",
            both(named, lambda s, m: not word_in({"copy", "t-shirt", "domain", "repo"}, 3)(s, m)),
        ),
    ),
    "drive": (
        _ABSTAINING,
        rule(
            "fact #life @car",
            r"an? (?:\w+ ){0,4}(?P<x>\w+)",
            lambda s, m: steady(s, m) and not technical(s),
        ),
    ),
    "speak": (
        rule(
            "fact #language hard any +now +can",
            r"(?:\w+ )*",
            lambda s, _: bool(holds(s.rest, LANGUAGES, 8)) and not is_passing(s.rest),
        ),
    ),
    "study": (
        rule(
            "fact #study @study hard",
            r"(?:for )?",
            lambda s, _: (
                bool(holds(s.rest, SUBJECTS | LANGUAGES, 5))
                and not _EXAMS.search(s.rest)
                and not is_passing(s.rest)
            ),
        ),
        rule("fact #study @study hard", r"(?:at|in) (?P<x>.+)", place_named),
        rule(
            "fact #past #study +past +used",
            r"(?:abroad|abroad in|in|at) (?P<x>.+)",
            lambda s, m: s.rest.startswith("abroad") or place_named(s, m),
        ),
        rule(
            "plan #study",
            r"(?:for (?:my|the|a|an) )",
            word_in(
                {"finals", "bar", "exams", "phd", "masters", "degree", "a-levels", "citizenship"}, 3
            ),
        ),
        rule(
            "fact #past #study +past +used",
            r"(?:\w+ )",
            lambda s, _: bool(holds(s.rest, SUBJECTS | LANGUAGES, 4)) and not _EXAMS.search(s.rest),
        ),
    ),
    "learn": (
        rule(
            "fact #pastime #goal",
            r"(?:to (?:drive|swim|code|sail|knit|sew|read|cook|fly|surf|ski|dance|ride|"
            r"walk|play|speak|sign|paint|juggle)\b|)",
            lambda s, m: (
                (bool(m.group()) and "better" not in s.rest and not is_passing(s.rest))
                or (
                    bool(holds(s.rest, LANGUAGES | PLAYED | {"guitar", "sign"}, 5))
                    and not technical(s)
                )
            ),
        ),
    ),
    "teach": (
        rule(
            "fact #job @job hard",
            r"(?:\w+ )*",
            lambda s, m: (
                bool(
                    holds(
                        s.rest,
                        SUBJECTS
                        | LANGUAGES
                        | PLAYED
                        | DONE
                        | {"kids", "children", "students", "year", "primary", "adults", "classes"},
                        5,
                    )
                )
                and steady(s, m)
            ),
        ),
    ),
}
