"""Turns of speech for tastes and for what one never does: "I've a soft spot for …"."""

from __future__ import annotations

import re

from sel.memory.reading.oblique import Cue, Wording, cue
from sel.memory.reading.phrases import is_passing, is_vague, says_when
from sel.memory.reading.rules.looks import ROLES, steady

_FORCES = frozenset({"navy", "army", "raf", "marines", "military", "infantry", "airforce"})
_TALK = re.compile(
    r"\b(?:that|this|it|these|those|your|you|answer|joke|one|version|option|code|line|word|idea|"
    r"question|reply|story|poem|puns?|jokes?)\b"
)


def _of_the_world(wording: Wording, found: re.Match[str]) -> bool:
    """Whether what is liked or not is named, and is not the talk itself."""
    named = next((found[group] for group in "xyz" if found.groupdict().get(group)), "")
    return (
        bool(named)
        and not _TALK.search(named)
        and not is_vague(named + " ")
        and not is_passing(wording.plain)
    )


IDIOMS: tuple[Cue, ...] = (
    cue(
        "preference #taste",
        r"\bi (?:have|'ve)(?: got| always had)? (?:such |always had )?an? (?:real |bit of an? |"
        r"huge |terrible |serious )?(?:soft spot|weakness|thing|passion|sweet tooth|horror|"
        r"hatred|dislike|phobia|love|obsession|fondness) (?:for|of|about|with) (?P<x>.+)|\bi "
        r"(?:am|'m) (?:rather |very |quite |really |just |such )*(?:partial to|a sucker for|not "
        r"(?:very |that |really |too |so )*(?:big on|keen on|fussed about|into)|big on|mad on|"
        r"hooked on|devoted to) (?P<y>.+)|\bi (?:swear by|live for|live on|never say no to|can "
        r"not get enough of|could live on|can not be doing with|can not be without|can not "
        r"(?:function|live|survive|exist) without|can not start the day without) (?P<z>.+)",
        _of_the_world,
    ),
    cue(
        "preference #taste",
        r"^(?P<x>[\w' -]{3,40}?) (?:is|are|was|has been|have been|'s) (?:not |never |so |just |"
        r"really |very much |always )*(?:my (?:thing|jam|cup of tea|bag|weakness|guilty "
        r"pleasure|happy place|first love|comfort food|religion|worst nightmare|pet hate)|for "
        r"me$)",
        _of_the_world,
    ),
    cue(
        "preference #taste anyway",
        r"^(?:give me |i would (?:always )?take |i will take |i pick )?(?P<x>[\w' -]{2,30}?) "
        r"(?:over|before) (?P<y>[\w' -]{2,30}?) (?:any ?day|every time|any time)\b|^you can "
        r"keep (?P<z>[\w ]+)$",
        _of_the_world,
    ),
    cue(
        "fact #trait",
        r"\bi (?:am|have (?:always|never) been|was never|never was) (?:really |very |always |"
        r"never |just |still )*(?:not |more of |not really |not much of |much of |such )*an? "
        r"(?:big |bit of an? |real |proper |heavy |light |fussy |picky |fast |slow |bad |good |"
        r"early |late )*(?:cat |dog |tea |coffee |wine |beer |morning |night |people |evening |"
        r"city |country |beach |mountain |cold |winter |summer )?(?<!bad )(?<!good )(?:person|"
        r"drinker|eater|reader|sleeper|talker|swimmer|riser|dancer|joiner|crier|hoarder|"
        r"homebody|loner|procrastinator|vegetarian|perfectionist|worrier)\b|\b(?:never|not) "
        r"been (?:one|big|much of a one) for (?P<x>\w+)",
        steady,
    ),
    cue(
        "preference #habit",
        r"\bi (?:always )?take (?:my (?:tea|coffee)|it|mine) (?:black|white|with (?:milk|sugar|"
        r"oat|cream|lemon|honey|ice|two|one|a )|without|strong|weak|sweet|neat|decaf)\b|"
        r"\b(?:two|one|three|no) sugars?(?: for me|$| please)",
    ),
    cue("fact #body", r"\bi (?:am|take|wear) (?:an? )?(?:shoe )?size \d+\b"),
    cue(
        "fact #identity hard",
        r"^(?:i am |am |was |i was )?(?:an? )?(?P<x>[\w-]+)(?: [\w-]+)? (?:myself|here)(?=$| "
        r"[,.!])",
        lambda w, m: bool(
            {m["x"], *m.group().split()} & (ROLES | _FORCES) and "you" not in w.plain.split()
        ),
    ),
    cue(
        "fact #identity hard anyway",
        r"^(?:proud |lifelong |lapsed |recovering |born and raised )?(?P<x>[\w-]+) , (?:if you "
        r"(?:could not|had not|can not) (?:tell|guess\w*)|born and (?:bred|raised)|as you "
        r"(?:might|may|can) )",
        lambda _, m: m["x"] in ROLES,
    ),
    cue(
        "fact #habit",
        r"\bi (?:have |am |had )?(?:not )?never (?:been (?:on a plane|abroad|married|to a "
        r"dentist)|flown|learn(?:ed|t) (?:how )?to (?:drive|swim|ride|cook|read|dance|whistle|"
        r"speak|ski|skate)\b|driven|smoked|drunk|tasted|left (?:the )?\w+)\b",
        steady,
    ),
    cue(
        "plan #plan",
        r"^(?:i am |we are )?(?:thinking (?:of|about)|planning (?:on|to)|looking to|hoping to|"
        r"aiming to|meaning to) (?P<x>.+)",
        lambda w, m: says_when(m["x"]) and not is_vague(m["x"] + " ") and not is_passing(w.plain),
    ),
)
