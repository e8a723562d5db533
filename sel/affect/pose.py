"""A state with a wished mood, by levels that really yield it: for comparisons and tests.

The mood's own weights say which way each hormone must go; they are moved together, step by step,
until the mood is the loudest and stays so a little further. Nothing is said that is not so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import get_args

from sel.affect.hormones import NAMES, clamp
from sel.affect.mood import MOODS, Mood
from sel.affect.state import AffectState, at_rest
from sel.errors import SettingError

STEP = 0.02
"""How far the most wanted hormone moves at a time, in levels."""

BEYOND = 4
"""Steps past the first at which the mood comes, so that it does not sit on the border."""

QUIET: Mapping[Mood, Sequence[Mapping[str, float]]] = {
    "drowsy": ({"melatonin": 1.0},),
    "steady": ({"melatonin": -1.0},),
    "calm": ({"melatonin": 1.0}, {"melatonin": -1.0}),
}
"""Ways to the moods that have no weights of their own, to be tried in turn."""


def posed(wanted: str, now: float, hour: float, mode: str = "casual") -> AffectState:
    """A state at `now` (Unix seconds; `hour` local) that is in this mood.

    Raises `SettingError` for a word that is no mood, and for a mood no levels yield then.
    """
    mood = _mood(wanted)
    rest = at_rest(now, hour, mode)
    for way in QUIET.get(mood, (MOODS[mood].weights,)):
        if found := _along(rest, way, mood):
            return found[min(BEYOND, len(found) // 2)]
    raise SettingError(f"No levels make SEL {mood} at this hour.", hint="Try another hour.")


def _along(rest: AffectState, way: Mapping[str, float], mood: Mood) -> list[AffectState]:
    """The states of this mood that lie one after the other on the way from rest."""
    strongest = max(map(abs, way.values()))
    pace = [way.get(name, 0.0) / strongest * STEP for name in NAMES]
    found: list[AffectState] = []
    for step in range(round(1 / STEP) + 1):
        moved = zip(rest.levels, pace, strict=True)
        state = replace(rest, levels=tuple(clamp(level + step * by) for level, by in moved))
        if state.mood == mood:
            found.append(state)
        elif found:
            break
    return found


def _mood(word: str) -> Mood:
    names: tuple[Mood, ...] = get_args(Mood)
    for name in names:
        if name == word:
            return name
    raise SettingError(f"There is no mood {word!r}.", hint=f"Choose of: {', '.join(names)}.")
