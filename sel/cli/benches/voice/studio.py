"""A SEL with a voice on a virtual sound card, whose every part a bench can look at."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from sel.brain.mixture import MixtureBrain
from sel.brain.parts import Parts
from sel.cli.benches.voice.card import Recording, VirtualCard
from sel.cli.benches.voice.speech import Clip
from sel.cli.served import ServedBrain
from sel.engine.experts import Experts
from sel.engine.scripted import Pace, ScriptedEngine
from sel.errors import VoiceError
from sel.events import Event, SendMessage, TurnEnded, TurnInterrupted
from sel.paths import Paths
from sel.voice.audio.card import SoundCard
from sel.voice.hearing.ears import Ears
from sel.voice.ports import Choice, EarsPort, Echo, MouthPort, Sound, SoundPort
from sel.voice.voice import VoiceParts
from sel.voice_events import ReplyCut, SetVoice

PATIENCE = 60.0
"""Longest wait for anything, in seconds."""
SETTLE = 1.0
"""Seconds of peace after which the next thing is said."""


class KeepingCard(SoundCard):
    """A sound card that remembers what it was given to play."""

    def __init__(self, log_path: Path) -> None:
        super().__init__(log_path)
        self.sounds: list[Sound] = []

    def play(self, sound: Sound) -> None:
        """Say this after all that waits."""
        self.sounds.append(sound)
        super().play(sound)


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """What is measured on: the brain's parts, where logs go, the ears' model, the mouth and the
    voice it has."""

    parts: Parts
    paths: Paths
    logs: Path
    ears: Path
    voice: Path
    mouth: Callable[[], MouthPort]
    end_ms: int = 480


@dataclass(slots=True)
class Studio:
    """SEL, listening to the virtual microphone. `events` is all it told."""

    card: VirtualCard
    brain: ServedBrain
    sound: KeepingCard
    ears: Ears
    events: list[Event] = field(default_factory=list)

    async def until(self, done: Callable[[], object], what: str) -> None:
        """Wait for something. Raises `VoiceError` where it does not come about."""
        end = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > end:
                raise VoiceError(f"The bench waited in vain for {what}.")
            await asyncio.sleep(0.005)

    async def state(self, name: str) -> None:
        """Wait until the voice is in this state."""
        await self.until(lambda: self.brain.voice().state == name, f"the state {name}")

    def of(self, kind: type[Event]) -> list[Event]:
        """What it told of this kind."""
        return [event for event in self.events if isinstance(event, kind)]

    def cuts(self) -> list[ReplyCut | TurnInterrupted]:
        """The replies that were broken off, oldest first."""
        return [one for one in self.events if isinstance(one, ReplyCut | TurnInterrupted)]

    async def say(self, clip: Clip) -> None:
        """Into the microphone; returns once all is said."""
        await asyncio.to_thread(self.card.say(clip.pcm, clip.rate).wait)

    async def peace(self) -> None:
        """Wait until SEL has done speaking, and a moment longer."""
        await self.state("listening")
        await asyncio.sleep(SETTLE)

    async def typed(self, text: str) -> str:
        """Type something; the turn's id once it has ended."""
        turn = await self.brain.submit(SendMessage(text=text))
        await self.until(
            lambda: any(one.turn_id == turn for one in self.of(TurnEnded)), "the end of a turn"
        )
        return turn

    def recording(self, of: str = "speaker") -> Recording:
        """Record the speaker, or what goes into the microphone."""
        return self.card.recording(of=of)


@asynccontextmanager
async def studio(
    card: VirtualCard, with_: Set, echo: Echo, parts: Parts | None = None
) -> AsyncIterator[Studio]:
    """SEL with its voice on, its engine and embedder awake; without greeting in the way."""
    sound = KeepingCard(with_.logs / "audio.log")
    ears = Ears(with_.logs / "listen.log", with_.ears, end_ms=with_.end_ms)
    voice = VoiceParts(Choice(echo=echo), _given(sound), _heard(ears), with_.mouth)
    brain = ServedBrain(MixtureBrain(parts or with_.parts), with_.paths, voice)
    made = Studio(card, brain, sound, ears)
    subscription = brain.subscribe()

    async def listen() -> None:
        async for event in subscription:
            made.events.append(event)

    listening = asyncio.create_task(listen(), name="bench:listen")
    try:
        await brain.start()
        await made.until(lambda: brain.snapshot().engine.state == "ready", "the engine")
        await brain.submit(SetVoice(on=True))
        await made.state("listening")
        await made.until(lambda: sound.sounds, "the greeting")
        await asyncio.sleep(2 * SETTLE)
        sound.sounds.clear()
        yield made
    finally:
        await brain.stop()
        subscription.close()
        await listening


def _given(sound: SoundPort) -> Callable[[], SoundPort]:
    return lambda: sound


def _heard(ears: EarsPort) -> Callable[[], EarsPort]:
    return lambda: ears


def telling(parts: Parts, story: str) -> Parts:
    """The same parts over an engine that tells this story each time, and no embedder."""
    engine = ScriptedEngine(replies=(story,), pace=Pace(tokens_per_second=60.0))
    experts = Experts(lambda _: engine, {"general": "scripted"})
    return replace(parts, experts=experts, embedder=None)


def without_past(parts: Parts) -> Parts:
    """The same parts; nobody's conversation is gone on with and nothing is remembered."""
    return replace(parts, sessions=None, states=None, open_library=None)
