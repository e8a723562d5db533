"""What the first steps tell of this machine. Pure; no widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from tui.drawings.words import memory
from tui.text import one_line, visible

if TYPE_CHECKING:
    from sel.model_events import ModelView

Fact = tuple[bool, str]
"""Whether it is well, and a sentence."""
MOST = 5
"""Models told; of more only how many."""
LONGEST = 42
"""Cells of a name that is chosen from."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A model to think with: its file, its name, all of it in words, and whether it is in use."""

    path: str
    name: str
    words: str
    now: bool


def choices(found: Sequence[ModelView]) -> list[Choice]:
    """Models to think with: the one in use first, then others that fit. None where
    SEL thinks with none of this machine's, but asks a server."""
    if not any("general" in one.roles for one in found):
        return []
    fit = [one for one in found if one.talks and not (one.fit and one.fit.state == "no")]
    now = [one for one in found if one.talks and "general" in one.roles]
    return [_choice(one) for one in dict.fromkeys([*now, *fit])][:MOST]


def _choice(view: ModelView) -> Choice:
    state = view.fit.state if view.fit else "unknown"
    room = {"fits": ", fits", "tight": ", only just fits", "no": ", too big here"}.get(state, "")
    now, name = "general" in view.roles, one_line(view.name, LONGEST)
    words = f"{name}: {memory(view.size)}{room}{'; in use' if now else ''}"
    return Choice(view.path, name, words, now)


def models(found: Sequence[ModelView]) -> tuple[Fact, ...]:
    """What is wrong with the models in use."""
    if not any(one.talks for one in found):
        return ((False, "There is no model on this machine yet."),)
    return tuple(
        (False, f"{one.name}, used for {' and '.join(one.roles)}: {one.problem}")
        for one in found
        if one.roles and one.problem
    )


def told(facts: Sequence[Fact], more: str) -> Content:
    """One line each, and a quiet word below what there is."""
    lines = []
    for good, words in facts:
        mark, look = ("· ", "$success") if good else ("! ", "$warning")
        lines.append(Content.assemble((mark, look), visible(words)))
    return Content("\n").join(
        [*lines, *([Content("")] if lines else []), Content.styled(more, "$quiet")]
    )
