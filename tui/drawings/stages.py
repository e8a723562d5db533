"""How long what takes, most of the time and at worst, on one scale for all."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from textual.content import Content

from tui.drawings import words
from tui.drawings.turns import named

if TYPE_CHECKING:
    from sel.observe.windows import OperationStats

NAME, FIGURE, COUNT = 15, 8, 8
ROOM_FOR_COUNTS = 84
"""Narrower than this, how many times is left out."""
LEAST_BAR = 10
ORDER: Final = (
    "queue",
    "appraisal",
    "routing",
    "recall",
    "agent",
    "prompt",
    "first_token",
    "stream",
    "style",
    "persist",
    "whole",
)
"""Stages of a turn as they come, then the turn as a whole."""
NOTHING: Final = "Nothing was measured yet."


def stages(operations: Sequence[OperationStats], width: int) -> Content:
    """Every operation: half of the times it took no longer than ●, 95 of 100 times no longer than
    the heavy line, 99 of 100 no longer than the thin one."""
    if not operations:
        return words.stacked([words.caption("how long what takes"), words.calm(NOTHING)])
    scale = Scale(operations)
    counts = width >= ROOM_FOR_COUNTS
    bar = width - NAME - 3 * FIGURE - (2 * COUNT if counts else 0) - 2
    lines = [_head(width, counts, scale, bar)]
    ordered = sorted(operations, key=place)
    for subsystem, group in groupby(ordered, key=lambda one: one.subsystem):
        lines.append(words.calm(f"\n{named(subsystem)}"))
        lines += [_row(one, counts, scale, bar) for one in group]
    return words.stacked(lines)


class Scale:
    """Durations on a line, each power of ten as wide as the next."""

    def __init__(self, operations: Sequence[OperationStats]) -> None:
        times = [time for one in operations for time in (one.p50, one.p99) if time > 0]
        self.low = math.floor(math.log10(max(min(times, default=1e-3), 1e-6)))
        high = math.ceil(math.log10(max(times, default=1.0)))
        self.high = max(high, self.low + 1)

    def at(self, seconds: float, width: int) -> int:
        """The cell of a duration."""
        if seconds <= 0:
            return 0
        share = (math.log10(seconds) - self.low) / (self.high - self.low)
        return min(max(int(share * width), 0), width - 1)

    def labels(self, width: int) -> str:
        """Powers of ten, all or every second or third, as there is room."""
        cells = [" "] * width
        for power in range(self.low, self.high, math.ceil((self.high - self.low) * 7 / width)):
            text, start = words.seconds(10.0**power), self.at(1.0001 * 10.0**power, width)
            if start + len(text) <= width:
                cells[start : start + len(text)] = text
        return "".join(cells)


def _head(width: int, counts: bool, scale: Scale, bar: int) -> Content:
    more = f"{'times':>{COUNT}}{'failed':>{COUNT}}" if counts else ""
    figures = "".join(name.rjust(FIGURE) for name in ("p50", "p95", "p99"))
    ruler = f"  {scale.labels(bar)}" if bar >= LEAST_BAR else ""
    title = words.caption("how long what takes")
    return words.stacked([title, words.calm(f"{'':<{NAME}}{more}{figures}{ruler}"[:width])])


def _row(one: OperationStats, counts: bool, scale: Scale, bar: int) -> Content:
    figures = "".join(words.seconds(time).rjust(FIGURE) for time in (one.p50, one.p95, one.p99))
    pieces: list[tuple[str, str]] = [(named(one.operation)[:NAME].ljust(NAME), "$foreground")]
    if counts:
        pieces.append((words.count(one.count).rjust(COUNT), "$quiet"))
        failed = words.count(one.failed) if one.failed else words.NONE
        pieces.append((failed.rjust(COUNT), "$error" if one.failed else "$faint"))
    pieces.append((figures, "$quiet"))
    if bar >= LEAST_BAR:
        pieces += [("  ", ""), *_line(one, scale, bar)]
    return Content.assemble(*pieces)


def _line(one: OperationStats, scale: Scale, width: int) -> Iterator[tuple[str, str]]:
    half, most, worst = (scale.at(time, width) for time in (one.p50, one.p95, one.p99))
    whole = one.operation == "whole"
    yield " " * half, ""
    yield "●", "$foreground" if whole else "$sel"
    yield "━" * (most - half), "$sel"
    yield "─" * (worst - max(most, half)), "$spark"


def place(one: OperationStats) -> tuple[bool, str, int, str]:
    """The turn first, its stages as they come; all else by name."""
    number = ORDER.index(one.operation) if one.operation in ORDER else len(ORDER)
    turn = one.subsystem == "turn"
    return (not turn, one.subsystem, number if turn else 0, one.operation)
