"""From a person's last word to SEL's first sound: what it takes, part by part, and turn by turn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from textual.content import Content

from tui.drawings import words
from tui.drawings.bars import placed, shares
from tui.text import one_line

if TYPE_CHECKING:
    from sel.voice_events import VoiceTimes, VoiceView

NAME, FIGURE = 13, 8
PARTS: Final = (
    ("endpoint", "$spark"),
    ("text", "$person"),
    ("first_token", "$sel"),
    ("clause", "$lift"),
    ("speech", "$body"),
    ("own", "$night"),
)
"""The parts in the order they follow each other, and their looks."""
NOTHING: Final = (
    "Nothing was said aloud yet. /voice switches it on; each spoken turn is drawn here then,\n"
    "from your last word to my first sound."
)
LEAST_TURNS = 3
"""Turns drawn however low the screen is."""


def percentile(values: Sequence[float], share: float) -> float:
    """The least of these values that so great a share of them does not exceed."""
    return sorted(values)[max(math.ceil(share * len(values)), 1) - 1]


def voice(times: Sequence[VoiceTimes], view: VoiceView, width: int, height: int) -> Content:
    """Parts as a waterfall of what they mostly take, the last turns as bars, and who speaks."""
    if not times:
        return words.stacked([words.caption("the voice"), words.calm(NOTHING)])
    parts, who = _parts(times, width), _who(view, width)
    room = max(height - len(parts) - len(who) - 2, LEAST_TURNS)
    return words.stacked([*parts, Content(""), *_turns(times[-room:], width), *who])


def _parts(times: Sequence[VoiceTimes], width: int) -> list[Content]:
    totals = [one.total for one in times]
    note = f"{words.count(len(times))} turns · {words.seconds(totals[-1])} last"
    lines = [
        words.caption("last word to first sound", note),
        words.calm(" " * NAME + "p50".rjust(FIGURE) + "p95".rjust(FIGURE)),
    ]
    columns = {name: [float(getattr(one, name)) for one in times] for name, _ in PARTS}
    usual = {name: percentile(values, 0.5) for name, values in columns.items()}
    whole, bars, began = math.fsum(usual.values()) or 1.0, width - NAME - 2 * FIGURE - 2, 0.0
    for name, look in PARTS:
        bar = placed(began / whole, usual[name] / whole, bars)
        began += usual[name]
        lines.append(_row(name.replace("_", " "), columns[name], bar, look))
    return [*lines, _row("all of it", totals, "", "")]


def _row(name: str, values: Sequence[float], bar: str, look: str) -> Content:
    figures = "".join(
        words.seconds(percentile(values, share)).rjust(FIGURE) for share in (0.5, 0.95)
    )
    return Content.assemble(
        (name.ljust(NAME), "$foreground"), (figures, "$quiet"), (f"  {bar}", look)
    )


def _turns(times: Sequence[VoiceTimes], width: int) -> list[Content]:
    """One line a turn, the newest last; the longest of them fills the line."""
    longest = max([one.total for one in times]) or 1.0
    bars = width - FIGURE - 2
    lines = [words.caption("the last turns" if len(times) > 1 else "the last turn")]
    for one in times:
        parts = [(float(getattr(one, name)), look) for name, look in PARTS]
        bar = shares(parts, max(round(one.total / longest * bars), 1))
        lines.append(
            Content.assemble((words.seconds(one.total).rjust(FIGURE), "$quiet"), "  ", bar)
        )
    return lines


def _who(view: VoiceView, width: int) -> list[Content]:
    """What listens and speaks, as far as it is known."""
    named = (
        ("ears", view.ears),
        ("mouth", view.mouth),
        ("microphone", view.input),
        ("speaker", view.output),
        ("echo", view.echo.replace("_", " ")),
    )
    rows = [
        Content.assemble(
            (name.ljust(NAME), "$quiet"), (one_line(value, width - NAME), "$foreground")
        )
        for name, value in named
        if value
    ]
    return [Content(""), *rows] if rows else []
