"""How long one waits for SEL's first sound, and where that time goes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from statistics import median, quantiles

from sel.cli.benches.figures import Figure
from sel.cli.benches.voice.card import VirtualCard
from sel.cli.benches.voice.speech import VOICES, loud_spans, speak
from sel.cli.benches.voice.studio import Set, Studio, studio
from sel.voice_events import VoiceTimes, VoiceTurnTimed

SENTENCES = (
    "how are you today",
    "tell me a story about the sea",
    "what is the weather like tomorrow",
    "tell me a joke about the moon",
    "i want to play some music now",
    "what do you think about that",
    "good morning sel",
    "tell me a secret about the forest",
    "do you remember our story",
    "can you hear me",
)
"""What the small Whisper of the tests knows."""


async def answering(card: VirtualCard, with_: Set, turns: int) -> list[Figure]:
    """Ask so many things; figures of the wait for the first sound."""
    outside: list[float] = []
    async with studio(card, with_, "headphones") as here:
        for number in range(turns):
            outside += await _ask(here, SENTENCES[number % len(SENTENCES)], number)
        times = [one.times for one in here.of(VoiceTurnTimed) if isinstance(one, VoiceTurnTimed)]
        gaps = here.brain.aloud.gaps()
        vad = here.ears.frame_ms
    return _figures(times, outside, gaps, vad)


async def _ask(here: Studio, text: str, number: int) -> list[float]:
    """One question; the wait as a stranger would measure it, who hears both sides."""
    clip = speak(text, VOICES[number // len(SENTENCES) % len(VOICES)])
    told = len(here.of(VoiceTurnTimed))
    person, sel = here.recording("microphone"), here.recording()
    await asyncio.sleep(0.3)
    await here.say(clip)
    await here.until(lambda: len(here.of(VoiceTurnTimed)) > told, "a spoken reply")
    await here.peace()
    asked = loud_spans(person.stop(), person.rate)
    answered = loud_spans(sel.stop(), sel.rate)
    if not asked or not answered:
        return []
    return [answered[0][0] + sel.began - asked[-1][1] - person.began]


def _figures(
    times: Sequence[VoiceTimes], outside: Sequence[float], gaps: Sequence[float], vad: float
) -> list[Figure]:
    parts = {name: median(asdict(one)[name] for one in times) * 1000 for name in asdict(times[0])}
    split = " + ".join(
        f"{name} {parts[name]:.0f}"
        for name in ("endpoint", "text", "first_token", "clause", "speech", "own")
    )
    total = [one.total * 1000 for one in times]
    heard = f"; heard from outside {median(outside) * 1000:.0f}" if outside else ""
    own = [one.own * 1000 for one in times]
    return [
        _ms("voice, first sound p50", median(total), 900, f"{split} (medians){heard}"),
        _ms("voice, first sound p95", _p95(total), 1300, f"{len(times)} spoken turns"),
        _ms(
            "voice, SEL's own time p50",
            median(own),
            40,
            f"the speaker's buffer of {parts['device']:.0f} ms is part of it; p95 {_p95(own):.0f}",
        ),
        _ms("voice, gap between sentences p95", _p95(gaps) * 1000, 60, f"{len(gaps)} gaps"),
        _ms("voice, VAD a frame", vad, 1.0, "Silero on 32 ms"),
    ]


def _p95(values: Sequence[float]) -> float:
    if len(values) < 2:
        return max(values, default=0.0)
    return quantiles(values, n=20, method="inclusive")[18]


def _ms(name: str, value: float, aim: float, detail: str) -> Figure:
    return Figure(name=name, value=value, unit="ms", aim=aim, at_most=True, detail=detail)
