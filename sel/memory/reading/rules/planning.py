"""What people aim at and plan."""

from __future__ import annotations

import re

from sel.memory.reading.phrases import holds, is_passing, is_vague, says_when
from sel.memory.reading.rule import Rule, rule
from sel.memory.reading.rules.checks import Match
from sel.memory.reading.saying import Saying
from sel.memory.reading.words.origins import LANGUAGES
from sel.memory.reading.words.pastimes import DONE, PLAYED
from sel.memory.reading.words.people import EVENTS
from sel.memory.reading.words.work import JOBS, SUBJECTS
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



PLANNING: dict[str, tuple[Rule, ...]] = {
    "train": (rule("plan #goal +going_on +doing", r"(?:for|as|to be(?:come)?|towards) ", lambda s, m: bool(holds(s.rest, EVENTS | JOBS | {"ironman", "10k", "5k", "swim", "olympics", "climb", "championships", "half", "ultra"}, 7))),),
    "save": (rule("plan #goal +going_on +doing", r"(?:up |money )*(?:for|to (?:buy|go|visit|travel|pay|get|study|see|move)) ", lambda s, m: not is_vague(s.rest[m.end() :])),),
    "want": (rule("plan #goal +now +past +perfect +going_on +doing", r"(?:always )?to ", _aim),),
    "hope": (rule("plan #goal", r"to ", _aim_or_dated),),
    "plan": (rule("plan #plan", r"(?:on |to |a trip |our trip |my trip |our |my |an? )+", _aim_or_dated),),
    "dream": (rule("plan #goal", r"(?:of|about) ", lambda s, m: not is_passing(s.rest) and holds(s.rest, {"living", "becoming", "opening", "having", "visiting", "moving", "writing", "owning", "running", "travelling", "sailing"}, 2) != ""),),
    "try": (rule("plan #goal +going_on +doing", r"(?:to |for )", lambda s, m: _aim(s, m) or s.rest.startswith("for a baby") or bool(re.match(r"to (?:cut down on|eat less|drink less|get fit|get healthier|get pregnant|learn \w+)", s.rest)) and not holds(s.rest, {"how", "what", "why", "this", "it", "from"}, 4)),),
    "expect": (rule("plan #family hard", r"(?:a |an |our |my |twins|another )(?:\w+ )?(?:baby|child|boy|girl|grandchild|kid|son|daughter)?|in ", lambda s, m: bool(holds(s.rest, {"baby", "child", "twins", "girl", "boy", "grandchild", "son", "daughter"}, 5))),),
    **dict.fromkeys("fly travel drive visit sail come return fast host perform compete launch".split(), (
        rule("plan #plan +doing +will", r"(?!it\b|this\b|that\b|you\b)", lambda s, m: says_when(s.rest) or bool(holds(s.rest, {"tomorrow"}, 12)) and s.verb == "fly"),
    )),
    "love": (rule("plan #goal +may", r"to ", _aim),),
}
