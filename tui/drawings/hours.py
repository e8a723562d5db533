"""Hormones over the hours: one row each, in the colour of its family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content

from tui.drawings import words
from tui.drawings.braille import Canvas
from tui.drawings.plot import GAP, Axes, Label, foot, time_labels
from tui.mood import HORMONES
from tui.text import one_line

if TYPE_CHECKING:
    from tui.port import HoursView

NAME, FIGURE = 14, 5
NOTHING: Final = "No hour was lived through yet: hormones are written down every few minutes."
LEAST_SPAN: Final = 0.25
"""The least difference in levels that the height stands for, so that noise stays flat."""


def hours(seen: HoursView, width: int, height: int) -> Content:
    """The eight over the time seen; as high as there is room for."""
    if not seen.at:
        return words.stacked([words.caption("hormones by the hour"), words.calm(NOTHING)])
    rows = min(max((height - 4) // len(HORMONES), 1), 4)
    kept = "kept on disk" if seen.kept else "not on disk"
    note = f"{(seen.until - seen.since) / 3600:.0f} h · {seen.tier} · {kept}"
    lines = [words.caption("hormones by the hour", note)]
    for name, family in HORMONES.items():
        lines += _hormone(seen, name, f"${family}", width, rows)
    return words.stacked([*lines, *_ruler(seen, width)])


def _hormone(seen: HoursView, name: str, look: str, width: int, rows: int) -> list[Content]:
    levels = seen.means.get(name, ())
    canvas = Canvas(width - NAME - FIGURE - 1, rows)
    span = (seen.until - seen.since) or 1.0
    low, high = _reach(levels)
    points = [
        ((at - seen.since) / span, (level - low) / (high - low))
        for at, level in zip(seen.at, levels, strict=False)
    ]
    canvas.line(points, look, GAP * seen.seconds / span)
    now = f"{levels[-1]:.2f}".removeprefix("0") if levels else words.NONE
    drawn = []
    for number, row in enumerate(canvas.rows()):
        middle = number == rows // 2
        drawn.append(
            Content.assemble(
                ((name if middle else "").ljust(NAME), "$foreground"),
                row,
                ((now if middle else "").rjust(FIGURE), "$quiet"),
            )
        )
    return drawn


def _reach(levels: tuple[float, ...]) -> tuple[float, float]:
    """The least and the greatest of these levels, or a little more where they hardly differ."""
    if not levels:
        return 0.0, 1.0
    low, high = min(levels), max(levels)
    missing = max(LEAST_SPAN - (high - low), 0.0)
    low = max(low - missing / 2, 0.0)
    return low, max(high, low + LEAST_SPAN)


def _ruler(seen: HoursView, width: int) -> list[Content]:
    """The hours below."""
    room = width - NAME - FIGURE - 1
    labels: list[Label] = time_labels(seen.since, seen.until, room)
    axes = Axes(x=(seen.since, seen.until), y=(0, 1), labels=labels)
    return foot(axes, NAME - 1, room)


def happenings(seen: HoursView, width: int, most: int) -> Content:
    """What moved them, the newest first."""
    lines = [words.caption("what moved me")]
    moves = seen.happenings[-most:]
    if not moves:
        return words.stacked([*lines, words.calm("Nothing did, yet.")])
    for move in reversed(moves):
        lines.append(
            Content.assemble(
                (words.when(move.at).ljust(16), "$quiet"),
                (one_line(move.reason, max(width - 16, 8)), "$foreground"),
            )
        )
    return words.stacked(lines)
