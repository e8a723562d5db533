"""A real Prometheus scrapes a living SEL, and answers what the dashboard asks."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from living_stage import TURNS, Living, client, living, program
from test_metrics_grafana import QUERIES, named

from sel.metrics.export import FAMILIES

UNTIL = 60.0
"""Seconds until what must come has come."""

CONFIG = """
global:
  scrape_interval: 1s
  scrape_timeout: 1s
scrape_configs:
  - job_name: sel
    metrics_path: /metrics/prometheus
    static_configs:
      - targets: ["{target}"]
"""


class Prometheus:
    """One of our own, and what may be asked of it."""

    def __init__(self, asking: httpx.AsyncClient) -> None:
        self._asking = asking

    async def get(self, path: str, **query: str) -> Any:
        """The data at a path of its API."""
        answer = await self._asking.get(f"/api/v1/{path}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    async def result(self, query: str) -> list[Any]:
        """What a query finds now."""
        found: list[Any] = (await self.get("query", query=query))["result"]
        return found

    async def value(self, query: str) -> float | None:
        """The one value a query has now."""
        found = await self.result(query)
        return float(found[0]["value"][1]) if found else None

    async def until(self, query: str, wanted: float) -> None:
        """Wait until a query has this value."""
        async with asyncio.timeout(UNTIL):
            while True:
                if await self.value(query) == wanted:
                    return
                await asyncio.sleep(0.1)

    async def awake(self) -> None:
        """Wait until it is ready to be asked."""
        async with asyncio.timeout(UNTIL):
            while True:
                with contextlib.suppress(httpx.TransportError):
                    if (await self._asking.get("/-/ready")).status_code == 200:
                        return
                await asyncio.sleep(0.1)


async def listening(log: Path) -> str:
    """Where it listens, once it does."""
    async with asyncio.timeout(UNTIL):
        while not (address := logged(log)):  # noqa: ASYNC110 - it tells only its log
            await asyncio.sleep(0.05)
    return address


def logged(log: Path) -> str:
    found = re.search(r'"Listening on" address=(\S+)', log.read_text("utf-8"))
    return str(found[1]) if found else ""


@contextlib.asynccontextmanager
async def prometheus(target: str, folder: Path) -> AsyncIterator[Prometheus]:
    """A Prometheus for this target, on this machine only, with its data in this folder."""
    config = folder / "prometheus.yml"
    config.write_text(CONFIG.format(target=target), encoding="utf-8")
    with (folder / "prometheus.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            program("prometheus"),
            f"--config.file={config}",
            f"--storage.tsdb.path={folder / 'data'}",
            "--web.listen-address=127.0.0.1:0",
            stdout=log,
            stderr=log,
        )
    try:
        async with client(f"http://{await listening(folder / 'prometheus.log')}") as asking:
            made = Prometheus(asking)
            await made.awake()
            yield made
    finally:
        process.kill()
        await process.wait()


async def scraped(sel: Living) -> str:
    """Its figures as Prometheus reads them."""
    async with client(await sel.served.serve(0)) as asking:
        return (await asking.get("/metrics/prometheus")).text


@pytest.mark.long
async def test_a_real_prometheus_scrapes_a_living_sel(tmp_path: Path) -> None:
    async with living() as sel:
        target = (await sel.served.serve(0)).removeprefix("http://")
        async with prometheus(target, tmp_path) as seen:
            await seen.until("up", 1)
            await sel.talk(TURNS)
            whole = 'sel_operations_total{subsystem="turn", operation="whole", outcome="ok"}'
            await seen.until(whole, TURNS)
            await seen.until('sel_replies_total{source="made"}', TURNS)
            counts = sel.brain.observer.figures.counts
            assert min(counts.made_tokens, counts.reused_tokens) > 0
            await seen.until("sel_tokens_made_total", counts.made_tokens)
            await seen.until("sel_tokens_reused_total", counts.reused_tokens)
            assert await seen.value('sel_process_memory_bytes{process="sel"}')
            (one,) = (await seen.get("targets"))["activeTargets"]
            assert (one["health"], one["lastError"]) == ("up", "")
            metadata = await seen.get("metadata")
            assert set(metadata) >= {name for name in FAMILIES if "hormone" not in name}
            await seen.until(f"count_over_time({whole}[1m]) > bool 1", 1)  # a rate is of two
            await every_query_of_the_dashboard_is_understood(seen, target)
            await sel.served.stop()
            await seen.until("up", 0)


async def every_query_of_the_dashboard_is_understood(seen: Prometheus, target: str) -> None:
    """With what Grafana puts in for its variables. What finds nothing is of what this SEL has not:
    hormones kept for longer, messages it did not answer, tokens not made again."""
    found = {query: bool(await seen.result(filled(query, target))) for query in QUERIES}
    nothing = {name for query, some in found.items() if not some for name in named(query)}
    assert {name.split("_")[1] for name in nothing} <= {"hormone", "silences"}


def filled(query: str, target: str) -> str:
    """A query of the dashboard as Grafana asks it."""
    query = query.replace("$instance", target).replace("$channel", "desk")
    query = query.replace("$__rate_interval", "1m")
    assert "$" not in query
    return query


async def test_promtool_finds_nothing_in_what_a_living_sel_tells() -> None:
    promtool = program("promtool")
    async with living() as sel:
        await sel.talk()
        text = await scraped(sel)
    assert 'sel_replies_total{source="made"}' in text
    process = await asyncio.create_subprocess_exec(
        promtool,
        "check",
        "metrics",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate(text.encode())
    assert (process.returncode, said) == (0, b"")


def test_where_it_must_be_there_it_is_not_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="missing"):
        program("a-program-nobody-has")
    monkeypatch.setenv("CI", "")
    with pytest.raises(pytest.skip.Exception, match="apt install"):
        program("a-program-nobody-has")
