"""The one vocabulary between the brain and its faces.

Facts are in the past tense, commands are verbs. All are frozen dataclasses that serialise to one
JSON line. Each class states how it is delivered (`Delivery`), so that a slow face can fall behind
without losing text and without ever holding the brain up.

This module knows nothing of who publishes or reads an event.
"""

from __future__ import annotations

import dataclasses
import enum
from dataclasses import dataclass
from typing import ClassVar, Literal

DESK = "desk"
"""The channel of the person at the keyboard."""


class Delivery(enum.Enum):
    """What may happen to an event on its way to a subscriber."""

    ORDERED = "ordered"  # never dropped, never overtaken by another ordered one
    REPLACEABLE = "replaceable"  # the newest of its kind and channel wins
    URGENT = "urgent"  # jumps the queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact. `seq` (rising by one per bus) and `at` (Unix seconds) are stamped by the bus."""

    delivery: ClassVar[Delivery] = Delivery.ORDERED

    turn_id: str = ""
    channel: str = DESK
    seq: int = 0
    at: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A wish put to the brain through `MixtureBrain.submit`."""

    channel: str = DESK


# ---------------------------------------------------------------- commands


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMessage(Command):
    """A person says something.

    `addressed` is False for words said in company to nobody in particular, `aside` is True for
    words said to somebody else; `images` are paths. `whole`: they are surely done, so nothing more
    is waited for. `scope` is where what is remembered of it may come up again ("desk", "dm:ID",
    "guild:ID"); "" stands for the channel. `name` is what the person is called, "" where `person`
    is a name; `data` is what came with the words, fenced, to be read by the model and nobody else;
    `id` is the face's own name for the message (see `Withdraw` in `sel.company_events`).
    """

    text: str
    person: str = "you"
    name: str = ""
    data: str = ""
    id: str = ""
    addressed: bool = True
    aside: bool = False
    whole: bool = False
    images: tuple[str, ...] = ()
    scope: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupt(Command):
    """Stop the reply of this channel; what was said so far stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMode(Command):
    """Change the mode: casual, deep_focus, playful or quiet_companion."""

    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UseModel(Command):
    """Give a role (`general`, `coder`, `vision`) another model, by path or installed name."""

    role: str
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearChannel(Command):
    """Forget this channel's conversation, here and where it is kept for the next start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearCache(Command):
    """Let go of kept answers of one kind ("reply", "appraisal", …), or of all with ""."""

    kind: str = ""


# ---------------------------------------------------------------- values carried by events


@dataclass(frozen=True, slots=True, kw_only=True)
class HormoneMove:
    """One change of one hormone, with its reason ("thanks")."""

    hormone: str
    delta: float
    reason: str
    at: float = 0.0

    def __str__(self) -> str:
        return f"{self.reason} → {self.hormone} {self.delta:+.2f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyStats:
    """What one reply cost. Times in seconds, the rest in tokens.

    `first_token_seconds` counts from the moment the brain took the message; `brain_seconds` is the
    brain's own share (all but the engine and the embedder), `memory_seconds` the part of it that
    the memory took. `source` is "made", or "cached" for a reply that was made before.
    """

    prompt_tokens: int = 0
    reused_tokens: int = 0
    read_tokens: int = 0
    made_tokens: int = 0
    queue_seconds: float = 0.0
    read_seconds: float = 0.0
    make_seconds: float = 0.0
    first_token_seconds: float = 0.0
    brain_seconds: float = 0.0
    memory_seconds: float = 0.0
    stop_reason: str = ""
    model: str = ""
    source: str = "made"

    @property
    def tokens_per_second(self) -> float:
        """Speed of making tokens; 0 where fewer than two were made (no interval to measure)."""
        if self.made_tokens < 2 or self.make_seconds <= 0:
            return 0.0
        return (self.made_tokens - 1) / self.make_seconds

    @property
    def reuse(self) -> float:
        """Share of the prompt that came from the KV cache, 0..1."""
        return self.reused_tokens / self.prompt_tokens if self.prompt_tokens else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorView:
    """An error as a person may read it; no traceback, no message text."""

    kind: str
    title: str
    where: str = ""
    hint: str = ""


MessageState = Literal["whole", "streaming", "interrupted", "failed", "silenced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """One message as a face shows it; a `cached` reply was made before, for the same question.

    `name` is what a person is called, where `person` is no name, and who SEL was when it said this:
    a persona's name, "" for SEL. `id` as it was sent with. It is number `alternative`, from 1, of
    the `alternatives` there are in its place. `images` are paths.
    """

    role: Literal["person", "sel"]
    text: str
    turn_id: str = ""
    person: str = ""
    name: str = ""
    id: str = ""
    at: float = 0.0
    state: MessageState = "whole"
    cached: bool = False
    alternative: int = 1
    alternatives: int = 1
    edited: bool = False
    images: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectView:
    """The inner state. Levels, targets and drives are 0..1.

    `targets` is where each hormone would rest at this hour; `moves` are the newest changes, newest
    last; `history` holds, per hormone, levels one minute apart over the last hour, oldest first.
    """

    levels: dict[str, float] = dataclasses.field(default_factory=dict)
    targets: dict[str, float] = dataclasses.field(default_factory=dict)
    drives: dict[str, float] = dataclasses.field(default_factory=dict)
    mood: str = "calm"
    mode: str = "casual"
    moves: tuple[HormoneMove, ...] = ()
    history: dict[str, tuple[float, ...]] = dataclasses.field(default_factory=dict)


EngineState = Literal["asleep", "waking", "ready", "restarting", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineView:
    """How the engine is. `detail` is a sentence for people; `rung` is the ladder's rung in use.

    `context` in tokens and `parameters` of the model are 0 where they are not known. `restored` are
    the tokens of what conversations begin with that came from the disk and were not read. Without
    `rewinds` nothing can be taken back of what was read (recurrent models).
    """

    state: EngineState = "asleep"
    role: str = "general"
    model: str = ""
    detail: str = ""
    rung: str = ""
    context: int = 0
    parameters: int = 0
    restored: int = 0
    rewinds: bool = True
    progress: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelView:
    """One conversation as a face shows it; `mood` is SEL's there, in a word."""

    messages: tuple[MessageView, ...] = ()
    answering: bool = False
    mood: str = ""
    last: ReplyStats | None = None


# ---------------------------------------------------------------- facts


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived(Event):
    """The brain took a person's message; `images` are paths of pictures with it."""

    text: str
    person: str = "you"
    name: str = ""
    images: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnStarted(Event):
    """The brain begins to answer; `messages` counts the messages answered together."""

    messages: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAppraised(Event):
    """What the message means for the hormones. `valence` −1..1, `arousal` 0..1."""

    valence: float
    arousal: float
    emotions: dict[str, float] = dataclasses.field(default_factory=dict)
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRouted(Event):
    """Which expert answers, how sure the router is (0..1), and why."""

    intent: str
    confidence: float
    reason: str
    expert: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HormonesChanged(Event):
    """The inner state moved, by an event or by time."""

    delivery: ClassVar[Delivery] = Delivery.REPLACEABLE
    affect: AffectView


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineChanged(Event):
    """The engine woke, became ready, restarted or failed."""

    delivery: ClassVar[Delivery] = Delivery.REPLACEABLE
    engine: EngineView


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptRead(Event):
    """How far the engine is in reading the prompt, in tokens."""

    delivery: ClassVar[Delivery] = Delivery.REPLACEABLE
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextArrived(Event):
    """More of the reply. Texts of one turn, joined, are the reply."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeGiven(Event):
    """Something a person should know, once; not an error of a turn."""

    title: str
    hint: str = ""
    level: Literal["info", "warning", "problem"] = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeChanged(Event):
    """The mode is now this one."""

    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelCleared(Event):
    """The conversation of this channel is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnEnded(Event):
    """A turn ends in exactly one of the four below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnFinished(TurnEnded):
    """The reply is whole."""

    text: str
    stats: ReplyStats = dataclasses.field(default_factory=ReplyStats)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnSilenced(TurnEnded):
    """SEL chose not to answer."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnInterrupted(TurnEnded):
    """The reply was stopped; `partial` stays in the conversation."""

    delivery: ClassVar[Delivery] = Delivery.URGENT
    partial: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnFailed(TurnEnded):
    """The reply could not be made; `partial` stays in the conversation."""

    partial: str
    error: ErrorView


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot(Event):
    """All a face needs to draw itself anew: when it is new, and when it fell behind.

    `consent` says, per person met so far, whether SEL may remember them (a `ConsentState`).
    """

    channels: dict[str, ChannelView] = dataclasses.field(default_factory=dict)
    affect: AffectView = dataclasses.field(default_factory=AffectView)
    engine: EngineView = dataclasses.field(default_factory=EngineView)
    consent: dict[str, str] = dataclasses.field(default_factory=dict)
