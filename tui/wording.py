"""SEL's state in words, for those who hear the screen: "cortisol 18 percent, rising"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from tui.drawings.words import hour
from tui.heard.page import percent, went
from tui.mood import DRIVES, HORMONES, MODES, ago

if TYPE_CHECKING:
    from sel.events import AffectView
    from tui.drawings.mind import Seen
    from tui.widgets.readings import Readings

MOVED = 0.02
"""Of a level within `MINUTES`; less than that is steady."""
MINUTES = 10
ENGINE: Final[Mapping[str, str]] = {
    "asleep": "SEL is asleep.",
    "waking": "SEL is waking up. You can write already.",
    "ready": "SEL is awake.",
    "restarting": "SEL's engine is starting again.",
    "failed": "SEL's engine has failed.",
}
"""What is said when the engine's state changes."""

HINT = "Write and press Enter. /help tells of commands and keys, /mood how SEL is."
"""What is said once, at the beginning."""


def state(affect: AffectView, readings: Readings) -> list[str]:
    """How SEL is, line by line."""
    mode = affect.mode.replace("_", " ")
    return [
        f"SEL feels {affect.mood}. Its mode is {mode}.",
        *(
            f"{name} {percent(level)}, {_trend(affect.history.get(name, ()), level)}"
            for name, level in affect.levels.items()
        ),
        *(f"{name} {percent(level)}" for name, level in affect.drives.items()),
        *(f"{label}: {value}" for label, value in _said(readings.rows())),
    ]


def level(name: str, now: float, rest: float | None, history: Sequence[float]) -> str:
    """A gauge: the level, which way it goes, where it rests, the last hour."""
    parts = [f"{name} {percent(now)}"]
    if history:
        parts += [_trend(history, now), f"in the last hour {went([*history, now], percent)}"]
    if rest is not None:
        parts.append(f"rests at {percent(rest)}")
    return ", ".join(parts)


def feels(affect: AffectView, now: float, since: float = 0.0) -> Iterator[str]:
    """The mood, all levels, what moved them lately; `now` and `since` in Unix seconds."""
    long = f" for {ago(now - since).removesuffix(' ago')}" if now - since >= 60 and since else ""
    mode = affect.mode.replace("_", " ")
    yield f"SEL feels {affect.mood}{long}. Its mode is {mode}: {MODES.get(affect.mode, '')}."
    for name in HORMONES:
        history = affect.history.get(name, ())
        yield level(name, affect.levels.get(name, 0.0), affect.targets.get(name), history)
    yield "Drives:"
    yield from (f"{name} {percent(affect.drives.get(name, 0.0))}" for name in DRIVES)
    yield "Lately:" if affect.moves else "Nothing has moved yet."
    for move in reversed(affect.moves):
        way = "up" if move.delta > 0 else "down"
        moved = f"{move.hormone} {way} by {percent(abs(move.delta))}"
        yield f"{moved}: {move.reason}, {ago(now - move.at)}"


def mind(seen: Seen) -> Iterator[str]:
    """The window into the inner state: how SEL feels, and its day."""
    day = seen.day
    yield from feels(seen.affect, seen.now, day.since)
    yield f"The day, at {hour(day.hour)}:"
    for name, curve in day.curves.items():
        if curve and min(curve) < max(curve):
            high, low = (curve.index(end) * 24 / len(curve) for end in (max(curve), min(curve)))
            yield f"{name} is highest at {hour(high)}, lowest at {hour(low)}"


def _trend(history: Sequence[float], level: float) -> str:
    if not history:
        return "steady"
    moved = level - history[max(len(history) - MINUTES, 0)]
    if abs(moved) < MOVED:
        return "steady"
    return "rising" if moved > 0 else "falling"


def _said(rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Rows with something in them, signs left out."""
    return [(label, value.lstrip("○◌●✕ ")) for label, value in rows if value != "–"]
