"""Letters that hide, turn or break text are left out. Pure; each letter is judged by those before
it, so the beginning of a text gives the beginning of its result."""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200c\u200d"
_BLANK = "\u115f\u1160\u2800\u3164\uffa0\u180e"
"""Letters that look like nothing and are not counted as spaces."""
_LINES = "\u2028\u2029\x85"
_FLAG = "\U0001f3f4"
_MOST_MARKS = 6
"""Marks on one letter: languages need up to four; more only make it run over other lines."""


def clean(text: str) -> str:
    """The text without control characters, marks of direction and letters nobody sees.

    Joiners stay where they belong to a script or an emoji, and tags where they make a flag.
    """
    if text.isascii() and (text.isprintable() or _plain(text)):
        return text
    kept: list[str] = []
    marks = 0
    for letter in text:
        shown = _shown(letter, kept[-1] if kept else "")
        marks = marks + 1 if unicodedata.category(letter) in ("Mn", "Me") else 0
        if shown and marks <= _MOST_MARKS:
            kept.append(shown)
    return "".join(kept)


def _plain(text: str) -> bool:
    return text.replace("\n", "").replace("\t", "").isprintable()


def _shown(letter: str, before: str) -> str:
    if letter in "\n\t":
        return letter
    if letter in _LINES:
        return "\n"
    if letter in _JOINERS:
        return letter if before > "\x7f" and before not in _JOINERS else ""
    if letter in _BLANK:
        return ""
    if "\U000e0020" <= letter <= "\U000e007f":
        return letter if before == _FLAG or "\U000e0020" <= before <= "\U000e007f" else ""
    return "" if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co") else letter
