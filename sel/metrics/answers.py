"""The shapes of the answers. They make the OpenAPI document, so what it says is what is sent."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sel.affect.analytics.looking import Looked
from sel.observe.monitor import SlowOperation
from sel.observe.processes import ProcessFigures
from sel.observe.replies import ReplyCounts
from sel.observe.turns import Waterfall
from sel.observe.windows import OperationStats, Outcome

MODEL, MEMORY = ("first_token", "stream"), ("recall", "persist")
"""The stages of a turn that the model takes, and the memory."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is nothing: a sentence for people."""

    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """`status` is "ok", or "degraded" when a child process is gone. Memory in bytes."""

    status: str
    version: str
    uptime_seconds: float
    memory: int
    processes: list[ProcessFigures]
    gone: list[str]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """Mean seconds of a turn over the last ones kept: in all, the model, the memory, the rest."""

    turns: int
    total: float
    model: float
    memory: float
    rest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTimes:
    """One stage of a turn: seconds from the turn's beginning until its own, and its length."""

    name: str
    began: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn. `at` in Unix seconds, `rest` the seconds that no stage accounts for."""

    turn_id: str
    at: float
    seconds: float
    ending: str
    rest: float
    stages: list[StageTimes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """Replies since the start by where they came from, and why messages were not answered.

    `tokens_per_second` is the engine's speed of making, `reuse` the share of the prompts that it
    had read before, 0..1.
    """

    replies: dict[str, int]
    silences: dict[str, int]
    read_tokens: int
    reused_tokens: int
    made_tokens: int
    tokens_per_second: float
    reuse: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """Operations with their times in seconds; the last turns, the newest last."""

    operations: list[OperationStats]
    breakdown: Breakdown
    turns: list[Turn]
    replies: Replies | None
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Subsystem:
    """The operations of one subsystem."""

    subsystem: str
    operations: list[OperationStats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slow:
    """One slow operation. `at` is when it ended, in Unix seconds."""

    subsystem: str
    operation: str
    seconds: float
    at: float
    outcome: Outcome
    details: dict[str, str | int | float]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowOperations:
    """Those of at least so many milliseconds, the newest last; only the slowest are ever kept."""

    threshold_ms: float
    operations: list[Slow]


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheFigures:
    """Counts by kind since the start, "total" as the last."""

    cache: str
    kinds: dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """How many answers went."""

    cleared: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hormones:
    """What an analysis of one channel found; see `Looked`."""

    channel: str
    analysis: str
    since: float | None
    until: float | None
    tier: str
    readings: int
    enough: bool
    why: str
    found: dict[str, Any]


def breakdown(turns: Iterable[Waterfall]) -> Breakdown:
    """Where the time of these turns went, on average. What was saved after a turn's end is no part
    of it."""
    kept = list(turns)
    number = max(1, len(kept))
    total = math.fsum(one.seconds for one in kept) / number
    model = math.fsum(_in(one, MODEL) for one in kept) / number
    memory = math.fsum(_in(one, MEMORY) for one in kept) / number
    return Breakdown(
        turns=len(kept),
        total=total,
        model=model,
        memory=memory,
        rest=max(0.0, total - model - memory),
    )


def _in(turn: Waterfall, names: tuple[str, ...]) -> float:
    inside = (one for one in turn.stages if one.name in names and one.began < turn.seconds)
    return math.fsum(one.seconds for one in inside)


def replies(counts: ReplyCounts) -> Replies:
    """Counts as they are sent."""
    return Replies(
        replies=dict(counts.replies),
        silences=dict(counts.silences),
        read_tokens=counts.read_tokens,
        reused_tokens=counts.reused_tokens,
        made_tokens=counts.made_tokens,
        tokens_per_second=counts.tokens_per_second,
        reuse=counts.reuse,
    )


def turn(one: Waterfall) -> Turn:
    """A waterfall as it is sent."""
    return Turn(
        turn_id=one.turn_id,
        at=one.at,
        seconds=one.seconds,
        ending=one.ending,
        rest=one.rest,
        stages=[
            StageTimes(name=part.name, began=part.began, seconds=part.seconds)
            for part in one.stages
        ],
    )


def slow(one: SlowOperation) -> Slow:
    """A slow operation as it is sent."""
    return Slow(
        subsystem=one.subsystem,
        operation=one.operation,
        seconds=one.seconds,
        at=one.at,
        outcome=one.outcome,
        details=dict(one.details),
    )


def hormones(channel: str, analysis: str, seen: Looked) -> Hormones:
    """An analysis as it is sent: JSON has no NaN and no infinity, so they are null."""
    found = plain(seen.found)
    return Hormones(
        channel=channel,
        analysis=analysis,
        since=seen.since,
        until=seen.until,
        tier=seen.tier,
        readings=seen.readings,
        enough=seen.enough,
        why=seen.why,
        found=found,
    )


def plain(value: Any) -> Any:
    """A value without numbers that JSON cannot hold."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value
