"""Each address answers with what the sources hold."""

import dataclasses
import math

import pytest
from metrics_stage import LEAP, START, TOKEN, app, bearer, get, life, processes, sources, talking

from sel.affect.analytics.looking import Looked
from sel.affect.hormones import NAMES
from sel.cache.cache import ResponseCache
from sel.metrics.answers import breakdown, plain
from sel.metrics.app import application
from sel.metrics.sources import ANALYSES, Sources
from sel.observe.monitor import Monitor
from sel.observe.processes import ProcessView


async def test_health() -> None:
    seen = await get("/metrics/health", note="Alone.")
    assert (seen["status"], seen["version"], seen["memory"]) == ("ok", "1.2.3", 1000)
    assert [one["name"] for one in seen["processes"]] == ["sel", "general"]
    assert seen["note"] == "Alone."
    assert seen["uptime_seconds"] >= 0


async def test_a_child_that_is_gone_is_told() -> None:
    def look() -> ProcessView:
        return dataclasses.replace(processes(), gone=("general",), note="Odd.")

    seen = await get("/metrics/health", processes=look)
    assert (seen["status"], seen["gone"], seen["note"]) == ("degraded", ["general"], "Odd.")


async def test_without_a_look_this_process_is_looked_at() -> None:
    async with talking(application(Sources(monitor=Monitor()), TOKEN)) as client:
        seen = (await client.get("/metrics/health")).json()
    assert [one["name"] for one in seen["processes"]] == ["sel"]
    assert seen["memory"] > 1_000_000


async def test_performance() -> None:
    seen = await get("/metrics/performance")
    operations = {(one["subsystem"], one["operation"]): one for one in seen["operations"]}
    read = operations["engine", "read"]
    assert (read["count"], read["ok"], read["mean"], read["p50"]) == (2, 2, 0.5, 0.25)
    assert operations["memory", "recall"]["failed"] == 1
    assert seen["refused"] == 0


async def test_performance_tells_of_replies_where_they_are_counted() -> None:
    seen = (await get("/metrics/performance"))["replies"]
    assert seen["replies"] == {"made": 1, "cached": 1, "own": 1}
    assert seen["silences"] == {"asked to stay quiet": 1}
    assert (seen["tokens_per_second"], seen["reuse"]) == (20, 0.75)
    assert (await get("/metrics/performance", replies=None))["replies"] is None


async def test_the_breakdown_of_a_turn_leaves_out_what_came_after_its_end() -> None:
    seen = await get("/metrics/performance")
    assert seen["breakdown"] == {"turns": 1, "total": 10, "model": 7, "memory": 1, "rest": 2}
    (turn,) = seen["turns"]
    assert (turn["turn_id"], turn["ending"], turn["rest"]) == ("turn-1", "finished", 2)
    assert [one["name"] for one in turn["stages"]] == ["recall", "first_token", "stream", "persist"]


def test_no_turn_has_a_breakdown_of_nothing() -> None:
    assert dataclasses.astuple(breakdown([])) == (0, 0, 0, 0, 0)


async def test_one_subsystem() -> None:
    seen = await get("/metrics/performance/engine")
    assert [one["operation"] for one in seen["operations"]] == ["read"]
    assert seen["subsystem"] == "engine"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", 6),
        ("?threshold_ms=4000", 4),
        ("?threshold_ms=4000.5", 3),
        ("?threshold_ms=86400000", 0),
    ],
)
async def test_slow_operations(asked: str, found: int) -> None:
    """Four stages, the whole turn, and a recall."""
    seen = await get(f"/metrics/slow-operations{asked}")
    assert len(seen["operations"]) == found
    assert seen["threshold_ms"] == float(asked.partition("=")[2] or 0)
    assert all(one["seconds"] * 1000 >= seen["threshold_ms"] for one in seen["operations"])


async def test_what_is_kept_of_a_slow_operation() -> None:
    seen = await get("/metrics/slow-operations")
    (recall,) = [one for one in seen["operations"] if one["subsystem"] == "memory"]
    assert recall == {
        "subsystem": "memory",
        "operation": "recall",
        "seconds": 4.0,
        "at": 1000.0,
        "outcome": "failed",
        "details": {"memories": 3},
    }


async def test_caches() -> None:
    seen = await get("/metrics/cache/llm")
    assert seen["cache"] == "llm"
    reply = seen["kinds"]["reply"]
    assert (reply["hits"], reply["misses"], reply["entries"]) == (1, 1, 1)
    assert (reply["tokens_saved"], reply["seconds_saved"], reply["hit_rate"]) == (40, 1.5, 0.5)
    assert seen["kinds"]["total"] == reply
    agents = await get("/metrics/cache/agent")
    assert agents["kinds"]["weather"]["entries"] == 1


async def test_clearing() -> None:
    held = sources()
    assert isinstance(held.agents_cache, ResponseCache)
    async with talking(application(held, TOKEN)) as client:
        path = "/metrics/cache/clear"
        first = await client.post(f"{path}/agent/dice", headers=bearer())
        assert first.json() == {"cleared": 0}
        assert held.agents_cache.stats().kinds["weather"].entries == 1
        other = await client.post(f"{path}/agent/weather", headers=bearer())
        assert other.json() == {"cleared": 1}
        assert held.agents_cache.stats().kinds["weather"].entries == 0
        llm = await client.post(f"{path}/llm", headers=bearer())
        again = await client.post(f"{path}/llm", headers=bearer())
        assert (llm.json(), again.json()) == ({"cleared": 1}, {"cleared": 0})


async def test_trends() -> None:
    seen = await get("/metrics/hormones/trends/desk?days=6")
    assert (seen["channel"], seen["analysis"], seen["enough"]) == ("desk", "trends", True)
    assert seen["until"] - seen["since"] == 6 * 86_400
    assert set(seen["found"]) == set(NAMES)
    assert seen["found"]["dopamine"]["slope"] == pytest.approx(0.02 / 24, rel=0.02)
    assert seen["readings"] > 100


async def test_anomalies() -> None:
    seen = await get("/metrics/hormones/anomalies/desk")
    (leap,) = seen["found"]["cortisol"]
    assert leap["at"] == pytest.approx(START + 1800 * LEAP, abs=300)
    assert leap["severity"] > 0.9


async def test_correlations_and_rhythms() -> None:
    pairs = await get("/metrics/hormones/correlations/desk")
    assert len(pairs["found"]) == len(NAMES) * (len(NAMES) - 1) / 2
    rhythm = await get("/metrics/hormones/circadian/desk")
    assert rhythm["found"]["serotonin"]["peak"] == pytest.approx(12, abs=0.5)


async def test_forecast() -> None:
    seen = await get("/metrics/hormones/forecast/desk")
    ahead = seen["found"]["serotonin"]
    assert len(ahead) == 24
    last = life().last()
    assert last is not None
    assert all(one["at"] > last[0] and one["low"] <= one["level"] <= one["high"] for one in ahead)


@pytest.mark.parametrize("analysis", ANALYSES)
async def test_a_channel_without_a_sample_has_a_sentence(analysis: str) -> None:
    seen = await get(f"/metrics/hormones/{analysis}/42")
    assert (seen["enough"], seen["found"], seen["readings"]) == (False, {}, 0)
    assert seen["why"] == "There is no sample of this channel yet."


async def test_too_little_for_a_forecast_says_so() -> None:
    seen = await get("/metrics/hormones/forecast/desk?days=1")
    assert not seen["enough"]
    assert "needed" in seen["why"]


async def test_what_is_no_number_is_null() -> None:
    class Odd:
        def channels(self) -> list[str]:
            return ["desk"]

        def last(self, channel: str) -> None:
            return None

        def look(self, channel: str, analysis: str, days: float | None) -> Looked:
            return Looked(found={"dopamine": [math.nan, {"r": -math.inf}, 0.5]})

    seen = await get("/metrics/hormones/trends/desk", histories=Odd())
    assert seen["found"] == {"dopamine": [None, {"r": None}, 0.5]}
    assert plain((1, math.inf, "a", None, True)) == [1, None, "a", None, True]


async def test_the_document_names_every_address_and_what_it_may_answer() -> None:
    async with talking(app()) as client:
        document = (await client.get("/openapi.json")).json()
    told = {
        (method, path): set(what["responses"])
        for path, methods in document["paths"].items()
        for method, what in methods.items()
    }
    hormones = [("get", f"/metrics/hormones/{name}/{{channel_id}}") for name in ANALYSES]
    assert set(told) == {
        ("get", "/metrics/health"),
        ("get", "/metrics/performance"),
        ("get", "/metrics/performance/{subsystem}"),
        ("get", "/metrics/slow-operations"),
        ("get", "/metrics/prometheus"),
        ("get", "/metrics/cache/llm"),
        ("get", "/metrics/cache/agent"),
        ("post", "/metrics/cache/clear/llm"),
        ("post", "/metrics/cache/clear/agent/{name}"),
        *hormones,
    }
    for one in hormones:
        assert told[one] == {"200", "404", "409", "422"}
    for (method, _), statuses in told.items():
        assert ("401" in statuses) == (method == "post")
    assert "detail" not in str(document["components"]["schemas"]["Problem"])
