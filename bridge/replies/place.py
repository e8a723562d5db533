"""A channel of the real Discord. Import it only where discord.py is loaded anyway."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator

import aiohttp
import discord

from bridge.ears.incoming import Incoming
from bridge.replies.buckets import Buckets
from bridge.replies.ports import MessageGone, Place, PlaceBusy, PlaceGone, Write

_UNKNOWN_MESSAGE = 10008
_OLD_EDITS = 30046  # a limit of its own for messages older than an hour
CALL_SECONDS = 30.0
"""Longest wait for one call, its library's own tries and waits for limits included. A call on a
client that is closed meanwhile may never return; sent again it is there once, by its nonce."""
_SILENT = discord.AllowedMentions.none()


class DiscordPlaces:
    """All channels, through the client there is now: `client` gives None between two of them."""

    def __init__(self, client: Callable[[], discord.Client | None], buckets: Buckets) -> None:
        self._client, self._buckets = client, buckets

    def of(self, message: Incoming) -> Place:
        """The place a message was said in."""
        return self.at(message.channel_id, message.guild_id)

    def at(self, channel_id: int, guild_id: int | None) -> Place:
        """The place with this id; whether it is there is seen when it is written to."""
        return _DiscordPlace(self._client, self._buckets, channel_id, guild_id)


class _DiscordPlace:
    def __init__(
        self,
        client: Callable[[], discord.Client | None],
        buckets: Buckets,
        channel_id: int,
        guild_id: int | None,
    ) -> None:
        self._client, self._buckets = client, buckets
        self._channel_id, self._guild_id = channel_id, guild_id

    async def send(self, text: str, *, reply_to: int | None, nonce: int) -> int:
        with _mapped():
            async with asyncio.timeout(CALL_SECONDS):
                return await self._send(text, reply_to, nonce)

    async def _send(self, text: str, reply_to: int | None, nonce: int) -> int:
        channel = self._channel()
        if reply_to is None:
            sent = await channel.send(text, nonce=nonce, allowed_mentions=_SILENT)
        else:
            reference = discord.MessageReference(
                message_id=reply_to,
                channel_id=self._channel_id,
                guild_id=self._guild_id,
                fail_if_not_exists=False,
            )
            sent = await channel.send(
                text, nonce=nonce, allowed_mentions=_SILENT, reference=reference
            )
        return sent.id

    async def edit(self, message: int, text: str) -> None:
        with _mapped():
            old = self._channel().get_partial_message(message)
            async with asyncio.timeout(CALL_SECONDS):
                await old.edit(content=text, allowed_mentions=_SILENT)

    async def delete(self, message: int) -> None:
        with contextlib.suppress(MessageGone), _mapped():
            await self._channel().get_partial_message(message).delete()

    async def react(self, message: int, emoji: str) -> None:
        with _mapped():
            await self._channel().get_partial_message(message).add_reaction(emoji)

    async def typing(self) -> None:
        with _mapped():
            await self._channel().typing()

    def pause(self, write: Write) -> float:
        return self._buckets.pause(self._channel_id, write)

    def _channel(self) -> discord.PartialMessageable:
        client = self._client()
        if client is None or client.is_closed() or client.user is None:  # not logged in (yet)
            raise PlaceBusy("SEL is not connected to Discord just now.")
        return client.get_partial_messageable(self._channel_id, guild_id=self._guild_id)


@contextlib.contextmanager
def _mapped() -> Iterator[None]:
    """What discord.py and aiohttp raise, as the errors of `bridge.replies.ports`."""
    try:
        yield
    except discord.HTTPException as error:
        raise _kind(error) from error
    except (discord.RateLimited, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise PlaceBusy("Discord cannot be reached just now.") from error
    except RuntimeError as error:  # aiohttp's, of a client that was closed meanwhile
        raise PlaceBusy("SEL is not connected to Discord just now.") from error


def _kind(error: discord.HTTPException) -> MessageGone | PlaceGone | PlaceBusy:
    if error.status == 404 and error.code == _UNKNOWN_MESSAGE:
        return MessageGone("That message is deleted.")
    if error.status >= 500 or error.status == 429 or error.code == _OLD_EDITS:
        return PlaceBusy("Discord does not take it just now.")
    return PlaceGone(f"Discord does not let SEL write there (error {error.code}).")
