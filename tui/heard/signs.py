"""Signs and columns in words: one line of what is drawn, as it is heard. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from tui.keys.names import shown
from tui.mood import ASLEEP, FACES, UNWELL

_WORDS: Final = {
    "↑": "up",
    "↓": "down",
    "←": "from",
    "→": "to",
    "↗": "rising",
    "↘": "falling",
    "−": "minus ",
    "✕": "Error:",
    "…": "...",
}
"""Signs that say something wherever they stand."""
_SHORT: Final = {"Esc": "Escape", "PgUp": "Page up", "PgDn": "Page down", "Del": "Delete"}
_KEYS: Final = {
    **_SHORT,
    "↑": "Up",
    "↓": "Down",
    "←": "Left",
    "→": "Right",
    "/": "Slash",
    "+": "Plus",
    "−": "Minus",
    "-": "Minus",
}
_FACES: Final = re.compile("|".join(map(re.escape, sorted({*FACES.values(), ASLEEP, UNWELL}))))
DRAWN: Final = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2800-\u297f\u2b00-\u2bff\ue000-\uf8ff]"
)
"""Arrows, frames, blocks, shapes, dingbats, Braille: read aloud they are noise, or nothing."""
_SHORTENED: Final = re.compile(rf"\b(?:{'|'.join(_SHORT)})\b")
_WARNED: Final = re.compile(r"(^|\s)! ")
_UNKNOWN: Final = re.compile(r"(?<!\S)–(?!\S)")
_BREAKS: Final = re.compile(r"(?:\s+[·•|]\s+|\s{2,}|^[·•]\s+)")
_COMMAS: Final = re.compile(r"(?:\s*,)+")
_NEEDLESS: Final = re.compile(r"(?<=[.:;!?]),")


def said(text: str) -> str:
    """A line in words. Columns become parts of a sentence, signs their meaning; what is only a
    drawing goes."""
    text = _FACES.sub("", text)
    text = _WARNED.sub(r"\1Warning: ", text)
    text = _SHORTENED.sub(lambda found: _SHORT[found[0]], text)
    for sign, word in _WORDS.items():
        text = text.replace(sign, word)
    text = _UNKNOWN.sub("not known", DRAWN.sub(" ", text).strip())
    text = _BREAKS.sub(", ", text)
    return _NEEDLESS.sub("", _COMMAS.sub(",", text)).strip(" ,")


def key(text: str) -> str:
    """A key, or several, as they are heard: "↑↓" is "Up, Down", "A" is "Shift+A"."""
    words = text.split() if " " in text else _arrows(text)
    return ", ".join(map(_key, words))


def key_names(keys: Iterable[str]) -> str:
    """Keys as Textual has them, as they are heard."""
    return ", ".join(key(shown(one)) for one in keys)


def _arrows(text: str) -> list[str]:
    return list(text) if text and not set(text) - set("←→↑↓") else [text]


def _key(word: str) -> str:
    if len(word) == 1 and word.isalpha() and word.isupper():
        return f"Shift+{word}"
    *before, base = word.split("+") if len(word) > 1 else [word]
    return "+".join([*before, _KEYS.get(base, base)])
