"""Lengths and the places between letters, as Discord and its readers see them. Pure."""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"
_SKIN = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)
_TAGS = range(0xE0020, 0xE0080)
_HANGUL_TAILS = range(0x1160, 0x1200)
_MARKS = ("Mn", "Me", "Mc")


def units(text: str) -> int:
    """Length in UTF-16 units.

    Discord's API counts code points (said by its staff in discord-api-docs issue 1315), its
    clients UTF-16 units, of which there are never fewer: what fits in these fits in both.
    """
    return len(text) if text.isascii() else len(text) + sum(letter > "\uffff" for letter in text)


def head(text: str, most: int) -> int:
    """How many letters from the beginning fit into so many UTF-16 units."""
    if units(text[:most]) <= most:  # nearly always: few letters take two
        return min(len(text), most)
    used = 0
    for place, letter in enumerate(text):
        used += 2 if letter > "\uffff" else 1
        if used > most:
            return place
    return len(text)


def parts(text: str, place: int) -> bool:
    """Whether a cut before `place` leaves each sign (an emoji, a letter and its marks) whole.

    The rules of UAX 29 that matter to people: marks, joined emoji, skin tones, flags, tags, Hangul
    syllables, CR LF.
    """
    if place <= 0 or place >= len(text):
        return True
    before, after = text[place - 1], text[place]
    return not (
        before == _JOINER
        or joins(after)
        or (before == "\r" and after == "\n")
        or (ord(after) in _FLAGS and _odd_flags(text, place))
    )


def joins(letter: str) -> bool:
    """Whether a letter belongs to the one before it."""
    code = ord(letter)
    return code > 0x02FF and (
        letter in (_JOINER, "\u200c")
        or code in _SKIN
        or code in _TAGS
        or code in _HANGUL_TAILS
        or unicodedata.category(letter) in _MARKS
    )


def _odd_flags(text: str, place: int) -> bool:
    """Whether an unpaired half of a flag stands before `place`."""
    start = place
    while start > 0 and ord(text[start - 1]) in _FLAGS:
        start -= 1
    return (place - start) % 2 == 1


def wordless(letter: str) -> bool:
    """Whether a letter is of a script that puts no spaces between words (Chinese, Japanese, Thai,
    Lao, Khmer, Burmese), so that a cut beside it is a cut between words as far as anybody can
    see."""
    code = ord(letter)
    return (
        0x0E00 <= code <= 0x0EFF
        or 0x1000 <= code <= 0x109F
        or 0x1780 <= code <= 0x17FF
        or 0x2E80 <= code <= 0x9FFF
        or 0xFF00 <= code <= 0xFFEF
        or 0x20000 <= code <= 0x3FFFF
    )
