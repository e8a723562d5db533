"""What was said on a channel before SEL came, so that it understands what comes next."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from bridge.ears.incoming import Incoming
from bridge.ears.reading import is_own, read, sent_at, text_of
from bridge.place import channel_key, person_key
from sel.company_events import Overhear
from sel.observe.errors_told import told
from sel.observe.redaction import own

if TYPE_CHECKING:
    import discord

log = logging.getLogger(__name__)

NOT_BEFORE_SECONDS = 3600.0
"""Only what was said within this time matters."""
PATIENCE_SECONDS = 5.0


async def earlier(before: discord.Message, limit: int) -> list[Overhear]:
    """Up to `limit` messages of the last hour before this one, oldest first.

    Empty where SEL may not read them, or Discord does not give them in time.
    """
    from bridge.trouble import TROUBLE

    if limit <= 0 or not _may_read(before):
        return []
    found: list[Overhear] = []
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            async for message in before.channel.history(limit=limit, before=before):
                if sent_at(before.id) - sent_at(message.id) > NOT_BEFORE_SECONDS:
                    break
                if (line := _overheard(message)) is not None:
                    found.append(line)
    except TROUBLE as error:
        log.warning("a channel's history was not read: %s", own(told(error)))
    return found[::-1]


def overhear(message: Incoming) -> Overhear:
    """A message as the mind is told of it, where it is not asked to answer."""
    return Overhear(
        channel=message.channel,
        text=message.text,
        person=message.person,
        name=message.name,
        id=str(message.id),
    )


def _may_read(message: discord.Message) -> bool:
    if message.guild is None:
        return True
    channel: Any = message.channel
    if getattr(channel, "parent", channel) is None:
        return False
    return bool(channel.permissions_for(message.guild.me).read_message_history)


def _overheard(message: discord.Message) -> Overhear | None:
    if is_own(message):
        words = text_of(message)
        where, who = channel_key(message.channel.id), person_key(message.author.id)
        return Overhear(channel=where, text=words, person=who, sel=True) if words else None
    said = read(message)
    return None if said is None or not said.text else overhear(said)
