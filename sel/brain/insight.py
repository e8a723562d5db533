"""What SEL knows of itself at one moment, for whoever looks: figures only, never any words."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sel.brain.figures import Figures, ReplyFigures
from sel.brain.parts import Parts
from sel.cache.stats import KindStats
from sel.engine.types import HasChild
from sel.events import EngineView
from sel.observe.monitor import SlowOperation
from sel.observe.processes import Processes, ProcessView
from sel.observe.turns import Waterfall
from sel.observe.windows import OperationStats
from sel.voice_events import VoiceTimes


@dataclass(frozen=True, slots=True, kw_only=True)
class Insight:
    """One moment. `at` and `since` (when the brain was made) are Unix seconds.

    `operations` are by name, all else has the newest last. `cache` is by kind ("reply", …).
    `silences` counts why messages were not answered; `refused` counts times that were none. `voice`
    tells of the last spoken turns where the time went.
    """

    at: float
    since: float
    engine: EngineView = field(default_factory=EngineView)
    operations: tuple[OperationStats, ...] = ()
    turns: tuple[Waterfall, ...] = ()
    slow: tuple[SlowOperation, ...] = ()
    replies: tuple[ReplyFigures, ...] = ()
    cache: Mapping[str, KindStats] = field(default_factory=dict)
    processes: ProcessView = field(default_factory=lambda: ProcessView(processes=()))
    silences: Mapping[str, int] = field(default_factory=dict)
    refused: int = 0
    voice: tuple[VoiceTimes, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """All of it as plain values."""
        return dataclasses.asdict(self)


class Observer:
    """Looks at a brain's parts. One of them per brain: shares of the processor are told since the
    look before."""

    def __init__(self, parts: Parts, figures: Figures) -> None:
        self.parts, self.figures = parts, figures
        self.others: Mapping[str, object] = {}
        """Whoever else has a child process, by what it is for (the voice)."""
        self._since = parts.clock()
        self._processes = Processes()

    def children(self) -> dict[str, int]:
        """Pids of the child processes there are, by what they are for. From any thread."""
        children: dict[str, object] = {**self.parts.experts.children()}
        children["embedder"] = self.parts.embedder
        children.update(self.others)
        return {
            name: child.pid
            for name, child in children.items()
            if isinstance(child, HasChild) and child.pid is not None
        }

    def processes(self) -> ProcessView:
        """This process and its children; may ask `ps`, so not for an event loop."""
        return self._processes.look(self.children())

    async def look(self, engine: EngineView) -> Insight:
        """This moment; the system is asked in a thread."""
        monitor, figures = self.parts.monitor, self.figures
        return Insight(
            at=self.parts.clock(),
            since=self._since,
            engine=engine,
            operations=monitor.stats(),
            turns=monitor.turns(),
            slow=monitor.slow(),
            replies=tuple(figures.replies),
            cache={**self.parts.cache.stats().kinds, **self._agents()},
            processes=await asyncio.to_thread(self.processes),
            silences=dict(figures.silences),
            refused=monitor.refused,
        )

    def _agents(self) -> dict[str, KindStats]:
        """What the kept answers of all agents did, as one kind."""
        agents = self.parts.agents
        return {"agent": agents.cache.stats().total} if agents and agents.cache else {}
