"""Ears and mouth for the bridge: recordings to words and words to sound, in SEL's own children.

Both are looked for when they are first wanted, so that a model that is fetched later is found.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from sel.config.settings import Settings
from sel.errors import VoiceError
from sel.paths import Paths
from sel.tasks import TaskOwner
from sel.voice.hearing.transcribing import Done, Line, Progress, transcribe
from sel.voice.models import find_ears, find_mouth
from sel.voice.ports import MouthPort, Prosody, Sound
from sel.voice.saying.mouth import Mouth
from sel.voice.saying.segments import Segmenter

IDLE_SECONDS = 120.0
"""A voice that nobody wants for so long gives its memory back (160-290 MB)."""
LIVELY = 0.05
"""A mood makes speech faster or slower by this share: less than the desk's, which sees the drives
themselves and not only a word for them."""
_FAST = frozenset({"glowy", "wired", "stressed"})
_SLOW = frozenset({"drowsy", "melancholic"})


class FileEars:
    """The `Transcriber`: one recording at a time, each in a child that ends with it."""

    def __init__(self, model: Path, log_path: Path, *, minutes: int) -> None:
        """`minutes` is the longest sound that is listened to."""
        self._model, self._log_path, self._minutes = model, log_path, minutes
        self._turn = asyncio.Lock()

    async def transcribe(self, sound: Path, progress: Callable[[float], None]) -> str:
        """What is said in a file; `progress` is told the share that is done, 0..1.

        Cancelling ends the child. Raises `VoiceError`: the file is no sound, or is too long.
        """
        async with self._turn:
            try:
                return await self._heard(sound, progress)
            except VoiceError as error:
                raise VoiceError(_nameless(error.title, sound), hint=error.hint) from error

    async def _heard(self, sound: Path, progress: Callable[[float], None]) -> str:
        lines: list[str] = []
        telling = transcribe(sound, self._model, self._log_path)
        async with contextlib.aclosing(telling):
            async for told in telling:
                if isinstance(told, Line):
                    lines.append(told.text)
                elif isinstance(told, Progress):
                    self._check(max(told.seconds, told.of))
                    progress(told.share)
                elif isinstance(told, Done):
                    break
        return " ".join(lines)

    def _check(self, seconds: float) -> None:
        if seconds > 60 * self._minutes + 1:
            raise VoiceError(f"It is longer than the {self._minutes} minutes I listen to.")


def _nameless(title: str, sound: Path) -> str:
    """A sentence without where the file lies on this machine."""
    title = title.replace(str(sound), "the recording")
    return title[:1].upper() + title[1:]


class Recitation:
    """The `Reciter` over the voice's child, which sleeps when nobody wants it."""

    def __init__(
        self, mouth: MouthPort, speed: float, *, idle_seconds: float = IDLE_SECONDS
    ) -> None:
        self._mouth, self._speed, self._idle_seconds = mouth, speed, idle_seconds
        self._tasks = TaskOwner("recitation")
        self._speaking = 0
        self._idle: asyncio.Task[None] | None = None

    async def speak(self, text: str, mood: str = "") -> AsyncIterator[tuple[bytes, int]]:
        """The sound of a text, sentence by sentence: 16-bit mono PCM, and its rate in Hz.

        The next sentence is made while this one is taken. Raises `VoiceError`.
        """
        prosody = prosody_of(mood, self._speed)
        segmenter = Segmenter()
        segments = [*segmenter.feed(text), *segmenter.end()]
        self._wake()
        coming: asyncio.Task[Sound] | None = None
        try:
            for number in range(len(segments)):
                made = coming or self._tasks.start(
                    self._mouth.say(segments[number], prosody), "say"
                )
                coming = None
                sound = await made
                if number + 1 < len(segments):
                    coming = self._tasks.start(
                        self._mouth.say(segments[number + 1], prosody), "say"
                    )
                pause = bytes(2 * int(sound.pause * sound.rate)) if number else b""
                yield pause + sound.pcm, sound.rate
        finally:
            if coming is not None:
                coming.cancel()
            self._rest()

    async def close(self) -> None:
        """End the child; again does nothing."""
        await self._tasks.stop()
        await self._mouth.stop()

    def _wake(self) -> None:
        self._speaking += 1
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

    def _rest(self) -> None:
        self._speaking -= 1
        if not self._speaking:
            self._idle = self._tasks.start(self._sleep(), "idle")

    async def _sleep(self) -> None:
        await asyncio.sleep(self._idle_seconds)
        self._idle = None
        await self._mouth.stop()


def prosody_of(mood: str, speed: float) -> Prosody:
    """How a mood's word is heard, around the `speed` of the settings."""
    lively = (mood in _FAST) - (mood in _SLOW)
    factor = min(max(speed * (1.0 + LIVELY * lively), 0.5), 2.0)
    return Prosody(speed=round(factor, 2))


def ears_for(settings: Settings, paths: Paths) -> Callable[[], FileEars]:
    """Makes the `Transcriber` when it is wanted. What it makes raises `VoiceError` where there is
    no Whisper."""

    def make() -> FileEars:
        model = find_ears(settings.stt_model, paths)
        return FileEars(model, paths.logs / "listen.log", minutes=settings.discord_audio_minutes)

    return make


def mouth_for(settings: Settings, paths: Paths) -> Callable[[], Recitation]:
    """Makes the `Reciter` when it is wanted, one for all. Raises `VoiceError` where there is no
    voice."""
    made: list[Recitation] = []

    def make() -> Recitation:
        if not made:
            mouth = Mouth(paths.logs / "speak.log", find_mouth(settings.piper_model, paths))
            made.append(Recitation(mouth, settings.voice_speed))
        return made[0]

    return make
