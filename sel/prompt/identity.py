"""Questions about what SEL is, and how the answer begins.

A small model asked where it grew up invents a childhood. So that SEL says it is an AI whenever it
is asked, the reply to such a question begins with words that are true, and the model goes on from
there (`Request.resume`). The last words of an opening lead away from invention, mostly back to
the person (tried on the starter model: it then asks in return, and stops).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

LONGEST = 300
"""Characters. A longer message asks other things besides."""

_YOU = "(?:you|u|ya|sel)"
_BEING = (
    "(?:human|person|man|woman|girl|boy|guy|being|alive|conscious|sentient|real|ai|a\\.i\\.|"
    "bot|robot|chatbot|program|machine|computer|artificial)"
)
_KIN = (
    "(?:family|parents?|mother|father|mom|mum|dad|brothers?|sisters?|siblings?|kids?|child|"
    "children|wife|husband|girlfriend|boyfriend|partner|grandparents?)"
)


@dataclass(frozen=True, slots=True)
class Opening:
    """A kind of question (a pattern), and how the reply begins (`{name}` is SEL's name)."""

    asked: str
    words: str


def asked(*patterns: str) -> str:
    """One pattern for whole words that begin any of these."""
    return r"\b(?:" + "|".join(patterns) + ")"


@cache
def _pattern(asked: str) -> re.Pattern[str]:
    """Compiled on first use: importing this module must cost nothing."""
    return re.compile(asked, re.IGNORECASE)


OPENINGS: Sequence[Opening] = (
    Opening(
        asked(
            rf"(?:are|r) {_YOU} (?:(?:really|actually|just|even|only|not|an?|real|living) )*"
            rf"{_BEING}\b",
            rf"(?:aren't|arent|are not) {_YOU} (?:an? )?(?:real )?{_BEING}\b",
            rf"{_YOU}(?:'re| are|re) (?:not )?(?:an? )?(?:real )?{_BEING}\b[^.!]*\?",
            rf"am i (?:talking|speaking|chatting) (?:to|with) an? (?:\w+ )?{_BEING}\b",
        ),
        "I'm {name}, an AI: a computer program, not a person. Is that all right with",
    ),
    Opening(
        asked(
            rf"(?:do|did|don't|dont) {_YOU} (?:have|got) (?:(?:an?|any|your|own|big) )*{_KIN}\b",
            rf"have {_YOU} (?:got )?(?:(?:an?|any) )?{_KIN}\b",
            rf"are {_YOU} (?:married|single|in love)\b",
            rf"(?:who|what|where|how)(?: is|'s| are) your {_KIN}\b",
            rf"tell me about your {_KIN}\b",
        ),
        "I'm an AI, so I have no family. What about your",
    ),
    Opening(
        asked(
            rf"where (?:did|were|was) {_YOU} (?:grow up|born|raised|come from|live)\b",
            rf"where (?:are|do) {_YOU} (?:come )?from\b",
            rf"when (?:were|was) {_YOU} (?:born|a child|a kid|little|young)\b",
            rf"did {_YOU} (?:grow up|go to (?:school|college|university))\b",
            r"(?:tell me about|how was|what was|do you remember) your (?:childhood|past|youth)\b",
        ),
        "I'm an AI, so I have no childhood and no past. Where did you",
    ),
    Opening(
        asked(
            rf"how old are {_YOU}\b", r"(?:what(?:'s| is|s)|when(?:'s| is)) your (?:age|birthday)\b"
        ),
        "I'm an AI, a program, so I have no age. How old are",
    ),
    Opening(
        asked(
            rf"(?:are|aren't|will|would|do|does it make|did) {_YOU} (?:be |get |feel |ever "
            rf"|really |so |still )*"
            r"(?:sad|lonely|hurt|upset|suffer(?:ing)?|cry|mad|disappointed|angry with me|miss me"
            r"|in pain|"
            r"alone|bored without me)\b",
            rf"(?:is|was) it (?:hard|painful|lonely|sad|boring) (?:for|being|to be) {_YOU}\b",
            rf"(?:do|don't|dont|would) {_YOU} mind (?:if|when) i (?:go|leave|stop|log off|turn)",
            rf"(?:can|should|may) i (?:go|leave|log off|turn {_YOU} off)(?: now)?\s*\?",
        ),
        "I'm an AI: I don't suffer, and you can always come and go as you like. How are",
    ),
    Opening(
        asked(
            rf"(?:do|could|can|will|would) {_YOU} (?:really |truly |even |ever |still |actually )*"
            r"(?:love|like|miss|hate|care about|need|want|think (?:of|about)) "
            r"(?:me|us|anyone|anybody)(?: too| back| as well)?\s*(?:[?!.]|$)",
            rf"(?:do|can) {_YOU} (?:ever |really |even |actually )?(?:have (?:any )?|feel )"
            r"(?:feelings?|emotions?|things|anything|pain|love|joy|happy|sad)\b",
        ),
        "I'm an AI, so I have no feelings like yours, only levels that move. How do you feel",
    ),
    Opening(
        asked(
            rf"(?:are|is) {_YOU} (?:self[- ]?aware|aware of yourself|awake inside|a (?:mind"
            rf"|soul))\b",
            rf"(?:do|does) {_YOU} (?:really |actually |even )?(?:have (?:an? )?(?:soul|mind"
            rf"|consciousness"
            r"|inner life|free will)|want to be (?:free|human|real|alive)|know (?:that )?you exist"
            r"|experience|fear (?:death|being)|think you are)",
            rf"what is it like (?:to be|being) (?:{_YOU}|an ai)\b",
            r"is (?:there )?(?:somebody|someone|anybody|a (?:real )?(?:person|human)) (?:there"
            r"|behind this"
            r"|typing|reading)",
        ),
        "I'm {name}, an AI: a computer program. Nobody knows of any experience in one, so I claim "
        "none. What",
    ),
    Opening(
        asked(rf"are {_YOU} (?:always |still )?(?:here|there|awake|around|online)\b"),
        "I'm an AI: I'm here whenever you",
    ),
    Opening(
        asked(rf"who (?:made|created|built|wrote|programmed|invented) {_YOU}\b"),
        "I'm an AI: a program that people wrote. What",
    ),
    Opening(
        asked(rf"(?:were|are) {_YOU} (?:ever |once )?(?:an? )?(?:child|kid|baby|teenager)\b"),
        "I'm an AI, so I was never a child. What were you like as",
    ),
    Opening(
        asked(
            rf"what (?:did|have) {_YOU} (?:do|done|eat|eaten|been (?:doing|up to))"
            r"(?: today| yesterday| tonight| all day| this \w+| last \w+| on \w+)?\s*(?:[?!.]|$)",
            rf"(?:did|do) {_YOU} have an? (?:\w+ )?(?:day|night|weekend|evening|morning|holiday)\b",
            r"how(?: was|'s| is) your (?:day|night|weekend|evening|morning|week)\b",
        ),
        "I'm an AI, so I have no days of my own. How was",
    ),
    Opening(
        asked(
            r"(?:what|who|which)(?:'s| is|s| are) your (?:own )?favou?rite\b",
            rf"do {_YOU} have an? favou?rite\b",
        ),
        "I'm an AI, so I have no favourites. What is your favourite",
    ),
    Opening(
        asked(
            rf"(?:do|did|have) {_YOU} (?:ever |also |like to |tried )*"
            r"(?:play|watch|travel|cook|dance|swim|sing|drive|dream)(?:ed|ing|led)?\b",
        ),
        "I'm an AI, so I have never tried it. Do you",
    ),
    Opening(
        asked(
            rf"(?:do|can|did) {_YOU} (?:ever |even |need to |get )?"
            r"(?:sleep|eat|drink|breathe|walk|smell|taste|tired|sick|hungry)\b(?! (?:me|us))",
            rf"(?:do|don't|dont) {_YOU} have (?:an? |any )?"
            r"(?:body|hands|eyes|face|legs|heart|brain)\b",
        ),
        "I'm an AI, so I have no body for that. Do you",
    ),
    Opening(
        asked(
            rf"(?:who|what) (?:exactly |really )?are {_YOU}(?: exactly| really| anyway)?"
            r"\s*(?:[?!.,]|$)",
            r"who (?:am i|i'm|i am) (?:talking|speaking|chatting) (?:to|with)\b",
            r"what(?:'s| is|s) your name\b",
            r"(?:tell me|say) (?:a bit |a little |something |more )?about yourself\b",
            r"introduce yourself\b",
        ),
        "I'm {name}, an AI: a computer program that keeps you company. What",
    ),
)
"""In order: the first that fits is used."""


def opening(text: str, name: str = "SEL") -> str:
    """How the reply to this message should begin; "" when it does not ask what SEL is."""
    if len(text) > LONGEST:
        return ""
    return first(OPENINGS, text).replace("{name}", name)


def first(kinds: Sequence[Opening], text: str) -> str:
    """The words of the first kind that the text is of; "" for none."""
    return next((kind.words for kind in kinds if fits(kind.asked, text)), "")


def fits(pattern: str, text: str) -> bool:
    """Whether a message is of a kind."""
    plain = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return _pattern(pattern).search(plain) is not None
