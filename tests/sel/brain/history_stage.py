"""A brain with a real memory, a history of its hormones, and a clock that the test sets."""

from __future__ import annotations

import asyncio
import dataclasses
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from memory_stage import until
from rounds import rounds
from stage import NOON, Ear, make_parts, scripted

from sel.affect.history.tiers import numbers
from sel.affect.hormones import Levels
from sel.brain.mixture import MixtureBrain
from sel.events import NoticeGiven
from sel.memory.library import Library

Samples = list[tuple[float, Levels]]


class Clock:
    """Stands still until it is set."""

    def __init__(self, now: float = NOON) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def chronicled(
    home: Path, clock: Clock, **settings: Any
) -> AsyncIterator[tuple[MixtureBrain, Ear]]:
    """A brain at home in this folder, that has taken its first sample."""
    affect = settings.pop("affect", None)
    parts = dataclasses.replace(
        make_parts(scripted("Fine."), **settings),
        open_library=lambda: Library.open(home / "memory"),
        hormone_folder=home / "hormones",
        clock=clock,
        affect=affect,
    )
    brain = MixtureBrain(parts)
    ear, sampled, sample = Ear(brain), asyncio.Event(), brain.chronicle.sample

    def first(*state: Any) -> None:
        sample(*state)
        sampled.set()

    setattr(brain.chronicle, "sample", first)  # noqa: B010 - mypy knows it for a method
    await brain.start()
    try:
        await sampled.wait()
        await until(lambda: "you" in brain.memory.consents.states)
        yield brain, ear
    finally:
        await brain.stop()
        await ear.close()


def live(brain: MixtureBrain, clock: Clock, minutes: float, step: float = 0.5) -> Samples:
    """Let so many minutes pass, with a sample every `step` of them; what was sampled."""
    taken: Samples = []
    for _ in range(round(minutes / step)):
        clock.now += step * 60
        brain.chronicle.sample()
        state = brain._heart.now()
        taken.append((state.at, state.levels))
    return taken


def counts(brain: MixtureBrain, channel: str = "desk") -> list[int]:
    """Samples in each of the finest tiles."""
    history = brain.chronicle.shown.history(channel)
    return [
        tile.count
        for key in sorted(history._tiers[0])
        if (tile := history.tile((0, key))) is not None
    ]


async def notices(ear: Ear, part: str) -> list[str]:
    """The titles of what was told that hold these words; waits for the first."""
    await ear.until(lambda e: isinstance(e, NoticeGiven) and part in e.title)
    await rounds()  # others of its kind would come with it
    return [one.title for one in ear.of(NoticeGiven) if part in one.title]


def written(folder: Path) -> bytes:
    """All bytes of a folder's files."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def regrouped(samples: Iterable[tuple[float, Levels]], zone: str) -> dict[str, tuple[int, float]]:
    """From raw data: by tile's name, how many samples there are and the mean of dopamine."""
    groups: defaultdict[str, list[float]] = defaultdict(list)
    for at, levels in samples:
        for place, number in enumerate(numbers(round(at * 1000) / 1000, zone)):
            groups[f"{place}/{number}"].append(round(levels[0], 4))
    return {name: (len(rows), sum(rows) / len(rows)) for name, rows in groups.items()}
