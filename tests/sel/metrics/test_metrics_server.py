"""The server beside a running brain: begins, ends, refuses, keeps its token, holds nobody up."""

import asyncio
import contextlib
import os
import socket
import stat
import sys
import threading
from pathlib import Path

import httpx
import pytest
from metrics_stage import SAID, bearer, sources

from sel.errors import SettingError, StoreError
from sel.metrics.server import listening, serving
from sel.metrics.token import LEAST, token, token_file
from sel.observe.processes import ProcessView
from sel.paths import Paths, find


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return find({"SEL_HOME": str(tmp_path / "home")})


def threads() -> list[str]:
    return [one.name for one in threading.enumerate() if one.name == "sel-metrics"]


async def test_it_answers_while_the_block_runs_and_is_gone_after(paths: Paths) -> None:
    async with serving(sources(), 0, paths) as served:
        assert served.host == "127.0.0.1"
        assert threads() == ["sel-metrics"]
        async with httpx.AsyncClient(base_url=served.url) as client:
            assert (await client.get("/metrics/health")).json()["status"] == "ok"
            cleared = await client.post("/metrics/cache/clear/llm", headers=bearer(token(paths)))
            assert cleared.json() == {"cleared": 1}
            assert "server" not in cleared.headers
    assert threads() == []
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", served.port), timeout=5)


async def test_it_can_be_begun_again_on_the_same_port(paths: Paths) -> None:
    async with serving(sources(), 0, paths) as first:
        held = httpx.AsyncClient()  # a connection that is kept alive over the end
        assert (await held.get(f"{first.url}/metrics/health")).status_code == 200
    async with serving(sources(), first.port, paths) as second:
        assert second == first
        assert (await held.get(f"{second.url}/metrics/health")).status_code == 200
    await held.aclose()


async def test_a_port_in_use_is_a_sentence(paths: Paths) -> None:
    async with serving(sources(), 0, paths) as served:
        with pytest.raises(SettingError) as caught:
            async with serving(sources(), served.port, paths):
                pytest.fail("two on one port")
        assert f"Port {served.port} is in use already" in caught.value.sentence()
        assert "--port 0" in caught.value.hint


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.1.2.3", "example.com", ""])  # noqa: S104
def test_nobody_else_can_be_served(host: str) -> None:
    with pytest.raises(SettingError, match="this machine only"):
        listening(host, 0)


@pytest.mark.parametrize("port", [-1, 65_536])
def test_a_port_that_is_none(port: int) -> None:
    with pytest.raises(SettingError, match="from 0 to 65535"):
        listening("127.0.0.1", port)


@pytest.mark.parametrize("error", [13, 99])
def test_what_the_system_refuses_is_a_sentence(error: int, monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing(socket.socket):
        def bind(self, address: object) -> None:
            raise OSError(error, os.strerror(error))

    monkeypatch.setattr(socket, "socket", Refusing)
    with pytest.raises(SettingError, match="Port 80 "):
        listening("127.0.0.1", 80)


async def test_an_error_in_the_block_ends_the_server_too(paths: Paths) -> None:
    with contextlib.suppress(ZeroDivisionError):
        async with serving(sources(), 0, paths):
            raise ZeroDivisionError
    assert threads() == []


async def test_a_look_that_takes_long_does_not_hold_the_loop(paths: Paths) -> None:
    """The loop of the block goes on while the server waits for a source: were it the same one,
    nobody could let the source go."""
    looking, done = threading.Event(), threading.Event()

    def look() -> ProcessView:
        looking.set()
        assert done.wait(30)
        return ProcessView(processes=(), note=threading.current_thread().name)

    async with serving(sources(processes=look), 0, paths) as served, httpx.AsyncClient() as client:
        asking = asyncio.create_task(client.get(f"{served.url}/metrics/health", timeout=60))
        assert await asyncio.to_thread(looking.wait, 30)
        assert not asking.done()
        done.set()
        assert (await asking).json()["note"] == "sel-metrics"


async def test_without_the_extra_it_is_told_how_to_get_it(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(SettingError) as caught:
        async with serving(sources(), 0, paths):
            pytest.fail("served without a server")
    assert "uvicorn" in caught.value.title
    assert "sel-companion[metrics]" in caught.value.hint


def test_the_token_is_made_once_for_its_owner_only(paths: Paths) -> None:
    made = token(paths)
    assert len(made) >= LEAST
    assert stat.S_IMODE(token_file(paths).stat().st_mode) == 0o600
    assert stat.S_IMODE(paths.state.stat().st_mode) == 0o700
    assert token(paths) == made
    token_file(paths).unlink()
    assert token(paths) != made


@pytest.mark.parametrize("content", [b"", b"short", b"\xff\xfe" * 40, b" \n" * 40])
def test_a_broken_token_is_replaced(paths: Paths, content: bytes) -> None:
    file = token_file(paths)
    paths.ready()
    file.write_bytes(content)
    file.chmod(0o644)
    made = token(paths)
    assert len(made) >= LEAST
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text(encoding="ascii").strip() == made


def test_a_token_is_never_written_through_a_link(paths: Paths, tmp_path: Path) -> None:
    paths.ready()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text(SAID, encoding="ascii")
    token_file(paths).symlink_to(elsewhere)
    with pytest.raises(StoreError, match="cannot be kept"):
        token(paths)
    assert elsewhere.read_text(encoding="ascii") == SAID
