"""Where a reply ends: after so many sentences, or, cut for its length, with its last whole one.

A small model hardly hears "answer in one short sentence", so a mood that wants few words is given
them here: the stream is cut behind the last wanted sentence. Code, lists and headings are never
cut: who asks for those wants all of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sel.prompt.note import Length
from sel.prompt.sentences import sentence_ends

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
_LAID_OUT = re.compile(r"`|~~~|^\s*(?:[-*+•#>|]|\d+[.)])\s", re.MULTILINE)
_FENCE = "```"


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
        """Add a piece; the length to which the whole reply should be cut, or None."""
        self._text += piece
        if _LAID_OUT.search(self._text):
            return None
        for found in sentence_ends(self._text, self._seen, streaming=True):
            asks = self._may_ask and self._seen > 0 and found.group().startswith("?")
            self._seen = found.end()
            if len(self._text[self._begun : found.start()].split()) >= LEAST_WORDS:
                self._begun, self._left = found.end(), self._left - 1
            if (asks or self._left <= 0) and found.end() > self._kept:
                return found.end()
        return None


def trim(text: str) -> str:
    """A reply that was cut for its length, ended where its last whole sentence does.

    With less than half of it left that way, or within code, it is kept and marked as unfinished.
    """
    if _in_code(text):
        return f"{text}\n{_FENCE}"
    ends = [end.end() for end in sentence_ends(text) if not _in_code(text[: end.end()])]
    if ends and ends[-1] >= len(text) / 2:
        return text[: ends[-1]].rstrip()
    return text.rstrip() + "…"


def _in_code(text: str) -> bool:
    """Whether a fenced block is still open."""
    return text.count(_FENCE) % 2 == 1
