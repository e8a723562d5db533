"""Anybody's words made fit for a picture: harmless, short, and of a known width."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta

NAMELESS = "\ufffd"
"""Stands for what cannot be shown: a control character, half a surrogate pair, no character."""

_JOINERS = "\u200c\u200d"
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_ESCAPING = str.maketrans(_ESCAPES)


def plain(text: str) -> str:
    """One line that any XML parser and any screen takes: runs of space become one space, marks
    that would turn the direction of writing go, and what has no shape becomes `NAMELESS`."""
    if not text.isprintable():
        text = "".join(map(_seen, text))
    return " ".join(text.split())


def _seen(char: str) -> str:
    if char.isspace():
        return " "
    kind = unicodedata.category(char)
    if kind == "Cf":
        return char if char in _JOINERS else ""
    return NAMELESS if kind in ("Cc", "Cs", "Cn", "Co") else char


def clipped(text: str, most: int) -> str:
    """`text` in at most `most` (≥ 1) characters, with an ellipsis where it was cut."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def escaped(text: str) -> str:
    """For XML, inside an element or an attribute in quotes. Wants `plain` text."""
    return text.translate(_ESCAPING)


def fitted(text: str, room: int) -> str:
    """`escaped`, in at most `room` bytes of UTF-8, the ellipsis included."""
    whole = escaped(text)
    if len(whole.encode()) <= room:
        return whole
    pieces: list[str] = []
    left = room - len("…".encode())
    for char in text:
        piece = _ESCAPES.get(char, char)
        left -= len(piece.encode())
        if left < 0:
            break
        pieces.append(piece)
    return "".join(pieces).rstrip() + "…"


def day(at: float) -> str:
    """The day of a Unix time in UTC, "3 May 2026"; "some day" for what no calendar has."""
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=at)
    except (OverflowError, ValueError):
        return "some day"
    return f"{moment.day} {moment:%B} {moment.year}"


def columns(char: str) -> int:
    """How many columns of a terminal one character takes: 0, 1 or 2."""
    if unicodedata.category(char) in ("Mn", "Me", "Cf") or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def cells(text: str, most: int) -> list[str]:
    """`text` as terminal columns, at most `most`: a character each, "" after a wide one.

    What has no width of its own (accents set apart, joiners) is left out.
    """
    row: list[str] = []
    for char in unicodedata.normalize("NFC", plain(text[: 8 * most + 64])):
        row += [char, ""][: columns(char)]
    if len(row) <= most:
        return row
    row = row[: max(0, most - 1)]
    if row and row[-1] and columns(row[-1]) == 2:
        row[-1] = " "  # its right half was cut off
    return [*row, "…"][:most]


# Widths in em, on the generous side of the wide fonts people have (DejaVu, Verdana).
_NARROW, _WIDE = "iljtfrI.,:;'’|!()[] ·-", "mwMW@%—…"


def width(text: str) -> float:
    """About how wide `text` is, in em, rather too much than too little."""
    return sum(map(_char_width, text))


def _char_width(char: str) -> float:
    if columns(char) != 1:
        return columns(char) * 0.55
    if char in _NARROW:
        return 0.42
    if char in _WIDE:
        return 1.05
    return 0.88 if char.isupper() else 0.66


def usual(text: str) -> bool:
    """Whether `width` knows these characters well: Latin, Greek, Cyrillic, common signs."""
    return all(char < "\u0530" or "\u2010" <= char <= "\u2030" for char in text)
