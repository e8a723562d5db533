"""A turn as a waterfall: what came when, how long it took, and whose time it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from textual.content import Content

from tui.drawings import words
from tui.drawings.bars import placed, shares
from tui.drawings.plot import STEPS, round_up

if TYPE_CHECKING:
    from sel.brain.figures import ReplyFigures
    from sel.observe.turns import Waterfall

NAME, FIGURE = 13, 8
MODEL, MEMORY, OWN, QUEUE = "$sel", "$body", "$night", "$spark"
LOOKS: Final = {
    "queue": QUEUE,
    "recall": MEMORY,
    "persist": MEMORY,
    "first_token": MODEL,
    "stream": MODEL,
}
"""Whose time a stage is; all others are SEL's own thinking."""
ENDINGS: Final = {
    "finished": "answered",
    "silenced": "kept quiet",
    "interrupted": "stopped",
    "failed": "failed",
}
NOTHING: Final = "No turn yet. Say something, and its way through me is drawn here."
SAME_TURN: Final = 2.0
"""Seconds between a turn's end and its reply's, at most."""


def waterfall(turns: Sequence[Waterfall], back: int, width: int) -> Content:
    """The turn so many before the last one."""
    if not turns:
        return words.stacked([words.caption("the last turn"), words.calm(NOTHING)])
    back = min(max(back, 0), len(turns) - 1)
    turn = turns[-1 - back]
    lines = [_head(turn, len(turns), back, width)]
    bars = max(width - NAME - FIGURE - 2, 8)
    whole = max([turn.seconds, *(stage.began + stage.seconds for stage in turn.stages)]) or 1.0
    for stage in turn.stages:
        drawn = placed(stage.began / whole, stage.seconds / whole, bars)
        lines.append(
            Content.assemble(
                (named(stage.name).ljust(NAME), "$foreground"),
                (words.seconds(stage.seconds).rjust(FIGURE), "$quiet"),
                (f"  {drawn}", LOOKS.get(stage.name, OWN)),
            )
        )
    lines.append(_scale(whole, bars))
    return words.stacked([*lines, *_whose(turn, width)])


def _head(turn: Waterfall, count: int, back: int, width: int) -> Content:
    title = "the last turn" if not back else f"turn {count - back} of {count}"
    note = f"{words.clock(turn.at)} · {ENDINGS.get(turn.ending, turn.ending)}"
    took = words.seconds(turn.seconds)
    head = words.caption(title, f"{note} · {took}")
    steps = Content.from_markup(
        "[@click=screen.earlier] [$foreground]‹[/] [/] [@click=screen.later] [$foreground]›[/] [/]"
    )
    gap = width - head.cell_length - steps.cell_length
    if count < 2 or gap < 2:
        return head
    return Content.assemble(head, " " * gap, steps)


def named(name: str) -> str:
    """A stage's or operation's name in words."""
    return name.replace("_", " ")


def _scale(whole: float, width: int) -> Content:
    """A ruler below the bars, with a mark at each round duration."""
    step = round_up(whole / max(width // 14, 1), STEPS)
    line, figures = ["─"] * width, [" "] * (width + 1)
    at, free = 0.0, 0
    while at <= whole * 1.0001:
        column = min(round(at / whole * width), width - 1)
        label = words.seconds(at) if at else "0"
        start = min(column, width - len(label))
        if start >= free:
            line[column] = "┴"
            figures[start : start + len(label)] = label
            free = start + len(label) + 1
        at += step
    gap = " " * (NAME + FIGURE + 2)
    return words.stacked(
        [
            Content.styled(gap + "".join(line), "$faint"),
            Content.styled(gap + "".join(figures).rstrip(), "$quiet"),
        ]
    )


def _whose(turn: Waterfall, width: int) -> list[Content]:
    """Whose time it was, as one line of shares and in words."""
    parts = {MODEL: 0.0, MEMORY: 0.0, OWN: 0.0, QUEUE: turn.rest}
    for stage in turn.stages:
        if stage.began < turn.seconds:  # what comes after the end costs nobody's waiting
            parts[LOOKS.get(stage.name, OWN)] += stage.seconds
    whole = sum(parts.values())
    if whole <= 0:
        return []
    names = zip(("model", "memory", "my own", "rest"), parts.items(), strict=True)
    told = [
        Content.assemble(("━ ", look), (f"{name} {part / whole:.0%}", "$quiet"))
        for name, (look, part) in names
        if name != "rest" or part >= whole / 200
    ]
    return [
        Content(""),
        shares([(part, look) for look, part in parts.items()], width),
        Content("  ").join(told),
    ]


def reply_of(turn: Waterfall, replies: Sequence[ReplyFigures]) -> ReplyFigures | None:
    """What the reply of a turn cost; None where there was none."""
    ended = turn.at + turn.seconds
    near = [reply for reply in replies if abs(reply.at - ended) <= SAME_TURN]
    return min(near, key=lambda reply: abs(reply.at - ended), default=None)
