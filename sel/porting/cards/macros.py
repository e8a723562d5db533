"""The small words of cards that stand for something: {{char}}, {{user}} and the rest. Pure."""

from __future__ import annotations

import re
import zlib

USER = "the person you talk with"
"""Who {{user}} is in what is told of a character; where somebody is spoken to it is "you"."""

_MACRO = re.compile(r"\{\{([^{}]{0,400})\}\}")
_OLD = re.compile(r"<(user|bot|char)>", re.IGNORECASE)
_LISTED = ("random", "pick")
_GONE = ("//", "comment", "hidden_key", "noop", "trim", "original")


def filled(text: str, char: str, user: str = USER) -> str:
    """The text with what its macros stand for. Those that choose among several choose the same each
    time; those that are not known stay as they are."""
    old = _OLD.sub(lambda match: user if match[1].lower() == "user" else char, text)
    return _MACRO.sub(lambda match: _value(match, char, user, old), old)


def _value(match: re.Match[str], char: str, user: str, text: str) -> str:
    inner = match[1].strip()
    name, _, rest = inner.partition(":")
    name = name.strip().casefold()
    plain = {"char": char, "user": user, "newline": "\n", "space": " "}
    if name in plain:
        return plain[name]
    if any(name.startswith(one) for one in _GONE):
        return ""
    if name in _LISTED and rest:
        parts = [one.strip() for one in re.split(r"::|,", rest.lstrip(":")) if one.strip()]
        return parts[zlib.crc32(text.encode("utf-8", "replace")) % len(parts)] if parts else ""
    if name == "reverse":
        return rest[::-1]
    return match[0]
