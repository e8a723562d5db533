"""How moods change replies: the same messages, the real brain and engine, one mood after another.

Each mood is set by levels that yield it (`sel.affect.pose`). The clock stands still and messages
are not felt, so that it is the same mood to the end; all else is as in any conversation.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Sequence
from dataclasses import asdict, dataclass, replace
from statistics import mean
from typing import Any, cast

from sel.affect.appraisal.appraiser import Appraiser
from sel.affect.appraisal_types import Appraisal
from sel.affect.clock import local_hour
from sel.affect.drives import Drives
from sel.affect.expression import express
from sel.affect.mood import Mood
from sel.affect.pose import posed
from sel.affect.state import AffectState
from sel.brain.mixture import MixtureBrain
from sel.brain.parts import Parts
from sel.cli.benches.steady import SteadyEngine, forgetful
from sel.cli.benches.watch import Watch
from sel.engine.experts import Experts
from sel.engine.types import Engine, Request, StreamItem
from sel.events import DESK, ClearChannel
from sel.prompt.style import EMOJI

NOON = 12.0
"""The hour at which moods are compared: nearly every hormone rests in the middle of its day."""

MESSAGES = (
    "Hello there.",
    "I painted the kitchen door green today.",
    "What should I cook for six people?",
    "How do birds find their way south?",
    "I'm thinking of learning to swim.",
    "What is a good name for a boat?",
    "My sister comes to visit on Sunday.",
    "Tell me something about the moon.",
    "What would you do with a free afternoon?",
    "Should I read a book or go for a walk?",
)
"""One conversation; it is begun anew until there are enough replies."""

_SENTENCE_END = re.compile(r"[.!?]+(?=[\s\"')\]*]|$)")


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply: its text, the temperature (of the engine's request) it was made at, and whether
    the prompt's late note told the mood of that moment."""

    text: str
    temperature: float
    true_note: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MoodFigures:
    """What a mood's replies were like.

    `words` is the mean of words a reply; `exclaims` the share of sentences that end with "!";
    `emoji` the share of replies with one; `true_notes` the share of prompts that told the live
    mood. Shares are 0..1.
    """

    mood: str
    replies: int
    words: float
    exclaims: float
    emoji: float
    temperature: float
    true_notes: float

    def as_json(self) -> dict[str, Any]:
        """The figures as plain values."""
        return asdict(self)


def figures(mood: str, replies: Sequence[Reply]) -> MoodFigures:
    """The figures of one mood's replies (one at least)."""
    ends = [end for reply in replies for end in _SENTENCE_END.findall(reply.text)]
    return MoodFigures(
        mood=mood,
        replies=len(replies),
        words=mean(len(reply.text.split()) for reply in replies),
        exclaims=mean("!" in end for end in ends) if ends else 0.0,
        emoji=mean(bool(EMOJI.search(reply.text)) for reply in replies),
        temperature=mean(reply.temperature for reply in replies),
        true_notes=mean(reply.true_note for reply in replies),
    )


class SeededEngine(SteadyEngine):
    """Wraps an engine; every request gets the next seed, and its temperature is noted."""

    def __init__(self, inner: Engine, seed: int) -> None:
        super().__init__(inner)
        self.temperature = 0.0
        self._seed = seed

    def generate(self, request: Request) -> AsyncGenerator[StreamItem, None]:
        """Stream one reply."""
        if request.max_tokens:  # not the reading of the persona
            self._seed += 1
            self.temperature = request.sampling.temperature
        sampling = replace(request.sampling, seed=self._seed)
        return super().generate(replace(request, sampling=sampling))


class Unfeeling:
    """Appraises every message as nothing, so that the mood stays."""

    def appraise(self, text: str, *, vector: object = None) -> Appraisal:  # noqa: ARG002
        """Nothing."""
        return Appraisal()


async def compare(
    parts: Parts, engine: Engine, moods: Sequence[str], *, replies: int, seed: int
) -> list[MoodFigures]:
    """Measure each mood in turn on this started engine.

    Raises `SettingError` for a word that is no mood, `SelError` when a turn fails.
    """
    states = [_noon_state(parts, mood) for mood in moods]
    return [
        figures(state.mood, await _replies(parts, engine, state, replies, seed)) for state in states
    ]


def _noon_state(parts: Parts, mood: str) -> AffectState:
    zone, now = parts.settings.timezone, parts.clock()
    noon = now - (local_hour(now, zone) - NOON) * 3600
    return posed(mood, noon, local_hour(noon, zone), parts.settings.mode)


async def _replies(
    parts: Parts, engine: Engine, state: AffectState, count: int, seed: int
) -> list[Reply]:
    seeded = SeededEngine(Lasting(engine), seed)
    brain = MixtureBrain(
        replace(
            parts,
            experts=Experts(lambda _: seeded, {"general": parts.experts.model("general")}),
            settings=replace(parts.settings, batch_seconds=0.0),
            appraiser=cast(Appraiser, Unfeeling()),
            notices=(),
            clock=lambda: state.at,
            affect=state,
            cache=forgetful(),
        )
    )
    watch = Watch(brain)
    if parts.embedder is not None:  # so that every message is routed with its vector
        await parts.embedder.start()
    await brain.start()
    try:
        return [await _one(watch, seeded, n) for n in range(count)]
    finally:
        await watch.stop()
        await brain.stop()


async def _one(watch: Watch, engine: SeededEngine, number: int) -> Reply:
    if number % len(MESSAGES) == 0:
        await watch.brain.submit(ClearChannel(channel=DESK))
    seen = await watch.say(MESSAGES[number % len(MESSAGES)], DESK)
    notes = [text for name, text, _ in await watch.brain.prompt_parts(DESK) if name == "mood"]
    return Reply(
        text=seen.finished.text,
        temperature=engine.temperature,
        true_note=len(notes) == 1 and f"You feel {_live(watch.brain)}." in notes[0],
    )


def _live(brain: MixtureBrain) -> str:
    """The mood in words, as the brain's own snapshot has it at this moment."""
    affect = brain.snapshot().affect
    mood = cast(Mood, affect.mood)
    return express(Drives(**affect.drives), mood, affect.mode).words


class Lasting(SteadyEngine):
    """An engine whose start and stop are somebody else's: it serves one brain after another."""

    async def start(self) -> None:
        """Nothing: it runs."""

    async def stop(self) -> None:
        """Nothing: others may need it."""


def table(rows: Sequence[MoodFigures]) -> str:
    """The figures as aligned lines."""
    heads = ("mood", "replies", "words", "exclaims", "emoji", "temperature", "true notes")
    cells = [
        (
            row.mood,
            str(row.replies),
            f"{row.words:.1f}",
            f"{row.exclaims:.0%}",
            f"{row.emoji:.0%}",
            f"{row.temperature:.2f}",
            f"{row.true_notes:.0%}",
        )
        for row in rows
    ]
    widths = [max(len(line[n]) for line in (heads, *cells)) for n in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in (heads, *cells)
    )
