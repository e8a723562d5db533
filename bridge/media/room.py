"""One voice channel that SEL is in: what is to be said waits in line, and is said sentence by
sentence while the next one is made."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from bridge.media.frames import Frames
from bridge.media.samples import resampled, stereo
from bridge.ports import Reciter
from sel.errors import BridgeError, SelError
from sel.tasks import Stage, TaskOwner

if TYPE_CHECKING:
    import discord

log = logging.getLogger(__name__)

MOST_WAITING = 5
"""Texts that may wait to be said; then people are told."""
AHEAD = 20.0
"""Seconds of sound that are made before they are needed, at most."""
MEND_SECONDS = 10.0
"""How long a line that broke may take to be there again."""
LOOK = 0.05
LOST = "I was cut off from the voice channel."


class VoiceLine(Protocol):
    """A connection to a voice channel (`discord.VoiceClient`)."""

    channel: Any

    def is_connected(self) -> bool:
        """Whether it stands just now."""

    def play(
        self, source: discord.AudioSource, *, after: Callable[[Exception | None], Any] | None = None
    ) -> None:
        """Send this; `after` is called from a thread when it ends, is stopped or fails."""

    def stop(self) -> None:
        """Play no further."""

    async def disconnect(self, *, force: bool = False) -> None:
        """Leave the channel."""


@dataclass(slots=True)
class _Play:
    """A text on its way: `over` when the player has ended, `error` what kept it from being made."""

    frames: Frames = field(default_factory=Frames)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    begun: bool = False
    hushed: bool = False
    error: SelError | None = None


def _source(frames: Frames) -> discord.AudioSource:
    from bridge.media.voice_source import FrameSource

    return FrameSource(frames)


class Room:
    """Says what it is told in a channel; `close` it."""

    def __init__(
        self,
        line: VoiceLine,
        reciter: Reciter,
        source: Callable[[Frames], discord.AudioSource] = _source,
    ) -> None:
        self.line = line
        self._reciter = reciter
        self._source = source
        self._turn = asyncio.Lock()
        self._waiting = self._epoch = 0
        self._play: _Play | None = None
        self._tasks = TaskOwner("room")
        self.mend_seconds = MEND_SECONDS

    async def say(self, text: str, mood: str = "") -> bool:
        """Say it after what waits; whether it was said to its end (False: it was interrupted).

        Raises `VoiceError` where there is no voice, `BridgeError` where the line is lost or too
        much waits. Cancelling takes it back.
        """
        if self._waiting > MOST_WAITING:
            raise BridgeError("I have enough to say already; ask me again in a moment.")
        epoch = self._epoch
        self._waiting += 1
        try:
            async with self._turn:
                return epoch == self._epoch and await self._said(text, mood)
        finally:
            self._waiting -= 1

    def hush(self) -> bool:
        """Be silent at once, and forget what waits; whether anything was to be said."""
        self._epoch += 1
        if self._play is not None:
            self._play.hushed = True
            self._play.frames.drop()
            self._making.cancel()
            self.line.stop()
        return self._waiting > 0

    async def close(self) -> None:
        """Say no more; the line stays as it is."""
        self.hush()
        await self._tasks.stop()

    # ------------------------------------------------------------ one text

    @property
    def stands(self) -> bool:
        """Whether the line is there just now."""
        return self.line.is_connected()

    async def _said(self, text: str, mood: str) -> bool:
        """Make it, send it, and wait for its end; whether all of it went out."""
        play = self._play = _Play()
        self._making = self._tasks.start(self._make(play, text, mood), "make", Stage.OUTPUT)
        try:
            await asyncio.wait({self._making})
            play.frames.end()
            if play.begun:
                await play.over.wait()
            taken = play.frames.done
        finally:
            self._play = None
            self._making.cancel()
            play.frames.drop()
            if play.begun and not play.over.is_set():
                self.line.stop()
        if play.error is not None:
            raise play.error
        if not taken and not play.hushed:
            raise BridgeError(LOST)
        return not play.hushed

    async def _make(self, play: _Play, text: str, mood: str) -> None:
        """Sentence by sentence, a little ahead of what is heard."""
        try:
            async for pcm, rate in self._reciter.speak(text, mood):
                play.frames.add(await asyncio.to_thread(_ready, pcm, rate))
                if not play.begun:
                    await self._stood()
                    self._begin(play)
                with contextlib.suppress(TimeoutError):  # of the wait until it is needed
                    async with asyncio.timeout(play.frames.waiting - AHEAD):
                        await play.over.wait()
                if play.over.is_set():
                    return
        except SelError as error:
            play.error = error

    async def _stood(self) -> None:
        """Wait a while for a line that is being mended; the library tells nobody."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.mend_seconds):
                while not self.stands:  # noqa: ASYNC110
                    await asyncio.sleep(LOOK)

    def _begin(self, play: _Play) -> None:
        """Raises `BridgeError` where the line is lost."""
        import discord

        loop = asyncio.get_running_loop()

        def ended(error: Exception | None) -> None:  # in the player's thread
            if error is not None:
                log.warning("the player of a voice channel failed: %s", type(error))
            loop.call_soon_threadsafe(play.over.set)

        try:
            self.line.play(self._source(play.frames), after=ended)
        except discord.DiscordException as error:
            raise BridgeError(LOST) from error
        play.begun = True


def _ready(pcm: bytes, rate: int) -> bytes:
    return stereo(resampled(pcm, rate))
