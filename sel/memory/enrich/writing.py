"""A summary in a model's words, if one may be trusted with it, and whether it invented anything.

A model of less than a thousand million parameters makes things up too often: it is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sel.errors import SelError
from sel.memory.enrich.choosing import LONGEST
from sel.memory.index.words import stem, tokens
from sel.memory.reading.words.lists import words

Write = Callable[[str], str]
"""A prompt to what the model says to it. May raise `SelError`."""

TRUSTED = 1e9
"""Parameters from which a model may phrase a summary."""

ORDER = (
    "Say the following again in one or two short sentences, in the first person, adding nothing, "
    "leaving out what is unimportant. Answer with these sentences only.\n\n"
)

_NUMBERS = words(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty
    ninety hundred thousand million billion dozen half twice once first second third"""
)
_PLAIN = words(
    """i i'm i've i'll i'd my me we our a an and also as at both but for from he her his however in
    it its now of on one she since so that the their then there they this to when while with"""
)
"""Words that may begin a sentence without having been said."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def written(write: Write | None, parameters: float, extract: str, sources: str) -> str:
    """The extract phrased by the model; the extract itself where that is not to be trusted."""
    if write is None or parameters < TRUSTED:
        return extract
    try:
        text = " ".join(write(ORDER + extract).split())
    except SelError:
        return extract
    return text if text and len(text) <= LONGEST and faithful(text, sources) else extract


def faithful(text: str, sources: str) -> bool:
    """Whether every name and number of `text` stands in `sources`."""
    known = set(tokens(sources))
    roots = {stem(word.partition("'")[0]) for word in known}
    return all(
        _is_plain(word) or set(tokens(word)) <= known or _root(word) in roots
        for word in _WORD.findall(text)
        if word[0].isupper() or any(map(str.isdigit, word)) or word.casefold() in _NUMBERS
    )


def _is_plain(word: str) -> bool:
    folded = word.casefold().replace("’", "'")
    return folded in _PLAIN and folded not in _NUMBERS


def _root(word: str) -> str:
    return stem("".join(tokens(word)).partition("'")[0])
