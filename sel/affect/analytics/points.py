"""What every analysis begins with: points in order, and a word for "not enough yet".

Times are Unix seconds, values any numbers; both may be lists, tuples or numpy arrays. Where there
is not enough to tell anything the answer is a `NotEnough`, never an error and never a guess.
SciPy is loaded when the first analysis needs it.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from types import ModuleType

from sel.errors import SettingError


@dataclass(frozen=True, slots=True)
class NotEnough:
    """Nothing can be told yet: `have` of the `need`ed, and `why` in a sentence."""

    why: str
    have: int = 0
    need: int = 0


Point = tuple[float, float]
"""A moment in Unix seconds and a value."""


def points(at: Iterable[float], values: Iterable[float]) -> list[Point]:
    """The points in order of time, without those that are NaN or infinite.

    Raises `ValueError` when there are more of the one than of the other.
    """
    pairs = ((float(when), float(value)) for when, value in zip(at, values, strict=True))
    return sorted(pair for pair in pairs if math.isfinite(pair[0]) and math.isfinite(pair[1]))


def too_few(found: list[Point], need: int) -> NotEnough | None:
    """What to answer when there are fewer than `need` points."""
    if len(found) >= need:
        return None
    readings = "reading" if len(found) == 1 else "readings"
    return NotEnough(f"{len(found)} {readings} so far, {need} are needed", len(found), need)


def constant(values: list[float]) -> bool:
    """Whether they are all the same, but for what floats add on their way."""
    return max(values) - min(values) < 1e-9


def scipy(module: str) -> ModuleType:
    """A module of SciPy. Raises `SettingError` where SciPy is not installed."""
    try:
        return importlib.import_module(f"scipy.{module}")
    except ModuleNotFoundError as error:
        raise SettingError(
            "Looking into the history of hormones needs SciPy, which is not installed.",
            hint="Install it: pip install 'sel-companion[analytics]'.",
        ) from error
