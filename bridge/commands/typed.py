"""The one command that is typed and not chosen: `!memsvg`."""

from __future__ import annotations

import discord

from bridge.commands.asked import Asked
from bridge.commands.failing import sentence_of
from bridge.commands.memories import Memories
from bridge.commands.use import file_of
from sel.errors import SelError

MEMSVG = "!memsvg"
NOT_HERE = "Here everybody would see it. `/sel memsvg` shows it only to you."


def is_typed(text: str) -> bool:
    """Whether a message is meant as this command."""
    return text.strip().casefold() == MEMSVG


async def obey(message: discord.Message, memories: Memories) -> None:
    """Answer it: with the map in a direct message, in a server with how to get it unseen.

    Raises `discord.HTTPException` as sending does.
    """
    none = discord.AllowedMentions.none()
    if message.guild is not None:
        await message.reply(NOT_HERE, mention_author=False, allowed_mentions=none)
        return
    author = message.author
    asked = Asked(user_id=author.id, channel_id=message.channel.id, name=author.display_name)
    try:
        answer = await memories.svg(asked)
    except SelError as error:
        await message.channel.send(sentence_of(error), allowed_mentions=none)
        return
    assert answer.sheet is not None  # noqa: S101 - a map is a file
    await message.channel.send(answer.text, file=file_of(answer.sheet), allowed_mentions=none)
