"""Whether a sentence reads like something that stays true, or like talk of the moment. Pure.

It moves what is found up or down a little and never decides alone: a person's "so tired today"
can still be found, but not before "I've slept badly since I was a child".
"""

from __future__ import annotations

import re
from math import tanh

from sel.memory.index.words import LONGEST, words

_FLEETING = re.compile(
    r"\b(?:today|tonight|now|just|again|later|tomorrow|yesterday|earlier|currently|soon|already"
    r"|still|finally|nearly|almost|so far|all day|in a bit|at the moment|for once|last night"
    r"|this (?:morning|afternoon|evening|weekend|time))\b",
    re.I,
)
_TALK = re.compile(
    r"^(?:ha(?:ha)+|lol|ok(?:ay)?|yeah|yes|yep|no|nope|hmm+|well|oh|right|sure|nice|cool|wow|hey|hi"
    r"|hello|thanks|thank you|sorry|ugh|omg|tbh|ngl|so|anyway|honestly|good (?:morning|night"
    r"|evening)|what|how|why|who|when|where|can you|could you|do you|did you|have you|tell me"
    r"|let's|is it|is there|are you|maybe)\b",
    re.I,
)
_NEXT = re.compile(
    r"\b(?:i'll|gonna|going to|about to|i should|i might|i need to|i could|let me|i think i)\b",
    re.I,
)
_SCENE = re.compile(
    r"^(?:it's|it is|it was|there was|there's|the|that|this|someone|somebody)\b", re.I
)
_DIGITS = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[^\W\d_.!?] )(?!I\b)[^\W\d_a-z]\w+")
_OWN = re.compile(r"\b(?:my|our)\b", re.I)
_SELF = re.compile(
    r"\bi(?:'m| am| was) (?:an?|the|allergic|afraid|scared|terrified|left|right|\w+ing to)\b"
    r"|\bi(?:'ve| have) (?:been|lived|had|worked)\b|\b(?:called|named|name is|named after)\b",
    re.I,
)
_LASTING = re.compile(
    r"\b(?:always|never|every|usually|often|only|since|ago|used to|favou?rite|prefer\w*|loves?"
    r"|hates?|can't stand|allerg\w+|afraid|scared|terrified|fan of|dream of|one day|years?|born"
    r"|grew up|lives?|lived|works?|worked|stud\w+|teach\w*|learning|married|divorced|moved|moving"
    r"|met|collect|play|volunteer|birthday|anniversary|appointment|wants? to|because)\b",
    re.I,
)
_WEIGHTS = (-2.6, -2.1, -2.5, -2.8, -1.6, 2.5, 3.9, 1.4, 1.5, 1.6, 2.4)
_START = -3.7


def worth(text: str) -> float:
    """-1 (talk of the moment) to 1 (something that stays true of a person)."""
    return tanh((_START + sum(w * x for w, x in zip(_WEIGHTS, signs(text), strict=True))) / 4.0)


def signs(text: str) -> tuple[float, ...]:
    """What of it points which way, in the order of the weights."""
    text = text[:LONGEST].strip().replace("’", "'")
    return (
        min(len(_FLEETING.findall(text)), 2),
        float(bool(_TALK.match(text))),
        float(bool(_NEXT.search(text))),
        float(bool(_SCENE.match(text))),
        float(text.endswith("?")),
        min(len(_DIGITS.findall(text)), 2),
        min(len(_NAME.findall(text)), 2),
        float(bool(_OWN.search(text))),
        float(bool(_SELF.search(text))),
        min(len(_LASTING.findall(text)), 2),
        min(len(words(text)), 14) / 7.0,
    )
