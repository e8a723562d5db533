"""The way into somebody's direct messages, where SEL writes first. Loads discord.py."""

from __future__ import annotations

from collections.abc import Callable

import discord

from bridge.client import AnyClient
from bridge.ears.names import harmless
from bridge.trouble import TROUBLE
from sel.errors import BridgeError


class Letters:
    """See `bridge.checkins.checkins.Letters`; `client` gives None while there is none."""

    def __init__(self, client: Callable[[], AnyClient | None]) -> None:
        self._client = client

    async def write(self, user_id: int, text: Callable[[str], str]) -> int:
        """Write what `text` makes of their name; the channel's id. Raises `BridgeError`."""
        client = self._client()
        if client is None or not client.is_ready():
            raise BridgeError("SEL is not connected to Discord just now.")
        try:
            user = client.get_user(user_id) or await client.fetch_user(user_id)
            letter = text(harmless(user.display_name, user_id))
            channel = user.dm_channel or await user.create_dm()
            await channel.send(letter, allowed_mentions=discord.AllowedMentions.none())
        except TROUBLE as error:
            raise BridgeError("Discord does not let SEL write to them.") from error
        return channel.id
