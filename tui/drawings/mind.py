"""The inner state as one picture, composed for the room there is. Pure: time comes in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from textual.content import Content

from sel.events import AffectView
from tui.blank_mind import BlankDay
from tui.drawings import ring as rings
from tui.drawings.visage import ASLEEP, FEATURES, Features, visage
from tui.drawings.words import columns
from tui.mood import DRIVES, HORMONES, MODES, ago, face_for
from tui.text import one_line
from tui.widgets.bars import level_line, mark_at, marked, spark

if TYPE_CHECKING:
    from tui.mind_port import DayView

CURVES: Final = {"cortisol": "$alarm", "melatonin": "$night", "serotonin": "$lift"}
"""Those that the day moves most, which the ring shows."""
BREATH: Final = 7.0
"""Seconds of a breath at rest; tension makes it shorter."""
DEPTH: Final = 0.38
"""How much paler a level is between two breaths."""
STEPS: Final = 8
"""Shades a breath has: what does not change is not drawn."""
BLINK, BETWEEN = 0.25, 6.0
NAME: Final = 13
GAP: Final = 3
MOVE: Final = 46
"""Cells of a move with its reason."""
ROOMY: Final = 50
"""Cells from which a move has room for all its words."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is drawn. `now` in Unix seconds; `beat` seconds since the screen was opened, or None
    where nothing is to move."""

    affect: AffectView = field(default_factory=AffectView)
    day: DayView = field(default_factory=BlankDay)
    now: float = 0.0
    engine: str = "ready"
    beat: float | None = None


def mind(seen: Seen, width: int, height: int) -> list[Content]:
    """The picture, in so many cells and rows at most."""
    if width < 76 or height < 16:
        rows = _small(seen, width, height)
    elif width < 108 or height < 27:
        rows = _middle(seen, width, height)
    elif width < 165 or height < 40:
        rows = _large(seen, width, height)
    else:
        rows = _huge(seen, width, height)
    return rows[:height]


# ---------------------------------------------------------------- compositions


def _small(seen: Seen, width: int, height: int) -> list[Content]:
    rows = [*_words(seen, width, face=True)[:2], Content("")]
    rows += _gauges(seen, width)
    rest = height - len(rows)
    if rest >= 7:
        rows += [Content(""), *_drives(seen, width)]
        rest = height - len(rows)
    if rest >= 2:
        rows += [Content(""), *_moves(seen, width, rest - 1)]
    return rows


def _middle(seen: Seen, width: int, height: int) -> list[Content]:
    tall = min(max(height - 7, rings.LEAST), (width - 44) // 2)
    across = rings.width_for(tall)
    left = width - across - GAP
    column = [*_words(seen, left, face=True), Content(""), *_gauges(seen, left)]
    beside = columns(column, _ring(seen, tall), left + GAP)
    rest = height - len(beside) - 1
    if rest >= 5:
        half = max((width - GAP) // 2, MOVE)
        under = columns(_moves(seen, half, rest), _drives(seen, width - half - GAP), half + GAP)
        return [*beside, Content(""), *under]
    return [*beside, Content(""), *_moves(seen, width, rest)] if rest > 0 else beside


def _large(seen: Seen, width: int, height: int) -> list[Content]:
    tall = min(height - 9, (width - 62) // 2)
    across = rings.width_for(tall)
    left = width - across - GAP - 2
    face = 9
    words = columns(
        _face(seen, face), _down(_words(seen, left - face * 2 - GAP), 3), face * 2 + GAP
    )
    spaced = height >= len(words) + 26
    column = [*words, Content(""), *_gauges(seen, left, spaced=spaced), Content("")]
    column += [_caption("drives"), *_drives(seen, left)]
    right = [*_ring(seen, tall), Content(""), *_legend(across)]
    right += [Content(""), *_moves(seen, across, max(height - len(right) - 1, 0))]
    return columns(column, right, left + 2 + GAP)


def _huge(seen: Seen, width: int, height: int) -> list[Content]:
    tall = min(height - 6, (width - 112) // 2, 42)
    across = rings.width_for(tall)
    face = min(17, height // 3)
    first = MOVE
    middle = width - first - across - 5 * GAP
    words = [Content(""), *_words(seen, first)]
    column = [*_face(seen, face), *words, Content(""), _caption("lately")]
    column += _moves(seen, first, max(height - len(column) - 1, 0))[:16]
    gauges = [_caption("hormones", "last hour", middle), Content("")]
    gauges += [*_gauges(seen, middle, spaced=True), *[Content("")] * 2]
    gauges += [_caption("drives"), Content("")]
    gauges += _spaced(_drives(seen, middle))
    right = [*_ring(seen, tall), Content(""), *_legend(across)]
    both = columns(_down(gauges, 2), right, middle + 2 * GAP)
    rows = columns(_down(column, 1), both, first + 3 * GAP)
    return _down(rows, max((height - len(rows)) // 2 - 1, 0))


# ---------------------------------------------------------------- pieces


def _words(seen: Seen, width: int, *, face: bool = False) -> list[Content]:
    """The mood in a word, since when, and the mode."""
    affect = seen.affect
    sign = f"{face_for(affect.mood, seen.engine)}  " if face else ""
    since = ""
    if seen.day.since:
        since = f"since {ago(seen.now - seen.day.since).removesuffix(' ago')}"
        since = "since just now" if "just now" in since else since.replace("since", "for", 1)
    mode = affect.mode.replace("_", " ")
    told = [Content.assemble((sign, "bold $sel"), (affect.mood, "bold $foreground"))]
    note = f"{mode}: {MODES.get(affect.mode, '')}"
    if face:
        line = " · ".join(part for part in (since, mode) if part)
        told.append(Content.styled(one_line(line, width), "$quiet"))
        return told
    told += [Content.styled(one_line(since, width), "$quiet")] if since else []
    return [*told, Content.styled(one_line(note, width), "$quiet")]


def _face(seen: Seen, height: int) -> list[Content]:
    there = seen.engine not in ("asleep", "waking", "failed")
    features = FEATURES.get(seen.affect.mood, FEATURES["steady"]) if there else ASLEEP
    blink = seen.beat is not None and seen.beat % BETWEEN > BETWEEN - BLINK
    return list(_drawn(features, height, blink))


@lru_cache(maxsize=8)
def _drawn(features: Features, height: int, blink: bool) -> tuple[Content, ...]:
    return tuple(visage(features, height, blink=blink))


def _gauges(seen: Seen, width: int, *, spaced: bool = False) -> list[Content]:
    affect = seen.affect
    rows = [
        _gauge(seen, name, family, width, place)
        for place, (name, family) in enumerate(HORMONES.items())
        if name in affect.levels or not affect.levels
    ]
    return _spaced(rows) if spaced else rows


def _spaced(rows: Sequence[Content]) -> list[Content]:
    return [line for row in rows for line in (row, Content(""))][:-1]


def _gauge(seen: Seen, name: str, family: str, width: int, place: int) -> Content:
    level, target = seen.affect.levels.get(name, 0.0), seen.affect.targets.get(name)
    room = width - NAME - 4
    sparks = min(max((room - 2) * 2 // 5, 0), 30)
    bar = max(room - sparks - 2, 1)
    filled, rest = level_line(level, bar)
    line = filled + rest
    at = -1 if target is None else mark_at(target, len(line))
    look = f"${family} {_breath(seen, place):.0%}"
    parts: list[tuple[str, str]] = [(name.ljust(NAME), "$foreground")]
    for start, end, style in ((0, len(filled), look), (len(filled), len(line), "$faint")):
        if start <= at < end:
            parts += [(line[start:at], style), (marked(line[at]), "$foreground")]
            parts.append((line[at + 1 : end], style))
        else:
            parts.append((line[start:end], style))
    figure = f"{level:.2f}".removeprefix("0").rjust(4)
    drawn = spark(seen.affect.history.get(name, ()), sparks)
    return Content.assemble(*parts, "  ", (drawn, "$spark"), (figure, "$quiet"))


def _breath(seen: Seen, place: int) -> float:
    """How bright a gauge is at this moment, in steps; each a little after the one above it."""
    if seen.beat is None:
        return 1.0
    tension = min(max(seen.affect.drives.get("tension", 0.0), 0.0), 1.0)
    length = BREATH * (1.0 - 0.45 * tension)
    wave = 0.5 + 0.5 * math.cos((seen.beat / length - place / 16) * math.tau)
    return 1.0 - DEPTH * round((1.0 - wave) * STEPS) / STEPS


def _drives(seen: Seen, width: int) -> list[Content]:
    rows = []
    for name in DRIVES:
        level = seen.affect.drives.get(name, 0.0)
        filled, rest = level_line(level, max(width - NAME - 4, 1))
        figure = f"{level:.2f}".removeprefix("0").rjust(4)
        rows.append(
            Content.assemble(
                (name.ljust(NAME), "$foreground"),
                (filled, "$quiet"),
                (rest, "$faint"),
                (figure, "$quiet"),
            )
        )
    return rows


def _ring(seen: Seen, tall: int) -> list[Content]:
    curves = tuple((name, seen.day.curves.get(name, ())) for name in CURVES)
    return list(_ring_at(curves, int(seen.day.hour % 24 * 60), tall))


@lru_cache(maxsize=4)
def _ring_at(
    curves: tuple[tuple[str, tuple[float, ...]], ...], minute: int, tall: int
) -> tuple[Content, ...]:
    """The ring of a minute: it stands still while gauges breathe."""
    hour = minute / 60
    clock = f"{minute // 60:02}:{minute % 60:02}"
    middle = [Content.styled(clock, "bold $foreground")]
    if tall >= 16:
        middle += [Content.styled(_part(hour), "$quiet")]
    return tuple(rings.ring(dict(curves), CURVES, hour, tall, middle))


def _part(hour: float) -> str:
    for until, name in ((5, "night"), (11, "morning"), (14, "noon"), (18, "afternoon")):
        if hour < until:
            return name
    return "evening" if hour < 22 else "night"


def _legend(width: int) -> list[Content]:
    parts = [part for name, look in CURVES.items() for part in (("━ ", look), (f"{name}   ", ""))]
    line = Content.assemble(*((text, look or "$quiet") for text, look in parts)).rstrip()
    return [Content.assemble(" " * max((width - line.cell_length) // 2, 0), line)]


def _moves(seen: Seen, width: int, most: int) -> list[Content]:
    """The newest moves with their reasons, newest first."""
    rows = []
    for move in list(reversed(seen.affect.moves))[: max(most, 0)]:
        sign = "▲" if move.delta > 0 else "▼"
        head = f"{move.hormone} {move.delta:+.2f}"
        when = ago(seen.now - move.at)
        tail = f"  {when if width >= ROOMY else when.removesuffix(' ago')}"
        reason = one_line(move.reason, max(width - len(head) - len(tail) - 5, 4))
        family = HORMONES.get(move.hormone, "lift")
        rows.append(
            Content.assemble(
                (f"{sign} ", f"${family}"), (head, "$foreground"), (f"  {reason}{tail}", "$quiet")
            )
        )
    return rows or ([Content.styled("Nothing has moved yet.", "$quiet")] if most > 0 else [])


def _caption(left: str, right: str = "", width: int = 0) -> Content:
    return Content.styled(left + right.rjust(max(width - len(left) - 4, 0)), "$quiet")


def _down(rows: Sequence[Content], by: int) -> list[Content]:
    return [*[Content("")] * by, *rows]
