"""`sel serve` as a person runs it."""

import asyncio
import contextlib
import json
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from living_stage import client, living
from metrics_stage import START

from sel.affect.history.port import Keeper, RamTiles
from sel.affect.history.pyramid import History
from sel.affect.hormones import NAMES
from sel.cli.histories import KeptHistories
from sel.cli.main import main
from sel.cli.serve import ALONE, BEFORE, WENT, alone

ROOT = Path(__file__).resolve().parents[3]
HEAVY = {"fastapi", "starlette", "uvicorn", "prometheus_client", "pydantic"}


def sel_serve(*asked: str) -> subprocess.Popen[str]:
    """`sel serve` in the folders of this test, on any port unless another is asked for."""
    return subprocess.Popen(
        [sys.executable, "-m", "sel", "serve", "--json", *(asked or ("--port", "0"))],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def test_it_serves_until_it_is_asked_to_end() -> None:
    serving = sel_serve()
    try:
        assert serving.stdout
        ready = json.loads(serving.stdout.readline())
        seen = httpx.get(f"{ready['url']}/metrics/health", timeout=60).json()
        assert (seen["status"], seen["note"]) == ("ok", ALONE)
        missing = httpx.get(f"{ready['url']}/metrics/cache/llm", timeout=60)
        assert missing.status_code == 404
        assert Path(ready["token_file"]).stat().st_mode & 0o777 == 0o600
        serving.send_signal(signal.SIGINT)
        rest, told = serving.communicate(timeout=60)
    finally:
        serving.kill()
        serving.wait()
    assert (serving.returncode, rest) == (0, "")
    assert told.strip() == ALONE


class Running:
    """`sel serve` in another process, while this one's loop has the brain."""

    def __init__(self, *asked: str) -> None:
        self.process = sel_serve(*asked)
        self.told = ""

    async def url(self) -> str:
        """What it prints once it is ready."""
        assert self.process.stdout
        line = await asyncio.to_thread(self.process.stdout.readline)
        found: str = json.loads(line)["url"]
        return found

    async def end(self, how: signal.Signals | None = None) -> int:
        """Its exit code, after a signal or of itself; `told` is what it said beside."""
        if how is not None:
            self.process.send_signal(how)
        _, self.told = await asyncio.to_thread(self.process.communicate, timeout=60)
        return self.process.returncode


@contextlib.contextmanager
def running(*asked: str) -> Iterator[Running]:
    made = Running(*asked)
    try:
        yield made
    finally:
        made.process.kill()
        made.process.wait()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_a_running_sel_serves_until_the_command_is_asked_to_end(how: signal.Signals) -> None:
    async with living() as sel:
        with running() as command:
            url = await command.url()
            await sel.talk(1)
            async with client(url) as asking:
                seen = (await asking.get("/metrics/performance")).json()
            assert seen["replies"]["replies"]["made"] == 1
            assert await command.end(how) == 0
        assert command.told == ""
        assert not await sel.served.stop_serving()  # the command has seen to it


async def test_what_was_served_before_is_served_after() -> None:
    async with living() as sel:
        url = await sel.served.serve(0)
        with running() as command:
            assert await command.url() == url
            assert await command.end(signal.SIGINT) == 0
        assert command.told.strip() == BEFORE
        assert await sel.served.stop_serving()


async def test_the_command_says_when_sel_goes() -> None:
    async with living() as sel:
        with running() as command:
            await command.url()
            await sel.served.stop()
            assert await command.end() == 0
        assert command.told.strip() == WENT


async def test_a_running_sel_refuses_in_sentences_too() -> None:
    async with living() as sel:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            for asked, told in (
                (["--port", port], f"Port {port} is in use already"),
                (["--port", "-1"], "A port is a number from 0 to 65535."),
                (["--host", "0.0.0.0"], "served to this machine only"),  # noqa: S104
            ):
                with running(*asked) as command:
                    assert await command.end() == 2
                assert told in command.told
                assert command.told.count("\n") == 1
        await sel.talk(1)


def test_wrong_questions_are_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for asked, told in (
            (["--port", port], f"Port {port} is in use already"),
            (["--port", "70000"], "A port is a number from 0 to 65535."),
            (["--host", "0.0.0.0"], "served to this machine only"),  # noqa: S104
        ):
            assert main(["serve", *asked]) == 2
            seen = capsys.readouterr()
            assert told in seen.err
            assert (seen.out, seen.err.count("\n")) == ("", 1)


def test_alone_there_is_only_this_process() -> None:
    held = alone()
    assert (held.cache, held.agents_cache, held.histories) == (None, None, None)
    assert held.monitor.stats() == ()
    assert held.channels() == []
    assert held.note == ALONE


@pytest.mark.parametrize("module", ["sel.cli.main", "sel.cli.serve", "sel.metrics.server"])
def test_nothing_heavy_is_loaded_before_it_is_needed(module: str) -> None:
    script = f"import sys, {module}; print(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert not set(done.stdout.split()) & HEAVY


def test_a_history_can_be_looked_into_while_it_grows() -> None:
    history, stop = History("UTC"), threading.Event()
    known = {"desk": history}
    held = KeptHistories(lambda: known)

    def live() -> None:
        at = START
        while not stop.is_set():
            at += 60
            history.add(at, [at % 10 / 10] * len(NAMES))

    living = threading.Thread(target=live)
    living.start()
    try:
        for _ in range(20):
            seen = held.look("desk", "trends", None)
            assert seen.readings >= 0
            last = held.last("desk")
            assert last is None or last[0] > START
    finally:
        stop.set()
        living.join()
    assert held.look("desk", "trends", None).enough


def test_those_of_a_brain_come_with_what_happened() -> None:
    keeper = Keeper(RamTiles(), "UTC")
    for n in range(60):
        keeper.add("desk", START + n * 300, [0.9 if n == 40 else 0.1] * len(NAMES))
    keeper.happened("desk", START + 40 * 300, "thanks")
    held = KeptHistories.of(keeper)
    assert held.channels() == ("desk",)
    last = held.last("desk")
    assert last is not None
    assert last[0] == START + 59 * 300
    seen = held.look("desk", "anomalies", None)
    assert seen.found["dopamine"][0]["reasons"] == ["thanks"]
    keeper.forget("desk")
    assert held.channels() == ()


def test_a_channel_that_was_forgotten_just_now_is_no_mistake() -> None:
    held = KeptHistories(dict)
    assert (held.channels(), held.last("desk")) == ((), None)
    assert not held.look("desk", "trends", None).enough
