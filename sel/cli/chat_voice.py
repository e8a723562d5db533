"""The voice in `sel chat`: /voice, and what is told of it in plain lines."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Protocol

from sel.errors import SettingError
from sel.events import DESK, Command, Event, MessageReceived, Snapshot
from sel.voice_events import (
    Mute,
    PressToTalk,
    ReplyCut,
    SetVoice,
    VoiceChanged,
    VoiceState,
    VoiceView,
)

HELP = {"/voice on|off": "talk aloud, or no more; also mute, quiet (SEL's mouth) and talk"}

SILENT = ("off", "failed")
BUSY = ("starting", "thinking", "speaking")
"""What is brought to its end before SEL leaves."""
TOLD: dict[VoiceState, str] = {
    "starting": "The voice is starting.",
    "off": "The voice is off.",
    "failed": "",
}
"""Why it failed is a notice of the brain's."""
LISTENING = "The voice is on: speak."
SPEAKS_ONLY = "The voice is on: SEL speaks, and cannot hear."
HEARS_ONLY = "The voice is on: speak, and SEL answers in writing."
TAIL = 60
"""Characters of a reply told where it was cut."""


class Brain(Protocol):
    """The part of the brain the voice needs."""

    async def submit(self, command: Command) -> str:
        """Take a command."""
        ...

    def voice(self) -> VoiceView:
        """How the voice is."""
        ...


async def obey(word: str, brain: Brain) -> str:
    """Do what /voice asks; what to answer ("": events tell). Raises `SelError`."""
    view = brain.voice()
    on = view.state not in SILENT
    word = word.lower() or ("off" if on else "on")
    if word in ("on", "off"):
        await brain.submit(SetVoice(on=word == "on"))
        return ""
    if word == "talk":
        await brain.submit(PressToTalk(down=not view.pressed))
        return "Done." if view.pressed else "Speak; /voice talk again when you are done."
    if word not in ("mute", "quiet"):
        raise SettingError(
            "The voice has no such command.", hint="/voice on, off, mute, quiet or talk"
        )
    if not on:
        raise SettingError("The voice is off.", hint="/voice on switches it on.")
    if word == "mute":
        await brain.submit(Mute(what="microphone", on=not view.muted))
        return "The microphone is open." if view.muted else "The microphone is closed."
    await brain.submit(Mute(what="speaker", on=not view.quiet))
    return "SEL speaks again." if view.quiet else "SEL's mouth is closed."


class Teller:
    """Says in a line what changed of the voice, once each."""

    def __init__(self) -> None:
        self._said: VoiceState = "off"

    def line_of(self, event: Event) -> str:
        """The line for an event of the voice; "" for none."""
        if isinstance(event, ReplyCut):
            tail = " ".join(event.heard[-TAIL:].split())
            return f"Stopped after: {tail}" if tail else "Stopped."
        if not isinstance(event, VoiceChanged):
            return ""
        state = event.voice.state
        now: VoiceState = state if state in TOLD else "listening"
        if now == self._said:
            return ""
        self._said = now
        return _on(event.voice) if now == "listening" else TOLD[now]


def _on(voice: VoiceView) -> str:
    """What SEL can do aloud: the microphone, the ears or the mouth may be missing."""
    if voice.output and not voice.input:
        return SPEAKS_ONLY
    return HEARS_ONLY if voice.ears and not voice.mouth else LISTENING


class Aloud:
    """Which messages were spoken, and whether the voice is busy: `done` is set while it is not.

    The brain is asked where events were missed.
    """

    def __init__(self, brain: Brain) -> None:
        self._brain = brain
        self._typed: Counter[str] = Counter()
        self._view = VoiceView()
        self.done = asyncio.Event()
        self.done.set()

    @property
    def speaking(self) -> bool:
        """Whether SEL says something at this moment."""
        return self._view.state == "speaking"

    def typed(self, text: str, by: int = 1) -> None:
        """This is about to be sent (by -1: was refused); it comes back as a message, unheard."""
        self._typed[_same(text)] += by

    def hear(self, event: Event) -> str:
        """Follow the voice; a message that was spoken, "" for all else."""
        if isinstance(event, Snapshot):
            self._follow(self._brain.voice())
        elif isinstance(event, VoiceChanged):
            self._follow(event.voice)
        elif isinstance(event, MessageReceived) and event.channel == DESK:
            return self._heard(event.text)
        return ""

    async def said(self) -> None:
        """Wait until all is said that is being said."""
        self._follow(self._brain.voice())
        await self.done.wait()

    def _heard(self, text: str) -> str:
        if self._typed[_same(text)] > 0:
            self._typed[_same(text)] -= 1
            return ""
        return "" if self._view.state == "off" else text

    def _follow(self, view: VoiceView) -> None:
        self._view = view
        if view.state in BUSY:
            self.done.clear()
        else:
            self.done.set()


def _same(text: str) -> str:
    """What stays of a message when the brain has cleaned it."""
    return " ".join(text.split())
