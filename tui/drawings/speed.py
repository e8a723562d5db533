"""How fast replies were, one after the other: speed, what needed no reading, the first word."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING, Final

from textual.content import Content

from tui.drawings import words
from tui.drawings.plot import Axes, Line, Mark, plot, round_up

if TYPE_CHECKING:
    from sel.brain.figures import ReplyFigures

NOTHING: Final = "No reply was made yet."


def made(replies: Sequence[ReplyFigures]) -> list[ReplyFigures]:
    """The replies the engine made; those that were kept, and SEL's own words, have no speed."""
    return [reply for reply in replies if reply.stats.tokens_per_second > 0]


def speed(
    replies: Sequence[ReplyFigures],
    width: int,
    height: int,
    *,
    live: float = 0.0,
    foot: bool = True,
) -> Content:
    """Tokens a second over the last replies; `live` is the speed of the one being made."""
    fresh = made(replies)
    if not fresh:
        return words.stacked([words.caption("tokens a second"), words.calm(NOTHING)])
    speeds = [reply.stats.tokens_per_second for reply in fresh]
    newest = f"{live or speeds[-1]:.0f} {'now' if live else 'last'}"
    note = f"{newest} · {median(speeds):.0f} median · {max(speeds):.0f} best"
    axes = Axes(
        x=_span(speeds),
        y=(0.0, round_up(max(speeds))),
        labels=_times(fresh),
        figure=lambda value: f"{value:.0f}",
        foot=foot,
    )
    caption = words.caption("tokens a second", note)
    return words.stacked([caption, _line(axes, speeds, "$sel", width, height - 1)])


def reuse(
    replies: Sequence[ReplyFigures], width: int, height: int, *, foot: bool = True
) -> Content:
    """How much of each prompt was still in the engine's memory."""
    fresh = made(replies)
    if not fresh:
        return Content("")
    parts = [reply.stats.reuse for reply in fresh]
    prompt = sum(reply.stats.prompt_tokens for reply in fresh)
    again = sum(reply.stats.reused_tokens for reply in fresh)
    note = f"{parts[-1]:.0%} last · {words.count(again)} of {words.count(prompt)}"
    caption = words.caption("prompt not read again", note)
    axes = Axes(
        x=_span(parts), y=(0.0, 1.0), labels=_times(fresh), figure=lambda v: f"{v:.0%}", foot=foot
    )
    return words.stacked([caption, _line(axes, parts, "$body", width, height - 1)])


def first_word(replies: Sequence[ReplyFigures], width: int, height: int) -> Content:
    """How long the first word took."""
    fresh = [reply for reply in made(replies) if reply.stats.first_token_seconds > 0]
    if not fresh:
        return Content("")
    waits = [reply.stats.first_token_seconds for reply in fresh]
    note = f"{words.seconds(waits[-1])} last · {words.seconds(median(waits))} median"
    top = round_up(max(waits))
    axes = Axes(x=_span(waits), y=(0.0, top), labels=_times(fresh), figure=_duration)
    caption = words.caption("until the first word", note)
    return words.stacked([caption, _line(axes, waits, "$night", width, height - 1)])


def _duration(value: float) -> str:
    return words.seconds(value) if value else "0"


def _span(values: Sequence[float]) -> tuple[float, float]:
    return 0.0, max(len(values) - 1.0, 1.0)


def _times(replies: Sequence[ReplyFigures]) -> list[tuple[float, str]]:
    """When the first and the last of them ended."""
    first, last = words.clock(replies[0].at)[:5], words.clock(replies[-1].at)[:5]
    return [(0.0, first), (len(replies) - 1.0, last)] if len(replies) > 1 else []


def _line(axes: Axes, values: Sequence[float], look: str, width: int, height: int) -> Content:
    points = [(float(number), value) for number, value in enumerate(values)]
    end = Mark(at=points[-1], character="●", look=look)
    return plot(axes, width, max(height, 3), [Line(points=points, look=look)], marks=[end])
