"""How long what is kept, and which replies are worth keeping at all. Pure.

An answer that says what something *is* (a class, an appraisal, whether this is a command for the
machine) is the same each time and is always worth keeping. A reply is something else: it is part of
a conversation. It is kept only where a person would want the same one again:

- never for one who asked for another answer: they want a different one;
- never for someone who is hurt: the same consolation twice is none;
- never with a picture: the key knows the picture's path, not what is in it;
- at temperature 0, or with a fixed seed, always: the engine would say the same words anyway;
- else only for the first message of a conversation, and only if it asks for something. Later in a
  conversation a person who repeats themselves wants to be heard, not replayed; and a greeting
  deserves a new greeting.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sel.errors import SettingError

CLASSIFICATION, APPRAISAL, SHELL, REPLY = "classification", "appraisal", "shell", "reply"

HOUR = 3600.0

LIFETIMES: Mapping[str, float] = MappingProxyType(
    {
        CLASSIFICATION: 24 * HOUR,
        APPRAISAL: 24 * HOUR,
        SHELL: 12 * HOUR,
        REPLY: 6 * HOUR,
    }
)
"""Seconds that answers of each kind live; 0 is never kept. SEL's predecessor had the same."""


def checked(lifetimes: Mapping[str, float]) -> dict[str, float]:
    """The lifetimes, if they are any. Raises `SettingError` for negative ones, NaN, infinity."""
    for kind, seconds in lifetimes.items():
        if not math.isfinite(seconds) or seconds < 0:
            raise SettingError(
                f"An answer cannot be kept for {seconds:g} seconds.",
                where=f"cache, {kind}",
                hint="Give a number of seconds; 0 keeps nothing.",
            )
    return dict(lifetimes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What an answer is made for.

    `seeded`: the seed is fixed. `first`: nothing was said in this conversation before. `asks`: it
    asks for something (a question, code). `hurting`: the person is hurt or in danger.
    `again`: the person asked for another answer. `pictures`: there are pictures with it.
    """

    kind: str = REPLY
    temperature: float = 0.0
    seeded: bool = False
    first: bool = False
    asks: bool = False
    hurting: bool = False
    again: bool = False
    pictures: bool = False


def worth_caching(occasion: Occasion) -> bool:
    """Whether a person would want the same answer, should the same be asked again."""
    return not reason_against(occasion)


def reason_against(occasion: Occasion) -> str:
    """Why the answer should be made anew each time, in a few words; "" where it need not be."""
    if occasion.kind != REPLY:
        return ""
    if never := _never(occasion):
        return never
    if occasion.temperature <= 0 or occasion.seeded:
        return ""
    if not occasion.first:
        return "in the middle of a conversation"
    return "" if occasion.asks else "small talk"


def _never(occasion: Occasion) -> str:
    if occasion.again:
        return "another answer was asked for"
    if occasion.hurting:
        return "somebody is hurt"
    return "there is a picture" if occasion.pictures else ""
