"""A sound card, ears and a mouth that do what a test says, and a brain over them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace

from sel.errors import VoiceError
from sel.voice.ports import (
    Began,
    Choice,
    EarEvent,
    Ended,
    Frame,
    Opened,
    Played,
    Prosody,
    Segment,
    Sound,
    SoundEvent,
    SpeechEnded,
)

WORD = 100
"""Samples a word lasts in these sounds."""


class FakeCard:
    """Plays nothing by itself: a test says when sounds begin and end."""

    def __init__(self, refuses: str = "") -> None:
        self.sounds: list[Sound] = []
        self.gains: list[float] = []
        self.done: list[str] = []
        self.choices: list[Choice] = []
        self.under_way: Played | None = None
        self.held = self.closed = self.deaf = False
        self._refuses = refuses
        self._events: asyncio.Queue[SoundEvent | VoiceError | None] = asyncio.Queue()

    async def open(self, choice: Choice) -> Opened:
        self.choices.append(choice)
        if self._refuses == "all" or (self._refuses == "microphone" and choice.microphone):
            raise VoiceError("There is no microphone.", hint="Plug one in.")
        return Opened("mic", "speaker", choice.echo, 0.02)

    async def close(self) -> None:
        self.closed = True
        self._events.put_nowait(None)

    async def events(self) -> AsyncIterator[SoundEvent]:
        while (event := await self._events.get()) is not None:
            if isinstance(event, VoiceError):
                raise event
            yield event

    def die(self, title: str) -> None:
        """It will not come back."""
        self._events.put_nowait(VoiceError(title))

    def tell(self, *events: SoundEvent) -> None:
        for event in events:
            self._events.put_nowait(event)

    def play(self, sound: Sound) -> None:
        self.sounds.append(sound)

    def duck(self, gain: float) -> None:
        self.gains.append(gain)

    async def hush(self) -> Played | None:
        self.held = True
        self.done.append("hush")
        return self.under_way

    def resume(self) -> None:
        self.held = False
        self.done.append("resume")

    def drop(self) -> None:
        self.done.append("drop")
        self.under_way = None

    def mute(self, *, microphone: bool) -> None:
        self.deaf = microphone

    # -------------------------------------------------------- for tests

    def begin(self, place: int, *, words: int = 0) -> None:
        """The sound at this place begins; so many words of it are out."""
        sound = self.sounds[place]
        self.under_way = Played(sound.id, words * WORD)
        self.tell(Began(sound.id, time.monotonic()))

    def end(self, place: int) -> None:
        self.under_way = None
        self.tell(Ended(self.sounds[place].id, time.monotonic()))


class FakeEars:
    """Hears what a test says."""

    def __init__(self, refuses: bool = False) -> None:
        self.frames: list[Frame] = []
        self.guards: list[bool] = []
        self.presses: list[bool] = []
        self.resets = 0
        self.stopped = False
        self._refuses = refuses
        self._events: asyncio.Queue[EarEvent | None] = asyncio.Queue()

    async def start(self) -> str:
        if self._refuses:
            raise VoiceError("There is no model to hear with.", hint="`sel voice pull`")
        return "fake ears"

    async def stop(self) -> None:
        self.stopped = True

    def hear(self, frame: Frame) -> None:
        self.frames.append(frame)

    def guard(self, *, on: bool) -> None:
        self.guards.append(on)

    def press(self, *, down: bool) -> None:
        self.presses.append(down)

    def reset(self) -> None:
        self.resets += 1

    async def events(self) -> AsyncIterator[EarEvent]:
        while (event := await self._events.get()) is not None:
            yield event

    def tell(self, *events: EarEvent) -> None:
        for event in events:
            self._events.put_nowait(event)


class FakeMouth:
    """Makes sounds of so many samples a word; with `slow`, when a test lets it."""

    def __init__(self, refuses: bool = False) -> None:
        self.said: list[Segment] = []
        self.kept: list[str] = []
        self.forgotten = 0
        self.stopped = False
        self.broken = False
        self._refuses = refuses

    async def start(self) -> str:
        if self._refuses:
            raise VoiceError("There is no voice.", hint="`sel voice pull`")
        return "fake mouth"

    async def stop(self) -> None:
        self.stopped = True

    async def say(self, segment: Segment, prosody: Prosody, *, keep: bool = False) -> Sound:
        await asyncio.sleep(0)
        if self.broken:
            raise VoiceError("The mouth died too often.")
        self.said.append(segment)
        if keep:
            self.kept.append(segment.text)
        words = len(segment.text.split())
        ends = tuple(WORD * (number + 1) for number in range(words))
        sound = Sound(len(self.said), 16_000, bytes(2 * WORD * words), ends)
        return replace(sound, pause=segment.pause)

    def forget(self) -> None:
        self.forgotten += 1


def speech(text: str, *, backchannel: bool = False) -> SpeechEnded:
    """Words that were said just now."""
    now = time.monotonic()
    return SpeechEnded(text, now - 1.5, now - 0.5, now - 0.02, now, backchannel)
