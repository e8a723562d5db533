"""Homes and habits, told by the way: "can't do Thursdays, that's choir"."""

from __future__ import annotations

import re

from sel.memory.reading.oblique import Cue, cue
from sel.memory.reading.rules.looks import (
    DAY,
    LONG,
    NO_CUSTOM,
    NUMBER,
    OFTEN,
    TRIVIAL,
    holds_any,
    place,
    solid,
    steady,
)
from sel.memory.reading.words.daily import WEEKLY
from sel.memory.reading.words.lists import words

CUSTOMS: tuple[Cue, ...] = (
    cue(
        "fact #home hard",
        r"\bmy (?:\w+ ){0,3}?commute (?:\w+ )?(?:from|to|into|in from|between) (?:the "
        r")?(?P<x>\w+)",
    ),
    cue(
        "fact #home hard",
        r"\b(?:i|we) (?:\w+ )?commut(?:e|es|ing) (?:from|to|into|between) (?P<x>\w+)",
    ),
    cue(
        "fact #home hard",
        r"\b(?:here in|over here in|down here in|up here in|out here in|us in) (?P<x>[\w-]+)",
        lambda w, m: place(w, m) and bool(re.search(r"\b(?:we|i|our|my|us)\b", w.plain)),
    ),
    cue(
        "fact #home",
        rf"\b(?:my|our) (?:\w+ )?(?:flat|apartment|house|cottage|bungalow|farm|studio|place|"
        rf"village|street) (?:is|has|'s|looks|overlooks|faces|sits|stands) (?:\w+ )?(?:only |"
        rf"just |about )?(?:\d+ (?:sq|square|m\b|metres)|{NUMBER} (?:bed|floors?|rooms?|"
        rf"storeys)|(?:on|in|near|by|above|next to|opposite|a|no|the|over)\b)",
        lambda w, _: (
            steady(w, _) and not re.search(r"\b(?:mess|tip|fire|disaster|freezing|nice)\b", w.plain)
        ),
    ),
    cue(
        "fact #origin hard",
        r"\b(?:born and (?:raised|bred)|raised|grew up|brought up) in (?P<x>[\w-]+)",
        lambda w, m: (
            (place(w, m) or w.is_lower())
            and not re.search(r"\b(?:he|she|they|who|it|was your|were you)\b", w.plain[: m.start()])
        ),
    ),
    cue(
        "fact #habit",
        rf"\b(?P<d>{DAY}|mornings|evenings|nights) ?,? ?(?:(?:it|that) (?:is|'s)|is|'s|are|mean|"
        rf"means|"
        r"i have|we have|i have got|for me (?:is|are)|because of|because i have|is for|are for|"
        r"are reserved for|is always|are always) (?:always |usually )?(?:my |our |the |for "
        r")?(?:[\w-]+ ){0,4}?(?P<x>[\w-]+)(?=$| [,.!;)]| (?:day|night|practise|for|with|at|so|"
        r"and|to|in))",
        holds_any(WEEKLY | words("off")),
    ),
    cue(
        "fact #habit",
        rf"^(?:i )?(?:can not|do not|never) (?:do|make|take|work|have|come|meet|join|"
        rf"answer)\b(?! (?:that|this|it)\b) (?:\w+ ){{0,2}}?(?:on )?(?:{DAY[:-2]}s|mornings|"
        rf"evenings|before \d\S*|after \d\S*|before noon|{DAY[:-2]} (?:nights|mornings|evenings|"
        rf"afternoons))\b",
    ),
    cue(
        "fact #habit",
        rf"\b(?:up|awake|out of bed|asleep|in bed) (?:at|by|before) (?:\w+ )?{NUMBER}\S*(?: "
        rf"\w+)? every\b",
    ),
    cue(
        "fact #habit",
        r"\bi (?:must|have to|need to|got to|always|usually) (?:get|wake|be) ?(?:up)? (?:at|by|"
        r"before) (?:\w+ )?\w+\b.*\b(?:when|every|for work|because|on)\b",
    ),
    cue(
        "fact #habit",
        rf"^(?:i|we) (?:have |am |are )?(?:\w+ly |always |also |just )?(?:been "
        rf")?(?!{TRIVIAL})(?P<v>[a-z]+)(?P<rest> .*?|) {LONG}",
        solid,
    ),
    cue("fact #habit", rf"^(?:been|am) (?!{TRIVIAL})\w+ing(?P<rest> .*?|) {LONG}", solid),
    cue(
        "fact #habit",
        rf"\bbeen (?!{TRIVIAL})\w+ing (?:it|this|that|them)? ?(?:for )?{LONG}",
        lambda w, m: bool(re.match(r"(?:i|we)\b", w.plain)) and m.start() > 12,
    ),
    cue(
        "fact #habit",
        rf"^(?:i|daily) (?:am |are )?(?:always |usually |mostly |often |only "
        rf")*(?!{TRIVIAL})(?P<v>[a-z]{{2,}})(?<!ed)(?P<rest> .*?|) (?:{OFTEN}|{LONG})",
        lambda w, m: (
            solid(w, m)
            and (m.group().startswith("daily") or not NO_CUSTOM & set(w.plain[: m.end()].split()))
        ),
    ),
    cue(
        "fact #habit",
        rf"^(?:on |in the )?(?:{OFTEN}) ?,? (?:i|we) (?:am |are |always |usually "
        rf")*(?!{TRIVIAL})(?P<v>[a-z]{{2,}})\b(?P<rest>.*)",
        solid,
    ),
    cue(
        "fact #habit",
        rf"^(?:{DAY}|mornings|evenings) (?:is|are) my (?:\w+ )?(?:day|time|night|morning)s? "
        rf"(?:for|of|to|off)\b",
    ),
)
