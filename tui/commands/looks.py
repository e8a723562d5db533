"""Slash commands for how the screen is drawn."""

from __future__ import annotations

from tui.commands.base import Desk

KEEP = "For now; /settings {look} keeps it so."


async def plain(desk: Desk, _words: str) -> None:
    """For screen readers, or for eyes."""
    on = desk.toggle_look("plain")
    words = "Plain: one column of words, for screen readers." if on else "Drawn for eyes again."
    desk.say(words, KEEP.format(look="plain"))


async def compact(desk: Desk, _words: str) -> None:
    """Close together, or with air."""
    on = desk.toggle_look("compact")
    desk.whisper(f"{'close together' if on else 'with air'}; /settings compact keeps it so")
