"""Noticing a reply that repeats one token or phrase to the end.

Small models fall into this; a person should see the phrase once and the reply end there. Refrains,
lists, laughter and code repeat, too: how often something must come again before it counts depends
on how long it is, and on whether it stands in a code block.
"""

from __future__ import annotations

import re

LOOKED_AT = 1600
"""Characters at the end of the reply that are examined."""

LONGEST = 400
"""The longest phrase watched for, in characters."""

EVERY = 8
"""New characters after which the reply is examined again."""

ANCHOR = 12
"""Characters at the end whose earlier occurrence gives the length of a repeated phrase."""

CODE_FACTOR = 4
"""How many times more often something must repeat in a code block (tables of zeros are code)."""

_FENCE = re.compile(r"^ {0,3}(```|~~~)", re.MULTILINE)
_RULE = re.compile(r"[\W_]+")


def needed(length: int) -> int:
    """How often a phrase of `length` characters must stand in a row to count as a loop.

    "ha ha ha" may go on for a while, a whole sentence may not come four times.
    """
    if length < 5:
        return 30
    if length < 12:
        return 12
    return 6 if length < 30 else 4


class LoopWatch:
    """Watches one streamed reply. `feed` returns where to cut it, once it has begun to loop."""

    def __init__(self) -> None:
        self._text = ""
        self._unseen = 0

    def feed(self, piece: str) -> int | None:
        """Add a piece; the length to which the whole reply should be cut, or None.

        What is left by the cut holds the repeated phrase once.
        """
        self._text += piece
        self._unseen += len(piece)
        if self._unseen < EVERY:
            return None
        self._unseen = 0
        return loop_start(self._text)


def loop_start(text: str) -> int | None:
    """Where a text that ends in a loop should be cut: behind the phrase's first occurrence."""
    tail = text[-LOOKED_AT:]
    for period in _periods(tail):
        run = _run(tail, period)
        phrase = tail[-period:]
        if run // period >= _wanted(text, phrase):
            first_end = len(text) - run + period
            return first_end + _to_word_end(text, first_end, period)
    return None


def _periods(tail: str) -> list[int]:
    """Lengths at which the end of the text occurs again before it, the shortest first."""
    anchor = tail[-ANCHOR:]
    found: list[int] = []
    at = tail.rfind(anchor, 0, len(tail) - 1)
    while at >= 0 and len(found) < 4:
        period = len(tail) - ANCHOR - at
        if period > LONGEST:
            break
        found.append(period)
        at = tail.rfind(anchor, 0, at + ANCHOR - 1)
    return found


def _run(tail: str, period: int) -> int:
    """How many characters at the end repeat with this period."""
    at = len(tail) - period - 1
    while at >= 0 and tail[at] == tail[at + period]:
        at -= 1
    return len(tail) - at - 1


def _wanted(text: str, phrase: str) -> int:
    wanted = needed(len(phrase))
    if _RULE.fullmatch(phrase):
        wanted *= 4  # rules, dots and spaces draw lines
    in_code = len(_FENCE.findall(text)) % 2 == 1
    return wanted * CODE_FACTOR if in_code else wanted


def _to_word_end(text: str, cut: int, period: int) -> int:
    """How far the cut may move on to end with a sentence or word, less than one period."""
    for ends in (".!?\n", " ,;"):
        for step in range(period):
            if text[cut + step - 1] in ends:
                return step
    return 0
