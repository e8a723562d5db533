"""Where sentences end. Pure; for text that streams in as well as for text that is whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARKS = r"[.!?…]+[\"'”’)\]*_]*"
_END = re.compile(rf"{_MARKS}(?=\s|\Z)")
_END_SEEN = re.compile(rf"{_MARKS}(?=\s)")
_POINT = re.compile(r"\.(?!\.)[*_]*\Z")
_ABBREVIATED = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|prof|st|vs|etc|e\.g|i\.e|approx)"  # written with a point
    r"|\b(?-i:[A-HJ-Z])"  # an initial; "I" is a word
    r"|^\s*\d{1,2})\Z",  # the number of a list item
    re.IGNORECASE | re.MULTILINE,
)
_NUMBER_FOLLOWS = re.compile(r"\.\s+\d")


def sentence_ends(text: str, start: int = 0, *, streaming: bool = False) -> Iterator[re.Match[str]]:
    """Each end of a sentence from `start` on: its marks, with the quotes and brackets behind them.

    A point after an abbreviation, an initial or an item's number ends nothing, nor does one inside
    "3.14". While text is `streaming`, its very end is no end: more marks may follow.
    """
    for found in (_END_SEEN if streaming else _END).finditer(text, start):
        if not (_POINT.match(found.group()) and _is_short_form(text, found.start())):
            yield found


def _is_short_form(text: str, point: int) -> bool:
    """Whether the point belongs to the word before it, as in "Dr." and "No. 5"."""
    before = text[max(0, point - 16) : point]
    if _ABBREVIATED.search(before):
        return True
    return before[-2:].lower() == "no" and _NUMBER_FOLLOWS.match(text, point) is not None
