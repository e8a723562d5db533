"""A brain with an evening's figures and some weeks of hormones, and a log; all as a test wants."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from face_fakes import FakeBrain

from sel.brain.insight import Insight
from sel.errors import SelError
from tui import scene_figures, scene_history
from tui.blank import BlankAnalysis, BlankHours
from tui.scene import NOON


@dataclass
class KnowingBrain(FakeBrain):
    """Counts how often it was looked at, and what was asked of its history."""

    known: Insight = field(default_factory=scene_figures.insight)
    channels: tuple[str, ...] = scene_history.CHANNELS
    unable: SelError | None = None
    found: BlankAnalysis | None = None
    url: str = "http://127.0.0.1:9111"

    def __post_init__(self) -> None:
        super().__post_init__()
        self.looks = 0
        self.asked: list[tuple[str, str, float | None]] = []
        self.ports: list[int | None] = []

    async def insight(self) -> Insight:
        self.looks += 1
        if self.unable is not None:
            raise self.unable
        return self.known

    async def hormone_channels(self) -> tuple[str, ...]:
        return self.channels

    async def hormone_hours(self, channel: str = "desk", hours: float = 24.0) -> BlankHours:
        return scene_history.hours(channel, hours) if self.channels else BlankHours()

    async def hormone_analysis(
        self, channel: str = "desk", analysis: str = "trends", days: float | None = None
    ) -> BlankAnalysis:
        self.asked.append((channel, analysis, days))
        if self.unable is not None:
            raise self.unable
        return self.found or scene_history.analysis(analysis, days)

    async def hormone_comparison(
        self, channel: str = "desk", days: float | None = None
    ) -> dict[str, dict[str, Any]]:
        self.asked.append((channel, "comparison", days))
        return scene_history.comparison() if len(self.channels) > 1 else {}

    async def serve(self, port: int | None = None) -> str:
        if self.unable is not None:
            raise self.unable
        self.ports.append(port)
        return self.url

    async def stop_serving(self) -> bool:
        return bool(self.ports) and self.ports.pop() != -1


@dataclass
class FakeLine:
    number: int
    level: int = logging.INFO
    text: str = "the engine is ready"
    source: str = "sel.engine.local"

    @property
    def at(self) -> float:
        return NOON + self.number


class FakeLog:
    """Lines a test puts in."""

    def __init__(self, *lines: FakeLine) -> None:
        self.all = list(lines)
        self.reads = 0

    def lines(self, after: int = 0, level: int = 0) -> Sequence[FakeLine]:
        self.reads += 1
        return [line for line in self.all if line.number > after and line.level >= level]


def some_lines() -> FakeLog:
    """A start as it is."""
    rows = (
        (logging.INFO, "sel.cli", "starting version=0.1.0"),
        (logging.DEBUG, "sel.engine.ladder", "rung no extra buffers"),
        (logging.INFO, "sel.engine.local", "ready context=2048 seconds=1.2"),
        (logging.WARNING, "sel.engine.embedder", "SettingError: the embedder's model is not there"),
        (logging.INFO, "sel.memory.library", "opened memories=41"),
        (
            logging.ERROR,
            "sel.engine.supervisor",
            "EngineCrashed: the engine died; it is starting again on the rung below, and the reply "
            "goes on where it was\n    at sel.engine.supervisor, line 211",
        ),
        (logging.INFO, "httpx", "(left out)"),
    )
    return FakeLog(
        *(
            FakeLine(number, level, text, source)
            for number, (level, source, text) in enumerate(rows, 1)
        )
    )
