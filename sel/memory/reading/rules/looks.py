"""The closer looks and the pieces of patterns that several cues share."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

from sel.memory.reading.oblique import Look, Wording
from sel.memory.reading.phrases import is_passing, is_vague, says_when
from sel.memory.reading.verbs import FORMS
from sel.memory.reading.words.bodies import BEING, DIETS, FAITHS, LOVES
from sel.memory.reading.words.lists import words
from sel.memory.reading.words.names import NAMES
from sel.memory.reading.words.origins import PEOPLES, TECHNICAL
from sel.memory.reading.words.people import EVENTS, RELATIONS
from sel.memory.reading.words.work import JOBS

Match = re.Match[str]

_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
NUMBER = (
    rf"(?:\d+|(?:{_TENS})(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|two|three|"
    rf"four|five|"
    r"six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    r"eighteen|nineteen)"
)
DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
MORE = r"(?:[\w'-]+ ){0,3}?"
KIN = "|".join(sorted(RELATIONS))
LONG = (
    rf"(?:since (?:i was|my (?:teens|twenties|thirties|childhood)|childhood|school|college|"
    rf"university|birth|(?:19|20)\d\d|the (?:\w+ )?(?:eighties|nineties|\d0s)|(?:before|about) "
    rf"{NUMBER}|(?:about |almost |over )?{NUMBER} (?:years|months))|all (?:my|our) li(?:fe|ves)|"
    rf"(?:for |like |about |over |nearly |almost |going on )+{NUMBER} years|for decades|my "
    rf"whole life|(?<!in ){NUMBER} years (?:now|already|come|this|straight|next|in a row))\b"
)
"""How long something goes on that is no passing thing."""

OFTEN = (
    rf"(?:{DAY[:-2]} (?:mornings|evenings|nights|afternoons)|every (?:single )?(?:other "
    rf")?(?:day|morning|evening|night|week|weekend|month|year|spring|summer|autumn|winter|"
    rf"christmas|easter|{DAY})|(?:in|on) (?:the |my )?(?:evenings|weekends|mornings|{DAY[:-2]}s|"
    rf"spare time|free time)|(?:once|twice|{NUMBER} times) an? (?:day|week|month|year)|at "
    rf"weekends|most (?:evenings|mornings|weekends|{DAY})|when i (?:can not|ca not) sleep)\b"
)
TRIVIAL = (
    r"(?:say|saying|said|tell|telling|told|wait|waiting|waited|think|thinking|thought|wonder|"
    r"wondering|mean|meaning|meant|hear|hearing|heard|laugh|laughing|laughed|feel|feeling|felt|"
    r"look|looking|see|seeing|saw|seen|get|getting|got|need|needing|want|wanting|try|trying|"
    r"tried|ask|asking|asked|lose|losing|lost|forget|forgot|check|checking|hate|complain|"
    r"complaining|cry|crying|swear|argue|stare|staring|procrastinat\w+|sit|sitting|debug\w*|fix|"
    r"fixing|is|am|was|be|have|had|did|not|never|just|only|know|knew|known|hope|hoping|"
    r"guess|bet|could|can|will|would|should|might|may|must|thank|promise|apologise|remember|"
    r"understand|agree|fail|failed|die|dying|died|use|here|there|using|used|working|worked|work|"
    r"back|stuck|learnt|need|stopped|start|started|seriously|still|really|went)\b"
)


def holds_any(table: Collection[str], group: str = "x") -> Look:
    """Whether one of the words of the group is in the table."""

    def look(_: Wording, found: Match) -> bool:
        said = found.group(group).split()
        pairs = {f"{a}-{b}" for a, b in pairwise(said)}  # "dinner lady" is in lists as one word
        return bool((set(said) | pairs) & set(table))

    return look


def ends_in(table: Collection[str]) -> Look:
    """Whether the group ends in a word of the table."""
    return lambda _, found: found["x"].split()[-1] in table


def names_it(_: Wording, found: Match) -> bool:
    """Whether the group names something, and not the talk."""
    words = found["x"].strip(" ,")
    return bool(words) and not is_vague(words + " ") and words not in {"she", "he", "they", "we"}


def given_name(wording: Wording, found: Match) -> bool:
    """Whether group x is a given name, written as one."""
    return called(wording, found) and found["x"] in NAMES


def called(wording: Wording, found: Match) -> bool:
    """Whether group x may be what somebody is called."""
    spelt = wording.spelt(found.start("x"))
    return spelt[:1].isupper() or (wording.is_lower() and found["x"] in NAMES)


def place(wording: Wording, found: Match) -> bool:
    """Whether group x is written as a name, and is no program."""
    return wording.spelt(found.start("x"))[:1].isupper() and found["x"] not in TECHNICAL


def steady(wording: Wording, _: Match) -> bool:
    """Whether it is not about now."""
    return not is_passing(wording.plain)


def with_day(wording: Wording, found: Match) -> bool:
    """Whether a day, or an event, follows."""
    rest = wording.plain[found.end() :]
    return says_when(rest) or bool(set(rest.split()[:6]) & EVENTS)


def solid(_: Wording, found: Match) -> bool:
    """What one does over years has an object: not "I've been saying that for years"."""
    rest, whole = found["rest"].strip(), found.group()
    verb = found.groupdict().get("v") or ""
    over = verb in FORMS and FORMS[verb][1] == "past"
    if over and " have " not in whole and " since " not in whole:
        return False
    return not is_vague(rest + " ") if rest else True


NO_CUSTOM = TECHNICAL | words(
    "not test tests build builds script scripts code backup backups cron job jobs deploy logs data"
)

ROLES = (JOBS | BEING | DIETS | FAITHS | LOVES | PEOPLES | RELATIONS) - words(
    "student model judge guide kid child baby boy girl friend mate family passenger half twin"
) | words(
    "beginner newcomer immigrant refugee expat introvert veteran widow widower carer foreigner"
)
UNKIND = r"(?:me|my (?:stomach|gut|skin|throat|head|belly|system|insides))"
ILL = (
    r"(?:hives|migraines?|headaches?|heartburn|(?:a|the) (?:bad )?(?:rash|runs|stomach ache|"
    r"bellyache|tummy ache|migraine|headache)|indigestion|palpitations|cramps|reflux|eczema|"
    r"nosebleeds|nightmares)"
)
MEDICINE = (
    r"(?:tablets|pills|medication|meds|medicine|statins|insulin|antidepressants|steroids|blood "
    r"thinners|beta blockers|a (?:strict |low[- ]\w+ )?diet|an? (?:inhaler|pump|cpap)|warfarin|"
    r"lithium|chemo|dialysis|sertraline|metformin)"
)
