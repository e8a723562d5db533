"""What each address answers. All of it is read from the sources; nothing is kept here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import HTTPException, Path, Query, Response

from sel.affect.analytics.looking import Analysis
from sel.errors import SelError
from sel.metrics import answers
from sel.metrics.answers import (
    CacheFigures,
    Cleared,
    Health,
    Hormones,
    Performance,
    SlowOperations,
    Subsystem,
)
from sel.metrics.export import CONTENT_TYPE, Exporter
from sel.metrics.sources import CacheView, Histories, Sources

SHOWN_TURNS = 20
"""Turns shown one by one."""

MOST_MS = 86_400_000.0
MOST_DAYS = 36_500.0

Name = Annotated[str, Path(max_length=200)]
Threshold = Annotated[float, Query(ge=0, le=MOST_MS, allow_inf_nan=False)]
Days = Annotated[float | None, Query(gt=0, le=MOST_DAYS, allow_inf_nan=False)]

_NO_CHANNEL = "There is no history of a channel with that id."


class Endpoints:
    """The answers over some sources. `uptime` tells seconds."""

    def __init__(self, sources: Sources, uptime: Callable[[], float]) -> None:
        self._sources = sources
        self._uptime = uptime
        self._exporter = Exporter(sources, uptime)

    async def health(self) -> Health:
        """Whether SEL and its processes are there, and what they cost."""
        view = self._sources.processes()
        notes = (self._sources.note, view.note)
        return Health(
            status="degraded" if view.gone else "ok",
            version=self._sources.version,
            uptime_seconds=self._uptime(),
            memory=view.memory,
            processes=list(view.processes),
            gone=list(view.gone),
            note=" ".join(filter(None, notes)),
        )

    async def performance(self) -> Performance:
        """How long what takes: operations, the breakdown of a turn, the last turns."""
        turns, counts = self._sources.monitor.turns(), self._sources.replies
        return Performance(
            operations=list(self._sources.monitor.stats()),
            breakdown=answers.breakdown(turns),
            turns=[answers.turn(one) for one in turns[-SHOWN_TURNS:]],
            replies=answers.replies(counts) if counts else None,
            refused=self._sources.monitor.refused,
        )

    async def subsystem(self, subsystem: Name) -> Subsystem:
        """The operations of one subsystem."""
        found = list(self._sources.monitor.stats(subsystem))
        if not found:
            raise HTTPException(404, "Nothing was measured of a subsystem of that name.")
        return Subsystem(subsystem=subsystem, operations=found)

    async def slow(self, threshold_ms: Threshold = 0.0) -> SlowOperations:
        """Operations that took at least so many milliseconds, among the slow ones that are kept."""
        found = self._sources.monitor.slow(threshold_ms / 1000)
        return SlowOperations(
            threshold_ms=threshold_ms, operations=[answers.slow(one) for one in found]
        )

    async def prometheus(self) -> Response:
        """Everything in Prometheus' text format."""
        return Response(self._exporter.text(), headers={"content-type": CONTENT_TYPE})

    async def llm_cache(self) -> CacheFigures:
        """What the cache of the models' answers did."""
        return _figures("llm", _there(self._sources.cache))

    async def agent_cache(self) -> CacheFigures:
        """What the cache of the agents' answers did; a kind is an agent."""
        return _figures("agent", _there(self._sources.agents_cache))

    async def clear_llm(self) -> Cleared:
        """Let go of all answers of the models."""
        return Cleared(cleared=_clear(_there(self._sources.cache), ""))

    async def clear_agent(self, name: Name) -> Cleared:
        """Let go of all answers of one agent."""
        cache = _there(self._sources.agents_cache)
        if name not in cache.stats().kinds:
            raise HTTPException(404, "No answers of an agent of that name are kept.")
        return Cleared(cleared=_clear(cache, name))

    def hormones(self, analysis: Analysis) -> Callable[..., object]:
        """The endpoint of one analysis."""

        async def look(channel_id: Name, days: Days = None) -> Hormones:
            histories = self._channel(channel_id)
            try:
                seen = histories.look(channel_id, analysis, days)
            except SelError as error:
                raise HTTPException(409, error.title) from error
            return answers.hormones(channel_id, analysis, seen)

        return look

    def _channel(self, channel: str) -> Histories:
        histories = self._sources.histories
        if histories is None or channel not in self._sources.channels():
            raise HTTPException(404, _NO_CHANNEL)
        return histories


def _there(cache: CacheView | None) -> CacheView:
    if cache is None:
        raise HTTPException(404, "There is no such cache in this process.")
    return cache


def _figures(name: str, cache: CacheView) -> CacheFigures:
    return CacheFigures(cache=name, kinds=cache.stats().as_json())


def _clear(cache: CacheView, kind: str) -> int:
    try:
        return cache.clear(kind)
    except SelError as error:
        raise HTTPException(409, error.title) from error
