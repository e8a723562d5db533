"""The parts of a prompt, the room each may take, and which give way when there is too little."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sel.prompt.tokens import TokenScale

Place = Literal["head", "history", "late", "newest"]
"""head: never changes · history: as it was said · late: new each turn · newest: the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One part.

    Parts that are not `required` are left out when room is short, lowest `priority` first.
    `budget` is the most tokens it may take, 0 for no limit of its own: longer text is cut at a
    word's end and marked.
    """

    name: str
    text: str
    place: Place
    priority: int = 0
    required: bool = False
    budget: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A component as it came out: its text in the prompt, its tokens, and what happened to it."""

    name: str
    place: Place
    text: str
    tokens: int
    fate: Literal["whole", "shortened", "left out"] = "whole"


CUT = " …"


def shorten(text: str, budget: int, scale: TokenScale) -> str:
    """The beginning of a text that fits the budget, whole words, ending in "…"."""
    if budget <= 0 or scale.count(text) <= budget:
        return text
    ends = [match.end() for match in re.finditer(r"\S+", text)]
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high + 1) // 2
        if scale.count(text[: ends[middle - 1]] + CUT) <= budget:
            low = middle
        else:
            high = middle - 1
    return text[: ends[low - 1]] + CUT if low else ""


def fitted(components: Sequence[Component], room: int, scale: TokenScale) -> list[Part]:
    """Every component in its order, those without room marked as left out.

    Required ones are always in, even beyond `room` (tokens): whoever asked must look at the sum.
    """
    parts = [_part(component, scale) for component in components]
    left = room - sum(p.tokens for c, p in zip(components, parts, strict=True) if c.required)
    optional = [place for place, component in enumerate(components) if not component.required]
    for place in sorted(optional, key=lambda place: -components[place].priority):
        if parts[place].tokens <= left:
            left -= parts[place].tokens
        else:
            parts[place] = replace(parts[place], text="", tokens=0, fate="left out")
    return parts


def _part(component: Component, scale: TokenScale) -> Part:
    text = shorten(component.text, component.budget, scale)
    return Part(
        name=component.name,
        place=component.place,
        text=text,
        tokens=scale.count(text),
        fate="whole" if text == component.text else "shortened",
    )


def described(parts: Iterable[Part]) -> list[str]:
    """A line for each part with its tokens, for `sel prompt --last`."""
    return [
        f"{part.place:<8} {part.name:<12} {part.tokens:>5} tokens"
        + (f"  ({part.fate})" if part.fate != "whole" else "")
        for part in parts
    ]
