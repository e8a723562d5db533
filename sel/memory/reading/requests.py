"""What a person asks of SEL's memory in ordinary sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from sel.memory.reading.clauses import sentences
from sel.memory.reading.own import own_words
from sel.memory.reading.wordings import PATTERNS, Ask


@dataclass(frozen=True, slots=True)
class Request:
    """Something asked of the memory.

    `about` is the subject in the person's words: of "forget" it is what to forget ("" means the
    last thing said or kept), of "what_do_you_know" what to tell about ("" means everything).
    """

    kind: Ask
    about: str = ""


_LONGEST = 300
"""Characters of a sentence that asks for something; a longer one tells something."""

_HINT = re.compile(
    r"forg[eo]t|between|nah|aye|tell you|get that|stor|saving|say to you|negative|"
    r"certain|correct|absolut|definit|right|fine|wait|later|by all|sounds|of "
    r"course|agree|rem[a-z]{0,4}ber|memor|erase|delete|wipe|remove|know|knew|"
    r"record|off the|store|keep|kept|save|learn|"
    r"told you|come up|bring|brought|why|scrub|consent|note|track|unlearn|y[eua]|"
    r"no|ok|sure|say about|do it|go ahead|please|cancel|never ?mind|don",
    re.IGNORECASE,
)
_FORGET_IT = re.compile(
    r"(?:forget (?:about )?(?:it|this)|never ?mind(?: that)?)[.! ]*$", re.IGNORECASE
)

_YES = re.compile(
    r"(?:(?:oh|ok|okay|well|um|hm+)[, ]+)?(?:y|yes|yep|yeah|yea|yup|yess+|ya|aye|"
    r"sure|sure thing|of course|ok|okay|k|do it|go ahead|go on|please do|"
    r"absolutely|definitely|certainly|correct|right|that['’]?s right|i agree|"
    r"i(?:['’]m| am) sure|agreed|fine|alright|all right|you may|you can|by all "
    r"means|confirm(?:ed)?|affirmative|sounds good|"
    r"yes (?:please|sure|do it|do|go ahead|of course|that['’]?s fine|you (?:can|"
    r"may)|i do|i(?:['’]m| am) sure|ok|delete it|forget it|remember it|keep it|"
    r"erase it)|"
    r"(?:sure|ok|okay|yeah|yep)[, ]+(?:please|do it|go ahead|do|why not|"
    r"that['’]?s fine|fine|sure|of course|yes|you can)|why not|please|yes[, ]+yes)"
    r"(?:[, ]+(?:please|thanks|thank you|sel|ok))?[\s.!]*",
    re.IGNORECASE,
)
_NO = re.compile(
    r"(?:(?:oh|ok|okay|well|um|hm+|actually)[, ]+)?(?:n|no|nope|nah|naw|noo+|no "
    r"way|never|not now|not yet|not really|rather not|i(?:['’]d| would) rather "
    r"not|don['’]?t|do not|please don['’]?t|cancel|"
    r"stop|wait|keep it|keep them|leave it|not today|maybe later|later|negative|"
    r"absolutely not|certainly not|of course not|never ?mind|forget it|better not|"
    r"i(?:['’]m| am) not sure|"
    r"no[, ]+(?:thanks|thank you|don['’]?t|please don['’]?t|keep it|keep them|way|"
    r"not now|never|cancel|leave it|stop|no|i don['’]?t|i(?:['’]d| would) rather "
    r"not|wait|it['’]?s fine))"
    r"(?:[, ]+(?:please|thanks|thank you|sel|ever|do it|do that))?[\s.!]*",
    re.IGNORECASE,
)
_MINE = re.compile(r"(?:me|myself|us|my ?self)\Z", re.IGNORECASE)
_PERSONAL = re.compile(r"\b(?:me|my|mine|myself|i|i'\w+|im|our|us|we)\b", re.IGNORECASE)
_MEMORY_VERB = re.compile(
    r"\b(?:remember|recall|stored|saved|noted|kept|keep|memor\w+|(?:i|i've) "
    r"(?:ever )?(?:said?|told?|tell|say))\b",
    re.IGNORECASE,
)
_LATER_PART = re.compile(
    r"(?:[,;:–—(]|\s-+|\s(?:but|and|so))\s*(?=(?:but |and |so )?(?:please|pls|plz|"
    r"don'?t|do not|forget|can you|could you|"
    r"stop|off the record|just between|what do you|that'?s off|this is)\b)",
    re.IGNORECASE,
)
_NOT_ASKED = re.compile(
    r"\b(?:file|files|line|lines|row|rows|column|branch|folder|function|variable|"
    r"code|comment|import|commit|docker|table|cache|cookies|browser|password "
    r"field|duplicates|list|array|word|words|sentence|paragraph|text|poem|recipe|"
    r"step|the milk|onions?|song)\b",
    re.IGNORECASE,
)


def request_in(text: str) -> Request | None:
    """What `text` asks of the memory, or None, which is the usual case.

    "yes" and "no" are found only where nothing else is said.
    """
    bare = text.strip()
    if not bare or not _HINT.search(bare[:2000]):
        return None
    if _FORGET_IT.match(bare):
        return Request("no")
    if _YES.fullmatch(bare):
        return Request("yes")
    if _NO.fullmatch(bare):
        return Request("no")
    own = own_words(text)
    for span, _ in sentences(own):
        if span.end - span.start <= _LONGEST:
            asked = _in_parts(text[span.start : span.end].replace("’", "'"))
            if asked:
                return asked
    return None


def _in_parts(sentence: str) -> Request | None:
    """The request at the beginning, or behind a comma ("I cried, please don't keep that")."""
    if asked := _asked(sentence):
        return asked
    for found in _LATER_PART.finditer(sentence):
        if asked := _asked(sentence[found.end() :]):
            return asked
    return None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Made at first use: together they cost a tenth of a second."""
    return re.compile(pattern, re.IGNORECASE)


def _asked(sentence: str) -> Request | None:
    for kind, pattern in PATTERNS:
        found = _compiled(pattern).match(sentence)
        if not found:
            continue
        about = _subject(found.groupdict().get("about") or "")
        if about and (_NOT_ASKED.search(about) or _is_talk(kind, about, sentence)):
            return None
        if kind == "forget" and _MINE.match(about):
            return Request("forget_all")
        return Request(kind, "" if _MINE.match(about) else about)
    return None


def _is_talk(kind: Ask, about: str, sentence: str) -> bool:
    """Whether it is about the world: "what do you know about octopuses?"."""
    if kind == "what_do_you_know":
        return _PERSONAL.search(about) is None and _MEMORY_VERB.search(sentence) is None
    return "," in about


def _subject(about: str) -> str:
    return about.strip(" ,.!?\"'“”")
