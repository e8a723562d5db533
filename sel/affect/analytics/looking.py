"""Looking into a history: each analysis by name, over the last days of a channel.

The command line, the brain's faces and the metrics all look through here.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, TypeGuard

from sel.affect.analytics import use
from sel.affect.analytics.anomalies import Anomaly, anomalies, beyond_rhythm
from sel.affect.analytics.channels import compared
from sel.affect.analytics.circadian import rhythm
from sel.affect.analytics.correlations import correlations
from sel.affect.analytics.forecast import forecast
from sel.affect.analytics.points import NotEnough
from sel.affect.analytics.trends import trend
from sel.affect.history.happened import Happening
from sel.affect.history.pyramid import History, Readings
from sel.affect.history.tiers import DAY, FINE, HOURS, Tier, covering
from sel.affect.hormones import NAMES, Levels

Analysis = Literal["trends", "anomalies", "correlations", "circadian", "forecast"]

DAYS: Mapping[Analysis, float] = {
    "trends": 7.0,
    "anomalies": 7.0,
    "correlations": 7.0,
    "circadian": 28.0,
    "forecast": 28.0,
}
"""Every analysis, and how far it looks back unless asked otherwise."""

COMPARED_DAYS = 7.0
"""How far back channels are compared unless asked otherwise."""

Found = Mapping[Any, Any]
"""Per hormone (or pair): a result, a list of results, or a `NotEnough`."""

MESSAGE = 0.02
"""Levels. What a mild message does to a hormone is a usual spread, even where most hours are quiet:
else every kind word would be an anomaly."""


@dataclasses.dataclass(frozen=True, slots=True)
class Window:
    """The part of a history that is looked at, read from one tier, and its newest sample."""

    since: float
    until: float
    tier: Tier
    readings: Readings
    hourly: Readings
    levels: Levels
    zone: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What an analysis found: times in Unix seconds, `tier` the tiles it was read from, `readings`
    how many. `found` is plain JSON by hormone or pair; without `enough`, `why` is a sentence."""

    since: float | None = None
    until: float | None = None
    tier: str = ""
    readings: int = 0
    enough: bool = True
    why: str = ""
    found: dict[str, Any] = dataclasses.field(default_factory=dict)


NOTHING = Looked(enough=False, why="There is no sample of this channel yet.")


def is_analysis(name: str) -> TypeGuard[Analysis]:
    """Whether there is an analysis of this name."""
    return name in DAYS


def look(
    history: History,
    happenings: Sequence[Happening],
    analysis: Analysis,
    days: float | None = None,
    now: float = math.inf,
) -> Looked:
    """Look into the last `days` (None: what suits the analysis). Raises `SettingError` without
    SciPy."""
    seen = window(history, DAYS[analysis] if days is None else days, now)
    if seen is None:
        return NOTHING
    result = FINDERS[analysis](seen, happenings)
    missing = result if isinstance(result, NotEnough) else None
    found: Any = {} if missing else as_json(result)
    return Looked(
        since=seen.since,
        until=seen.until,
        tier=seen.tier.name,
        readings=len(seen.readings),
        enough=missing is None,
        why=missing.why if missing else "",
        found=found,
    )


def compare(
    channel: str, histories: Mapping[str, History], days: float, now: float = math.inf
) -> dict[str, Found]:
    """A channel beside each of the others: per other channel and hormone a `Comparison`, or what is
    missing for one. Raises `SettingError` without SciPy."""
    seen = {name: window(history, days, now) for name, history in histories.items()}
    columns = {name: _columns(one) for name, one in seen.items()}
    here = columns.pop(channel, _columns(None))
    return {
        other: {name: compared(here[name], there[name]) for name in NAMES}
        for other, there in columns.items()
    }


def _columns(seen: Window | None) -> Mapping[str, Sequence[float]]:
    return seen.readings.columns if seen else dict.fromkeys(NAMES, ())


def window(history: History, days: float, now: float = math.inf) -> Window | None:
    """The last `days` before the newest sample; None when there is no sample at all.

    What lies after `now` (Unix seconds) is a wrong clock's, and is not looked at.
    """
    last = history.last()
    if last is None:
        return None
    until, levels = min(last[0], now), last[1]
    since = max(0.0, until - days * DAY)
    tier = covering(days * DAY)
    return Window(
        since,
        until,
        tier,
        history.readings(tier, since, until),
        history.readings(max(tier, HOURS, key=lambda one: one.place), since, until),
        levels,
        history.zone,
    )


def _trends(seen: Window, _: Sequence[Happening]) -> Found:
    return {name: trend(seen.readings.at, seen.readings.columns[name]) for name in NAMES}


def _anomalies(seen: Window, happenings: Sequence[Happening]) -> Found:
    return {name: _unusual(seen, name, happenings) for name in NAMES}


def _unusual(seen: Window, name: str, happenings: Sequence[Happening]) -> list[Anomaly] | NotEnough:
    """Episodes, in levels beyond what the hour brings; days and weeks are beyond any hour."""
    at, column = seen.readings.at, seen.readings.columns[name]
    if seen.tier in {FINE, HOURS}:
        column = tuple(beyond_rhythm(name, at, column, seen.zone))
    half = seen.tier.seconds / 2
    return anomalies(at, column, happenings=happenings, smallest=MESSAGE, half=half)


def _correlations(seen: Window, _: Sequence[Happening]) -> Found:
    return correlations(seen.readings.columns)


def _circadian(seen: Window, _: Sequence[Happening]) -> Found:
    found: dict[str, object] = {
        name: rhythm(seen.hourly.at, seen.hourly.columns[name], seen.zone) for name in NAMES
    }
    found["best_hours"] = use.best_hours(seen.hourly.at, seen.hourly.columns, seen.zone)
    return found


def _forecast(seen: Window, _: Sequence[Happening]) -> Found | NotEnough:
    hourly = seen.hourly
    return forecast(hourly.at, hourly.columns, seen.until, seen.levels, seen.zone)


FINDERS: Mapping[Analysis, Callable[[Window, Sequence[Happening]], Found | NotEnough]] = {
    "trends": _trends,
    "anomalies": _anomalies,
    "correlations": _correlations,
    "circadian": _circadian,
    "forecast": _forecast,
}


def as_json(found: object) -> Any:
    """Results as JSON: pairs become "one and other", `NotEnough` says `"enough": false`."""
    if isinstance(found, NotEnough):
        return {"enough": False, **dataclasses.asdict(found)}
    if dataclasses.is_dataclass(found) and not isinstance(found, type):
        return as_json(dataclasses.asdict(found))
    if isinstance(found, Mapping):
        return {_key(key): as_json(value) for key, value in found.items()}
    if isinstance(found, list | tuple):
        return [as_json(one) for one in found]
    return found


def _key(key: str | tuple[str, str]) -> str:
    return key if isinstance(key, str) else " and ".join(key)
