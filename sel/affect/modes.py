"""The four modes a person may choose, and how each tints what moods do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sel.errors import SettingError

Mode = Literal["casual", "deep_focus", "playful", "quiet_companion"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tint:
    """What a mode adds. `length` shifts by steps (short, medium, long); `emoji` multiplies."""

    meaning: str
    temperature: float = 0.0
    length: int = 0
    emoji: float = 1.0
    delay: float = 0.0
    words: str = ""


MODES: Mapping[Mode, Tint] = {
    "casual": Tint(meaning="everyday talk; moods as they are"),
    "deep_focus": Tint(
        meaning="work: exact, no ornaments, room for an answer",
        temperature=-0.15,
        length=+1,
        emoji=0.0,
        words="to the point",
    ),
    "playful": Tint(
        meaning="games and nonsense: bolder words, more ornaments",
        temperature=+0.12,
        emoji=2.0,
        words="playful",
    ),
    "quiet_companion": Tint(
        meaning="company without many words; an answer may take a moment",
        temperature=-0.05,
        length=-1,
        emoji=0.5,
        delay=0.4,
        words="quiet",
    ),
}


def tint(mode: str) -> Tint:
    """The tint of a mode. Raises `SettingError` for a name that is none."""
    for name, found in MODES.items():
        if name == mode:
            return found
    raise SettingError(
        f"There is no mode called {mode!r}.",
        where="SEL_MODE",
        hint=f"Choose one of: {', '.join(MODES)}.",
    )
