"""A whole SEL on a virtual sound card: spoken words in at one end, sound out at the other."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from sel.brain.parts import Parts
from sel.cli.assemble import make_parts
from sel.cli.benches.voice.card import VirtualCard
from sel.cli.benches.voice.studio import Set, Studio, studio, without_past
from sel.config.settings import Settings
from sel.engine.experts import Experts
from sel.engine.scripted import Pace, ScriptedEngine
from sel.engine.types import Engine
from sel.paths import find
from sel.voice.ports import Echo
from sel.voice.saying.mouth import Mouth

DATA = Path(__file__).parents[3] / "data" / "voice"
EARS, TONES = DATA / "micro-whisper", DATA / "tone_voice.onnx"


def told_by(*replies: str) -> ScriptedEngine:
    """An engine that answers so, about as fast as the starter model."""
    return ScriptedEngine(replies=replies, pace=Pace(tokens_per_second=60.0))


def parts_over(engine: Engine) -> Parts:
    """The parts of a real SEL over this engine, without embedder and past."""
    experts = Experts(lambda _: engine, {"general": "the test's"})
    made = make_parts(Settings(), find().ready(), demo=True)
    return without_past(replace(made, experts=experts, notices=()))


@asynccontextmanager
async def aloud(
    card: VirtualCard, folder: Path, engine: Engine, echo: Echo = "headphones"
) -> AsyncIterator[Studio]:
    """SEL with the small Whisper and the voice of tones."""
    with_ = Set(
        parts=parts_over(engine),
        paths=find().ready(),
        logs=folder,
        ears=EARS,
        voice=TONES,
        mouth=lambda: Mouth(folder / "speak.log", TONES),
    )
    async with studio(card, with_, echo) as here:
        yield here
