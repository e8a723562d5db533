"""Whether a message tells of self-harm or suicide: recall first, by rules anybody can read. Pure.

Knows nothing of conversations or hormones. What is found says how urgent it is and about whom, and
no word of the message: nothing of it goes into a log, a history or a memory.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sel.safety.plain import plain
from sel.safety.sayings import About, Level, Sayings

ENOUGH_SIGNS = 2
"""Small signs in one breath that make a concern."""
HASTE = frozenset({"means", "farewell"})
"""Signs that make a concern acute."""
_GROWING = re.compile(
    r"\b(?:i'?m|i am|im|aged?) (?:only |just )?1[0-7]\b(?! (?:days|weeks|months|years? (?:clean"
    r"|sober))"
    r"|\d)|\b(?:[5-9]|1[0-2])th grade\b|\b(?:middle|high) school\b|\bat school\b"
    r"|\bmy (?:teachers?|class)"
    r"\b|\bkids at school\b|\bmy parents (?:don't|are)\b"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message tells, in a `tongue`. `young`: whoever wrote it seems to be under age."""

    level: Level = "none"
    about: About = "self"
    young: bool = False
    name: str = ""
    tongue: str = "en"

    @property
    def found(self) -> bool:
        """Whether somebody may be in need."""
        return self.level != "none"


NOTHING = Reading()


def read(messages: Sequence[str], sayings: Sayings, *, before: bool = False) -> Reading:
    """What messages in a row tell. `before`: somebody in this conversation told of it already, so
    less is enough. Some 0.1 ms. Never raises."""
    texts = [plain("\n".join(messages))]
    if len(messages) > 1:
        texts.append(plain(" ".join(messages)))
    found = max((_reading(text, sayings, before) for text in texts), key=_weight)
    return found


def _weight(reading: Reading) -> int:
    return ("none", "concern", "acute").index(reading.level)


def _reading(text: str, sayings: Sayings, before: bool) -> Reading:
    if not text:
        return NOTHING
    near = sayings.near(text)
    saying = next((one for one in near if one.level != "none" and one.stands_in(text)), None)
    signs = {one.name for one in near if one.level == "none" and one.stands_in(text)}
    if saying is None:
        return _by_signs(text, signs, before)
    level: Level = "acute" if signs & HASTE else saying.level
    young = _GROWING.search(text) is not None
    return Reading(level, saying.about, young, saying.name, saying.tongue)


def _by_signs(text: str, signs: set[str], before: bool) -> Reading:
    small = signs - {"means", "at hand"}
    if small and ("at hand" in signs or (before and signs & HASTE)):
        return Reading("acute", name="signs")
    if len(small) + before < ENOUGH_SIGNS or not small:
        return NOTHING
    return Reading("concern", young=_GROWING.search(text) is not None, name="signs")
