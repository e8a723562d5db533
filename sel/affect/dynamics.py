"""Hormones over time: a pure function of levels, elapsed minutes and the local hour.

Each hormone follows its target at its own rate: h' = −rate · (h − target). The target is the
day's rhythm, plus feedback (a gain per minute is the same as a shift of the target by gain ÷ rate),
plus what being left alone does. **The target is clipped, never the level and never the equation**:
what follows a target inside 0..1 stays inside 0..1 by itself, so there is no hidden clipping that
would make one long step differ from many short ones, and no state in which a level sticks.

All of it is solved exactly (`sel.affect.waves`); nothing depends on how often this is called.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

from sel.affect import circadian, waves
from sel.affect.hormones import (
    CASCADE,
    CEILING,
    FEEDBACK,
    FLOOR,
    HORMONES,
    INDEX,
    STILL,
    THRESHOLD,
    Hormone,
    Levels,
)

LONGEST = 40
"""Days. After so long every level is on its daily rhythm to the last bit (the slowest one keeps
e^−57 of where it began), so longer spans are shortened by whole days."""

_SOURCES = frozenset(row.source for row in FEEDBACK)


def advance(
    levels: Levels,
    minutes: float,
    hour: float,
    silence: float | None = None,
    temper: Levels = STILL,
) -> Levels:
    """The levels `minutes` later.

    `hour` is the local hour (0..24) at the beginning; `silence` the minutes since anyone last
    spoke to SEL at the beginning, None to leave being alone out; `temper` is added to every
    hormone's baseline. Raises `ValueError` for a
    negative or infinite span: time does not run backwards here.
    """
    if not 0.0 <= minutes < math.inf:
        raise ValueError("minutes must be a finite span, 0 or more")
    if minutes == 0.0:
        return levels
    if minutes > LONGEST * circadian.DAY:
        skipped = (minutes // circadian.DAY - LONGEST) * circadian.DAY
        minutes -= skipped
        silence = None if silence is None else silence + skipped
    return _advance(levels, minutes, hour, silence, temper)


def _advance(
    levels: Levels, minutes: float, hour: float, silence: float | None, temper: Levels
) -> Levels:
    alone = None if silence is None else circadian.loneliness(silence, minutes)
    excess: dict[str, waves.Path] = {}
    ends = list(levels)
    for name in CASCADE:
        place = INDEX[name]
        hormone = _tempered(HORMONES[place], temper[place])
        heading = _target(hormone, circadian.rhythm(hormone, hour, minutes), excess, alone)
        path, ends[place] = waves.followed(heading, HORMONES[place].rate, levels[place])
        if name in _SOURCES:
            excess[name] = _excess(path)
    return tuple(ends)


def _tempered(hormone: Hormone, by: float) -> Hormone:
    return replace(hormone, baseline=hormone.baseline + by) if by else hormone


def _target(
    hormone: Hormone, path: waves.Path, excess: dict[str, waves.Path], alone: waves.Path | None
) -> waves.Path:
    """Rhythm, loneliness and feedback together, clipped as one."""
    if alone is not None and hormone.name in circadian.ALONE:
        path = waves.added(path, alone, circadian.ALONE[hormone.name])
    for row in FEEDBACK:
        if row.target == hormone.name and excess[row.source]:
            path = waves.added(path, excess[row.source], row.gain / hormone.rate)
    return waves.clipped(path, FLOOR, CEILING)


def _excess(path: waves.Path) -> waves.Path:
    """How far a level is above the threshold; empty when it never is."""
    above = [waves.Piece(p.length, waves.summed(p.wave, waves.constant(-THRESHOLD))) for p in path]
    if all(waves.bounds(piece.wave, piece.length)[1] <= 0.0 for piece in above):
        return []
    return waves.clipped(above, 0.0, 1.0)


def rest(hour: float, temper: Levels = STILL) -> Levels:
    """Where the levels are at this local hour when nothing has happened for a long time.

    Read off the daily rhythm at every quarter of an hour, in a straight line between.
    """
    quarter, part = divmod((hour % 24) * 4, 1)
    rhythm = _resting_day(temper)
    here, there = rhythm[int(quarter) % 96], rhythm[(int(quarter) + 1) % 96]
    return tuple(a + (b - a) * part for a, b in zip(here, there, strict=True))


@lru_cache(maxsize=32)
def _resting_day(temper: Levels = STILL) -> tuple[Levels, ...]:
    """The levels at each quarter of an hour of an uneventful day, from midnight on."""
    start = tuple(
        _unclipped_rest(_tempered(hormone, by))
        for hormone, by in zip(HORMONES, temper, strict=True)
    )
    levels = advance(start, 2 * circadian.DAY, 0.0, temper=temper)
    day = [levels]
    for quarter in range(95):
        day.append(advance(day[-1], 15.0, quarter / 4, temper=temper))
    return tuple(day)


def _unclipped_rest(hormone: Hormone) -> float:
    """The midnight level of a hormone whose target is never clipped; a good start for others."""
    (piece,) = circadian.rhythm(hormone, 0.0, 1.0)
    return min(
        1.0,
        max(0.0, sum((c * hormone.rate / (hormone.rate + r)).real for r, c in piece.wave.items())),
    )
