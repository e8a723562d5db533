"""What the slash command for the inner state does."""

from __future__ import annotations

from tui.commands.base import Desk


async def show(desk: Desk, _words: str) -> None:
    """The mood's face, gauges that breathe, the day as a ring."""
    desk.look("mind")
