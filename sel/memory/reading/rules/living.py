"""Where people live and work, what they study, whom and what they have, what befalls them."""

from __future__ import annotations

from sel.memory.reading.phrases import holds, is_passing, is_vague, noun_words, says_soon, says_when
from sel.memory.reading.rule import AHEAD, ANY, HAPPENED, STILL, Rule, rule
from sel.memory.reading.rules.checks import (
    Match,
    both,
    capital,
    dated,
    dated_or_soon,
    event,
    habit,
    head_in,
    lasting,
    named,
    place_named,
    steady,
    word_in,
)
from sel.memory.reading.saying import Saying
from sel.memory.reading.words.bodies import CONDITIONS, LASTING
from sel.memory.reading.words.origins import LANGUAGES, TECHNICAL
from sel.memory.reading.words.pastimes import DONE, PLAYED
from sel.memory.reading.words.people import PETS, RELATIONS
from sel.memory.reading.words.work import JOBS, SUBJECTS

_NOW = frozenset({"now"})
_AGO = HAPPENED | {"now"}
_NUMBER = r"(?:an? |one |two |three |four |five |six |seven |eight |nine |ten |\d+ |no |another |several |lots of |a few |my own )"
_NEW_JOB = r"(?:an?|the|my) (?:new |first |second |part-time |full-time |summer |dream |temporary |better )*(?:job|position|role|placement|internship|apprenticeship|traineeship|residency|business|course|degree|phd|master's|masters|training|post)\b"
_STUDY_WORDS = r"(?:university|college|school|nursing school|med school|medical school|law school|art school|sixth form|evening classes|night school|therapy|chemo|chemotherapy|physio|rehab|secondary school|kindergarten|nursery|primary school|year \d+|my (?:phd|masters?|master's|degree|apprenticeship|residency|internship|maternity leave|new role))\b"


def _technical(saying: Saying) -> bool:
    return bool(holds(saying.rest, TECHNICAL, 5))


def _workplace(saying: Saying, found: Match) -> bool:
    rest = saying.rest[found.end() :].lstrip()
    return not is_vague(rest) and not is_passing(saying.rest) and not _technical(saying)


def _one_named(saying: Saying, found: Match) -> bool:
    """A friend or a boss is told of only with a name or with more behind it."""
    words = noun_words(saying.rest[found.end() :], 4)
    kin = next((word for word in words if word in RELATIONS), "")
    if not kin or is_passing(saying.rest) or " over " in saying.rest + " ":
        return False
    return kin not in _LOOSE or " called " in saying.rest or " named " in saying.rest or " who " in saying.rest


_LOOSE = frozenset("friend friends mate mates colleague colleagues boss coworker neighbour neighbours family teacher doctor dentist manager baby boy girl boys girls landlord".split())


_NO_ANIMAL = frozenset("class object model meme picture photo video shelter food toy bed problem person costume emoji sticker interface table function".split())


def _animal(saying: Saying, found: Match) -> bool:
    """An animal of their own: "two cats", "an old dog called Rufus"; not "a cat on my lap"."""
    words = noun_words(saying.rest[found.end() :], 5)
    return any(word in PETS for word in words[-2:]) and not _NO_ANIMAL & set(words) and not _BITS.search(saying.rest) and not is_passing(saying.rest.split(" called ")[0])


def _suffers(saying: Saying, found: Match) -> bool:
    rest = saying.rest[found.end() :]
    return bool(holds(rest, CONDITIONS, 5)) and not is_passing(rest) and not _technical(saying)


def _weighty(saying: Saying, found: Match) -> bool:
    return dated_or_soon(saying, found) and not is_vague(saying.rest[found.end() :].lstrip())


import re  # noqa: E402

_BITS = re.compile(r"\b(?:on my (?:lap|knees|desk|head|feet)|here|in my (?:house|garden|room) (?:now|again)|problems?|photos?|pictures?|memes?|to feed|to walk|to draw|food|costume|breath)\b")
_LOST = r"(?:my|our|both my|both) (?:\w+ )?"

LIVING: dict[str, tuple[Rule, ...]] = {
    "live": (
        rule(r"(?:in|near|at|outside|just outside|close to|not far from|north of|south of|east of|west of|next to|on|by|around|up in|down in|out in|over in|opposite|above|in and around) (?P<x>.+)", "fact", "home", "home", hard=True, negative=None, check=place_named),
        rule(r"in (?P<x>.+)", "fact", "past home", "", tenses=frozenset({"past", "used"}), check=place_named),
        rule(r"(?:alone|by myself|on my own|on a (?:farm|boat|houseboat|narrowboat)|abroad|off grid|off the grid|out of town)\b", "fact", "home", "household", hard=True, check=steady),
        rule(r"(?:here )?with (?!it|that|this|the|you)", "fact", "home", "household", hard=True, check=lambda s, m: word_in(RELATIONS | PETS | CONDITIONS | {"strangers", "students", "nuns", "people"}, 6)(s, m)),
        rule(r"(?:together|here) ?(?:for|since)?", "fact", "home", "", tenses=frozenset({"going_on", "perfect"})),
    ),
    "move": (
        rule(r"(?:back |over |out |away |down |up |house |home |here |recently |all the way )*(?:from .+ )?(?:to|into) (?P<x>.+)", "fact", "home", "home", hard=True, tenses=HAPPENED, check=place_named),
        rule(r"(?:back |over |out |away |down |up |house |home )*(?:from .+ )?(?:to|into|in with) (?P<x>.+)", "plan", "home plan", "moving", tenses=frozenset({"doing", "will"}), check=lambda s, m: place_named(s, m) or s.rest.startswith("in with")),
        rule(r"(?:house|home|flat|flats|apartments|out|abroad|away)\b", "plan", "home plan", "moving", tenses=frozenset({"doing", "will"}), check=dated),
        rule(r"(?:in|back in) (?:together )?with my\b|back in with\b|out of (?:my|our) (?:parents|mum|dad|mother|ex|old)", "fact", "home", "household", tenses=HAPPENED | {"doing", "will"}),
        rule(r"here (?:from|in|when|to|for|last|a|two|three|five|\d)", "episode", "home", "", tenses=HAPPENED),
    ),
    "work": (
        rule(r"(?:full-time |part-time |freelance |mostly |mainly )*as (?:an? |the |head )?", "fact", "job", "job", hard=True, check=_workplace, negative=None),
        rule(r"(?:full-time |part-time |freelance |mostly |mainly |nights |shifts |days |weekends |remotely |long hours )*(?:at|for|in|with|on|behind) (?!home\b|the (?:moment|same|same time|weekend)\b|(?:a |an |the )?hours?\b|\d+ hours|ages|most|every|all|progress|my (?:code|project|app|bug|essay|pyjamas)|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|both|some|any)", "fact", "job", "job", hard=True, negative=None, check=lambda s, m: _workplace(s, m) and not s.rest.startswith("on ") or _STANDS_AT.match(s.rest) is not None),
        rule(r"(?:from home|remotely|nights?|night shifts?|the night shift|late shifts?|early shifts?|shifts|part-time|part time|full-time|full time|freelance|two jobs|weekends|days|evenings|for myself|from (?:the|my)|offshore|abroad|outdoors|four days)\b", "fact", "job", "work:hours", hard=True, check=lambda s, m: not is_passing(s.rest) and "from the terminal" not in s.rest),
        rule(r"(?:late|early|until|till|\w+ (?:days|hours) a week|on (?:mon|tues|wednes|thurs|fri|satur|sun)days)\b", "fact", "job", "work:hours", check=lambda s, m: habit(s, m) and not _technical(s)),
        rule(r"(?:on )(?:my|an?|our) (?:\w+ )?(?:thesis|novel|book|album|phd|dissertation|memoir|degree|screenplay|play|poems|collection|exhibition)\b", "plan", "goal", "", tenses=frozenset({"doing", "going_on"})),
        rule(r"(?:as|at|for|in) ", "fact", "past job", "", tenses=frozenset({"past", "used"}), check=lambda s, m: word_in(JOBS, 4)(s, m) or " years" in s.rest),
    ),
    "start": (
        rule(r"(?:work|working|my (?:new |first )?(?:job|role)|" + _NEW_JOB + r"|at|as an?|with) ?", "plan", "job plan", "", hard=True, tenses=AHEAD, check=_weighty),
        rule(r"(?:" + _STUDY_WORDS + r"|studying|learning|training|teaching|nursing|my)", "plan", "plan", "", tenses=AHEAD, check=dated_or_soon),
        rule(r"(?:working|work|" + _NEW_JOB + r")(?: |$)", "fact", "job", "job", hard=True, tenses=HAPPENED, check=lambda s, m: not _technical(s) and "on " not in s.rest[m.end() : m.end() + 3]),
        rule(r"(?:as an?|at) ", "fact", "job", "job", hard=True, tenses=HAPPENED, check=lambda s, m: word_in(JOBS, 4)(s, m) or _workplace(s, m) and "at the" not in s.rest),
        rule(r"(?:to learn|learning|taking|playing|doing|going to) ", "fact", "pastime", "", tenses=HAPPENED | {"doing"}, check=lambda s, m: word_in(LANGUAGES | PLAYED | DONE | {"lessons", "classes", "therapy"}, 4)(s, m)),
        rule(r"(?:" + _STUDY_WORDS + r")", "episode", "life", "", tenses=HAPPENED),
        rule(r"(?:my own|an?|our|my) (?:\w+ )?(?:business|company|charity|bakery|band|podcast|blog|family|shop|studio|café|cafe|choir)\b", "fact", "life", "", tenses=ANY - {"may", "can"}, check=steady),
    ),
    "have": (
        rule(r"(?:to )(?:take|inject|wear|use|avoid|get up|be up|wake up) (?:.+)", "fact", "health habit", "", tenses=_NOW, check=lambda s, m: habit(s, m) or word_in({"insulin", "medication", "pills", "hearing"}, 6)(s, m) or "glasses" in s.rest),
        rule(_NUMBER + r"?", "person", "family people", "", hard=True, tenses=frozenset({"now", "perfect"}), negative=None, check=lambda s, m: bool(m.group()) and _one_named(s, m)),
        rule(_NUMBER + r"?(?=.*\b(?:called|named|his name is|her name is|name 's) (?P<x>[\w-]+))?", "fact", "pet", "pet:{k}:name", hard=True, tenses=frozenset({"now", "perfect"}), check=_animal),
        rule(_NUMBER + r"?(?:the |some )?", "fact", "health identity", "", hard=True, tenses=frozenset({"now", "perfect"}), check=_suffers),
        rule(r"(?:an? |the |my |our )?", "plan", "plan event", "", tenses=frozenset({"now", "doing", "will"}), check=event),
        rule(r"(?:an? |the |my )?(?:\w+ )?(?:fear|phobia) of ", "fact", "fear", "", check=named),
        rule(r"(?:an?|two|three|my own|our own|the) (?:\w+ )?(?:allotment|boat|motorbike|motorcycle|cottage|bakery|café|cafe|business|company|farm|vegetable garden|garden|tattoos?|degree|phd|masters?|master's|pacemaker|stammer|stutter|lisp|sweet tooth|crush on|prosthetic leg|hearing aid|guide dog|season ticket|campervan|van|narrowboat|telescope|greenhouse|recording studio|podcast|blog|shop|youtube channel|half-brother|disability|kidney|heart condition|bad (?:back|knee|heart|shoulder|hip)|weak heart|photographic memory|black belt|scholarship|mortgage|girlfriend|boyfriend|pilot's licence|licence)\b", "fact", "life", "", tenses=_NOW, check=steady),
        rule(r"(?:\w+ )?(?:green|blue|brown|grey|hazel|red|curly|blonde|blond|ginger|black|long|short|perfect) (?:eyes|hair|pitch)\b", "fact", "body", "", hard=True, check=steady),
        rule(r"(?:trouble|a hard time|difficulty|problems|a lot of trouble|a lot of anxiety|panic attacks|nightmares|hearing aids|hay fever|high blood pressure|low blood pressure|chronic pain|a nut allergy|food allergies|celiac disease|heart disease|food poisoning twice|hearing loss|dual citizenship|bad eyesight|poor eyesight|bad knees|perfect pitch|colour blindness)\b", "fact", "health", "", check=lambda s, m: not is_passing(s.rest) and (lasting(s, m) or not s.rest.startswith(("trouble", "problems", "difficulty", "a hard")) or "sleeping" in s.rest)),
        rule(r"(?:an? )?(?:baby|surgery|an operation|my wisdom teeth|a c-section|a scan|chemo|my (?:exams?|finals|driving test|interview|wedding))\b", "plan", "plan", "", tenses=frozenset({"doing", "will"}), check=dated_or_soon),
        rule(r"(?:an? |my |two |three )(?:\w+ )?(?:miscarriages?|strokes?|heart attacks?|breakdown|burnout|car accident|accident|stillbirth|operations?|surger(?:y|ies)|transplant|baby|son|daughter|cancer|concussion|knee replacement|hip replacement|cancer scare|seizure)\b|(?:cancer|surgery|chemo|open-heart)", "episode", "health", "", hard=True, tenses=HAPPENED),
        rule(r"(?:an? |the )?(?:\w+ )?(?:every|on (?:mon|tues|wednes|thurs|fri|satur|sun)days)\b", "fact", "habit", "", check=lambda s, m: word_in(DONE | PLAYED | {"therapy", "class", "lessons", "rehearsal", "practice", "training", "choir", "band"}, 5)(s, m) if False else holds(s.rest, DONE | PLAYED | {"therapy", "lessons", "rehearsal", "training", "choir"}, 5) != ""),
        rule(r"(?:an? )?(?:\w+ )?(?:lessons?|class|classes|rehearsals?|practice|training|therapy)\b", "fact", "habit", "", check=habit),
    ),
    "own": (rule(r"(?:an?|two|three|my|our|the) ", "fact", "life", "", check=both(named, lambda s, m: not word_in({"copy", "t-shirt", "domain", "repo"}, 3)(s, m))),),
    "drive": (rule(r"an? (?:\w+ ){0,4}(?P<x>\w+)", "fact", "life", "car", check=lambda s, m: steady(s, m) and not _technical(s)),),
    "speak": (rule(r"(?:\w+ )*", "fact", "language", "", hard=True, negative=None, tenses=frozenset({"now", "can"}), check=lambda s, m: bool(holds(s.rest, LANGUAGES, 8)) and not is_passing(s.rest)),),
    "study": (
        rule(r"(?:for )?", "fact", "study", "study", hard=True, check=lambda s, m: bool(holds(s.rest, SUBJECTS | LANGUAGES, 5)) and not _EXAMS.search(s.rest) and not is_passing(s.rest)),
        rule(r"(?:at|in) (?P<x>.+)", "fact", "study", "study", hard=True, check=place_named),
        rule(r"(?:abroad|abroad in|in|at) (?P<x>.+)", "fact", "past study", "", tenses=frozenset({"past", "used"}), check=lambda s, m: s.rest.startswith("abroad") or place_named(s, m)),
        rule(r"(?:for (?:my|the|a|an) )", "plan", "study", "", check=lambda s, m: word_in({"finals", "bar", "exams", "phd", "masters", "degree", "a-levels", "citizenship"}, 3)(s, m)),
        rule(r"(?:\w+ )", "fact", "past study", "", tenses=frozenset({"past", "used"}), check=lambda s, m: bool(holds(s.rest, SUBJECTS | LANGUAGES, 4)) and not _EXAMS.search(s.rest)),
    ),
    "learn": (
        rule(r"(?:to (?:drive|swim|code|sail|knit|sew|read|cook|fly|surf|ski|dance|ride|walk|play|speak|sign|paint|juggle)\b|)", "fact", "pastime goal", "", check=lambda s, m: bool(m.group()) and "better" not in s.rest and not is_passing(s.rest) or bool(holds(s.rest, LANGUAGES | PLAYED | {"guitar", "sign"}, 5)) and not _technical(s)),
    ),
    "teach": (rule(r"(?:\w+ )*", "fact", "job", "job", hard=True, check=lambda s, m: bool(holds(s.rest, SUBJECTS | LANGUAGES | PLAYED | DONE | {"kids", "children", "students", "year", "primary", "adults", "classes"}, 5)) and steady(s, m)),),
    "grow": (rule(r"up (?:in|on|near|with|by|between|as|speaking|outside|without|around|poor|bilingual|catholic|muslim)\b", "fact", "origin identity", "origin", hard=True, tenses=HAPPENED, check=lambda s, m: not is_vague(s.rest[m.end() :].strip())),),
    "come": (
        rule(r"from (?P<x>.+)", "fact", "origin identity", "origin", hard=True, tenses=_NOW, check=place_named),
        rule(r"from an? (?:\w+ )*family", "fact", "origin identity", "", hard=True, tenses=_NOW),
        rule(r"out (?:as|to (?:my|everyone))|to live|here (?:from|in|as|to study|to work|when)", "episode", "life", "", hard=True, tenses=HAPPENED),
    ),
    "go": (
        rule(r"by (?P<x>\w+)(?! (?:train|bike|bus))", "fact", "name identity", "name", hard=True, tenses=_NOW, check=capital),
        rule(r"to (?:the |an? |my )?(?:\w+ )?(?:school|university|college|church|mosque|synagogue|temple|therapy|gym|aa|mass|choir|evening classes|pool|library|physio|rehab)\b", "fact", "habit", "", tenses=_NOW | {"going_on"}, check=lambda s, m: habit(s, m) or _SCHOOL.search(s.rest) is not None and capital_after(s, m)),
        rule(r"(?P<x>\w+)", "fact", "pastime habit", "", tenses=_NOW, check=lambda s, m: m.group("x") in DONE and habit(s, m)),
        rule(r"(?:(?:back|over|on|away|abroad|home|camping|hiking|skiing|sailing|diving|travelling|backpacking|interrailing|climbing) )*(?:to|for|on|in|around|with|away|abroad|home)?\b", "plan", "plan", "", tenses=frozenset({"doing", "will"}), check=lambda s, m: says_when(s.rest) and not _ERRAND.search(s.rest)),
        rule(r"to bed (?:at|around|early|late|before|after|by)\b", "fact", "habit", "", tenses=_NOW, check=lambda s, m: habit(s, m) or "usually" in s.adverbs),
        rule(r"(?:blind|deaf|bald|through (?:a |my )(?:divorce|breakup|bad|rough|hard|difficult))\b", "episode", "life", "", tenses=STILL | HAPPENED),
        rule(r"vegan|vegetarian|gluten-free|sober", "fact", "diet identity", "diet", hard=True, tenses=HAPPENED),
    ),
}  # fmt: skip
_STANDS_AT = re.compile(r"on (?:an?|the) (?:oil rig|farm|ship|cruise ship|night shift|building sites?|boat|ward|railway|railways|buses|trains)\b")
_EXAMS = re.compile(r"\b(?:tonight|tomorrow|today|all night|all day)\b")
_SCHOOL = re.compile(r"\b(?:school|university|college)\b")
_ERRAND = re.compile(r"^(?:to (?:bed|sleep|work|the (?:shop|shops|gym|kitchen|toilet|bathroom|supermarket|store|bank))|out|home|crazy|for a (?:walk|run|drink|nap))\b")


def capital_after(saying: Saying, found: Match) -> bool:
    """Whether the school's name or town is told, too."""
    return " in " in saying.rest or " at " in saying.rest or " of " in saying.rest
