"""What replies cost: told with each of them, counted by the monitor, kept for who looks back."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field

from sel.brain.reply import Spoken
from sel.brain.stopwatch import Stopwatch
from sel.engine.types import Done
from sel.events import ReplyStats
from sel.observe.monitor import Monitor
from sel.observe.replies import ReplyCounts
from sel.observe.turns import TURNS

ENGINE = "engine"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyFigures:
    """One reply: when it ended (Unix seconds), where, and what it cost. None of its words."""

    at: float
    channel: str
    stats: ReplyStats


@dataclass(slots=True)
class Figures:
    """The last replies, as many as there are waterfalls, and counts of all there were."""

    monitor: Monitor
    replies: deque[ReplyFigures] = field(default_factory=lambda: deque(maxlen=TURNS))
    counts: ReplyCounts = field(default_factory=ReplyCounts)

    @property
    def silences(self) -> Counter[str]:
        """Why messages were not answered, and how often."""
        return self.counts.silences

    def take(self, at: float, channel: str, stats: ReplyStats) -> None:
        """A reply has ended."""
        self.replies.append(ReplyFigures(at=at, channel=channel, stats=stats))
        self.counts.add(stats)
        if not stats.made_tokens:  # SEL's own words, or a kept reply: the engine did nothing
            return
        self.monitor.record(ENGINE, "queue", stats.queue_seconds)
        self.monitor.record(ENGINE, "read", stats.read_seconds, read_tokens=stats.read_tokens)
        self.monitor.record(ENGINE, "make", stats.make_seconds, made_tokens=stats.made_tokens)


def stats_of(spoken: Spoken, watch: Stopwatch, model: str = "", source: str = "made") -> ReplyStats:
    """What a reply cost so far."""
    done = spoken.done or Done(stop_reason="end")
    return ReplyStats(
        prompt_tokens=done.prompt_tokens,
        reused_tokens=done.reused_tokens,
        read_tokens=done.read_tokens,
        made_tokens=done.made_tokens,
        queue_seconds=done.queue_seconds,
        read_seconds=done.read_seconds,
        make_seconds=done.make_seconds,
        first_token_seconds=spoken.first_seconds,
        brain_seconds=watch.own,
        memory_seconds=watch.memory,
        stop_reason=spoken.stop_reason,
        model=model,
        source=source,
    )
