"""How keys are written in config.toml and told to people. Pure."""

from __future__ import annotations

import unicodedata
from typing import Final

from textual.keys import Keys, _character_to_key, key_to_character

MODIFIERS: Final = ("alt", "ctrl", "shift", "super")
"""In the order in which Textual has them."""
ALSO: Final = {
    "control": "ctrl",
    "strg": "ctrl",
    "option": "alt",
    "opt": "alt",
    "cmd": "super",
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "page_up": "pageup",
    "pgdn": "pagedown",
    "pgdown": "pagedown",
    "page_down": "pagedown",
    "bksp": "backspace",
    "spacebar": "space",
    "↑": "up",
    "↓": "down",
    "←": "left",
    "→": "right",
}
"""Other names people have for them."""
SAME: Final = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+h": "backspace",
    "ctrl+left_square_bracket": "escape",
}
"""Keys that a terminal sends as another one."""
_WORDS: Final = {
    "escape": "Esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "delete": "Del",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}
_SIGNS: Final = {_character_to_key(sign): sign for sign in map(chr, range(33, 127))}
"""Signs by their names."""
_NAMED: Final = frozenset(key.value.rpartition("+")[2] for key in Keys) | _SIGNS.keys()


def spelled(text: str) -> str:
    """A key as Textual names it ("Ctrl+X" is "ctrl+x"); "" where there is no such key."""
    text = text.strip()
    text = text[:-1] + "plus" if text.endswith("+") else text
    *before, base = text.split("+")
    wanted = {ALSO.get(word.strip().lower(), word.strip().lower()) for word in before if word}
    if not base or not wanted <= set(MODIFIERS):
        return ""
    if wanted == {"shift"} and len(base) == 1 and base.isalpha():
        return base.upper()  # a terminal sends the capital letter
    base = _base(base, bool(wanted))
    key = "+".join([*(one for one in MODIFIERS if one in wanted), base]) if base else ""
    return SAME.get(key, key)


def _base(base: str, modified: bool) -> str:
    if len(base) == 1 and base not in ALSO:
        sign = base.lower() if modified else base
        return _character_to_key(sign) if len(sign) == 1 and _is_sign(sign) else ""
    name = ALSO.get(base.lower(), base.lower())
    return name if name in _NAMED else ""


def _is_sign(sign: str) -> bool:
    """Whether a key may have this on it: a letter, a digit, a mark; no picture."""
    kind = unicodedata.category(sign) if len(sign) == 1 else "Cn"
    return kind[0] in "LNPS" and kind != "So" and unicodedata.name(sign, "") != ""


def several(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys of a list such as "ctrl+x, f5", and those words that are none."""
    words = [word.strip() for word in text.split(",")]
    if "" in words and "," in text and text.strip():  # the comma itself was meant
        words = [word for word in words if word] + ["comma"]
    keys = [(spelled(word), word) for word in words]
    good = dict.fromkeys(key for key, _ in keys if key)
    return tuple(good), tuple(word for key, word in keys if not key)


def writes(key: str) -> bool:
    """Whether a press of it writes something into a text, or moves in it."""
    return key in _WRITING or key_to_character(key) is not None


_WRITING: Final = frozenset(
    {"enter", "backspace", "delete", "space", "up", "down", "left", "right", "home", "end"}
)


def shown(key: str) -> str:
    """The key as people read it: "Ctrl+X", "Esc", "/"."""
    *before, base = key.split("+")
    words = [word.title() for word in sorted(before, key=_ORDER.index)]
    return "+".join([*words, _shown(base, bool(before))])


_ORDER: Final = ("ctrl", "alt", "shift", "super")


def _shown(base: str, modified: bool) -> str:
    if base in _WORDS:
        return _WORDS[base]
    if base[:1] == "f" and base[1:].isdigit():
        return base.upper()
    sign = _SIGNS.get(base, base)
    if len(sign) == 1:
        return sign.upper() if modified else sign
    return base.replace("_", " ").title()
