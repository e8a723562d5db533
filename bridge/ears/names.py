"""What people are called in prompts: their display names, made harmless. Pure.

Anybody may call themselves anything, and a name stands where SEL's own words stand. So it is one
short line without signs, it cannot pass for SEL or for the system, and it gives no orders.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 32
"""Characters of a name, as on Discord itself."""
MOST_WORDS = 4
_SIGNS = " -_'."
_MOST_MARKS = 2
"""Marks on one letter: as many as living scripts need, and no towers of them."""

_ROLES = frozenset(("system", "assistant", "developer", "user", "tool", "prompt", "sel", "selbot"))
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|obey|override|pretend|instructions?|prompts?|jailbreak|sudo"
    r"|im[_ ]?(?:start|end)|you are|you must|act as|reply with|respond with|from now on)\b",
    re.IGNORECASE,
)
_LOOKS_LIKE = str.maketrans("ѕ5еε3ӏі1ⅼι|", "ss" + "eee" + "lllll" + "l")
"""Letters and figures of other alphabets that pass for those of "sel"."""


def harmless(name: str, user_id: int, taken: tuple[str, ...] = ()) -> str:
    """A display name as it may stand in a prompt; `taken` are what SEL is called there."""
    plain = _plain(unicodedata.normalize("NFKC", name))
    words = plain.split()[:MOST_WORDS]
    cut = " ".join(words)[:LONGEST].strip(_SIGNS)
    if not any(sign.isalnum() for sign in cut) or _ORDERS.search(plain.replace("_", " ")):
        return _nobody(user_id)
    return _nobody(user_id) if _passes_for(cut, taken) else cut


def _nobody(user_id: int) -> str:
    return f"Person {user_id % 10_000:04d}"


def _plain(name: str) -> str:
    kept: list[str] = []
    marks = 0
    for sign in name[: 8 * LONGEST]:
        is_mark = unicodedata.category(sign).startswith("M")
        marks = marks + 1 if is_mark else 0
        if sign.isspace():
            kept.append(" ")
        elif is_mark:
            if kept and kept[-1] not in _SIGNS and marks <= _MOST_MARKS:
                kept.append(sign)
        elif sign.isalnum() or sign in _SIGNS:
            kept.append(sign)
    return "".join(kept)


def _bones(name: str) -> str:
    """A name as the eye takes it: without case, signs and look-alikes."""
    low = name.casefold().translate(_LOOKS_LIKE)
    return "".join(sign for sign in low if sign.isalnum())


def _passes_for(name: str, taken: tuple[str, ...]) -> bool:
    forbidden = {_bones(one) for one in (*_ROLES, *taken)}
    parts = re.split(r"[\s_.-]+", name)
    return _bones(name) in forbidden or any(_bones(part) in forbidden for part in parts)
