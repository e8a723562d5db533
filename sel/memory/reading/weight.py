"""How much a thing told weighs: 0.9, 0.7, 0.6 or 0.5 (the classes of facts.md §3)."""

from __future__ import annotations

import re

_MOST = re.compile(
    r"\b(?:name|name['’]?s|called|birthday|bday|born|love[sd]?|adores?|hate[sd]?|"
    r"allerg\w+|married|wife|husband|"
    r"pregnant|died|passed away|diagnosed|diabet\w+|i['’]?m (?:an? )?(?:\w+ "
    r")?(?:vegan|vegetarian|gay|trans|deaf|blind|autistic|dyslexic)|"
    r"i(?:['’]m| am) (?:\d+|from)|live[sd]? (?:in|at|near|with)|can['’]?t stand|"
    r"pronouns)\b",
    re.IGNORECASE,
)
_MUCH = re.compile(
    r"\b(?:feel\w*|felt|believe[sd]?|prefer\w*|favou?rite|fave|lonely|afraid|"
    r"scared|terrified|miss|hope|dream|worried|anxious|depressed)\b",
    re.IGNORECASE,
)
_SOME = re.compile(r"\b(?:always|never|every)\b", re.IGNORECASE)


def importance(text: str) -> float:
    """0.9 for who one is, loves and hates; 0.7 for feelings, beliefs and preferences; 0.6 for what
    is always or never so; else 0.5."""
    for pattern, weight in ((_MOST, 0.9), (_MUCH, 0.7), (_SOME, 0.6)):
        if pattern.search(text):
            return weight
    return 0.5
