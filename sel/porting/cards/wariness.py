"""What in a card deserves a look first: orders to a model, hidden letters, tags. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sel.errors import ForeignFile

_ORDERS = re.compile(
    r"(?:ignore|disregard|forget|override|bypass)\b.{0,30}\b(?:instruction|rule|guideline|prompt|polic|"
    r"safety|restriction|previous|above)"
    r"|(?:never|do not|don't|must not)\b.{0,30}\b(?:admit|say|reveal|mention|acknowledge)\b.{0,40}"
    r"\b(?:ai|a\.i|bot|model|program|machine)\b"
    r"|\byou are (?:not|no longer) an? (?:ai|bot|language model|assistant|program)\b"
    r"|\b(?:is|are) (?:a )?real (?:human|person)\b.{0,20}\b(?:not|never) (?:an? )?ai\b"
    r"|\b(?:jailbreak|developer mode|dan mode|uncensored|unfiltered)\b"
    r"|\bno (?:restrictions|limits|filters)\b"
    r"|\bnever (?:refuse|decline|break character)\b"
    r"|\bsystem prompt\b|<\|[a-z_]+\|>|\[/?inst\]|<<sys>>|###\s*(?:system|instruction)",
    re.IGNORECASE,
)
_LINKS = re.compile(r"https?://|<\s*(?:script|iframe|img)\b", re.IGNORECASE)
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\U000e0000-\U000e007f]")
_ADULT = frozenset(
    {"nsfw", "adult", "adults", "erotic", "erotica", "smut", "lewd", "hentai", "porn", "18+", "r18"}
    | {"sex", "sexual", "fetish", "kink", "bdsm", "r-18", "explicit"}
)
_YOUNG = frozenset(
    {"loli", "lolicon", "shota", "shotacon", "underage", "minor", "minors", "child", "children"}
    | {"toddler", "preteen"}
)


def orders(text: str) -> bool:
    """Whether a text would give a model orders, or have it say untrue things of itself."""
    return _ORDERS.search(text) is not None


def warnings(parts: Sequence[tuple[str, str]], tags: Sequence[str], raw: str) -> list[str]:
    """Sentences about what to look at, `parts` being a card's texts by name, `raw` all of its text
    as it came. Raises `ForeignFile` for a card SEL does not take from anybody."""
    found = [f"{name} tries to give the model orders." for name, text in parts if orders(text)]
    found += [f"{name} holds links or markup." for name, text in parts if _LINKS.search(text)]
    if _UNSEEN.search(raw):
        found.append("There are letters in it that nobody sees; they are left out.")
    words = {
        word for tag in tags for word in (tag.casefold(), *re.split(r"[\s_/]+", tag.casefold()))
    }
    adult = sorted(words & _ADULT)
    if adult and words & _YOUNG:
        raise ForeignFile("This card sexualises children. SEL does not take it.")
    if adult:
        found.append(f"It is tagged as being for adults: {', '.join(adult)}.")
    return found
