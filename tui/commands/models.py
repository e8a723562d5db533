"""What the slash command for models does."""

from __future__ import annotations

from sel.errors import InputRefused
from tui.commands.base import Desk


async def show(desk: Desk, words: str) -> None:
    """The models on this machine, and from there those of the hub."""
    if words.strip():
        raise InputRefused(
            "/models takes no words.", hint="s looks for models there; /model NAME uses one."
        )
    desk.look("models")
