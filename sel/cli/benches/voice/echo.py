"""Whether SEL hears itself: its own speech is looped back into the microphone."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

from sel.cli.benches.figures import Figure
from sel.cli.benches.voice.card import VirtualCard
from sel.cli.benches.voice.speech import speak
from sel.cli.benches.voice.studio import Set, studio, telling
from sel.cli.benches.voice.talking_over import STORY
from sel.events import MessageReceived, SendMessage
from sel.voice.ports import Echo, Prosody, Segment, Sound

FLITE = "slt"


class FliteMouth:
    """Speaks with flite: the bench's voice of real size makes noise, which nobody takes for
    speech. Words are taken to be of equal length."""

    def __init__(self) -> None:
        self._made = 0

    async def start(self) -> str:
        """There is nothing to load."""
        return f"flite {FLITE}"

    async def stop(self) -> None:
        """There is nothing to end."""

    async def say(
        self,
        segment: Segment,
        prosody: Prosody,  # noqa: ARG002 - flite has one way of speaking
        *,
        keep: bool = False,  # noqa: ARG002 - nothing is kept
    ) -> Sound:
        """The segment as sound."""
        clip = await asyncio.to_thread(speak, segment.text, FLITE)
        self._made += 1
        count = len(segment.ends)
        step = len(clip.pcm) // 2 // max(count, 1)
        ends = tuple(step * (place + 1) for place in range(count))
        return Sound(self._made, clip.rate, clip.pcm, ends, segment.pause)

    def forget(self) -> None:
        """Nothing is kept."""


async def hearing_itself(card: VirtualCard, with_: Set, echo: Echo, minutes: float) -> Figure:
    """Let SEL talk for so long, with the speaker in its ear."""
    parts = telling(with_.parts, STORY)
    card.loopback(on=True)
    typed = 0
    try:
        async with studio(card, replace(with_, mouth=FliteMouth), echo, parts) as here:
            end = time.monotonic() + 60 * minutes
            while time.monotonic() < end:
                if here.brain.voice().state == "listening":
                    typed += 1
                    await here.brain.submit(SendMessage(text="Tell me a story."))
                await asyncio.sleep(0.2)
            cuts = len(here.cuts())
            heard = len(here.of(MessageReceived)) - typed
    finally:
        card.loopback(on=False)
    return Figure(
        name=f"voice, interrupted itself ({echo})",
        value=cuts + heard,
        unit="times",
        aim=0,
        at_most=True,
        detail=f"{minutes:g} min of its own speech looped back, {typed} replies",
    )
