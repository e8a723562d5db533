"""Ending a reply after so many sentences.

A small model hardly hears "answer in one short sentence", so a mood that wants few words is given
them here: the stream is cut behind the last wanted sentence. Code, lists and headings are never
cut: who asks for those wants all of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sel.prompt.note import Length

SENTENCES: Mapping[Length, int] = {"short": 2, "medium": 3, "long": 8}
"""How many sentences a length allows. One alone reads curt, and a fourth is mostly padding."""

LEAST_WORDS = 4
""" "Oh!" or "That is nice." is no whole answer: shorter ones are counted with the next sentence."""

ASKS = 3
"""A reply that may have at most so many sentences also ends with a question it asks, unless it
begins with it: who asks should wait for the answer, and small models answer themselves."""

_LONG_FORM = re.compile(
    r"\b(?:story|tale|poem|song|essay|letter|recipe|explain|describe|in detail|step by step|"
    r"list|summari[sz]e|compare|how does|how do you make)\b",
    re.IGNORECASE,
)

_END = re.compile(r"[.!?]+[\"'”’)*]*(?=\s)")
_ABBREVIATED = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|prof|st|vs|etc|e\.g|i\.e|no|approx|[A-Za-z])|\d)\Z", re.IGNORECASE
)
_LAID_OUT = re.compile(r"`|~~~|^\s*(?:[-*+•#>|]|\d+[.)])\s", re.MULTILINE)


def sentences_for(length: Length, asked: str) -> int:
    """How many sentences a reply may have: as the mood wants, but who asks for a story gets one."""
    return SENTENCES["long" if _LONG_FORM.search(asked) else length]


class Ending:
    """Watches one streamed reply. `feed` returns where to cut it once it has said enough.

    Nothing is cut within the first `kept` characters (an opening that is to be said whole).
    """

    def __init__(self, sentences: int, kept: int = 0) -> None:
        self._left, self._kept = sentences, kept
        self._may_ask = sentences <= ASKS
        self._text = ""
        self._seen = 0
        self._begun = 0

    def feed(self, piece: str) -> int | None:
        """Add a piece; the length to which the whole reply should be cut, or None.

        A sentence is over when white space follows it, so nothing is cut inside "3.14".
        """
        self._text += piece
        if _LAID_OUT.search(self._text):
            return None
        for found in _END.finditer(self._text, self._seen):
            asks = self._may_ask and self._seen > 0 and found.group().startswith("?")
            self._seen = found.end()
            if self._ends_sentence(found):
                self._begun, self._left = found.end(), self._left - 1
            if (asks or self._left <= 0) and found.end() > self._kept:
                return found.end()
        return None

    def _ends_sentence(self, found: re.Match[str]) -> bool:
        sentence = self._text[self._begun : found.start()]
        if found.group() == "." and _ABBREVIATED.search(sentence):
            return False
        return len(sentence.split()) >= LEAST_WORDS
