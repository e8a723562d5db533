"""Whether a sentence reads like something that stays true, or like talk of the moment. Pure.

It moves what is found up or down a little and never decides alone: a person's "so tired today"
can still be found, but not before "I've slept badly since I was a child".
"""

from __future__ import annotations

import re
from math import tanh
from operator import mul

from sel.memory.index.words import LONGEST


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


FLEETING = _set(
    "today tonight now just again later tomorrow yesterday earlier currently soon already "
    "still finally nearly almost somehow morning afternoon evening weekend"
)
TALK = _set(
    "haha hahaha lol ok okay yeah yes yep no nope hmm hmmm well oh right sure nice cool wow "
    "hey hi hello thanks thank sorry ugh omg tbh ngl so anyway honestly good what what's how "
    "how's why who where which can could do did have tell let's is are maybe"
)
NEXT = _set("i'll gonna should might could need let's")
SCENE = _set("it it's there there's the that that's this someone somebody")
OWN = _set("my our")
SELF = _set("i'm i've am we've called named name")
LASTING = _set(
    "always never every usually often only since ago used favourite favorite prefer love "
    "loves hate hates stand allergic allergy afraid scared terrified fan dream year years "
    "born grew live lives lived work works worked study studied teach teaches teaching "
    "learning married divorced moved moving met collect play plays volunteer birthday "
    "anniversary appointment want wants because own owns suffer suffers diagnosed raised"
)
_NAME = re.compile(r"(?<=[^\W\d_.!?] )(?!I\b)[^\W\d_a-z]\w+")
_WEIGHTS = (-2.7, -2.5, -1.4, -2.4, -1.2, 2.8, 3.0, 1.0, 0.5, 2.0, 0.5)
_START = -1.2


def lasting(text: str, tokens: list[str]) -> float:
    """Above 0 for what is likely to stay true of a person, below for talk of the moment.

    A log-odds of about -10 to 10; `tokens` are the text's own (`words.tokens`).
    """
    odds: float = _START + sum(map(mul, _WEIGHTS, signs(text, tokens)))
    return odds


def signs(text: str, tokens: list[str]) -> tuple[float, ...]:
    """What of it points which way, in the order of the weights."""
    first = tokens[0] if tokens else ""
    words = set(tokens)
    return (
        min(len(words & FLEETING), 2),
        first in TALK,
        not NEXT.isdisjoint(words),
        first in SCENE,
        text.endswith("?"),
        min(len([word for word in words if word[0].isdigit()]), 2),
        0 if text.isupper() else min(len(_NAME.findall(text[:LONGEST])), 2),
        not OWN.isdisjoint(words),
        not SELF.isdisjoint(words),
        min(len(words & LASTING), 2),
        min(len(tokens), 14) / 7.0,
    )


def worth(odds: float) -> float:
    """-1 to 1 of a log-odds. What is rather lasting counts in full: among such it is no matter."""
    return tanh((odds + 1.5) / 2.0)
