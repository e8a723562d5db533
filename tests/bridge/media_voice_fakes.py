"""A voice channel and its line without Discord: a player's thread that takes frames at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from discord import AudioSource, ChannelType, ClientException, Permissions

ME = 1
ALL = Permissions(view_channel=True, connect=True, speak=True)


@dataclass(slots=True)
class FakeGuild:
    id: int = 7
    me: Any = field(default_factory=lambda: SimpleNamespace(id=ME))
    voice_client: Any = None
    bots: set[int] = field(default_factory=set)

    def get_member(self, user_id: int) -> Any:
        return SimpleNamespace(id=user_id, bot=user_id in self.bots)


@dataclass(slots=True, eq=False)
class FakeChannel:
    """`error` is what connecting raises."""

    guild: FakeGuild = field(default_factory=FakeGuild)
    id: int = 70
    type: ChannelType = ChannelType.voice
    user_limit: int = 0
    may: Permissions = ALL
    voice_states: dict[int, None] = field(default_factory=lambda: {ME: None, 2: None})
    error: Exception | None = None
    lines: list[FakeLine] = field(default_factory=list)

    def permissions_for(self, who: Any) -> Permissions:
        return self.may

    async def connect(self, *, reconnect: bool, self_deaf: bool, **more: Any) -> FakeLine:
        assert reconnect
        assert self_deaf
        assert more["timeout"] > 0
        if self.error is not None:
            raise self.error
        self.lines.append(FakeLine(self))
        self.guild.voice_client = self.lines[-1]
        return self.lines[-1]

    def state(self) -> Any:
        return SimpleNamespace(channel=self)


@dataclass(slots=True)
class FakeLine:
    """Takes frames in a thread, `pace` seconds each, until they end or it is stopped or cut."""

    channel: Any
    pace: float = 0.0
    connected: bool = True
    frames: list[bytes] = field(default_factory=list)
    players: list[threading.Thread] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    def is_connected(self) -> bool:
        return self.connected

    def play(
        self, source: AudioSource, *, after: Callable[[Exception | None], Any] | None = None
    ) -> None:
        if not self.connected:
            raise ClientException("Not connected to voice.")
        assert isinstance(source, AudioSource)
        assert not source.is_opus()
        self._stop.clear()

        def run() -> None:
            while not self._stop.is_set() and self.connected and (frame := source.read()):
                self.frames.append(frame)
                self._stop.wait(self.pace or 0.0005)
            assert after is not None
            after(None)
            source.cleanup()

        player = threading.Thread(target=run, daemon=True)
        self.players.append(player)
        player.start()

    def stop(self) -> None:
        self._stop.set()

    async def disconnect(self, *, force: bool = False) -> None:
        self.stop()
        self.connected = False
        if self.channel.guild.voice_client is self:
            self.channel.guild.voice_client = None
        await asyncio.sleep(0)
