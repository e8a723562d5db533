"""The slash command that shows the models, and the names that complete the one that uses them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sel.errors import InputRefused
from tui.commands.base import Desk
from tui.drawings.models import FITS_SAID
from tui.drawings.words import memory
from tui.widgets.choices import Choice

if TYPE_CHECKING:
    from sel.model_events import ModelView

_NAMING = re.compile(r"/model\s+(?P<role>general|coder|vision)\s+(?P<name>\S.*)?\Z")


async def show(desk: Desk, words: str) -> None:
    """The models on this machine, and from there those of the hub."""
    if words.strip():
        raise InputRefused(
            "/models takes no words.", hint="s looks for models there; /model NAME uses one."
        )
    desk.look("models")


def names(text: str) -> bool:
    """Whether a model is being named."""
    return _NAMING.match(text) is not None


def choices(text: str, known: Sequence[ModelView]) -> list[Choice]:
    """The models that can have the role, with what was typed in their names."""
    found = _NAMING.match(text)
    if found is None:
        return []
    role, typed = found["role"], (found["name"] or "").casefold()
    return [
        Choice(f"/model {role} {one.name}", one.name, _about(one))
        for one in known
        if one.talks and typed in one.name.casefold() and (role != "vision" or one.projector)
    ]


def _about(view: ModelView) -> str:
    fits = f", {FITS_SAID[view.fit.state]}" if view.fit else ""
    used = f", the expert for {' and '.join(view.roles)}" if view.roles else ""
    return f"{memory(view.size)}{fits}{used}"
