"""What people do for years, what they plan, and what befalls them."""

from __future__ import annotations

import re

from sel.memory.reading.phrases import holds, is_passing, is_vague, says_soon, says_when
from sel.memory.reading.rule import AHEAD, ANY, HAPPENED, STILL, Rule, rule
from sel.memory.reading.rules.checks import (
    Match,
    capital,
    dated,
    dated_or_soon,
    habit,
    named,
    place_named,
    steady,
    word_in,
)
from sel.memory.reading.saying import Saying
from sel.memory.reading.words.bodies import CONDITIONS
from sel.memory.reading.words.origins import LANGUAGES, TECHNICAL
from sel.memory.reading.words.pastimes import ALONE, DONE, PLAYED
from sel.memory.reading.words.people import EVENTS, PETS, RELATIONS
from sel.memory.reading.words.work import JOBS, SUBJECTS

_NOW = frozenset({"now"})
_STILL_OR_USED = STILL | {"used"}
_LATER = frozenset({"doing", "will"})
_FRIENDS_AND = RELATIONS | PETS

_AIM = re.compile(
    r"(?:(?:really |finally |eventually |someday |one day |also |to )*)"
    r"(?:learn (?:how )?(?:to (?:drive|swim|sail|knit|sew|cook|fly|surf|ski|dance|ride|paint|play|speak|draw|code)|(?P<l>\w+))"
    r"|(?:become|be) (?:an? |the )(?P<j>[\w-]+(?: [\w-]+)?)|(?:visit|see|travel (?:to|around|through)|go (?:back )?to|live in|move (?:back )?to|retire to|emigrate to|cycle (?:to|across)|walk (?:the|to|across)|hike|sail (?:to|around|across)) (?P<p>[\w-]+)"
    r"|write (?:an? |my (?:own )?)(?:\w+ )?(?:novel|book|memoir|play|screenplay|album)|publish|run (?:an? |my own |my first )(?:\w+ )?(?:marathon|half-marathon|half marathon|business|bakery|café|cafe|shop|farm|ultra)"
    r"|study (?P<s>\w+)|open (?:an? |my own |our own )|start (?:an? |my own |our own )(?:\w+ )?(?:family|business|company|charity|band|bakery|shop|podcast|garden)|"
    r"quit (?:my job|smoking|drinking|sugar)|(?:stop|give up) (?:smoking|drinking|sugar|meat|vaping)|buy (?:an? |our |my )(?:first |own |small |little )*(?:house|flat|home|van|boat|cottage|apartment|farm|motorbike)|"
    r"lose (?:\w+ )?(?:weight|kilos|pounds|kg|stone|\d+)|have (?:kids|children|a (?:baby|family|big family|child))|get (?:married|pregnant|a (?:dog|cat|puppy|kitten|tattoo|phd|degree|new job|better job|promotion)|my (?:driving )?licen[cs]e|into (?:medical|law|art|drama|nursing|university))|"
    r"adopt|foster|retire|apply (?:for|to)|climb|go (?:back to (?:university|school|uni|college)|vegan|vegetarian|freelance|part-time)|conceive|save (?:up )?for|change (?:careers|jobs)|build (?:an? |my own |our own )(?:\w+ )?(?:house|boat|cabin|shed|canoe|guitar|family|treehouse)|read \d+ books|propose)\b"
)


def _aim(saying: Saying, found: Match) -> bool:
    """An aim of one's life, or something with a date; not "I want to write a function"."""
    rest = saying.rest[found.end() :].lstrip()
    aim = _AIM.match(rest)
    if not aim:
        return False
    if is_passing(rest):
        return False
    if aim.group("l") and not holds(rest, LANGUAGES | PLAYED | DONE | SUBJECTS | {"guitar", "sign"}, 4):
        return False
    if aim.group("j") and not holds(aim.group("j"), JOBS | {"dad", "mum", "parent"}):
        return False
    if aim.group("s") and not holds(rest, SUBJECTS | LANGUAGES, 4):
        return False
    if aim.group("p"):
        place = found.end() + saying.rest[found.end() :].index(aim.group("p"), max(0, aim.start("p")))
        return saying.spelling(place)[:1].isupper() or (saying.is_lower() and not is_vague(aim.group("p")) and aim.group("p") not in {"a", "my", "if", "bed", "sleep", "home", "work"}) or aim.group("p") in {"the", "abroad"} and says_when(rest)
    return True


def _aim_or_dated(saying: Saying, found: Match) -> bool:
    rest = saying.rest[found.end() :]
    return _aim(saying, found) or (says_when(rest) and not is_vague(rest.lstrip()) and not is_passing(rest))


def _pastime(saying: Saying, found: Match) -> bool:
    if re.match(r"(?:the|a|an|my|it|this|into|out)\b", saying.rest) or holds(saying.rest, _TOOLS, 4):
        return False
    return habit(saying, found) and not is_vague(saying.rest or "every")


_TOOLS = TECHNICAL | {"npm", "pip", "cargo", "tests", "make", "pytest", "code", "builds", "scripts"}


def _played(saying: Saying, found: Match) -> bool:
    rest = saying.rest
    if is_passing(rest) or not holds(rest, PLAYED | {"guitar"}, 5):
        return False
    return saying.tense != "doing" or habit(saying, found)


def _body_part(saying: Saying, found: Match) -> bool:
    return bool(holds(saying.rest, _BONES, 5))


_BONES = frozenset("leg arm ankle wrist foot hip collarbone nose rib ribs back finger thumb toe knee elbow shoulder neck jaw pelvis hand meniscus acl".split())


def _loss(saying: Saying, found: Match) -> bool:
    if holds(saying.rest, {"keys", "phone", "wallet", "game", "bet", "match", "file", "work", "train", "thread", "it"}, 4):
        return False
    return bool(holds(saying.rest, _FRIENDS_AND | _LOSABLE, 5))


_LOSABLE = frozenset("job house home hearing sight eyesight hair leg arm eye baby licence sense faith business weight kilos kg kids".split())

_AIMS = (rule(r"(?:on |to |of )?(?:to )?", "plan", "goal", "", tenses=STILL, check=_aim),)
_DEATH = (
    rule(r"(?:away|on)?", "person", "loss people", "", hard=True, tenses=HAPPENED, who="person pet"),
)
_ENDINGS = (
    rule(r"(?:up |with |from )*", "episode", "life people", "", hard=True, tenses=HAPPENED | {"doing"}, who="self person", check=lambda s, m: "up" in s.rest or bool(holds(s.rest, RELATIONS, 5)) or s.verb in {"separate", "divorce"}),
)

DOING: dict[str, tuple[Rule, ...]] = {
    "be": (),
    "play": (
        rule(r"(?:the |some |in (?:an? |the )?|for )?", "fact", "pastime", "", tenses=_STILL_OR_USED | {"can"}, check=_played),
        rule(r"(?:\w+ ){0,3}(?:in|for|with) (?:an?|the|my) (?:\w+ )*(?:band|orchestra|quartet|team|club|league|ensemble|choir|brass band|wind band)\b", "fact", "pastime", "", tenses=_STILL_OR_USED),
    ),
    **dict.fromkeys("run swim jog cycle box read write dance walk hike climb ski surf cook bake fish sail row train paint draw garden knit sing meditate pray stretch skate volunteer commute travel box".split(), (
        rule(r"", "fact", "pastime habit", "", tenses=_STILL_OR_USED, check=_pastime),
        rule(r"(?:in|with|for) (?:an?|the|my|our) (?:\w+ )*(?:choir|band|club|group|team|orchestra|shelter|charity|hospice|library|food bank|museum|school|church|samaritans|red cross|foodbank|hospital)\b|at (?:an?|the|my|our) (?:\w+ )*(?:shelter|charity|hospice|library|food bank|foodbank|museum|school|church|hospital|soup kitchen)\b", "fact", "pastime", "", hard=True, tenses=_STILL_OR_USED),
        rule(r"(?:an? |my own |our own |the (?:family|local|village) |my (?:family's|dad's|mum's) )(?:\w+ ){0,2}(?:bakery|business|shop|company|café|cafe|restaurant|farm|blog|podcast|choir|club|hotel|b&b|hostel|studio|gallery|school|nursery|charity|startup|salon|garage|bookshop|newsletter|youth group|pub|bar|clinic|practice|museum|library)\b", "fact", "job", "job", hard=True, tenses=STILL),
        rule(r"(?:an? |my |the |\d+ |two |three )?(?:first |second |third |whole )?(?:marathon|marathons|half marathon|half-marathon|ultras?|triathlons?)\b", "episode", "pastime", "", tenses=HAPPENED | STILL | {"will"}, check=steady),
        rule(r"(?:poetry|poems|short stories|novels|fiction|songs|fantasy|sci-fi|music|haikus?|plays|crime novels|detective stories|fan fiction|fanfiction|landscapes|watercolours|portraits|icons|comics|pots|miniatures|an? (?:\w+ )?(?:novel|memoir|phd|thesis|book|dissertation|opera|symphony|screenplay))\b", "fact", "pastime", "", tenses=STILL, check=lambda s, m: steady(s, m) and s.verb in {"write", "paint", "draw"}),
    )),
    "do": (
        rule(r"(?:some |a lot of |a bit of )?(?:hot |aerial |power )?", "fact", "pastime", "", tenses=_STILL_OR_USED, check=lambda s, m: word_in(DONE, 1)(s, m) and (habit(s, m) or s.tense == "now") and not is_passing(s.rest)),
        rule(r"(?:an?|my|the) (?:\w+ ){0,3}(?:phd|degree|masters?|master's|apprenticeship|internship|a-levels|doctorate|course|residency|diploma|postdoc|gcses|bachelor's|bachelors|ba|msc|mba|traineeship)\b|night shifts|shift work|my (?:a-levels|gcses)", "fact", "study", "study", hard=True, tenses=STILL | {"will"}, check=steady),
    ),
    "collect": (rule(r"", "fact", "pastime", "", tenses=_STILL_OR_USED, check=lambda s, m: named(s, m) and not holds(s.rest, {"data", "logs", "metrics", "ideas", "my", "the"}, 2)),),
    **dict.fromkeys("knit crochet sew garden meditate volunteer climb sail surf row ski snowboard skate quilt embroider whittle carve juggle paint sculpt box stutter stammer snowboard sleepwalk".split(), (
        rule(r"(?:$|[,.;!(]|and |as |at |in |for |with (?:an?|the|my) |every|on |since|a lot|quite|when|to relax|socks|wood|spoons|scarves|clothes|jumpers|sweaters|blankets)", "fact", "pastime", "", tenses=_STILL_OR_USED, check=steady),
        rule(r"(?:poetry|landscapes|watercolours|portraits)\b", "fact", "pastime", "", tenses=STILL),
    )),
    "ride": (rule(r"(?:an? |my )?(?:horses|motorbike|motorcycle|harley|horse|bike|bicycle|unicycle)\b", "fact", "pastime", "", tenses=_STILL_OR_USED, check=lambda s, m: "horse" in s.rest or "motor" in s.rest or "harley" in s.rest or habit(s, m)),),
    "keep": (rule(r"(?:bees|chickens|hens|ducks|goats|an? (?:diary|journal|allotment|aquarium)|tropical fish|snakes|reptiles|kosher|sabbath|shabbat)\b", "fact", "pastime", "", tenses=STILL),),
    "take": (
        rule(r"(?:my )?(?:coffee|tea) |(?:\w+ )?(?:sugars?|milk) in my (?:tea|coffee)", "preference", "taste", "", tenses=STILL, check=steady),
        rule(r"(?:\w+ )*?(?:insulin|medication|medicine|antidepressants|statins|lithium|beta blockers|beta-blockers|blood thinners|the pill|pills|warfarin|metformin|ritalin|sertraline|vitamins)\b", "fact", "health", "", hard=True, tenses=STILL, check=steady),
        rule(r"(?:\w+ ){1,3}?(?:lessons|classes)\b", "fact", "pastime", "", tenses=STILL | {"will"}, check=steady),
    ),
    "drop": (rule(r"out of ", "episode", "study life", "", hard=True, tenses=HAPPENED, check=word_in({"university", "college", "school", "uni", "law", "medical"}, 4)),),
    "name": (rule(r"(?:our|my|the|him|her) ", "fact", "family", "", hard=True, tenses=HAPPENED, check=lambda s, m: m.group() in {"him ", "her "} or bool(holds(s.rest, RELATIONS | PETS, 4))),),
    "wear": (rule(r"(?:\w+ ){0,2}(?:glasses|contact lenses|contacts|hearing aids?|hijab|headscarf|kippah|turban|prosthesis|braces|wig|insulin pump|pacemaker)\b", "fact", "body", "", tenses=STILL, check=steady),),
    "use": (rule(r"(?:\w+ ){0,2}(?:wheelchair|he/him|she/her|they/them|screen reader|hearing aids?|white cane|cane|crutches|walker|mobility scooter|sign language|inhaler|bsl|cpap)(?=$| [,.!;(]| (?:and|because|since|when|to|for|on|after|outside|at|every)\b)|(?:he|she|they) (?:/|and) (?:him|her|them)", "fact", "health identity", "", hard=True, tenses=STILL, check=steady),),
    "need": (rule(r"(?:\w+ ){0,2}(?:glasses|insulin|wheelchair|hearing aids?|crutches|dialysis|subtitles|captions|large print|inhaler)\b", "fact", "health", "", hard=True, tenses=STILL, check=steady),),
    "train": (rule(r"(?:for|as|to be(?:come)?|towards) ", "plan", "goal", "", tenses=frozenset({"doing", "going_on"}), check=lambda s, m: bool(holds(s.rest, EVENTS | JOBS | {"ironman", "10k", "5k", "swim", "olympics", "climb", "championships", "half", "ultra"}, 7))),),
    "save": (rule(r"(?:up |money )*(?:for|to (?:buy|go|visit|travel|pay|get|study|see|move)) ", "plan", "goal", "", tenses=frozenset({"doing", "going_on"}), check=lambda s, m: not is_vague(s.rest[m.end() :])),),
    "want": (rule(r"(?:always )?to ", "plan", "goal", "", tenses=STILL | {"past"}, check=_aim),),
    "hope": (rule(r"to ", "plan", "goal", "", tenses=STILL, check=_aim_or_dated),),
    "plan": (rule(r"(?:on |to |a trip |our trip |my trip |our |my |an? )+", "plan", "plan", "", tenses=STILL, check=_aim_or_dated),),
    "dream": (rule(r"(?:of|about) ", "plan", "goal", "", tenses=STILL, check=lambda s, m: not is_passing(s.rest) and holds(s.rest, {"living", "becoming", "opening", "having", "visiting", "moving", "writing", "owning", "running", "travelling", "sailing"}, 2) != ""),),
    "try": (rule(r"(?:to |for )", "plan", "goal", "", tenses=frozenset({"doing", "going_on"}), check=lambda s, m: _aim(s, m) or s.rest.startswith("for a baby") or bool(re.match(r"to (?:cut down on|eat less|drink less|get fit|get healthier|get pregnant|learn \w+)", s.rest)) and not holds(s.rest, {"how", "what", "why", "this", "it", "from"}, 4)),),
    "expect": (rule(r"(?:a |an |our |my |twins|another )(?:\w+ )?(?:baby|child|boy|girl|grandchild|kid|son|daughter)?|in " , "plan", "family", "", hard=True, tenses=STILL, check=lambda s, m: bool(holds(s.rest, {"baby", "child", "twins", "girl", "boy", "grandchild", "son", "daughter"}, 5))),),
    "get": (
        rule(r"(?:married|engaged|hitched|divorced|remarried|separated)\b", "episode", "life identity", "standing", hard=True, tenses=HAPPENED),
        rule(r"(?:married|engaged|hitched|divorced|remarried|separated)\b", "plan", "life plan", "", hard=True, tenses=AHEAD),
        rule(r"(?:promoted|fired|laid off|made redundant|sacked|(?:an?|the|my) (?:\w+ )*(?:job|position|role|promotion|internship|apprenticeship|placement)|hired)\b", "fact", "job", "job", hard=True, tenses=HAPPENED, check=lambda s, m: "done" not in s.rest),
        rule(r"(?:accepted|into|in to) ", "episode", "study life", "", hard=True, tenses=HAPPENED, check=word_in({"university", "medical", "law", "art", "school", "college", "oxford", "cambridge", "mit", "drama", "nursing", "uni", "to", "at"}, 4)),
        rule(r"(?:my|the|an?|our) (?:\w+ )?(?:degree|driving licen[cs]e|licen[cs]e|citizenship|visa|phd|diagnosis|diploma|residency|green card|results|divorce|tattoo)\b|(?:diagnosed|custody)", "episode", "life", "", tenses=HAPPENED, check=lambda s, m: not is_passing(s.rest)),
        rule(r"(?:an?|two|three|another|our|my) (?:\w+ ){0,3}?(?:dog|cat|puppy|kitten|rabbit|hamster|parrot|horse|pony|tortoise|dogs|cats|kittens|chickens|ducks|goats|guinea pigs|hens)\b", "fact", "pet", "pet:{k}:name", hard=True, tenses=HAPPENED | _LATER, check=lambda s, m: s.tense not in _LATER or says_when(s.rest) or says_soon(s.rest)),
        rule(r"(?:really |very |quite |so |\w+ )?(?:migraines|panic attacks|seasick|carsick|car sick|travel sick|travelsick|hay fever|hayfever|anxious|nervous|cold sores|nosebleeds|motion sick|stage fright|overwhelmed|vertigo|claustrophobic|hives|dizzy|airsick|homesick)\b", "fact", "health", "", tenses=_NOW, check=steady),
        rule(r"up (?:at|around|before|early)", "fact", "habit", "", tenses=_NOW, check=lambda s, m: habit(s, m)),
        rule(r"(?:my|an?|the) .*(?:done|removed|operated|results)", "plan", "plan", "", tenses=_LATER, check=dated),
        rule(r"(?:an? |my |the )", "plan", "plan", "", tenses=_LATER, check=lambda s, m: says_when(s.rest) and bool(holds(s.rest, EVENTS | {"keys", "cast", "braces", "tattoo", "results", "house", "divorce", "degree"}, 5))),
    ),
    "turn": (rule(r"(?P<x>\d{1,3}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|eighteen|sixteen|thirteen)(?:-\w+)?|one|two|three|four|five|six|seven|eight|nine|ten)\b", "fact", "age birthday identity", "age", hard=True, tenses=HAPPENED | AHEAD),),
    "die": _DEATH,
    "pass": (
        rule(r"away|on\b", "person", "loss people", "", hard=True, tenses=HAPPENED, who="person pet"),
        rule(r"(?:my|the) (?:\w+ ){0,3}(?:exams?|driving test|test|finals|viva|theory test|bar|interview|probation|defence|audition|a-levels|gcses)\b", "episode", "life", "", tenses=HAPPENED),
    ),
    "lose": (rule(r"(?:my|our|both my|both|the|a|\d+|ten|my best) ", "episode", "loss", "", hard=True, tenses=HAPPENED | {"doing"}, check=_loss),),
    "break": (
        rule(r"up\b", "episode", "life people", "", hard=True, tenses=HAPPENED | {"doing"}),
        rule(r"(?:my|his|her|both) ", "episode", "health", "", tenses=HAPPENED, check=_body_part),
    ),
    **dict.fromkeys("split separate divorce".split(), _ENDINGS),
    **dict.fromkeys("injure sprain hurt".split(), (rule(r"(?:my|his|her) ", "episode", "health", "", tenses=HAPPENED, check=lambda s, m: _body_part(s, m) and (says_when(s.rest) or " ago" in s.rest or "last " in s.rest)),)),
    "marry": (rule(r"(?:my |an? |\w+)", "episode", "life identity", "standing", hard=True, tenses=HAPPENED | AHEAD, check=named),),
    "retire": (
        rule(r"(?:$|[,.!]|from|last|in|at|early|two|three|five|a|after|\d)", "fact", "job", "job", hard=True, tenses=HAPPENED),
        rule(r"", "plan", "job plan", "", tenses=_LATER, check=dated),
    ),
    "graduate": (
        rule(r"", "episode", "study", "", hard=True, tenses=HAPPENED),
        rule(r"", "plan", "study", "", tenses=AHEAD, check=dated_or_soon),
    ),
    **dict.fromkeys("finish complete submit defend".split(), (
        rule(r"(?:my|the) (?:\w+ )?(?:phd|degree|masters?|master's|chemo|treatment|thesis|novel|dissertation|apprenticeship|residency|a-levels|training|studies|exams)\b", "episode", "life", "", tenses=HAPPENED | AHEAD, check=lambda s, m: s.tense in HAPPENED or says_when(s.rest)),
        rule(r"(?:university|school|uni|college|chemo|my course)\b", "episode", "life", "", tenses=HAPPENED | AHEAD, check=lambda s, m: says_when(s.rest) or s.tense in HAPPENED),
    )),
    **dict.fromkeys("quit leave stop".split(), (
        rule(r"(?:my|the|his|her) (?:\w+ ){0,3}?(?:job|course|band|team|church|husband|wife|boyfriend|girlfriend|partner|phd|studies|army|navy|company|firm|choir)\b", "episode", "job life", "", hard=True, tenses=HAPPENED | {"doing", "now"}, check=lambda s, m: s.tense != "now" or s.verb == "quit"),
        rule(r"(?:smoking|drinking|vaping|sugar|coffee|caffeine|alcohol|gambling|eating (?:meat|sugar|dairy|gluten)|university|school|uni|college|facebook|instagram|social media|home)\b", "episode", "life habit", "", hard=True, tenses=HAPPENED | {"now"}, check=lambda s, m: s.verb == "quit" or s.tense != "now" and s.verb != "leave" or s.tense != "now" and says_when(s.rest) or " at " in s.rest or "without" in s.rest),
        rule(r"(?:for|to|on)\b", "plan", "plan", "", tenses=_LATER, check=lambda s, m: s.verb == "leave" and says_when(s.rest)),
    )),
    "give": (rule(r"(?:up (?:smoking|drinking|alcohol|sugar|meat|dairy|coffee|gluten|caffeine|vaping|gambling|my))|birth", "episode", "life habit", "", hard=True, tenses=HAPPENED),),
    "win": (rule(r"(?:an?|the|my|first|second|third|silver|gold|bronze) ", "episode", "life", "", tenses=HAPPENED, check=lambda s, m: bool(holds(s.rest, {"prize", "award", "competition", "medal", "scholarship", "championship", "tournament", "lottery", "cup", "race", "contest", "bursary"}, 6))),),
    **dict.fromkeys("buy sell".split(), (rule(r"(?:an?|my|our|the|her|his) (?:\w+ ){0,4}?(?:house|flat|apartment|cottage|car|boat|van|campervan|farm|motorbike|piano|cello|violin|land|home|bungalow|bakery|business|shop|allotment|caravan)\b", "episode", "life", "", tenses=HAPPENED | _LATER, check=lambda s, m: s.tense in HAPPENED or says_when(s.rest)),)),
    **dict.fromkeys("adopt foster rescue".split(), (
        rule(r"(?:an?|two|three|our|my|another|the) (?:\w+ ){0,4}?(?:dog|cat|puppy|kitten|rabbit|parrot|dogs|cats|kittens|greyhound|hamster|guinea pigs|horse|donkey|hen|hens|chickens|tortoise|son|daughter|boy|girl|child|children|baby|brothers|siblings|sisters)\b", "fact", "pet family", "pet:{k}:name", hard=True, tenses=HAPPENED | AHEAD | {"going_on"}, check=lambda s, m: s.tense in HAPPENED or dated_or_soon(s, m) or s.tense == "doing" or s.verb == "foster"),
    )),
    **dict.fromkeys("emigrate relocate".split(), (rule(r"(?:from .+ )?(?:to|here|in) ?(?P<x>.*)", "fact", "home", "home", hard=True, tenses=HAPPENED),)),
    **dict.fromkeys("fly travel drive visit sail come return fast host perform compete launch".split(), (
        rule(r"(?!it\b|this\b|that\b|you\b)", "plan", "plan", "", tenses=_LATER, check=lambda s, m: says_when(s.rest) or bool(holds(s.rest, {"tomorrow"}, 12)) and s.verb == "fly"),
    )),
    "meet": (rule(r"(?:my (?:\w+ )?(?:husband|wife|partner|boyfriend|girlfriend|fiancé|birth))\b|(?:in|at|on|when|through) (?=.+)", "episode", "life people", "", tenses=HAPPENED, check=lambda s, m: m.group().startswith("my") or bool(s.rest) and not is_passing(s.rest) and s.who == "person"),),
    "serve": (rule(r"(?:in|as|on) ", "fact", "past job", "", hard=True, tenses=ANY, check=word_in({"army", "navy", "air", "military", "marines", "police", "raf", "soldier", "peace", "councillor", "school"}, 5)),),
    "identify": (rule(r"as ", "fact", "identity", "", hard=True, tenses=_NOW),),
    "relation": (rule(r"my |our ", "person", "people family", "", hard=True, who="person pet"),),
    "commute": (rule(r"", "fact", "habit", "", tenses=STILL, check=lambda s, m: "from" in s.rest or "to" in s.rest.split()[:1] or habit(s, m)),),
    "love": (rule(r"to ", "plan", "goal", "", tenses=frozenset({"may"}), check=_aim),),
    "call": (rule(r"me (?P<x>[\w-]+)", "fact", "name identity", "name", hard=True, tenses=STILL | {"can"}, check=capital),),
    "develop": (rule(r"(?:an? )?", "fact", "health", "", hard=True, tenses=HAPPENED, check=lambda s, m: bool(holds(s.rest, CONDITIONS | {"allergy"}, 5))),),
    "fail": (rule(r"(?:my|the) (?:\w+ )?(?:driving test|exams?|finals|bar|viva|a-levels)\b", "episode", "life", "", tenses=HAPPENED),),
    "fall": (rule(r"(?:in love with|pregnant|out with my)\b", "episode", "life people", "", tenses=HAPPENED | STILL, check=lambda s, m: not is_vague(s.rest[m.end() :].strip() or "her")),),
    "wake": (rule(r"up (?:at|around|before|early)", "fact", "habit", "", tenses=_NOW, check=habit),),
    "build": (rule(r"(?:an?|my|our|model) (?:\w+ ){0,2}?(?:boat|house|cabin|canoe|guitar|guitars|treehouse|shed|harpsichord|trains|railway|planes|ships|violin|telescope|kayak)\b", "plan", "goal", "", tenses=STILL, check=steady),),
    "raise": (rule(r"me\b", "person", "family", "", hard=True, tenses=HAPPENED, who="person"), rule(r"(?:my|two|three|our|an?|money for|bees|goats|chickens)", "fact", "family", "", tenses=STILL, check=lambda s, m: bool(holds(s.rest, RELATIONS | PETS | {"bees", "alone", "money"}, 5))),),
    "mourn": (rule(r"", "episode", "loss", "", tenses=STILL, check=steady),),
    "grieve": (rule(r"", "episode", "loss", "", tenses=STILL, check=steady),),
    "recover": (rule(r"from ", "episode", "health", "", tenses=STILL, check=lambda s, m: not is_passing(s.rest) and not is_vague(s.rest[m.end() :]) and not holds(s.rest, {"party", "hangover", "lunch", "run", "yesterday"}, 5)),),
    "undergo": (),
    "date": (rule(r"", "person", "people life", "", tenses=STILL, check=lambda s, m: named(s, m) and ("for" in s.rest or holds(s.rest, {"someone", "guy", "girl", "man", "woman"}, 4) != "" or habit(s, m))),),
    "care": (rule(r"for (?:my|our|an?) ", "fact", "family", "", hard=True, tenses=STILL, check=lambda s, m: bool(holds(s.rest, RELATIONS, 5))),),
    "babysit": (rule(r"", "fact", "family", "", tenses=STILL, check=habit),),
    "found": (),
}  # fmt: skip
MATTERS = (place_named,)
