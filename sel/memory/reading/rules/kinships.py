"""Whom people have and have lost, told by the way: "ever since the twins arrived"."""

from __future__ import annotations

import re

from sel.memory.reading.oblique import Cue, cue
from sel.memory.reading.rules.looks import KIN, NUMBER, holds_any
from sel.memory.reading.words.people import RELATIONS

KINSHIPS: tuple[Cue, ...] = (
    cue(
        "episode #family hard",
        r"\b(?:since|after|when|now that|now|before|until) (?:the|our|my) (?P<x>(?:\w+ "
        r")?(?:twins|triplets|baby|kids|children|babies|boys|girls|son|daughter|little one|"
        r"bairn|wee one|grandchildren|grandkids|grandson|granddaughter)) (?:(?:has|have|finally|"
        r"all|both|only|just) )*(?:arrived?|came|come|been born|was born|were born|moved out|"
        r"left home|started|showed up|joined us|turned)\b",
    ),
    cue(
        "episode #loss hard",
        rf"\b(?:since|after|before|when|because|as|with) (?:my |our )?(?:late |poor )?(?:{KIN})"
        r" (?:died|passed|left us|was taken|got sick|got ill)\b|\bsince (?:i|we) (?:lost|"
        r"buried) (?:him|her|my|our|them|mum|dad)\b|\b(?:i|we) (?:lost|buried) (?:him|her) "
        r"(?:in (?:\d|jan|feb|mar|apr|may|june|july|aug|sept|oct|nov|dec|the (?:spring|summer|"
        r"autumn|winter|war|pandemic))|to (?!the|it|you)|last|\w+ years ago)",
    ),
    cue(
        "person #people hard",
        rf"^my (?P<x>{KIN}) (?:\w+ )?(?:stay|stays|live|lives|staying|living) with (?:us|me)\b",
    ),
    cue(
        "person #people #loss hard anyway",
        rf"\b(?:my|our) (?:late|dead|deceased) (?P<x>{KIN})\b|\b(?:widowed|my widowhood)\b",
    ),
    cue(
        "person #people hard",
        r"\bbeen (?:my|our) (?:best |oldest |closest |dearest )*(?P<x>[\w-]+) (?:since|for|"
        r"all)\b",
        holds_any(RELATIONS),
    ),
    cue(
        "person #people hard",
        rf"\b(?P<n>[\w-]+) ,? ?(?:who is )?my (?:\w+ )?(?P<x>{KIN})(?= ,|$)",
        lambda w, m: (
            w.spelt(m.start("n"))[:1].isupper()
            and m["n"] not in {"i", "and"}
            and not re.search(r"\bthan my\b", w.plain)
        ),
    ),
    cue(
        "fact #family hard",
        rf"\b(?:i|we) (?:have|'ve|got|am raising|raise)(?: got)? (?:{NUMBER}|an?) (?:\w+ "
        rf")?(?:at home"
        r"|under (?:five|ten|\d+)|in (?:nappies|diapers))\b",
    ),
)
