"""SEL's inner state as text: for whoever cannot see pictures, and where none can be made. Pure."""

from __future__ import annotations

from bridge.commands.moods import HORMONES, look_of
from sel.events import AffectView

WIDTH = 16
"""Cells of a bar: with its name and figure it stays in one line on a telephone."""
_EIGHTHS = " ▏▎▍▌▋▊▉"
_TICKS = "▁▂▃▄▅▆▇█"
STEPS = 20
"""Cells of the last hour, three minutes each."""
LEAST_SCALE = 0.4
"""A timeline's top is at least here, so that rest does not look like a storm."""


def bar(level: float, target: float | None = None, width: int = WIDTH) -> str:
    """A level 0..1 as a bar, with a mark where it would rest."""
    eighths = round(min(max(level, 0.0), 1.0) * width * 8)
    full, rest = divmod(eighths, 8)
    cells = list(("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(width, "░"))
    if target is not None:
        cells[min(int(min(max(target, 0.0), 1.0) * width), width - 1)] = "┃"
    return "".join(cells)


def status_blocks(affect: AffectView) -> str:
    """Mood, mode and the eight gauges."""
    rows = [
        f"{name:<12} {bar(affect.levels.get(name, 0.0), affect.targets.get(name))} "
        f"{affect.levels.get(name, 0.0):.2f}"
        for name in HORMONES
    ]
    body = "\n".join(rows)
    return f"{headline(affect)}\n```\n{body}\n```\n-# ┃ is where it would rest at this hour"


def timeline_blocks(affect: AffectView) -> str:
    """Mood, and the last hour of each hormone."""
    top = scale_of(affect)
    rows = [
        f"{name:<12} {spark(affect.history.get(name, ()), top):>{STEPS}} "
        f"{affect.levels.get(name, 0.0):.2f}"
        for name in HORMONES
    ]
    body = "\n".join(rows)
    return f"{headline(affect)}\n```\n{body}\n```\n-# the last hour, now at the right"


def headline(affect: AffectView) -> str:
    """The mood in bold, what it means, the mode."""
    meaning = look_of(affect.mood).meaning
    means = f": {meaning}" if meaning else ""
    return f"**{affect.mood}**{means} · mode {affect.mode.replace('_', ' ')}"


def described(affect: AffectView) -> str:
    """The state in one sentence, for whoever has a picture read out."""
    levels = ", ".join(f"{name} {affect.levels.get(name, 0.0):.2f}" for name in HORMONES)
    return f"SEL is {affect.mood}. {levels}."


def scale_of(affect: AffectView) -> float:
    """The level at the top of a timeline, one for all hormones, so that they can be compared."""
    seen = [level for levels in affect.history.values() for level in levels]
    return max([LEAST_SCALE, *seen, *affect.levels.values()])


def spark(history: tuple[float, ...], top: float = 1.0) -> str:
    """Levels as a row of ticks, `STEPS` at most, on a scale from 0 to `top`."""
    every = max(-(-len(history) // STEPS), 1)
    picked = [history[place] for place in range(len(history) - 1, -1, -every)][::-1]
    return "".join(_TICKS[min(int(max(one / top, 0.0) * 8), 7)] for one in picked)
