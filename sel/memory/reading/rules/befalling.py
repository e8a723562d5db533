"""What befalls people: love, loss, work, exams, illness."""

from __future__ import annotations


from sel.memory.reading.phrases import holds, is_passing, is_vague, says_soon, says_when
from sel.memory.reading.rule import HAPPENED, Rule, rule
from sel.memory.reading.rules.checks import Match, capital, dated, dated_or_soon, habit, named, steady, word_in
from sel.memory.reading.saying import Saying
from sel.memory.reading.words.bodies import CONDITIONS
from sel.memory.reading.words.people import EVENTS, PETS, RELATIONS
_LATER = frozenset({"doing", "will"})

_FRIENDS_AND = RELATIONS | PETS

_BONES = frozenset("leg arm ankle wrist foot hip collarbone nose rib ribs back finger thumb toe knee elbow shoulder neck jaw pelvis hand meniscus acl".split())

_LOSABLE = frozenset("job house home hearing sight eyesight hair leg arm eye baby licence sense faith business weight kilos kg kids".split())

_DEATH = (
    rule("person #loss #people hard +past +perfect :person :pet", r"(?:away|on)?"),
)

_ENDINGS = (
    rule("episode #life #people hard +past +perfect +doing :self :person", r"(?:up |with |from )*", lambda s, m: "up" in s.rest or bool(holds(s.rest, RELATIONS, 5)) or s.verb in {"separate", "divorce"}),
)


def _body_part(saying: Saying, found: Match) -> bool:
    return bool(holds(saying.rest, _BONES, 5))


def _loss(saying: Saying, found: Match) -> bool:
    if holds(saying.rest, {"keys", "phone", "wallet", "game", "bet", "match", "file", "work", "train", "thread", "it"}, 4):
        return False
    return bool(holds(saying.rest, _FRIENDS_AND | _LOSABLE, 5))



BEFALLING: dict[str, tuple[Rule, ...]] = {
    "be": (),
    "drop": (rule("episode #study #life hard +past +perfect", r"out of ", word_in({"university", "college", "school", "uni", "law", "medical"}, 4)),),
    "name": (rule("fact #family hard +past +perfect", r"(?:our|my|the|him|her) ", lambda s, m: m.group() in {"him ", "her "} or bool(holds(s.rest, RELATIONS | PETS, 4))),),
    "get": (
        rule("episode #life #identity @standing hard +past +perfect", r"(?:married|engaged|hitched|divorced|remarried|separated)\b"),
        rule("plan #life #plan hard +now +doing +will", r"(?:married|engaged|hitched|divorced|remarried|separated)\b"),
        rule("fact #job @job hard +past +perfect", r"(?:promoted|fired|laid off|made redundant|sacked|(?:an?|the|my) (?:\w+ )*(?:job|position|role|promotion|internship|apprenticeship|placement)|hired)\b", lambda s, m: "done" not in s.rest),
        rule("episode #study #life hard +past +perfect", r"(?:accepted|into|in to) ", word_in({"university", "medical", "law", "art", "school", "college", "oxford", "cambridge", "mit", "drama", "nursing", "uni", "to", "at"}, 4)),
        rule("episode #life +past +perfect", r"(?:my|the|an?|our) (?:\w+ )?(?:degree|driving licen[cs]e|licen[cs]e|citizenship|visa|phd|diagnosis|diploma|residency|green card|results|divorce|tattoo)\b|(?:diagnosed|custody)", lambda s, m: not is_passing(s.rest)),
        rule("fact #pet @pet:{k}:name hard +past +perfect +doing +will", r"(?:an?|two|three|another|our|my) (?:\w+ ){0,3}?(?:dog|cat|puppy|kitten|rabbit|hamster|parrot|horse|pony|tortoise|dogs|cats|kittens|chickens|ducks|goats|guinea pigs|hens)\b", lambda s, m: s.tense not in _LATER or says_when(s.rest) or says_soon(s.rest)),
        rule("fact #health +now", r"(?:really |very |quite |so |\w+ )?(?:migraines|panic attacks|seasick|carsick|car sick|travel sick|travelsick|hay fever|hayfever|anxious|nervous|cold sores|nosebleeds|motion sick|stage fright|overwhelmed|vertigo|claustrophobic|hives|dizzy|airsick|homesick)\b", steady),
        rule("fact #habit +now", r"up (?:at|around|before|early)", lambda s, m: habit(s, m)),
        rule("plan #plan +doing +will", r"(?:my|an?|the) .*(?:done|removed|operated|results)", dated),
        rule("plan #plan +doing +will", r"(?:an? |my |the )", lambda s, m: says_when(s.rest) and bool(holds(s.rest, EVENTS | {"keys", "cast", "braces", "tattoo", "results", "house", "divorce", "degree"}, 5))),
    ),
    "turn": (rule("fact #age #birthday #identity @age hard +now +past +perfect +doing +will", r"(?P<x>\d{1,3}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|eighteen|sixteen|thirteen)(?:-\w+)?|one|two|three|four|five|six|seven|eight|nine|ten)\b"),),
    "die": _DEATH,
    "pass": (
        rule("person #loss #people hard +past +perfect :person :pet", r"away|on\b"),
        rule("episode #life +past +perfect", r"(?:my|the) (?:\w+ ){0,3}(?:exams?|driving test|test|finals|viva|theory test|bar|interview|probation|defence|audition|a-levels|gcses)\b"),
    ),
    "lose": (rule("episode #loss hard +past +perfect +doing", r"(?:my|our|both my|both|the|a|\d+|ten|my best) ", _loss),),
    "break": (
        rule("episode #life #people hard +past +perfect +doing", r"up\b"),
        rule("episode #health +past +perfect", r"(?:my|his|her|both) ", _body_part),
    ),
    **dict.fromkeys("split separate divorce".split(), _ENDINGS),
    **dict.fromkeys("injure sprain hurt".split(), (rule("episode #health +past +perfect", r"(?:my|his|her) ", lambda s, m: _body_part(s, m) and (says_when(s.rest) or " ago" in s.rest or "last " in s.rest)),)),
    "marry": (rule("episode #life #identity @standing hard +now +past +perfect +doing +will", r"(?:my |an? |\w+)", named),),
    "retire": (
        rule("fact #job @job hard +past +perfect", r"(?:$|[,.!]|from|last|in|at|early|two|three|five|a|after|\d)"),
        rule("plan #job #plan +doing +will", r"", dated),
    ),
    "graduate": (
        rule("episode #study hard +past +perfect", r""),
        rule("plan #study +now +doing +will", r"", dated_or_soon),
    ),
    **dict.fromkeys("finish complete submit defend".split(), (
        rule("episode #life +now +past +perfect +doing +will", r"(?:my|the) (?:\w+ )?(?:phd|degree|masters?|master's|chemo|treatment|thesis|novel|dissertation|apprenticeship|residency|a-levels|training|studies|exams)\b", lambda s, m: s.tense in HAPPENED or says_when(s.rest)),
        rule("episode #life +now +past +perfect +doing +will", r"(?:university|school|uni|college|chemo|my course)\b", lambda s, m: says_when(s.rest) or s.tense in HAPPENED),
    )),
    **dict.fromkeys("quit leave stop".split(), (
        rule("episode #job #life hard +now +past +perfect +doing", r"(?:my|the|his|her) (?:\w+ ){0,3}?(?:job|course|band|team|church|husband|wife|boyfriend|girlfriend|partner|phd|studies|army|navy|company|firm|choir)\b", lambda s, m: s.tense != "now" or s.verb == "quit"),
        rule("episode #life #habit hard +now +past +perfect", r"(?:smoking|drinking|vaping|sugar|coffee|caffeine|alcohol|gambling|eating (?:meat|sugar|dairy|gluten)|university|school|uni|college|facebook|instagram|social media|home)\b", lambda s, m: s.verb == "quit" or s.tense != "now" and s.verb != "leave" or s.tense != "now" and says_when(s.rest) or " at " in s.rest or "without" in s.rest),
        rule("plan #plan +doing +will", r"(?:for|to|on)\b", lambda s, m: s.verb == "leave" and says_when(s.rest)),
    )),
    "give": (rule("episode #life #habit hard +past +perfect", r"(?:up (?:smoking|drinking|alcohol|sugar|meat|dairy|coffee|gluten|caffeine|vaping|gambling|my))|birth"),),
    "win": (rule("episode #life +past +perfect", r"(?:an?|the|my|first|second|third|silver|gold|bronze) ", lambda s, m: bool(holds(s.rest, {"prize", "award", "competition", "medal", "scholarship", "championship", "tournament", "lottery", "cup", "race", "contest", "bursary"}, 6))),),
    **dict.fromkeys("buy sell".split(), (rule("episode #life +past +perfect +doing +will", r"(?:an?|my|our|the|her|his) (?:\w+ ){0,4}?(?:house|flat|apartment|cottage|car|boat|van|campervan|farm|motorbike|piano|cello|violin|land|home|bungalow|bakery|business|shop|allotment|caravan)\b", lambda s, m: s.tense in HAPPENED or says_when(s.rest)),)),
    **dict.fromkeys("adopt foster rescue".split(), (
        rule("fact #pet #family @pet:{k}:name hard +now +past +perfect +going_on +doing +will", r"(?:an?|two|three|our|my|another|the) (?:\w+ ){0,4}?(?:dog|cat|puppy|kitten|rabbit|parrot|dogs|cats|kittens|greyhound|hamster|guinea pigs|horse|donkey|hen|hens|chickens|tortoise|son|daughter|boy|girl|child|children|baby|brothers|siblings|sisters)\b", lambda s, m: s.tense in HAPPENED or dated_or_soon(s, m) or s.tense == "doing" or s.verb == "foster"),
    )),
    **dict.fromkeys("emigrate relocate".split(), (rule("fact #home @home hard +past +perfect", r"(?:from .+ )?(?:to|here|in) ?(?P<x>.*)"),)),
    "meet": (rule("episode #life #people +past +perfect", r"(?:my (?:\w+ )?(?:husband|wife|partner|boyfriend|girlfriend|fiancé|birth))\b|(?:in|at|on|when|through) (?=.+)", lambda s, m: m.group().startswith("my") or bool(s.rest) and not is_passing(s.rest) and s.who == "person"),),
    "serve": (rule("fact #past #job hard always", r"(?:in|as|on) ", word_in({"army", "navy", "air", "military", "marines", "police", "raf", "soldier", "peace", "councillor", "school"}, 5)),),
    "identify": (rule("fact #identity hard +now", r"as "),),
    "relation": (rule("person #people #family hard :person :pet", r"my |our "),),
    "call": (rule("fact #name #identity @name hard +still +can", r"me (?P<x>[\w-]+)", capital),),
    "develop": (rule("fact #health hard +past +perfect", r"(?:an? )?", lambda s, m: bool(holds(s.rest, CONDITIONS | {"allergy"}, 5))),),
    "fail": (rule("episode #life +past +perfect", r"(?:my|the) (?:\w+ )?(?:driving test|exams?|finals|bar|viva|a-levels)\b"),),
    "fall": (rule("episode #life #people +now +past +perfect +going_on +doing", r"(?:in love with|pregnant|out with my)\b", lambda s, m: not is_vague(s.rest[m.end() :].strip() or "her")),),
    "mourn": (rule("episode #loss", r"", steady),),
    "grieve": (rule("episode #loss", r"", steady),),
    "recover": (rule("episode #health", r"from ", lambda s, m: not is_passing(s.rest) and not is_vague(s.rest[m.end() :]) and not holds(s.rest, {"party", "hangover", "lunch", "run", "yesterday"}, 5)),),
    "undergo": (),
    "date": (rule("person #people #life", r"", lambda s, m: named(s, m) and ("for" in s.rest or holds(s.rest, {"someone", "guy", "girl", "man", "woman"}, 4) != "" or habit(s, m))),),
    "found": (),
}
