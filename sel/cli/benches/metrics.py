"""What being scraped costs a turn: the same brain, with a client that asks each second and without.

Rounds of both kinds take turns, each in a conversation of its own, so that a machine whose speed
drifts is fair to both.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

from sel import paths as places
from sel.cli.benches.figures import Figure
from sel.cli.benches.talk import MESSAGE, Bench, Stage
from sel.cli.serving import Serving, sources
from sel.engine.scripted import Pace, ScriptedEngine
from sel.errors import SelError

SECONDS = 1.0
"""Between two scrapes."""
GOLDEN = 0.618
"""Rounds begin at ever other moments between two scrapes: it would always be the same part of a
turn that meets one."""
LENGTH = 24
"""Tokens of a reply."""
PACE = Pace(first_token_seconds=0.05, tokens_per_second=150.0)
"""Of the scripted engine: a quick machine's, so that many turns can be counted."""
TURNS, SCRIPTED_TURNS = 6, 12
"""Of a round: some seconds either way."""
WORDS = "one two three four five six seven eight " * (LENGTH // 8)

Pair = tuple[list[float], list[float]]
"""The brain's own milliseconds of each turn of a round with scrapes, and of one without."""


@dataclass(slots=True)
class Scraper:
    """The client, while the block of `scraping` runs. `took` are the seconds of each scrape."""

    process: asyncio.subprocess.Process
    took: list[float] = field(default_factory=list)

    @contextlib.asynccontextmanager
    async def each_second(self, after: float) -> AsyncIterator[None]:
        """Scrape while the block runs, first after so many seconds."""
        over = asyncio.Event()
        asking = asyncio.create_task(self._ask(after, over), name="bench:scrape")
        try:
            yield
        finally:
            over.set()
            await asking

    async def _ask(self, wait: float, over: asyncio.Event) -> None:
        while not over.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), wait)
                return
            await self.once()
            wait = SECONDS

    async def once(self) -> None:
        """One scrape. Raises `SelError` when it went wrong."""
        if self.process.stdin is None or self.process.stdout is None:
            raise SelError("The benchmark's client has no pipes.")
        self.process.stdin.write(b"\n")
        line = await self.process.stdout.readline()
        if not line:
            raise SelError("The benchmark's client was not answered.")
        self.took.append(float(line))


@contextlib.asynccontextmanager
async def scraping(address: str) -> AsyncIterator[Scraper]:
    """A client in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sel.cli.benches.scraper", address),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Scraper(process)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def measure(bench: Bench) -> list[Figure]:
    """Over the scripted engine, and over the real one."""
    scripted = ScriptedEngine(replies=[WORDS], pace=PACE)
    async with bench.stage_of(scripted, 0) as stage:
        first = await _compare(bench, stage, SCRIPTED_TURNS, "scripted engine")
    async with bench.stage(LENGTH) as stage:
        return [first, await _compare(bench, stage, TURNS, "real engine")]


async def _compare(bench: Bench, stage: Stage, turns: int, name: str) -> Figure:
    """Pairs of rounds, with and without, of which each begins every other one."""
    serving = Serving(
        lambda: sources(stage.brain.observer), places.find({"SEL_HOME": str(bench.logs)})
    )
    address = (await serving.serve(0)).removeprefix("http://")
    pairs: list[Pair] = []
    try:
        async with scraping(address) as scraper:
            await scraper.once()
            await _round(stage, turns, "warm")
            for number in range(2 * bench.rounds):
                pairs.append(await _pair(stage, scraper, turns, number))
    finally:
        await serving.stop()
    return figure(name, pairs, scraper.took)


async def _pair(stage: Stage, scraper: Scraper, turns: int, number: int) -> Pair:
    own: dict[bool, list[float]] = {}
    for scraped in (True, False) if number % 2 else (False, True):
        after = SECONDS * (number * GOLDEN % 1)
        async with scraper.each_second(after) if scraped else contextlib.nullcontext():
            own[scraped] = await _round(stage, turns, f"{number} {scraped}")
    return own[True], own[False]


async def _round(stage: Stage, turns: int, channel: str) -> list[float]:
    """The brain's own milliseconds of each turn of a fresh conversation."""
    seen = [await stage.watch.say(f"{MESSAGE} ({turn})", channel) for turn in range(turns)]
    return [one.finished.stats.brain_seconds * 1000 for one in seen]


def figure(name: str, pairs: Sequence[Pair], took: Sequence[float]) -> Figure:
    """The median of the pairs' ratios of medians. `took` are seconds of scrapes."""
    scraped, alone = ([one for pair in pairs for one in pair[side]] for side in (0, 1))
    p95 = quantiles(scraped, n=20)[-1], quantiles(alone, n=20)[-1]
    return Figure(
        name=f"own time of a turn, a scrape each second ÷ none, {name}",
        value=median(median(one) / median(other) for one, other in pairs),
        aim=1.05,
        at_most=True,
        detail=f"p50 {median(scraped):.2f} ÷ {median(alone):.2f} ms, "
        f"p95 {p95[0]:.2f} ÷ {p95[1]:.2f} ms of {len(alone)} turns each; "
        f"{len(took)} scrapes of {median(took) * 1000:.1f} ms",
    )
