"""What an end of the connection means: to be tried again, or final, and the sentence for people.

Loads the library, so it is imported once the bridge is switched on.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import aiohttp
import discord

from sel.errors import BridgeError, IntentMissing, SelError, TokenRefused

DEVELOPERS = "https://discord.com/developers/applications"

_TOKEN = 4004
_SHARDS = {4010, 4011}
_INTENTS = {4013, 4014}
_VERSION = 4012


@dataclass(frozen=True, slots=True)
class Verdict:
    """`final`: it is of no use to try again before a person has changed something."""

    error: BridgeError
    final: bool = False


def judge(error: Exception | None) -> Verdict:
    """What it means that a client ended with this error, or with none."""
    code = error.code if isinstance(error, discord.ConnectionClosed) else 0
    if isinstance(error, TokenRefused | discord.LoginFailure) or code == _TOKEN:
        return Verdict(_token(error), final=True)
    if isinstance(error, discord.PrivilegedIntentsRequired) or code in _INTENTS:
        return Verdict(_intent(), final=True)
    if code in _SHARDS:
        return Verdict(_shards(), final=True)
    if code == _VERSION:
        return Verdict(_version(), final=True)
    if isinstance(error, SelError):
        return Verdict(BridgeError(error.title, where=error.where, hint=error.hint))
    return Verdict(_passing(error))


def _token(error: Exception | None) -> TokenRefused:
    if isinstance(error, TokenRefused):
        return error
    return TokenRefused(
        "Discord does not know this token.",
        where="DISCORD_TOKEN",
        hint=f"Copy it again, or have a new one made: {DEVELOPERS}, your bot, Bot, Reset Token.",
    )


def _intent() -> IntentMissing:
    return IntentMissing(
        "Discord does not let SEL read messages: the message content intent is off.",
        hint=f"Switch it on: {DEVELOPERS}, your bot, Bot, Message Content Intent.",
    )


def _shards() -> BridgeError:
    return BridgeError(
        "Discord wants this bot's servers spread over several connections.",
        where="SEL_DISCORD_SHARDS",
        hint="Set SEL_DISCORD_SHARDS=0: as many as Discord advises.",
    )


def _version() -> BridgeError:
    return BridgeError(
        "Discord no longer speaks the language of this version of discord.py.",
        hint="Update it: pip install -U 'discord.py[voice]'.",
    )


def _passing(error: Exception | None) -> BridgeError:
    """What is tried again: the line, Discord's own trouble, a message that broke the library."""
    if isinstance(error, discord.HTTPException):
        return BridgeError(f"Discord is in trouble ({error.status}); SEL tries again.")
    if isinstance(error, aiohttp.ClientError | OSError | asyncio.TimeoutError):
        return BridgeError("Discord cannot be reached; SEL tries again.")
    return BridgeError("The connection to Discord ended; SEL makes a new one.")
