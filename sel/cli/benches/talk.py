"""Conversation figures: the brain over the real engine, beside the raw llama.cpp loop.

Raw and SEL are measured in turn, round by round, so that a machine whose speed drifts is fair to
both; medians are reported.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles

from sel.brain.mixture import MixtureBrain
from sel.brain.parts import Parts
from sel.cli.benches.figures import Figure
from sel.cli.benches.raw import RawEngine
from sel.cli.benches.steady import SteadyEngine, forgetful
from sel.cli.benches.watch import Seen, Watch
from sel.engine.experts import Experts
from sel.engine.llm_config import LlmConfig
from sel.engine.local import LocalEngine
from sel.engine.types import Done, Engine, Message, Reading, Request
from sel.events import ReplyStats

LENGTH = 160
"""Tokens of a reply where speed is measured."""
CROWD = 8
LONG_PROMPT = 4000
MESSAGE = "Tell me a little about your evening by the sea, please."
OPENERS = (
    "Good morning! I slept badly and the coffee is cold.",
    "My sister is moving to another town next month.",
    "I want to learn to bake bread this winter.",
    "The train was late again and I missed lunch.",
    "We painted the kitchen green over the weekend.",
    "I have been reading about whales all day long.",
    "My neighbour plays the trumpet every evening.",
    "Tomorrow I start a new job and feel strange.",
)


def noon_zone(now: float) -> str:
    """A zone in which it is about noon: at night a mood may hesitate before its first word."""
    ahead = 12 - int(now // 3600) % 24
    return f"Etc/GMT{-ahead:+d}"  # these names count westwards


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What the measurements run on. `rounds` raw and SEL rounds each; `turns` of the long talk."""

    parts: Parts
    config: LlmConfig
    logs: Path
    rungs: Path
    rounds: int
    turns: int

    @asynccontextmanager
    async def stage(self, length: int, config: LlmConfig | None = None) -> AsyncIterator[Stage]:
        """A fresh brain over a fresh engine, ready and warm, whose replies have `length` tokens."""
        local = LocalEngine(
            config or self.config, log_path=self.logs / "llm.log", rungs_path=self.rungs
        )
        async with self.stage_of(local, length) as stage:
            yield stage

    @asynccontextmanager
    async def stage_of(self, inner: Engine, length: int) -> AsyncIterator[Stage]:
        """The same over this engine, not started yet."""
        engine = SteadyEngine(inner)
        engine.length = length
        experts = Experts(lambda _: engine, {"general": self.config.path})
        settings = replace(
            self.parts.settings,
            batch_seconds=0.0,
            max_new_tokens=max(length, 48),
            timezone=noon_zone(time.time()),
        )
        parts = replace(self.parts, experts=experts, settings=settings, cache=forgetful())
        brain = MixtureBrain(parts)
        watch = Watch(brain)
        await brain.start()
        await watch.ready()
        await asyncio.sleep(0.5)  # the persona is being read
        try:
            yield Stage(brain, engine, watch)
        finally:
            await watch.stop()
            await brain.stop()


@dataclass(slots=True)
class Stage:
    """A running brain under measurement."""

    brain: MixtureBrain
    engine: SteadyEngine
    watch: Watch


async def speed(bench: Bench) -> list[Figure]:
    """One conversation and eight, in turn with the raw loop."""
    raw = await RawEngine.start(bench.config, bench.logs / "raw.log")
    pairs: list[tuple[float, float, float, float]] = []
    reading = []
    async with bench.stage(LENGTH) as stage:
        for turn in range(bench.rounds):
            one = await stage.watch.say(MESSAGE, f"solo-{turn}")
            prompt = one.finished.stats.prompt_tokens
            raw_one = await raw.rate("one", prompt)
            raw_eight = await raw.rate("eight", prompt)
            eight = await _crowd(stage, turn)
            pairs.append((one.speed, raw_one, eight, raw_eight))
            reading.append(await raw.rate("read"))
    await raw.stop()
    return [
        _ratio("one conversation ÷ raw loop", [(a, b) for a, b, *_ in pairs], 0.97),
        _ratio("eight at once ÷ raw batch of 8", [(c, d) for *_, c, d in pairs], 0.90),
        await _fresh(bench, median(reading)),
    ]


async def _crowd(stage: Stage, turn: int) -> float:
    """Tokens per second of eight conversations together."""
    seen = [await stage.watch.send(MESSAGE, f"crowd-{turn}-{n}") for n in range(CROWD)]
    await asyncio.gather(*(one.over.wait() for one in seen))
    made = sum(one.finished.stats.made_tokens - 1 for one in seen)
    return made / (max(one.last for one in seen) - min(one.first for one in seen))


def _ratio(name: str, pairs: list[tuple[float, float]], aim: float) -> Figure:
    own, raw = median(a for a, _ in pairs), median(b for _, b in pairs)
    return Figure(
        name=name,
        value=median(a / b for a, b in pairs),
        aim=aim,
        at_most=False,
        detail=f"{own:.1f} ÷ {raw:.1f} tokens/s",
    )


async def _fresh(bench: Bench, reading: float) -> Figure:
    """Eight conversations that begin together: the last one's first token."""
    ratios, waits = [], []
    for _ in range(bench.rounds):
        async with bench.stage(0) as stage:
            seen = [await stage.watch.send(text, f"c{n}") for n, text in enumerate(OPENERS)]
            await asyncio.gather(*(one.over.wait() for one in seen))
            head = sum(
                await stage.engine.count([m.content for m in bench.parts.persona.messages()])
            )
        own = sum(one.finished.stats.prompt_tokens - head for one in seen)
        waits.append(max(one.first for one in seen) - min(one.sent for one in seen))
        ratios.append(waits[-1] / (own / reading))
    return Figure(
        name="8 fresh conversations: last first token ÷ reading their own words",
        value=median(ratios),
        aim=1.3,
        at_most=True,
        detail=f"{median(waits):.2f} s; raw reads {reading:.0f} tokens/s",
    )


async def long_talk(bench: Bench) -> list[Figure]:
    """One conversation of many turns with mood on."""
    async with bench.stage(0) as stage:
        seen = [await stage.watch.say(_line(turn), "desk") for turn in range(bench.turns)]
    stats = [one.finished.stats for one in seen]
    own = [one.brain_seconds * 1000 for one in stats]
    return [_reuse(stats), _steadiness(seen), *_own_time(own)]


def _line(turn: int) -> str:
    return f"On day {turn + 10} I walked along the river and thought of you."


def _reuse(stats: list[ReplyStats]) -> Figure:
    prompt = sum(one.prompt_tokens for one in stats)
    return Figure(
        name=f"prompt tokens from the KV cache, {len(stats)} turns",
        value=sum(one.reused_tokens for one in stats) / prompt,
        aim=0.90,
        at_most=False,
        detail=f"{prompt} prompt tokens",
    )


def _steadiness(seen: list[Seen]) -> Figure:
    early, late = median(one.wait for one in seen[1:4]), median(one.wait for one in seen[-3:])
    return Figure(
        name=f"first token at turn {len(seen)} ÷ turn 3",
        value=late / early,
        aim=1.3,
        at_most=True,
        detail=f"{late * 1000:.0f} ÷ {early * 1000:.0f} ms (medians of 3 turns)",
    )


def _own_time(own: list[float]) -> list[Figure]:
    p95 = quantiles(own, n=20)[-1]
    name = "the brain's own time per turn"
    return [
        Figure(name=f"{name}, p50", value=median(own), unit="ms", aim=3, at_most=True),
        Figure(name=f"{name}, p95", value=p95, unit="ms", aim=10, at_most=True),
    ]


async def cancelling(bench: Bench) -> list[Figure]:
    """How long after a cancel the engine is free, in the middle of reading a long prompt."""
    times = []
    config = replace(bench.config, context=max(bench.config.context, LONG_PROMPT * 2))
    engine = LocalEngine(config, log_path=bench.logs / "llm.log", rungs_path=bench.rungs)
    await engine.start()
    try:
        for turn in range(bench.rounds):
            times.append(await _cancel_one(engine, turn))
    finally:
        await engine.stop()
    return [
        Figure(
            name=f"cancel while a {LONG_PROMPT}-token prompt is read",
            value=max(times) * 1000,
            unit="ms",
            aim=150,
            at_most=True,
            detail=f"the worst of {len(times)}",
        )
    ]


async def _cancel_one(engine: LocalEngine, turn: int) -> float:
    words = Message("user", f"{turn} " + "word " * (LONG_PROMPT - 50))
    request = Request(id=f"cancel-{turn}", slot=f"cancel-{turn}", messages=(words,), max_tokens=8)
    asked = 0.0
    async for item in engine.generate(request):
        if isinstance(item, Reading) and not asked and item.done > item.total * (turn + 1) / 6:
            engine.cancel(request.id)
            asked = time.perf_counter()
        if isinstance(item, Done) and asked:
            return time.perf_counter() - asked
    raise AssertionError("the prompt was read before it could be cancelled")
