"""What the commands use of the rest: the mind, the book's rules for channels, voice, check-ins."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from bridge.ports import Mind
from sel.bridge_events import Policy

if TYPE_CHECKING:
    import discord


class Holding(Protocol):
    """What holds on a channel (`bridge.book.channels.Rules`)."""

    @property
    def policy(self) -> Policy:
        """What SEL may do there."""

    @property
    def paused(self) -> bool:
        """Whether it says nothing there until it may again."""


class Rulebook(Protocol):
    """What managers decided for channels (`bridge.book.channels.ChannelBook`)."""

    def rules(self, channel_id: int, parent_id: int = 0) -> Holding:
        """What holds there; `parent_id` is the channel of a thread."""

    async def set_policy(self, channel_id: int, policy: Policy) -> None:
        """Decide what SEL may do there. Raises `StoreError`; then nothing has changed."""


class Pause(Protocol):
    """Pauses a channel, or ends it; faces are told, too."""

    async def __call__(self, channel: str, *, paused: bool) -> None:
        """`channel` is the brain's name of it. Raises `SelError`."""


class VoiceRooms(Protocol):
    """Speaking in voice channels (`bridge.media.voice`). Raises `SelError`."""

    def where(self, guild_id: int) -> int | None:
        """The id of the voice channel SEL is in there."""

    async def join(self, channel: discord.VoiceChannel) -> None:
        """Go into a channel, from another one of the server if need be."""

    async def leave(self, guild_id: int) -> bool:
        """Leave the channel there; whether SEL was in one."""

    async def say(self, guild_id: int, text: str) -> bool:
        """Say it there, and return when it was said; False if it was interrupted."""


class CheckIns(Protocol):
    """Asking people how they are, unasked (`bridge.checkins`). Raises `SelError`."""

    async def opt(self, person: str, on: bool) -> str:
        """They want it, or no more; the sentence they are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deps:
    """Everything commands use and did not make themselves.

    `voice` is None where SEL has none, `check_ins` where they are switched off. `silences` counts
    why the bridge itself left messages unanswered. `clock` gives Unix seconds. `drawing` is held
    while a picture is made: one at a time, since the machine has other things to do.
    """

    mind: Mind
    rulebook: Rulebook
    pause: Pause
    voice: VoiceRooms | None = None
    check_ins: CheckIns | None = None
    silences: Callable[[], Mapping[str, int]] = field(default=dict)
    clock: Callable[[], float] = field(default=time.time)
    drawing: asyncio.Lock = field(default_factory=asyncio.Lock)
