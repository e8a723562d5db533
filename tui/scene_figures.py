"""Figures to look at: what a brain knows of itself after an evening's talk."""

from __future__ import annotations

import math
import random

from sel.brain.figures import ReplyFigures
from sel.brain.insight import Insight
from sel.cache.stats import KindStats
from sel.events import ReplyStats
from sel.observe.monitor import SlowOperation
from sel.observe.names import Detail
from sel.observe.processes import ProcessFigures, ProcessView
from sel.observe.turns import Stage, Waterfall
from sel.observe.windows import OperationStats, Outcome, Window
from sel.voice_events import VoiceTimes
from tui.scene import NOON, READY

TURNS = 64
SPOKEN = 24
ALOUD = {
    "endpoint": 0.48,
    "text": 0.11,
    "first_token": 0.16,
    "clause": 0.08,
    "speech": 0.09,
    "own": 0.03,
}
"""What each part of a spoken turn takes, about."""
SECONDS = {
    "queue": 0.002,
    "appraisal": 0.009,
    "routing": 0.001,
    "recall": 0.014,
    "prompt": 0.003,
    "first_token": 0.19,
    "stream": 1.05,
    "style": 0.006,
    "persist": 0.005,
}
"""What each stage of a turn takes, about."""
KINDS = {
    "reply": KindStats(
        hits=41, misses=96, shared=2, entries=88, tokens_saved=3_912, seconds_saved=44.0
    ),
    "appraisal": KindStats(hits=212, misses=310, entries=310, seconds_saved=2.4),
    "agent": KindStats(hits=9, misses=14, entries=6, expired=8, seconds_saved=11.2),
}


def insight(turns: int = TURNS, *, size: int = 1) -> Insight:
    """An evening of so many turns; `size` multiplies what is only counted."""
    chance = random.Random(7)  # noqa: S311 - a picture, the same each time
    falls = tuple(_turn(number, turns, chance) for number in range(turns))
    replies = tuple(_reply(fall, number, chance) for number, fall in enumerate(falls))
    return Insight(
        at=NOON,
        since=NOON - 9000,
        engine=READY,
        operations=_operations(falls, chance),
        turns=falls,
        slow=_slow(),
        replies=replies,
        cache={name: _times(kind, size) for name, kind in KINDS.items()},
        processes=processes(),
        voice=spoken(),
        silences={"talk in company that was not to SEL": 12 * size, "good night was said": 2},
    )


def spoken(turns: int = SPOKEN) -> tuple[VoiceTimes, ...]:
    """So many turns that were spoken."""
    chance = random.Random(11)  # noqa: S311 - a picture, the same each time
    made = []
    for _ in range(turns):
        parts = {name: took * math.exp(chance.gauss(0, 0.3)) for name, took in ALOUD.items()}
        made.append(VoiceTimes(**parts, device=0.02, total=math.fsum(parts.values())))
    return tuple(made)


def _turn(number: int, turns: int, chance: random.Random) -> Waterfall:
    began = NOON - 140 * (turns - number) + chance.uniform(0, 60)
    stages: list[Stage] = []
    at = 0.0
    for name, seconds in SECONDS.items():
        took = seconds * math.exp(chance.gauss(0, 0.35))
        if name == "style":
            stages.append(Stage(name, stages[-1].began, took))
            continue
        stages.append(Stage(name, at, took))
        at += took + 0.0004
    whole = stages[-1].began
    return Waterfall(
        turn_id=f"t{number}", at=began, seconds=whole, ending="finished", stages=tuple(stages)
    )


def _reply(fall: Waterfall, number: int, chance: random.Random) -> ReplyFigures:
    took = {stage.name: stage.seconds for stage in fall.stages}
    speed = 92 + 9 * math.sin(number / 6) + chance.gauss(0, 3)
    prompt = 380 + 24 * (number % 32)
    reused = 0 if not number else prompt - chance.randint(24, 60) - 200 * (not number % 32)
    stats = ReplyStats(
        prompt_tokens=prompt,
        reused_tokens=reused,
        read_tokens=prompt - reused,
        made_tokens=round(took["stream"] * speed) + 2,
        make_seconds=took["stream"],
        read_seconds=took["first_token"] * 0.6,
        first_token_seconds=took["first_token"] + 0.03,
        brain_seconds=0.018,
        stop_reason="end",
        model="SmolLM2-135M-Instruct.Q4_1",
    )
    return ReplyFigures(at=fall.at + fall.seconds, channel="desk", stats=stats)


def _operations(falls: tuple[Waterfall, ...], chance: random.Random) -> tuple[OperationStats, ...]:
    windows: dict[tuple[str, str], Window] = {}
    for fall in falls:
        for stage in fall.stages:
            windows.setdefault(("turn", stage.name), Window()).add(stage.seconds, "ok")
        windows.setdefault(("turn", "whole"), Window()).add(fall.seconds, "ok")
    for name, about in (("read", 0.11), ("make", 1.02), ("queue", 0.0004)):
        window = windows[("engine", name)] = Window()
        for _ in falls:
            window.add(about * math.exp(chance.gauss(0, 0.5)), "ok")
    embed = windows[("embedder", "sentence")] = Window()
    for number in range(3 * len(falls)):
        embed.add(0.0072 * math.exp(chance.gauss(0, 0.2)), "failed" if number == 9 else "ok")
    return tuple(window.stats(*key) for key, window in sorted(windows.items()))


def _slow() -> tuple[SlowOperation, ...]:
    rows: tuple[tuple[str, str, float, float, Outcome, tuple[Detail, ...]], ...] = (
        ("engine", "load", 3.4, 8990, "ok", ()),
        ("engine", "make", 1.9, 4100, "ok", (("made_tokens", 182),)),
        ("turn", "stream", 2.2, 2700, "cancelled", ()),
        ("memory", "enrich", 1.2, 1300, "ok", ()),
    )
    return tuple(
        SlowOperation(
            subsystem=subsystem,
            operation=operation,
            seconds=seconds,
            at=NOON - before,
            outcome=outcome,
            details=details,
        )
        for subsystem, operation, seconds, before, outcome, details in rows
    )


def _times(kind: KindStats, size: int) -> KindStats:
    return KindStats(
        hits=kind.hits * size,
        misses=kind.misses * size,
        shared=kind.shared * size,
        entries=kind.entries,
        expired=kind.expired * size,
        tokens_saved=kind.tokens_saved * size,
        seconds_saved=kind.seconds_saved * size,
    )


def processes(look: int = 0) -> ProcessView:
    """The processes at one look of many."""
    busy = 0.5 + 0.5 * math.sin(look / 4)
    rows = (
        ("sel", 142e6, 0.03 + 0.02 * busy),
        ("general", 338e6, 1.7 * busy),
        ("embedder", 560e6, 0.01),
    )
    return ProcessView(
        processes=tuple(
            ProcessFigures(
                name=name,
                pid=4000 + number,
                memory=round(memory * (1 + 0.02 * look / 60)),
                cpu_seconds=12.5 * (number + 1),
                cpu=cpu,
            )
            for number, (name, memory, cpu) in enumerate(rows)
        )
    )
