"""A plot: lines over an axis, with the few figures that make it readable. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from textual.content import Content

from tui.drawings.braille import Canvas, Point
from tui.drawings.words import local, stacked

STEPS: Final = (1, 2, 5, 10)
FINER: Final = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
TICKS: Final = (3600, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800)
"""Seconds between two labels of a time axis: round hours, days, weeks."""
GAP: Final = 2.5
"""Steps of time without a figure from which on a line is broken: nobody was there."""
LABEL: Final = 6
"""Cells beside a plot, at least, so that plots above each other begin alike."""
ROOM: Final = 11
"""Cells a label of a time axis wants."""

Label = tuple[float, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Points in the plot's own units, oldest first. A step in x of more than `longest` is a gap."""

    points: Sequence[Point]
    look: str
    longest: float = math.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """What lies between two lines."""

    low: Sequence[Point]
    high: Sequence[Point]
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One character at a place."""

    at: Point
    character: str
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    """From where to where, and what is written beside it. `figure` writes a value of y; without
    `foot` the plot has no axis below."""

    x: tuple[float, float]
    y: tuple[float, float]
    labels: Sequence[Label] = ()
    figure: Callable[[float], str] = field(default=lambda value: f"{value:g}")
    foot: bool = True


def plot(  # noqa: PLR0913, PLR0917 - a picture has many parts
    axes: Axes,
    width: int,
    height: int,
    lines: Sequence[Line] = (),
    bands: Sequence[Band] = (),
    marks: Sequence[Mark] = (),
) -> Content:
    """The plot in so many cells, its axis and labels included; at least three rows high."""
    rows = max(height - 2 * axes.foot, 1)
    figures = _figures(axes, rows)
    margin = max(LABEL, *map(len, figures.values()))
    canvas = Canvas(width - margin - 2, rows)
    unit = _unit(axes)
    for band in bands:
        low, high = (list(map(unit, edge)) for edge in (band.low, band.high))
        canvas.between(low, high, band.look)
    span = (axes.x[1] - axes.x[0]) or 1.0
    for line in lines:
        canvas.line(map(unit, line.points), line.look, line.longest / span)
    for mark in marks:
        canvas.mark(*unit(mark.at), mark.character, mark.look)
    drawn = [
        Content.assemble(
            (figures.get(number, "").rjust(margin), "$quiet"),
            (" ┤" if number in figures else " │", "$faint"),
            row,
        )
        for number, row in enumerate(canvas.rows())
    ]
    return stacked([*drawn, *(foot(axes, margin + 1, canvas.width) if axes.foot else ())])


def _figures(axes: Axes, rows: int) -> dict[int, str]:
    """What is written beside which row."""
    low, high = axes.y
    figures = {0: axes.figure(high), rows - 1: axes.figure(low)}
    if rows >= 7 and rows % 2:
        figures[rows // 2] = axes.figure((low + high) / 2)
    return figures


def _unit(axes: Axes) -> Callable[[Point], Point]:
    (left, right), (low, high) = axes.x, axes.y
    wide, tall = (right - left) or 1.0, (high - low) or 1.0
    return lambda point: ((point[0] - left) / wide, (point[1] - low) / tall)


def foot(axes: Axes, indent: int, width: int) -> list[Content]:
    """The axis and its labels, so many cells from the left."""
    left, right = axes.x
    span = (right - left) or 1.0
    line, words = ["─"] * width, [" "] * width
    free = 0
    for at, text in axes.labels:
        column = round((at - left) / span * (width - 1))
        start = min(max(column - len(text) // 2, 0), width - len(text))
        if 0 <= column < width and start >= free:
            line[column] = "┴"
            words[start : start + len(text)] = text
            free = start + len(text) + 2
    gap = " " * indent
    return [
        Content.styled(f"{gap}╰{''.join(line)}", "$faint"),
        Content.styled(f"{gap} {''.join(words).rstrip()}", "$quiet"),
    ]


def round_up(value: float, steps: Sequence[float] = FINER) -> float:
    """The least of these steps, or of ten times, a hundred times … them, that is not below; 1 for
    what is no positive number."""
    if not 0 < value < math.inf:
        return 1.0
    size = 10.0 ** math.floor(math.log10(value))
    return next((step * size for step in steps if step * size >= value * 0.999), 10 * size)


def time_labels(since: float, until: float, width: int) -> list[Label]:
    """Round hours or days between two moments, as many as there is room for, in local time."""
    span = until - since
    if not 0 < span < math.inf:
        return []
    wanted = span / max(width // ROOM, 1)
    step = next(
        (tick for tick in TICKS if tick >= wanted), TICKS[-1] * math.ceil(wanted / TICKS[-1])
    )
    offset = local(since).utcoffset()
    shift = offset.total_seconds() if offset else 0.0
    first = math.ceil((since + shift) / step) * step - shift
    ticks = [first + number * step for number in range(math.floor((until - first) / step) + 1)]
    return [(at, _tick(at, step)) for at in ticks]


def _tick(at: float, step: float) -> str:
    moment = local(at)
    return f"{moment:%H:%M}" if step < 86_400 else f"{moment:%a} {moment.day}"
