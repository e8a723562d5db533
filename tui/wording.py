"""SEL's state in words, for those who hear the screen: "cortisol 18 percent, rising"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sel.events import AffectView
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
            f"{name} {_percent(level)}, {_trend(affect.history.get(name, ()), level)}"
            for name, level in affect.levels.items()
        ),
        *(f"{name} {_percent(level)}" for name, level in affect.drives.items()),
        *(f"{label}: {value}" for label, value in _said(readings.rows())),
    ]


def _percent(level: float) -> str:
    return f"{level:.0%}".replace("%", " percent")


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
