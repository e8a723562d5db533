"""How a name stands in a sentence: is somebody called by it, or talked about? Pure.

"SEL, can you …", "hey sel" and "thanks sel!" call; "SEL said so" and "I asked SEL" talk about.
"selling" and "sel.py" are no names.
"""

from __future__ import annotations

import re
from enum import IntEnum

MOST_CHARACTERS = 2_000


class Use(IntEnum):
    """What a text does with a name."""

    NONE = 0
    ABOUT = 1
    CALLED = 2


_GREETING = (
    r"(?:hey+|hi+|hello|hiya|yo|oi|ok(?:ay)?|so|well|and|but|also|please|pls|sorry|thanks?(?: you)?"
    r"|thank you|thx|ty|cheers|bye|good (?:morning|evening|night|day|job|bot)|gm|gn|morning|welcome"
    r"|omg|hey there|hi there|dear|no|yes|yeah|yep|nope|nah|wait|right|great|nice|wow|lol|sure"
    r"|listen|look|tell me|then)"
)
_OPENING = rf"(?:{_GREETING}[\s,.!:-]+){{0,3}}"
_TOLD_OF = (
    r"(?:'s|\u2019s|is|was|has|had|isn'?t|wasn'?t|hasn'?t|said|says|told|does|doesn'?t|did|didn'?t"
    r"|thinks?|thought|knows|knew|likes|liked|seems|seemed|made|makes|got|gets|just|never|always"
    r"|already|also|really|and|or|can|can'?t|could|will|won'?t|would|should|might|may|must|went"
    r"|gave|kept|answer|repl(?:y|ied)|(?!this|his|yes|pls|its|us|as|thanks|thoughts|ideas|whats|hows|wheres|perhaps|lets|plus)\w+[^\Ws]s"
    r"|\w+[^\We]ed)"
)
"""After a name these tell of it: third persons, past tenses, joining words."""
_TURNED_ROUND = (
    r"(?:(?:is|was|has|had|isn'?t|wasn'?t|does|doesn'?t|did|didn'?t|can|can'?t|could|will|won'?t"
    r"|would|should|might|may|must)\s+(?:you|u|ya|it|that|this|there|we|i|he|she|they|my|any\w*"
    r"|some\w*)\b|(?:tell|give|make|says?|just|please|also|really|answer|reply|and)\s+"
    r"(?:me|us|you|it|that|this|what|why|how|who|when|where|your|something|tell|say|answer)\b)"
)
"""After a name: "SEL is it raining?" asks SEL, though "SEL is" alone tells of SEL."""
_OBJECT_OF = (
    r"(?:to|with|about|for|from|of|like|love|loves|hate|ask|asked|asking|tell|told|use|used|using"
    r"|by|and|or|than|the|a|an|this|that|our|your|my|called|named|is|was|not|meet|met|see|saw|miss"
    r"|ping|pinged|mention|add|added|kick|mute|invite|on|in|at|let|make|made|call|if|when|because"
    r"|what|where|why|how|does|do|did|can|will|would|has|have|and|versus|vs|said|says|think|thinks"
    r"|believe|heard|mean|broke|broken|made|built|wrote|took|gave|kept|lost|found|got|run|runs|fix|break"
    r"|restart|(?!this|yes|pls|thanks|was|as)\w+[^\Ws]s|\w+[^\We]ed)"
)
"""Before a name these make it what is talked about."""
_TAIL = r"(?:\W|\b(?:lol|lmao|haha\w*|xd|btw|pls|please|d|p)\b)*"
_NAME = "\x00"
"""Stands for the name, once it is found: so there is one pattern for all names."""
_NOT_TOLD_OF = rf"(?!['\u2019]s\b)(?:(?=\s+{_TURNED_ROUND})|(?!\s*{_TOLD_OF}\b))"
_SIGNED = "|".join(
    (
        rf"^\W*{_OPENING}{_NAME}\s*(?:[,:!?;\u2014-]|$)",
        rf"(?:^|[.!?\n,]\s*){_GREETING}[\s,]+{_NAME}(?!['\u2019]s\b)(?!\s+{_TOLD_OF}\b)",
        rf"[,;]\s*{_NAME}\s*(?:[,;.!?]|$)",
        rf"[.!?\n]\s*{_NAME}\s*[,:!]",
    )
)
_PLAIN = "|".join(
    (
        rf"^\W*{_OPENING}{_NAME}{_NOT_TOLD_OF}",
        rf"(?<!\w)(?!{_OBJECT_OF}\s)[\w'\u2019]+\s+{_NAME}(?:{_TAIL}$|,)",
    )
)
_CALLS_SHY = re.compile(_SIGNED, re.IGNORECASE)
_CALLS = re.compile(f"{_SIGNED}|{_PLAIN}", re.IGNORECASE)


def use_of(name: str, text: str, *, shy: bool = False) -> Use:
    """What a text does with a name; in a `shy` one ("Will", "May") a comma or greeting must call.

    Of long texts only the first `MOST_CHARACTERS` are read.
    """
    text = text[:MOST_CHARACTERS]
    if name.casefold() not in text.casefold():
        return Use.NONE
    word = rf"(?<![\w/.@`-])@?{re.escape(name)}(?![\w`/]|[.\-](?=\w)|['\u2019](?!s\b))"
    marked, found = re.subn(word, _NAME, text.replace(_NAME, " "), flags=re.IGNORECASE)
    if not found:
        return Use.NONE
    return Use.CALLED if (_CALLS_SHY if shy else _CALLS).search(marked) else Use.ABOUT


_COMMON = (
    " will mark may hope grace joy art rob bill pat sunny faith guy dean rose june april august"
    " summer autumn dawn eve frank grant jack jay max miles nick penny ray rich rusty sky star"
    " storm wade ace angel amber baby blue cash chase cherry christian christmas cookie crystal"
    " daisy dusty earl fox gene ginger goose harmony heath honey ivy jade jasmine king lance major"
    " mercy moon olive page pearl poppy prince red reed robin rocky ruby sandy shadow sage tom"
    " violet wolf good bad me you all everyone someone who what that this no yes the ok hey"
    " hi "
)
"""Names that are words as well."""


def is_shy(name: str) -> bool:
    """Whether a name is a word as well, so that it alone calls nobody."""
    return f" {name.casefold()} " in _COMMON or len(name) < 3


def short_names(name: str) -> tuple[str, ...]:
    """What a person may be called: the whole name, and its first word if that is no scrap."""
    first = re.split(r"[\W_]+", name.strip(), maxsplit=1)[0]
    return tuple(dict.fromkeys(one for one in (name, first) if len(one) >= 2))
