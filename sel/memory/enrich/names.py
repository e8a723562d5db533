"""What a person's words are about: names, and what they call their own. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sel.memory.index.words import STOP
from sel.memory.reading.words.lists import words

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_BETWEEN = re.compile(r"[ \t]+\Z")
_OWN = re.compile(r"\b(?:my|our)\s+([^\W\d_]{3,})", re.IGNORECASE)
_NO_NAMES = words(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december i'm i've i'll i'd ok okay mr mrs ms dr
    sel"""
)
_NO_THINGS = words(
    """favourite favorite own new old best first last next little big whole only current former
    good dear younger older elder eldest youngest closest other two three own life mind self way
    god"""
)


def names(text: str) -> set[str]:
    """The names that surely are some: capitals where no sentence begins ("New York")."""
    return {name for name, starts in _capitals(text) if not starts}


def named(text: str) -> set[str]:
    """All that may be a name, with the first words of sentences ("Bruno is seven")."""
    return {name for name, _ in _capitals(text)}


def own(text: str) -> set[str]:
    """What the person calls their own: "dog" of "my dog", in small letters."""
    found = {match.group(1).casefold() for match in _OWN.finditer(text)}
    return found - _NO_THINGS


def _capitals(text: str) -> Iterator[tuple[str, bool]]:
    """Each run of words with a capital, and whether a sentence begins with it."""
    run: list[str] = []
    end, starts = 0, False
    for match in _WORD.finditer(text):
        joined = bool(run) and bool(_BETWEEN.match(text[end : match.start()]))
        word = _bare(match.group())
        if run and not (joined and _is_name(word)):
            yield from _run(run, starts)
            run = []
        if _is_name(word):
            starts = starts if run else _begins(text, match.start())
            run.append(word)
        end = match.end()
    if run:
        yield from _run(run, starts)


def _run(run: list[str], starts: bool) -> Iterator[tuple[str, bool]]:
    """As it is; where a sentence begins with it, without its first word, too ("Later Bruno")."""
    yield " ".join(run), starts
    if starts and run[1:]:
        yield " ".join(run[1:]), True


def _bare(word: str) -> str:
    return re.sub(r"['’]s\Z", "", word)


def _is_name(word: str) -> bool:
    capital = word[:1].isupper() and word[1:2].islower()
    folded = word.casefold().replace("’", "'")
    return capital and folded not in _NO_NAMES and folded not in STOP


def _begins(text: str, place: int) -> bool:
    before = text[max(0, place - 8) : place].rstrip(" \t\"'“”‘’(")
    return not before or before[-1] in ".!?…:\n\r-–—*"
