"""The figures as Prometheus reads them. `FAMILIES` is the list of what is exported.

Times over a window are gauges and not a summary: their sum since the start is not kept, and a
made-up one would give wrong rates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from sel.affect.hormones import NAMES
from sel.metrics.sources import Sources

CONTENT_TYPE = CONTENT_TYPE_LATEST

STATISTICS = ("mean", "min", "max", "p50", "p95", "p99")
OUTCOMES = ("ok", "failed", "cancelled")

FAMILIES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "sel_info": ("Which SEL this is; always 1.", ("version",)),
    "sel_uptime_seconds": ("Seconds since the metrics began to be served.", ()),
    "sel_process_memory_bytes": ("Memory a process of SEL holds in RAM.", ("process",)),
    "sel_process_cpu_seconds_total": ("Processor time since a process began.", ("process",)),
    "sel_processes_gone": ("Child processes that should be there and are not.", ()),
    "sel_operations_total": (
        "Operations that ended, by how they ended.",
        ("subsystem", "operation", "outcome"),
    ),
    "sel_operation_recent_seconds": (
        "Times of the last 1000 runs of an operation.",
        ("subsystem", "operation", "statistic"),
    ),
    "sel_measures_refused_total": ("Times that were none, and names that were none.", ()),
    "sel_replies_total": ("Replies that came to their end, by where from.", ("source",)),
    "sel_silences_total": ("Messages that were not answered, by reason.", ("reason",)),
    "sel_tokens_read_total": ("Prompt tokens that the engine read.", ()),
    "sel_tokens_reused_total": ("Prompt tokens that it had read before.", ()),
    "sel_tokens_made_total": ("Tokens that the engine made.", ()),
    "sel_reading_seconds_total": ("Seconds the engine took to read.", ()),
    "sel_making_seconds_total": ("Seconds the engine took to make tokens.", ()),
    "sel_cache_hits_total": ("Answers given again.", ("cache", "kind")),
    "sel_cache_misses_total": ("Answers that had to be made.", ("cache", "kind")),
    "sel_cache_shared_total": ("Misses that waited for another's answer.", ("cache", "kind")),
    "sel_cache_evictions_total": ("Answers that went for want of room.", ("cache", "kind")),
    "sel_cache_expired_total": ("Answers that grew too old.", ("cache", "kind")),
    "sel_cache_forgotten_total": ("Answers that were forgotten.", ("cache", "kind")),
    "sel_cache_tokens_saved_total": ("Tokens not made again.", ("cache", "kind")),
    "sel_cache_saved_seconds_total": ("Seconds not spent again.", ("cache", "kind")),
    "sel_cache_entries": ("Answers kept now.", ("cache", "kind")),
    "sel_hormone_level": ("The newest level of a hormone, 0 to 1.", ("channel", "hormone")),
    "sel_hormone_sampled_timestamp_seconds": ("When that was, in Unix seconds.", ("channel",)),
}
"""What is exported: name → (help, labels). Labels hold names from code and ids of channels."""

_REPLIES = {
    "read_tokens": "sel_tokens_read_total",
    "reused_tokens": "sel_tokens_reused_total",
    "made_tokens": "sel_tokens_made_total",
    "read_seconds": "sel_reading_seconds_total",
    "make_seconds": "sel_making_seconds_total",
}

_COUNTS = {
    "hits": "sel_cache_hits_total",
    "misses": "sel_cache_misses_total",
    "shared": "sel_cache_shared_total",
    "evictions": "sel_cache_evictions_total",
    "expired": "sel_cache_expired_total",
    "forgotten": "sel_cache_forgotten_total",
    "tokens_saved": "sel_cache_tokens_saved_total",
    "seconds_saved": "sel_cache_saved_seconds_total",
    "entries": "sel_cache_entries",
}


class Exporter(Collector):
    """Reads the sources whenever it is asked. `uptime` tells seconds."""

    def __init__(self, sources: Sources, uptime: Callable[[], float]) -> None:
        self._sources = sources
        self._uptime = uptime
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)

    def describe(self) -> list[Metric]:
        """Nothing is read when this is registered."""
        return []

    def text(self) -> bytes:
        """Everything in Prometheus' text format, of the type `CONTENT_TYPE`."""
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Metric]:
        """Every family, with what there is of it."""
        families = {name: _family(name) for name in FAMILIES}
        for name, labels, value in self._samples():
            families[name].add_metric(labels, value)
        yield from families.values()

    def _samples(self) -> Iterator[tuple[str, tuple[str, ...], float]]:
        yield "sel_info", (self._sources.version,), 1.0
        yield "sel_uptime_seconds", (), self._uptime()
        yield from self._processes()
        yield from self._operations()
        yield from self._replies()
        for label, cache in (("llm", self._sources.cache), ("agent", self._sources.agents_cache)):
            if cache is not None:
                yield from _cache(label, cache.stats().kinds)
        yield from self._hormones()

    def _processes(self) -> Iterator[tuple[str, tuple[str, ...], float]]:
        view = self._sources.processes()
        for one in view.processes:
            yield "sel_process_memory_bytes", (one.name,), one.memory
            yield "sel_process_cpu_seconds_total", (one.name,), one.cpu_seconds
        yield "sel_processes_gone", (), len(view.gone)

    def _operations(self) -> Iterator[tuple[str, tuple[str, ...], float]]:
        yield "sel_measures_refused_total", (), self._sources.monitor.refused
        for one in self._sources.monitor.stats():
            key = one.subsystem, one.operation
            for outcome in OUTCOMES:
                yield "sel_operations_total", (*key, outcome), getattr(one, outcome)
            for statistic in STATISTICS:
                yield "sel_operation_recent_seconds", (*key, statistic), getattr(one, statistic)

    def _replies(self) -> Iterator[tuple[str, tuple[str, ...], float]]:
        counts = self._sources.replies
        if counts is None:
            return
        for source, number in counts.replies.copy().items():
            yield "sel_replies_total", (source,), number
        for reason, number in counts.silences.copy().items():
            yield "sel_silences_total", (reason,), number
        for field, name in _REPLIES.items():
            yield name, (), getattr(counts, field)

    def _hormones(self) -> Iterator[tuple[str, tuple[str, ...], float]]:
        histories = self._sources.histories
        for channel in self._sources.channels():
            last = histories.last(channel) if histories else None
            if last is None:
                continue
            yield "sel_hormone_sampled_timestamp_seconds", (channel,), last[0]
            for name, level in zip(NAMES, last[1], strict=True):
                yield "sel_hormone_level", (channel, name), level


def _family(name: str) -> CounterMetricFamily | GaugeMetricFamily:
    text, labels = FAMILIES[name]
    kind = CounterMetricFamily if name.endswith("_total") else GaugeMetricFamily
    return kind(name, text, labels=labels)


def _cache(cache: str, kinds: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...], float]]:
    for kind, row in kinds.items():
        counts = asdict(row)
        for field, name in _COUNTS.items():
            yield name, (cache, kind), counts[field]
