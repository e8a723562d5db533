"""What the commands use of the rest: the mind, the book's rules for channels, voice, check-ins."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from bridge.ports import Mind
from sel.bridge_events import Policy
from sel.memory_events import MemoryView

if TYPE_CHECKING:
    import discord


class CommandMind(Mind, Protocol):
    """The mind as commands use it. Raises `SelError`."""

    async def memory_search(
        self, text: str, person: str = "you", *, k: int = 5
    ) -> list[MemoryView]:
        """The `k` best memories of a person for some words, best first, with their scores."""

    async def summarise(self, lines: Sequence[tuple[str, str]]) -> str:
        """What was said, in short: (name, words) oldest first. Nothing of it is kept."""


class Places(Protocol):
    """What SEL may do where (`bridge.book`). Raises `SelError` where the disk refuses."""

    def policy(self, channel: str) -> Policy:
        """What SEL may do on a channel."""

    async def set_policy(self, channel: str, policy: Policy) -> None:
        """From now on it may do this."""

    def paused(self, channel: str) -> bool:
        """Whether SEL says nothing there until it may again."""

    async def pause(self, channel: str, *, paused: bool) -> None:
        """Say nothing there from now on, or speak again."""


class VoiceRooms(Protocol):
    """Speaking in voice channels (`bridge.media.voice`). Raises `SelError`."""

    async def join(self, channel: discord.VoiceChannel | discord.StageChannel) -> None:
        """Go there."""

    async def leave(self, guild_id: int) -> None:
        """Leave the voice channel of a server; where SEL is in none, nothing happens."""

    async def say(self, guild_id: int, text: str) -> None:
        """Speak in the voice channel of a server."""


class CheckIns(Protocol):
    """Asking people how they are, unasked (`bridge.checkins`). Raises `SelError`."""

    async def opt(self, person: str, on: bool) -> str:
        """They want it, or no more; the sentence they are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deps:
    """Everything commands use and did not make themselves.

    `voice` is None where SEL has none, `check_ins` where they are switched off. `silences` counts
    why the bridge itself left messages unanswered. `clock` gives Unix seconds.
    """

    mind: CommandMind
    places: Places
    voice: VoiceRooms | None = None
    check_ins: CheckIns | None = None
    silences: Callable[[], Mapping[str, int]] = field(default=dict)
    clock: Callable[[], float] = field(default=time.time)
