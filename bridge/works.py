"""What is at work on Discord behind the client, as the presence knows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from sel.bridge_events import PlaceView

if TYPE_CHECKING:
    import discord

    from bridge.client import AnyClient
    from bridge.ports import Book
    from bridge.replies.buckets import Buckets


class Works(Protocol):
    """Ears, replies, commands and media (`bridge.at_work.AtWork`)."""

    book: Book
    buckets: Buckets

    async def start(self) -> None:
        """Be ready to hear."""

    async def set_up(self, client: AnyClient) -> str:
        """Give a new client its commands and buttons; a name for the set of commands."""

    async def finish(self, seconds: float) -> None:
        """Take nothing new, let replies end or mark them within so many seconds, and leave voice
        channels."""

    async def stop(self) -> None:
        """Let go of everything; again does nothing."""

    def places(self) -> tuple[PlaceView, ...]:
        """Where something was said, newest first."""

    async def pause(self, channel: str, *, paused: bool) -> None:
        """Say nothing there, or speak again. Raises `StoreError` as the disk does."""

    async def taken(self, message_id: int) -> bool:
        """Whether a message was answered or passed over, perhaps before the last start."""

    def said(self, message: discord.Message) -> None:
        """Somebody said something."""

    def changed(self, message: discord.Message) -> None:
        """A message has other words now."""

    def deleted(self, ids: Sequence[int]) -> None:
        """Messages are gone."""

    def reacted(self, reaction: discord.RawReactionActionEvent) -> None:
        """Somebody put an emoji to a message."""

    def moved(
        self, member: discord.Member, before: discord.VoiceState, after: discord.VoiceState
    ) -> None:
        """Somebody moved between voice channels."""
