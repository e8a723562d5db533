"""How soon SEL is silent when it is talked over, and whether it knows what was heard of it."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import median

from sel.cli.benches.figures import Figure
from sel.cli.benches.voice.card import VirtualCard
from sel.cli.benches.voice.speech import loud_spans, speak
from sel.cli.benches.voice.studio import Set, Studio, studio, telling
from sel.events import Interrupt, MessageReceived
from sel.voice.ports import Sound
from sel.voice_events import ReplyCut

STORY = (
    "There was a small boat in the harbour. It was painted blue and white. Every morning an old"
    " fisherman came to look at it. He brought bread and a book. Some days he only sat there and"
    " watched the gulls. Then one evening the wind turned and the boat was gone. Nobody had seen it"
    " leave. The old man laughed and walked home along the shore."
)
ASKED = "tell me a story about the sea"
OVER = "stop talking and listen to me"
PAUSE = 0.45
"""Silence of so many seconds is the end, not a pause between two sentences."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """One interruption: seconds until silence, words stored and words played."""

    seconds: float
    stored: int
    played: int


async def talking_over(card: VirtualCard, with_: Set, count: int) -> list[Figure]:
    """Talk over SEL so many times."""
    async with studio(card, with_, "headphones", telling(with_.parts, STORY)) as here:
        cuts = [await _one(here, number) for number in range(count)]
    seconds = [one.seconds * 1000 for one in cuts]
    off = [abs(one.stored - one.played) for one in cuts]
    return [
        Figure(
            name="voice, talked over until silent p50",
            value=median(seconds),
            unit="ms",
            aim=450,
            at_most=True,
            detail=f"worst of {count} {max(seconds):.0f}; heard at the speaker",
        ),
        Figure(
            name="voice, words stored beside words played",
            value=max(off),
            unit="words",
            aim=1,
            at_most=True,
            detail=f"worst of {count}; {sum(one == 0 for one in off)} to the word",
        ),
    ]


async def _one(here: Studio, number: int) -> _Cut:
    await here.peace()
    here.sound.sounds.clear()
    ends, received = len(here.cuts()), len(here.of(MessageReceived))
    person, sel = here.recording("microphone"), here.recording()
    await here.say(speak(ASKED))
    await here.state("speaking")
    await asyncio.sleep(1.0 + 0.37 * (number % 10))
    saying = asyncio.create_task(here.say(speak(OVER)))
    await here.until(lambda: len(here.cuts()) > ends, "a cut reply")
    cut, spoken = _heard(here, ends), list(here.sound.sounds)
    await saying
    await here.until(lambda: len(here.of(MessageReceived)) > received + 1, "the words said over it")
    over = loud_spans(person.stop(), person.rate)[1:]
    said = loud_spans(sel.stop(), sel.rate, PAUSE)
    await here.brain.submit(Interrupt())
    began, ended = said[0]
    seconds = (ended + sel.began) - (over[0][0] + person.began)
    return _Cut(seconds, len(cut.split()), _played(spoken, ended - began))


def _heard(here: Studio, before: int) -> str:
    cut = here.cuts()[before]
    return cut.heard if isinstance(cut, ReplyCut) else cut.partial


def _played(sounds: Sequence[Sound], seconds: float) -> int:
    """How many words are out after so many seconds of these sounds."""
    lengths = [one.samples / one.rate + (one.pause if at else 0) for at, one in enumerate(sounds)]
    starts = [0.0, *accumulate(lengths)]
    ends = [
        start + (one.pause if at else 0) + end / one.rate
        for at, (start, one) in enumerate(zip(starts, sounds, strict=False))
        for end in one.words
    ]
    return bisect_right(ends, seconds)
