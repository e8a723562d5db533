"""What took long, and what was left unanswered and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from textual.content import Content

from tui.drawings import words
from tui.drawings.bars import bar
from tui.drawings.turns import named
from tui.text import one_line

if TYPE_CHECKING:
    from sel.observe.monitor import SlowOperation

NAME, FIGURE, WHEN, BAR = 22, 8, 10, 12
TIGHT: Final = 60
"""Narrower than this, bars are half as long."""
OUTCOMES: Final = {"ok": "", "failed": "failed", "cancelled": "stopped"}
QUICK: Final = "Nothing took long."
ANSWERED: Final = "Every message was answered."


def slow(operations: Sequence[SlowOperation], width: int, most: int = 100) -> Content:
    """Operations that took long, the newest first."""
    lines = [words.caption("what took long")]
    if not operations:
        return words.stacked([*lines, words.calm(QUICK)])
    longest = max(one.seconds for one in operations)
    lines += [_slow_row(one, longest, width) for one in reversed(operations[-most:])]
    if len(operations) > most:
        lines.append(words.calm(f"and {len(operations) - most:,} before"))
    return words.stacked(lines)


def _slow_row(one: SlowOperation, longest: float, width: int) -> Content:
    more = [OUTCOMES.get(one.outcome, one.outcome)]
    more += [f"{named(name)} {_figure(value)}" for name, value in one.details]
    long = BAR if width >= TIGHT else BAR // 2
    room = max(width - WHEN - NAME - FIGURE - long - 2, 0)
    return Content.assemble(
        (words.clock(one.at).ljust(WHEN), "$quiet"),
        (
            one_line(f"{named(one.subsystem)} {named(one.operation)}", NAME - 1).ljust(NAME),
            "$foreground",
        ),
        (words.seconds(one.seconds).rjust(FIGURE), "$foreground"),
        (f"  {bar(one.seconds / longest, long)}", "$lift"),
        (f" {one_line(', '.join(filter(None, more)), room - 1)}" if room > 8 else "", "$quiet"),
    )


def _figure(value: object) -> str:
    return words.count(value) if isinstance(value, int | float) else str(value)


def silences(reasons: Mapping[str, int], refused: int, width: int) -> Content:
    """Why messages were not answered, the most frequent reason first; `refused` are times that
    were none, since a clock jumped."""
    lines = [words.caption("not answered")]
    if not reasons:
        lines.append(words.calm(ANSWERED))
    most = max(reasons.values(), default=1)
    for reason, times in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0])):
        lines.append(
            Content.assemble(
                (words.count(times).rjust(7), "$foreground"),
                (f"  {bar(times / most, BAR)} ", "$night"),
                (one_line(reason, max(width - BAR - 11, 8)), "$quiet"),
            )
        )
    if refused:
        told = f"{words.count(refused)} times were none: a clock jumped."
        lines += [Content(""), words.calm(told)]
    return words.stacked(lines)
