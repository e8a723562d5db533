"""What `sel bench discord` measures: how soon SEL is seen, how often it writes, what it costs."""

from __future__ import annotations

import asyncio
import math
import time
from statistics import median

from sel.affect.appraisal_types import Appraisal
from sel.brain.hormones.heart import Heart
from sel.bus import Bus
from sel.cli.benches.company.stage import Asked, Company, company
from sel.cli.benches.figures import Figure
from sel.cli.benches.raw import RawEngine
from sel.cli.benches.talk import CROWD, LENGTH, MESSAGE, OPENERS, Bench
from sel.events import Snapshot
from sel.paths import Paths

EVERY = 1.2
"""Seconds between two edits: what Discord's limits allow without end (`shared/discord.md`)."""
IDLE = 10_000
TICKS = 400


async def measure(bench: Bench, paths: Paths) -> list[Figure]:
    """All of it. Raises `BridgeError` outside of a checkout."""
    raw = await RawEngine.start(bench.config, bench.logs / "raw.log")
    try:
        async with (
            bench.stage(LENGTH) as stage,
            company(stage, bench.parts.settings, paths, CROWD) as there,
        ):
            await _one(there, "Hello, are you there?")  # what is first is slower
            alone = [await _one(there, f"{MESSAGE} {n}") for n in range(2 * bench.rounds)]
            pairs = [await _crowd(there, raw, n) for n in range(bench.rounds)]
    finally:
        await raw.stop()
    return [*_seen(alone), _writes(alone), _together(pairs), idle()]


async def _one(there: Company, text: str) -> Asked:
    asked = await there.ask(0, text)
    await asked.over()
    return asked


async def _crowd(there: Company, raw: RawEngine, turn: int) -> tuple[float, float]:
    """Tokens per second of eight channels together, and of the raw batch of eight."""
    asking = (there.ask(n, f"{OPENERS[n]} {turn}") for n in range(CROWD))
    all_asked = await asyncio.gather(*asking)
    await asyncio.gather(*(one.seen.over.wait() for one in all_asked))
    seen = [one.seen for one in all_asked]
    prompt = seen[0].finished.stats.prompt_tokens
    made = sum(one.finished.stats.made_tokens - 1 for one in seen)
    rate = made / (max(one.last for one in seen) - min(one.first for one in seen))
    await all_asked[-1].over()
    return rate, await raw.rate("eight", prompt)


def _seen(alone: list[Asked]) -> list[Figure]:
    typing = sorted(1000 * (one.typed - one.sent) for one in alone)
    first = sorted(1000 * (one.posts[0].at - one.first) for one in alone)
    return [
        Figure(
            name="message in → typing",
            value=median(typing),
            unit="ms",
            aim=100,
            at_most=True,
            detail=f"median of {len(typing)}, worst {typing[-1]:.0f}",
        ),
        Figure(
            name="first token → first write",
            value=median(first),
            unit="ms",
            aim=300,
            at_most=True,
            detail=f"median of {len(first)}, worst {first[-1]:.0f}",
        ),
    ]


def _writes(alone: list[Asked]) -> Figure:
    """Writes beside those of who writes at once, then every 1.2 s, then once more at the end."""
    ideal = [1 + math.ceil((one.seen.last - one.seen.first) / EVERY) for one in alone]
    return Figure(
        name="writes per reply ÷ ideal",
        value=sum(one.writes for one in alone) / sum(ideal),
        aim=1.1,
        at_most=True,
        detail=f"{median([one.writes for one in alone]):g} writes, ideal {median(ideal):g}",
    )


def _together(pairs: list[tuple[float, float]]) -> Figure:
    return Figure(
        name="eight channels ÷ raw batch of 8",
        value=median([here / raw for here, raw in pairs]),
        aim=0.9,
        at_most=False,
        detail=f"{median([one for one, _ in pairs]):.0f} of {median([two for _, two in pairs]):.0f}"
        " tokens/s",
    )


def idle() -> Figure:
    """What a tick of the heart takes with ten thousand idle channels, beside none."""
    few, many = _Beating(0), _Beating(IDLE)
    pairs = [(few.tick(), many.tick()) for _ in range(TICKS)]
    return Figure(
        name="a tick with 10,000 idle channels ÷ none",
        value=median([b / a for a, b in pairs]),
        aim=1.1,
        at_most=True,
        detail=f"{1e6 * median([b for _, b in pairs]):.0f} µs beside"
        f" {1e6 * median([a for a, _ in pairs]):.0f}",
    )


class _Beating:
    """A heart that felt something on so many channels."""

    def __init__(self, channels: int) -> None:
        self._now = 1_800_000_000.0
        bus = Bus(Snapshot)
        self._heart = Heart("UTC", "casual", lambda: self._now)
        for number in range(channels or 1):
            channel = f"discord:{number}" if channels else "desk"
            self._heart.feel(Appraisal(valence=0.5, arousal=0.5), bus, channel)

    def tick(self) -> float:
        """Seconds of one look at the levels, two seconds after the last."""
        self._now += 2.0
        began = time.perf_counter()
        self._heart.view()
        return time.perf_counter() - began
