"""The figures of a living brain: served when asked, by the door too, and never in its way."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from living_stage import CALM, TURNS, Living, client, living
from metrics_stage import bearer
from test_metrics_export import read, value

from sel.brain.door.control import ask
from sel.cli.serving import Serving, sources
from sel.errors import SelError, SettingError
from sel.metrics.token import token

READERS = 8
PATHS = (
    "/metrics/health",
    "/metrics/performance",
    "/metrics/performance/turn",
    "/metrics/slow-operations",
    "/metrics/prometheus",
    "/metrics/cache/llm",
)


async def get(url: str, path: str) -> Any:
    async with client(url) as asking:
        answer = await asking.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def asked(sel: Living, **question: Any) -> Mapping[str, Any] | None:
    """What the door answers another process."""
    return await asyncio.to_thread(ask, sel.paths, question)


async def test_it_tells_what_the_brain_knows_of_itself() -> None:
    async with living(CALM) as sel:
        url = await sel.served.serve(0)
        await sel.talk()
        seen, known = await get(url, "/metrics/performance"), await sel.served.insight()
        whole = {(one["subsystem"], one["operation"]): one["count"] for one in seen["operations"]}
        assert whole["turn", "whole"] == TURNS
        assert [one["turn_id"] for one in seen["turns"]] == [one.turn_id for one in known.turns]
        assert seen["replies"]["replies"] == {"made": TURNS, "cached": 0, "own": 0}
        made = sum(one.stats.made_tokens for one in known.replies)
        assert seen["replies"]["made_tokens"] == made > 0
        assert seen["replies"]["tokens_per_second"] > 0
        assert 0 < seen["replies"]["reuse"] < 1
        health = await get(url, "/metrics/health")
        assert (health["status"], health["note"]) == ("ok", "")
        assert [one["name"] for one in health["processes"]] == ["sel"]
        kinds = (await get(url, "/metrics/cache/llm"))["kinds"]
        assert kinds["appraisal"]["misses"] > 0


async def test_nothing_of_it_holds_a_word_that_was_said() -> None:
    async with living() as sel:
        url = await sel.served.serve(0)
        await sel.talk()
        async with client(url) as asking:
            for path in PATHS:
                told = (await asking.get(path)).text.lower()
                assert not any(word in told for word in ("quetzalwren", "morning", "number 1"))


async def test_serving_twice_says_where_it_is_served_already() -> None:
    async with living() as sel:
        url = await sel.served.serve(0)
        with pytest.raises(SelError, match="served already") as caught:
            await sel.served.serve(0)
        assert url in caught.value.sentence()
        assert await sel.served.stop_serving()
        assert not await sel.served.stop_serving()
        again = await sel.served.serve(int(url.rpartition(":")[2]))
        assert again == url
        assert (await get(url, "/metrics/health"))["status"] == "ok"


async def test_of_two_that_ask_at_once_one_is_told_that_it_is_served() -> None:
    async with living() as sel:
        both = await asyncio.gather(
            sel.served.serve(0), sel.served.serve(0), return_exceptions=True
        )
        assert sorted(type(one).__name__ for one in both) == ["SelError", "str"]


async def test_it_ends_with_the_brain() -> None:
    async with living() as sel:
        url = await sel.served.serve(0)
        await sel.served.stop()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), timeout=5)
        assert await asked(sel, ask="serve", port=0) is None


async def test_what_cannot_be_served_is_a_sentence_and_the_talk_goes_on() -> None:
    async with living() as sel:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            for more, told in (
                ({"port": port}, "in use already"),
                ({"port": -1}, "from 0 to 65535"),
                ({"port": 65_536}, "from 0 to 65535"),
                ({"port": "seven"}, "from 0 to 65535"),
                ({"port": 0, "host": "0.0.0.0"}, "this machine only"),  # noqa: S104
                ({"port": 0, "host": ["127.0.0.1"]}, "from 0 to 65535"),
            ):
                with pytest.raises(SettingError, match=told):
                    await asked(sel, ask="serve", **more)
            with pytest.raises(SettingError, match="in use already"):
                await sel.served.serve(port)
        await sel.talk(1)
        assert await sel.served.serve(port) == f"http://127.0.0.1:{port}"


async def test_without_the_extra_the_door_tells_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with living() as sel:
        monkeypatch.setitem(sys.modules, "uvicorn", None)
        with pytest.raises(SettingError, match="uvicorn") as caught:
            await asked(sel, ask="serve", port=0)
        assert "sel-companion[metrics]" in caught.value.hint


async def test_by_the_door_it_is_begun_once_and_stopped_once() -> None:
    async with living() as sel:
        first = await asked(sel, ask="serve", port=0)
        assert first
        assert first["begun"] is True
        assert await asked(sel, ask="serve", port=0) == {"url": first["url"], "begun": False}
        assert (await get(first["url"], "/metrics/health"))["status"] == "ok"
        assert await asked(sel, ask="stop serving") == {"stopped": True}
        assert await asked(sel, ask="stop serving") == {"stopped": False}


async def test_without_the_token_nothing_is_cleared() -> None:
    async with living() as sel:
        url = await sel.served.serve(0)
        await sel.talk(1)
        kept = sel.brain.observer.parts.cache.stats().total.entries
        assert kept > 0
        async with client(url) as asking:
            path = "/metrics/cache/clear/llm"
            assert (await asking.post(path)).status_code == 401
            assert (await asking.post(path, headers=bearer("x" * 43))).status_code == 401
            assert sel.brain.observer.parts.cache.stats().total.entries == kept
            done = await asking.post(path, headers=bearer(token(sel.paths)))
        assert done.json() == {"cleared": kept}
        assert sel.brain.observer.parts.cache.stats().total.entries == 0


async def test_a_page_of_another_name_is_not_listened_to() -> None:
    async with living() as sel, client(await sel.served.serve(0)) as asking:
        for path in PATHS:
            answer = await asking.get(path, headers={"host": "sel.example"})
            assert answer.status_code == 421


def read_all(url: str, rounds: int = 5) -> list[int]:
    """Everything, some times over, as a client in a thread of its own reads it."""
    with httpx.Client(base_url=url, trust_env=False, timeout=60) as asking:
        return [asking.get(path).status_code for _ in range(rounds) for path in PATHS]


async def test_eight_threads_read_while_the_brain_talks() -> None:
    async with living() as sel:
        url = await sel.served.serve(0)
        await sel.talk(1)
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(READERS) as pool:
            reading = asyncio.gather(
                *(loop.run_in_executor(pool, read_all, url) for _ in range(READERS))
            )
            turns = 1 + await sel.talk_until(reading)
            answers = [status for one in await reading for status in one]
        assert answers == [200] * (READERS * 5 * len(PATHS))
        async with client(url) as asking:
            seen = read((await asking.get("/metrics/prometheus")).content)
        assert value(seen, "sel_replies_total", source="made") == turns


async def test_a_scrape_while_the_brain_stops_is_answered_or_refused() -> None:
    async with living(CALM) as sel:
        url = await sel.served.serve(0)
        await sel.talk(1)
        statuses: list[int] = []
        begun = asyncio.Event()

        async def scrape() -> None:
            async with client(url) as asking:
                with contextlib.suppress(httpx.TransportError):
                    while True:
                        statuses.append((await asking.get("/metrics/prometheus")).status_code)
                        begun.set()

        scraping = [asyncio.create_task(scrape()) for _ in range(3)]
        await sel.watch.send("Are you going already?", "desk")
        await begun.wait()
        await sel.served.stop()
        await asyncio.gather(*scraping)
        assert set(statuses) <= {200, 503}
        assert 200 in statuses


async def test_a_brain_that_has_stopped_can_still_be_looked_at() -> None:
    async with living() as sel:
        serving = Serving(lambda: sources(sel.brain.observer), sel.paths)
        url = await serving.serve(0)
        try:
            await sel.talk(1)
            await sel.served.stop()
            for path in PATHS:
                async with client(url) as asking:
                    assert (await asking.get(path)).status_code == 200
        finally:
            assert await serving.stop()
