"""What Prometheus reads: valid by its own parser, with the right figures, and no person's names."""

import math
import subprocess
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st
from living_stage import program
from metrics_stage import DAYS, PERSON, SAID, START, app, histories, life, sources, talking
from prometheus_client.parser import text_string_to_metric_families

from sel.affect.hormones import NAMES
from sel.metrics.export import CONTENT_TYPE, FAMILIES, Exporter
from sel.metrics.sources import Sources
from sel.observe.monitor import Monitor

Samples = Mapping[str, Mapping[frozenset[tuple[str, str]], float]]


def read(text: bytes) -> Samples:
    """Samples by name and labels, as Prometheus' own parser has them."""
    found: dict[str, dict[frozenset[tuple[str, str]], float]] = {}
    for family in text_string_to_metric_families(text.decode()):
        for sample in family.samples:
            rows = found.setdefault(sample.name, {})
            labels = frozenset(sample.labels.items())
            assert labels not in rows, f"{sample.name} twice"
            rows[labels] = sample.value
    return found


def exported(**changed: object) -> Samples:
    return read(Exporter(sources(**changed), lambda: 12.5).text())


def value(samples: Samples, metric: str, **labels: str) -> float:
    return samples[metric][frozenset(labels.items())]


async def test_it_is_served_as_prometheus_wants_it() -> None:
    async with talking(app()) as client:
        answer = await client.get("/metrics/prometheus", headers={"accept": "text/html"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == CONTENT_TYPE
    assert answer.headers.get_list("content-type") == [CONTENT_TYPE]
    assert set(read(answer.content)) == set(FAMILIES)


def test_figures_of_processes_and_operations() -> None:
    seen = exported()
    assert value(seen, "sel_info", version="1.2.3") == 1
    assert value(seen, "sel_uptime_seconds") == 12.5
    assert value(seen, "sel_process_memory_bytes", process="general") == 900
    assert value(seen, "sel_process_cpu_seconds_total", process="sel") == 2.5
    assert value(seen, "sel_processes_gone") == 0
    read_key = {"subsystem": "engine", "operation": "read"}
    assert value(seen, "sel_operations_total", **read_key, outcome="ok") == 2
    recall = {"subsystem": "memory", "operation": "recall"}
    assert value(seen, "sel_operations_total", **recall, outcome="failed") == 1
    times = {"mean": 0.5, "min": 0.25, "max": 0.75, "p50": 0.25, "p95": 0.75, "p99": 0.75}
    for name, seconds in times.items():
        found = value(seen, "sel_operation_recent_seconds", **read_key, statistic=name)
        assert found == seconds


def test_figures_of_caches() -> None:
    seen = exported()
    reply = {"cache": "llm", "kind": "reply"}
    assert value(seen, "sel_cache_hits_total", **reply) == 1
    assert value(seen, "sel_cache_misses_total", **reply) == 1
    assert value(seen, "sel_cache_tokens_saved_total", **reply) == 40
    assert value(seen, "sel_cache_saved_seconds_total", **reply) == 1.5
    assert value(seen, "sel_cache_entries", cache="agent", kind="weather") == 1
    assert not any(("kind", "total") in labels for labels in seen["sel_cache_entries"])


def test_figures_of_replies() -> None:
    seen = exported()
    for source in ("made", "cached", "own"):
        assert value(seen, "sel_replies_total", source=source) == 1
    assert value(seen, "sel_silences_total", reason="asked to stay quiet") == 1
    assert value(seen, "sel_tokens_read_total") == 100
    assert value(seen, "sel_tokens_reused_total") == 300
    assert value(seen, "sel_tokens_made_total") == 40
    assert value(seen, "sel_reading_seconds_total") == 0.5
    assert value(seen, "sel_making_seconds_total") == 2


def test_levels_of_hormones() -> None:
    seen = exported()
    last = life().last()
    assert last is not None
    for name, level in zip(NAMES, last[1], strict=True):
        assert value(seen, "sel_hormone_level", channel="desk", hormone=name) == level
    sampled = value(seen, "sel_hormone_sampled_timestamp_seconds", channel="desk")
    assert sampled == START + 1800 * (DAYS * 48 - 1)
    assert not any(("channel", "42") in labels for labels in seen["sel_hormone_level"])


def test_what_is_not_there_has_no_samples() -> None:
    seen = exported(cache=None, agents_cache=None, histories=None, replies=None)
    parts = ("cache", "hormone", "replies", "silences", "tokens")
    assert not [name for name in seen if any(part in name for part in parts)]
    assert value(seen, "sel_uptime_seconds") == 12.5


def test_no_name_and_no_words() -> None:
    named = histories(**{f"with {PERSON}": life(), "12-ab.c:d_e": life()})
    text = Exporter(sources(histories=named), lambda: 0.0).text().decode()
    assert PERSON not in text
    assert SAID not in text
    assert 'channel="12-ab.c:d_e"' in text


def test_names_are_as_the_guide_has_them() -> None:
    kinds = {
        family.name: family.type
        for family in text_string_to_metric_families(
            Exporter(sources(), lambda: 0.0).text().decode()
        )
    }
    for name, (text, labels) in FAMILIES.items():
        assert name.startswith("sel_")
        assert text.endswith(".")
        assert not {"le", "quantile", "instance", "job"} & set(labels)
        counter = name.endswith("_total")
        assert kinds[name.removesuffix("_total")] == ("counter" if counter else "gauge")


names = st.from_regex(r"[a-z][a-z0-9_]{0,31}", fullmatch=True)
times = st.floats(0, 1e6, allow_nan=False)


@settings(deadline=None, max_examples=50)
@given(st.dictionaries(st.tuples(names, names), times, max_size=8), st.text(max_size=20))
def test_whatever_was_measured_can_be_read_back(
    measured: dict[tuple[str, str], float], version: str
) -> None:
    monitor = Monitor()
    for (subsystem, operation), seconds in measured.items():
        monitor.record(subsystem, operation, seconds)
    version = version.encode("utf-8", "replace").decode()
    held = Sources(monitor=monitor, version=version)
    seen = read(Exporter(held, lambda: 0.0).text())
    assert value(seen, "sel_info", version=version) == 1
    for (subsystem, operation), seconds in measured.items():
        key = {"subsystem": subsystem, "operation": operation, "statistic": "max"}
        assert math.isclose(value(seen, "sel_operation_recent_seconds", **key), seconds)


def test_promtool_finds_nothing() -> None:
    text = Exporter(sources(), lambda: 0.0).text()
    done = subprocess.run(
        [program("promtool"), "check", "metrics"],
        input=text,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, (done.stdout + done.stderr).decode()
