"""What the first steps tell of this machine. Pure; no widgets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from tui.drawings.words import memory
from tui.text import visible

if TYPE_CHECKING:
    from sel.model_events import ModelView

Fact = tuple[bool, str]
"""Whether it is well, and a sentence."""
MOST = 5
"""Models told; of more only how many."""


def models(found: Sequence[ModelView]) -> tuple[Fact, ...]:
    """The models there are, those in use first, and whether they fit."""
    talk = [one for one in found if one.talks or one.roles]
    facts = [_model(one) for one in talk[:MOST]]
    if len(talk) > MOST:
        facts.append((True, f"and {len(talk) - MOST} more."))
    return tuple(facts) or ((False, "There is no model on this machine yet."),)


def _model(view: ModelView) -> Fact:
    used = f", used for {' and '.join(view.roles)}" if view.roles else ""
    name = f"{view.name}, {memory(view.size)}{used}"
    if view.problem:
        return False, f"{view.name}{used}: {view.problem}"
    fit = view.fit
    if fit is None or fit.state == "unknown":
        return True, f"{name}."
    room = f"needs {memory(fit.need)}, {memory(fit.free)} are free"
    if fit.state == "no":
        return False, f"{name}: too big here ({room})."
    tight = "just fits" if fit.state == "tight" else "fits"
    return True, f"{name}: {tight} ({room})."


def told(facts: Sequence[Fact], more: str) -> Content:
    """One line each, and a quiet word below."""
    lines = []
    for good, words in facts:
        mark, look = ("· ", "$success") if good else ("! ", "$warning")
        lines.append(Content.assemble((mark, look), visible(words)))
    return Content("\n").join([*lines, Content(""), Content.styled(more, "$quiet")])
