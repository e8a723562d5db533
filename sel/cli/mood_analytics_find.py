"""The analyses behind `sel mood trends` and its like, over one window of a history."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sel.affect.analytics import use
from sel.affect.analytics.anomalies import Anomaly, Happening, anomalies, beyond_rhythm
from sel.affect.analytics.circadian import rhythm
from sel.affect.analytics.correlations import correlations
from sel.affect.analytics.forecast import forecast
from sel.affect.analytics.points import NotEnough
from sel.affect.analytics.trends import trend
from sel.affect.history.pyramid import History, Readings
from sel.affect.history.tiers import DAY, FINE, HOURS, Tier, covering
from sel.affect.hormones import NAMES, Levels

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


def window(history: History, days: float, zone: str) -> Window | None:
    """The last `days` before the newest sample; None when there is no sample at all."""
    last = history.last()
    if last is None:
        return None
    until, levels = last
    since = max(0.0, until - days * DAY)
    tier = covering(days * DAY)
    return Window(
        since,
        until,
        tier,
        history.readings(tier, since, until),
        history.readings(max(tier, HOURS, key=lambda one: one.place), since, until),
        levels,
        zone,
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
    return anomalies(at, column, happenings=happenings, smallest=MESSAGE)


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


FINDERS: Mapping[str, Callable[[Window, Sequence[Happening]], Found | NotEnough]] = {
    "trends": _trends,
    "anomalies": _anomalies,
    "correlations": _correlations,
    "circadian": _circadian,
    "forecast": _forecast,
}


def as_json(found: object) -> object:
    """Results as JSON: pairs become "one and other", `NotEnough` says `"enough": false`."""
    if isinstance(found, NotEnough):
        return {"enough": False, **dataclasses.asdict(found)}
    if dataclasses.is_dataclass(found) and not isinstance(found, type):
        return dataclasses.asdict(found)
    if isinstance(found, Mapping):
        return {_key(key): as_json(value) for key, value in found.items()}
    if isinstance(found, list):
        return [as_json(one) for one in found]
    return found


def _key(key: str | tuple[str, str]) -> str:
    return key if isinstance(key, str) else " and ".join(key)
