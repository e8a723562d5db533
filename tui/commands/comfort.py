"""Slash commands that make the app a person's own: settings, keys, themes, the first steps."""

from __future__ import annotations

from collections.abc import Sequence

from tui.commands.base import Argument, Desk
from tui.theme import ABOUT


async def show_settings(desk: Desk, words: str) -> None:
    """All settings, or those with these words."""
    desk.look("settings", words)


async def show_keys(desk: Desk, words: str) -> None:
    """All keys, or those with these words."""
    desk.look("keys", words)


async def set_up(desk: Desk, _words: str) -> None:
    """The first steps again."""
    desk.look("setup")


async def theme(desk: Desk, words: str) -> None:
    """Wear a theme, or choose among them."""
    if words.strip():
        desk.whisper(desk.choose_theme(words))
    else:
        desk.look("theme")


def themes(words: Sequence[str]) -> Sequence[Argument]:
    """Our own themes, as completions; the person's are in the chooser."""
    if len(words) > 1:
        return ()
    begun = words[0].lower()
    return [
        Argument(name, about)
        for name, about in ABOUT.items()
        if name.startswith(begun) or name.removeprefix("sel-").startswith(begun)
    ]
