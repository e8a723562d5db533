"""What brain, voice and faces say to each other about speech; shapes and rules are `sel.events`'.

Nothing here carries sound. What was heard is a person's words: it goes to faces, and into no log.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from sel.events import Command, Delivery, Event

VoiceState = Literal[
    "off", "starting", "listening", "hearing", "thinking", "speaking", "interrupted", "failed"
]

# ---------------------------------------------------------------- commands


@dataclass(frozen=True, slots=True, kw_only=True)
class SetVoice(Command):
    """Talk aloud from now on, or no more."""

    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PressToTalk(Command):
    """What is said from now on is for SEL, however long the pauses (`down`), until it is up again.

    Stops SEL where it speaks. With the voice off, it is switched on first.
    """

    down: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute(Command):
    """Close or open the microphone, or SEL's mouth. A muted microphone is closed, not ignored."""

    what: Literal["microphone", "speaker"]
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CutReply(Command):
    """Of this turn's reply only `heard`, its beginning, reached the person: the rest is unsaid.

    Stops the turn if it is still under way; `heard` is in the words that faces are shown. A turn
    that is gone is left alone.
    """

    turn_id: str
    heard: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Anticipate(Command):
    """These are perhaps the words that are about to be said: the engine may read them ahead.

    Without `whole` more will follow: then it is the beginning that counts, "" where somebody has
    only begun to speak. Nothing is felt, told or kept of any of it, and what is really said next
    ends it.
    """

    text: str
    whole: bool = True
    person: str = "you"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetEngineRest(Command):
    """The engine may make nothing for so many seconds (at most one), or until 0 is said: something
    that a person waits for needs the processor more."""

    seconds: float


# ---------------------------------------------------------------- values


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceView:
    """How the voice is. `detail` is a sentence for people; `input` and `output` name devices.

    `echo` is how SEL keeps from hearing itself: "half_duplex" (deaf while it speaks), "headphones"
    (nothing to do) or "aec" (its own sound is taken out). `muted` is the microphone, `quiet` SEL's
    mouth; `pressed` while the key to talk is down.
    """

    state: VoiceState = "off"
    detail: str = ""
    input: str = ""
    output: str = ""
    echo: str = ""
    ears: str = ""
    mouth: str = ""
    muted: bool = False
    quiet: bool = False
    pressed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceTimes:
    """Where the time went between the last sounding frame and SEL's first sound, in seconds.

    In the order they follow each other: `endpoint`, the wait until the person was surely done;
    `text`, what Whisper took beyond that; `first_token`, until the engine's first word; `clause`,
    until there was a first clause to say; `speech`, until Piper had made it; `own`, all that is
    left: SEL's own doing and the sound card's buffer (`device` of it).
    """

    endpoint: float = 0.0
    text: float = 0.0
    first_token: float = 0.0
    clause: float = 0.0
    speech: float = 0.0
    own: float = 0.0
    device: float = 0.0
    total: float = 0.0


# ---------------------------------------------------------------- facts


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceChanged(Event):
    """The voice is like this now. A face that fell behind asks for it anew (`voice()`)."""

    delivery: ClassVar[Delivery] = Delivery.REPLACEABLE
    voice: VoiceView


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechHeard(Event):
    """What the person is saying, as far as it was understood; "" once it is over or was nothing."""

    delivery: ClassVar[Delivery] = Delivery.REPLACEABLE
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelHeard(Event):
    """How loud the microphone is, in dB below full scale (-90..0), and how like speech (0..1)."""

    delivery: ClassVar[Delivery] = Delivery.REPLACEABLE
    level: float
    speech: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSpoken(Event):
    """How many characters of this turn's reply, as faces show it, have been spoken aloud."""

    delivery: ClassVar[Delivery] = Delivery.REPLACEABLE
    upto: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyCut(Event):
    """A reply that had ended was broken off as it was spoken; `heard` is what stays of it."""

    heard: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceTurnTimed(Event):
    """The first sound of a reply is out; this is what it took."""

    times: VoiceTimes = field(default_factory=VoiceTimes)
