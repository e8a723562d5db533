"""What the conversation asks of the sound card, the ears and the mouth; and what these tell it.

Times are `time.monotonic()` seconds, which all processes of a machine share. Sound is 16-bit little
endian mono. Nothing here knows a library or a process.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal, Protocol

RATE = 16_000
"""Samples a second from the microphone: what Whisper and Silero VAD were trained on."""
FRAME = 512
"""Samples of a frame, 32 ms: what Silero VAD takes at that rate."""
Part = Literal["input", "output"]
Echo = Literal["half_duplex", "headphones", "aec"]

# ---------------------------------------------------------------- the sound card


@dataclass(frozen=True, slots=True)
class Choice:
    """Devices by (a part of) their name, "" for the system's; how to keep from hearing oneself.

    `microphone` False opens the speaker only.
    """

    input: str = ""
    output: str = ""
    echo: Echo = "half_duplex"
    microphone: bool = True


@dataclass(frozen=True, slots=True)
class Opened:
    """What was opened. `latency` of the speaker in seconds, as the card tells it."""

    input: str
    output: str
    echo: Echo
    latency: float


@dataclass(frozen=True, slots=True)
class Frame:
    """32 ms from the microphone. `at` is when its last sample was taken; `level` in dBFS, -90..0;
    `playing` where SEL's own sound was out at that time."""

    number: int
    at: float
    pcm: bytes
    level: float
    playing: bool = False


@dataclass(frozen=True, slots=True)
class Sound:
    """One sentence as sound. `words` are the samples at which each of its words ends; `pause` is
    the silence before it, in seconds, where something was said before."""

    id: int
    rate: int
    pcm: bytes
    words: tuple[int, ...] = ()
    pause: float = 0.0

    @property
    def samples(self) -> int:
        """Its length."""
        return len(self.pcm) // 2


@dataclass(frozen=True, slots=True)
class Began:
    """The first sample of this sound left the speaker at `at`."""

    id: int
    at: float


@dataclass(frozen=True, slots=True)
class Ended:
    """The last sample of this sound left the speaker at `at`."""

    id: int
    at: float


@dataclass(frozen=True, slots=True)
class Played:
    """So many samples of this sound have left the speaker; all of those before it."""

    id: int
    samples: int


@dataclass(frozen=True, slots=True)
class Lost:
    """A device is gone; what was to be played waits. `title` and `hint` are sentences."""

    part: Part
    title: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A device is there again, perhaps another one."""

    part: Part
    name: str


SoundEvent = Frame | Began | Ended | Played | Lost | Found


class SoundPort(Protocol):
    """The sound card, in a child process."""

    async def open(self, choice: Choice) -> Opened:
        """Open the devices and begin to listen. Raises `VoiceError`: a sentence with the fix."""
        ...

    async def close(self) -> None:
        """Close the devices and end the child; again does nothing."""
        ...

    def events(self) -> AsyncIterator[SoundEvent]:
        """What happens, until closed. A device that goes and comes is told, not raised."""
        ...

    def play(self, sound: Sound) -> None:
        """Say this after all that waits."""
        ...

    def duck(self, gain: float) -> None:
        """Play at this share of the loudness, 0..1, from now on; faded over 30 ms."""
        ...

    async def hush(self) -> Played | None:
        """Silence at once (50 ms), keeping the rest; what was out of the sound under way."""
        ...

    def resume(self) -> None:
        """Go on where `hush` stopped."""
        ...

    def drop(self) -> None:
        """Let go of all that waits, and of the rest of the sound under way."""
        ...

    def mute(self, *, microphone: bool) -> None:
        """Close the microphone, or open it again. The speaker stays."""
        ...


# ---------------------------------------------------------------- ears


@dataclass(frozen=True, slots=True)
class SpeechBegan:
    """Somebody seems to speak; the first frame of it was at `at`."""

    at: float


@dataclass(frozen=True, slots=True)
class SpeechSure:
    """They have spoken for 300 ms, or said a word that is no back-channel."""

    at: float


@dataclass(frozen=True, slots=True)
class SpeechPartial:
    """What has been said so far, as far as it was understood. `whole`: they are silent since."""

    text: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """They are done, and this is what they said; never empty.

    The last sounding frame was at `last_at`; it was sure that they were done at `ended_at`, and the
    text was there at `text_at`. `backchannel` for "mhm", "yeah" and the like, in any place.
    """

    text: str
    began_at: float
    last_at: float
    ended_at: float
    text_at: float
    backchannel: bool = False


@dataclass(frozen=True, slots=True)
class SpeechDropped:
    """It was nothing: a cough, music, words that Whisper made up. `reason` is SEL's own word."""

    reason: str


@dataclass(frozen=True, slots=True)
class SpeechLevel:
    """How like speech the newest frame is, 0..1."""

    speech: float
    level: float


EarEvent = SpeechBegan | SpeechSure | SpeechPartial | SpeechEnded | SpeechDropped | SpeechLevel


class EarsPort(Protocol):
    """What makes text of frames, in a child process."""

    async def start(self) -> str:
        """Load the models; the name of what understands. Raises `VoiceError`."""
        ...

    async def stop(self) -> None:
        """End the child; again does nothing."""
        ...

    def hear(self, frame: Frame) -> None:
        """Take a frame; never waits."""
        ...

    def guard(self, *, on: bool) -> None:
        """SEL speaks from now on (`on`): take only what is surely speech."""
        ...

    def press(self, *, down: bool) -> None:
        """Push to talk: all from now on until it is up is one utterance."""
        ...

    def reset(self) -> None:
        """Forget what was being heard."""
        ...

    def events(self) -> AsyncIterator[EarEvent]:
        """What is heard, until stopped. Raises `VoiceError` where the child is gone for good."""
        ...


# ---------------------------------------------------------------- mouth


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence or clause to say: `text` as it is spoken. `ends` are, for each word of it (split
    at white space), where in the reply, as people see it, that word ends; `upto` is where the
    segment ends there, what is not spoken (a code block) included."""

    text: str
    ends: tuple[int, ...]
    upto: int
    pause: float = 0.0


@dataclass(frozen=True, slots=True)
class Prosody:
    """How something is said: `speed` and `pitch` are factors around 1 (0.5..2)."""

    speed: float = 1.0
    pitch: float = 1.0


class MouthPort(Protocol):
    """What makes sound of text, in a child process."""

    async def start(self) -> str:
        """Load the voice; its name. Raises `VoiceError`."""
        ...

    async def stop(self) -> None:
        """End the child; again does nothing."""
        ...

    async def say(self, segment: Segment, prosody: Prosody, *, keep: bool = False) -> Sound:
        """The segment as sound, one after another in the order of the calls. `keep` puts it into
        the cache of phrases for good (greetings). Raises `VoiceError`; cancelling lets it go."""
        ...

    def forget(self) -> None:
        """Drop every phrase that was said before."""
        ...
