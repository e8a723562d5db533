"""What can go wrong on the way to Discord and back, all of it. Loads discord.py."""

from __future__ import annotations

import aiohttp
import discord

TROUBLE = (
    discord.DiscordException,
    aiohttp.ClientError,
    OSError,
    TimeoutError,
    RuntimeError,
)
"""What a call of discord.py may raise: it was refused, did not arrive, or (the last, aiohttp's own)
the client was closed while it was under way, as the supervisor does with one that broke."""
