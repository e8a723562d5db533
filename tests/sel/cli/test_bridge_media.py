"""Ears and a mouth for the bridge: one recording at a time, and a voice that sleeps when idle."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sel.cli import bridge_media
from sel.cli.bridge_media import FileEars, Recitation, ears_for, mouth_for, prosody_of
from sel.config.settings import Settings
from sel.errors import VoiceError
from sel.paths import find
from sel.voice.hearing.transcribing import Done, Line, Progress
from sel.voice.ports import Prosody, Segment, Sound

SOUND = Path("/dev/shm/sel-media-1-x/1")  # noqa: S108 - nobody opens it


@dataclass(slots=True)
class Child:
    """Stands in for `transcribe`: tells what it is given, slowly if there is a gate."""

    told: list[Line | Progress | Done | VoiceError]
    gate: asyncio.Event | None = None
    begun: int = 0
    closed: int = 0

    async def __call__(
        self, path: Path, model: Path, log_path: Path
    ) -> AsyncGenerator[Line | Progress | Done, None]:
        self.begun += 1
        try:
            for one in self.told:
                if self.gate is not None:
                    await self.gate.wait()
                if isinstance(one, VoiceError):
                    raise one
                yield one
        finally:
            self.closed += 1


def nothing(_: float) -> None:
    pass


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Child:
    made = Child(
        [Line(0, 1, "hello sel"), Progress(2, 4), Line(2, 3, "good night"), Done(4, False)]
    )
    monkeypatch.setattr(bridge_media, "transcribe", made)
    return made


def ears(minutes: int = 10) -> FileEars:
    return FileEars(Path("model"), Path("log"), minutes=minutes)


async def test_all_lines_are_the_text_and_progress_is_told(child: Child) -> None:
    shares: list[float] = []
    assert await ears().transcribe(SOUND, shares.append) == "hello sel good night"
    assert shares == [0.5]
    assert child.closed == 1


@pytest.mark.parametrize("progress", [Progress(2, 700), Progress(602, 0)])
async def test_a_long_recording_is_heard_no_further(child: Child, progress: Progress) -> None:
    child.told.insert(1, progress)
    with pytest.raises(VoiceError, match="longer than the 10 minutes"):
        await ears().transcribe(SOUND, nothing)
    assert child.closed == 1


async def test_an_error_does_not_say_where_the_file_lies(child: Child) -> None:
    child.told.insert(0, VoiceError(f"{SOUND} is no recording that can be read.", hint="Is it?"))
    with pytest.raises(VoiceError) as caught:
        await ears().transcribe(SOUND, nothing)
    assert caught.value.title == "The recording is no recording that can be read."
    assert "/dev" not in caught.value.sentence()


async def test_recordings_are_heard_one_after_the_other(child: Child) -> None:
    child.gate = asyncio.Event()
    it = ears()
    both = [asyncio.create_task(it.transcribe(SOUND, nothing)) for _ in range(2)]
    for _ in range(5):
        await asyncio.sleep(0)
    assert child.begun == 1
    child.gate.set()
    assert await asyncio.gather(*both) == ["hello sel good night"] * 2


async def test_a_withdrawn_recording_ends_its_child_and_the_next_is_heard(child: Child) -> None:
    child.gate = asyncio.Event()
    it = ears()
    first = asyncio.create_task(it.transcribe(SOUND, nothing))
    for _ in range(5):
        await asyncio.sleep(0)
    first.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await first
    assert child.closed == 1
    child.gate.set()
    assert await it.transcribe(SOUND, nothing)


# ---------------------------------------------------------------- the mouth


@dataclass(slots=True)
class FakeMouth:
    """Says a sample for each letter."""

    asked: list[str] = field(default_factory=list)
    prosody: list[Prosody] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    stops: int = 0
    hold: str = ""

    async def start(self) -> str:
        return "fake"

    async def stop(self) -> None:
        self.stops += 1

    async def say(self, segment: Segment, prosody: Prosody, *, keep: bool = False) -> Sound:
        self.asked.append(segment.text)
        self.prosody.append(prosody)
        if segment.text == "die":
            raise VoiceError("SEL's voice died of a sentence.")
        try:
            if self.hold and segment.text.startswith(self.hold):
                await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.cancelled.append(segment.text)
            raise
        return Sound(1, 1000, b"\1\0" * len(segment.text), (), segment.pause)

    def forget(self) -> None:
        pass


TEXT = "This is the first sentence here. And this is the second one of them. The third."


async def test_a_text_is_spoken_sentence_by_sentence() -> None:
    mouth = FakeMouth()
    sounds = [one async for one in Recitation(mouth, 1.0).speak(TEXT)]
    assert len(sounds) == len(mouth.asked) == 3
    assert " ".join(mouth.asked) == TEXT
    assert {rate for _, rate in sounds} == {1000}
    assert not sounds[0][0].startswith(b"\0\0")
    assert sounds[1][0].startswith(bytes(2 * 200))  # the pause between two sentences


async def test_the_next_sentence_is_made_while_one_is_heard() -> None:
    mouth = FakeMouth()
    telling = Recitation(mouth, 1.0).speak(TEXT)
    await anext(telling)
    await asyncio.sleep(0)
    assert len(mouth.asked) == 2
    await telling.aclose()  # type: ignore[attr-defined]


async def test_who_listens_no_more_takes_the_next_sentence_back() -> None:
    mouth = FakeMouth(hold="And")
    telling = Recitation(mouth, 1.0).speak(TEXT)
    await anext(telling)
    await asyncio.sleep(0)
    await telling.aclose()  # type: ignore[attr-defined]
    await asyncio.sleep(0)
    assert mouth.cancelled == mouth.asked[1:]


async def test_a_sentence_that_cannot_be_said_is_told() -> None:
    with pytest.raises(VoiceError, match="died"):
        [one async for one in Recitation(FakeMouth(), 1.0).speak("die")]


async def test_an_idle_voice_gives_its_memory_back() -> None:
    mouth = FakeMouth()
    voice = Recitation(mouth, 1.0, idle_seconds=0.01)
    [one async for one in voice.speak("Hello.")]
    async with asyncio.timeout(30):
        while mouth.stops < 1:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.005)
    [one async for one in voice.speak("Hello.")]
    assert mouth.stops == 1
    await voice.close()
    assert mouth.stops == 2


def test_a_mood_is_heard_a_little() -> None:
    assert prosody_of("wired", 1.0).speed > prosody_of("calm", 1.0).speed == 1.0
    assert prosody_of("drowsy", 1.0).speed < 1.0
    assert prosody_of("wired", 2.0).speed == 2.0


def test_models_that_are_not_there_are_a_sentence_when_they_are_wanted() -> None:
    settings, paths = Settings(), find()
    for make in (ears_for(settings, paths), mouth_for(settings, paths)):
        wanted: Callable[[], object] = make
        with pytest.raises(VoiceError):
            wanted()
