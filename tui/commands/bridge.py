"""What /bridge and /channels do."""

from __future__ import annotations

from sel.bridge_events import SetBridge
from sel.errors import InputRefused
from tui import elsewhere
from tui.commands.base import Desk

WORDS = {"on": "take me to Discord", "off": "leave Discord"}


async def bridge(desk: Desk, words: str) -> None:
    """Go to Discord, leave it, or tell how it is there."""
    word = words.strip().lower()
    if word and word not in WORDS:
        raise InputRefused("The bridge has no such command.", hint="/bridge on, /bridge off")
    if word:
        desk.begin(SetBridge(on=word == "on"))
    else:
        desk.say(*elsewhere.sentence(desk.brain().bridge()))


async def channels(desk: Desk, _words: str) -> None:
    """Discord's channels, and what is said there."""
    desk.look("channels")
