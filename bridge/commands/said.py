"""The newest messages of a channel, to be summed up. They are held in RAM for that and let go."""

from __future__ import annotations

import datetime

import discord

from bridge.commands.summary import MOST_MESSAGES, USUAL_MESSAGES
from bridge.commands.use import Use
from bridge.ears.names import harmless
from bridge.ears.reading import called, is_own, text_of
from bridge.trouble import TROUBLE
from sel.errors import BridgeError, InputRefused


async def said_in(
    use: Use, messages: int | None, minutes: int | None, now: float
) -> list[tuple[str, str]]:
    """(name, words), oldest first: the last `messages`, or those of the last `minutes` (or both).

    Raises `InputRefused` where SEL may not read it, `BridgeError` where Discord refuses.
    """
    channel = use.channel
    if not isinstance(channel, discord.abc.Messageable):
        raise InputRefused("Here is nothing to read.")
    limit = messages or (MOST_MESSAGES if minutes else USUAL_MESSAGES)
    since = None
    if minutes:
        since = datetime.datetime.fromtimestamp(now - minutes * 60, datetime.UTC)
    try:
        found = [one async for one in channel.history(limit=limit, after=since, oldest_first=False)]
    except discord.Forbidden:
        raise InputRefused("I may not read what was said here before.") from None
    except TROUBLE as error:
        raise BridgeError("Discord did not let me read just now.", hint="Try again.") from error
    said = [one for one in reversed(found) if not one.is_system()]
    return [(_name(one), text) for one in said if (text := text_of(one))]


def _name(message: discord.Message) -> str:
    """What its author is called in the prompt."""
    if is_own(message):
        return "SEL"
    return harmless(message.author.display_name, message.author.id, called(message))
