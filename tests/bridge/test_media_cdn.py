"""Files come from Discord's own servers, from nowhere else, and only as far as they are wanted."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web
from double import tls

from bridge.media.cdn import CHUNK, Cdn
from sel.errors import BridgeError

CDN = "https://cdn.discordapp.com"
LARGE = 400 * CHUNK


@dataclass(slots=True)
class Server:
    """Plays all of Discord's file servers, and another one that must never be asked."""

    port: int = 0
    asked: list[str] = field(default_factory=list)
    sent: int = 0
    headers: list[str] = field(default_factory=list)

    def connector(self) -> aiohttp.TCPConnector:
        return aiohttp.TCPConnector(resolver=tls.resolver(self.port), ssl=tls.client_context())

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(f"{request.host.partition(':')[0]}{request.path}")
        self.headers.append(request.headers.get("Accept-Encoding", ""))
        if to := MOVES.get(request.path):
            return web.Response(status=302, headers={"Location": to})
        if request.path.startswith("/status/"):
            return web.Response(status=int(request.path.rpartition("/")[2]), body=b"<html>")
        if request.path == "/large":
            return await self._large(request)
        if request.path == "/silent":
            return await self._silent(request)
        if request.path == "/packed":
            body = gzip.compress(bytes(10_000_000))
            return web.Response(body=body, headers={"Content-Encoding": "gzip"})
        return web.Response(body=b"words")

    async def _large(self, request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        for _ in range(LARGE // CHUNK):
            await answer.write(bytes(CHUNK))
            self.sent += CHUNK
        return answer

    async def _silent(self, request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        await answer.write(b"wor")
        await asyncio.sleep(1.0)
        return answer


MOVES = {
    "/moved": "https://media.discordapp.net/words",
    "/near": "/words",
    "/away": "https://evil.example.com/words",
    "/down": "http://cdn.discordapp.com/words",
    "/round": "/round",
    "/odd": "https://cdn.discordapp.com:8443/words",
    "/user": "https://cdn.discordapp.com@evil.example.com/words",
}


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    made = Server()
    app = web.Application()
    app.router.add_get("/{path:.*}", made.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls.server_context()).start()
    made.port = runner.addresses[0][1]
    yield made
    await runner.cleanup()


@pytest.fixture
async def cdn(server: Server) -> AsyncIterator[Cdn]:
    made = Cdn(server.connector, silent_seconds=0.05)
    yield made
    await made.close()
    await made.close()


async def got(cdn: Cdn, path: str) -> bytes:
    url = path if "//" in path else f"{CDN}{path}"
    async with cdn.open(url) as pieces:
        return b"".join([piece async for piece in pieces])


@pytest.mark.parametrize("path", ["/words", "/moved", "/near"])
async def test_a_file_comes_as_it_is(cdn: Cdn, server: Server, path: str) -> None:
    assert await got(cdn, path) == b"words"
    assert server.headers[0] == "identity"


@pytest.mark.parametrize("path", ["/away", "/down", "/round", "/odd", "/user"])
async def test_it_is_not_followed_anywhere_else(cdn: Cdn, server: Server, path: str) -> None:
    with pytest.raises(BridgeError):
        await got(cdn, path)
    assert set(server.asked) == {f"cdn.discordapp.com{path}"}
    assert len(server.asked) <= 4


@pytest.mark.parametrize(
    "url",
    [
        "http://cdn.discordapp.com/words",
        "https://discordapp.com.evil.example/words",
        "https://127.0.0.1/words",
        "https://cdn.discordapp.com:22/words",
        "file:///etc/passwd//",
        "https://[::1/words",
        "//cdn.discordapp.com/words",
    ],
)
async def test_no_other_place_is_asked(cdn: Cdn, server: Server, url: str) -> None:
    with pytest.raises(BridgeError, match="own servers"):
        await got(cdn, url)
    assert server.asked == []


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/status/404", "no longer on Discord"),
        ("/status/403", "no longer on Discord"),
        ("/status/500", "did not hand it over"),
        ("/status/206", "did not hand it over"),
        ("/silent", "too slow"),
    ],
)
async def test_what_goes_wrong_is_a_sentence(cdn: Cdn, path: str, why: str) -> None:
    with pytest.raises(BridgeError, match=why):
        await got(cdn, path)


async def test_nothing_is_unpacked(cdn: Cdn) -> None:
    assert len(await got(cdn, "/packed")) < 20_000


async def test_what_is_not_wanted_is_not_sent(cdn: Cdn, server: Server) -> None:
    async with cdn.open(f"{CDN}/large") as pieces:
        async for piece in pieces:
            assert piece
            break
    await asyncio.sleep(0.02)
    assert server.sent < LARGE


async def test_nobody_there_is_a_sentence() -> None:
    nobody = Server(port=1)
    cdn = Cdn(nobody.connector)
    with pytest.raises(BridgeError, match="could not be fetched"):
        await got(cdn, "/words")
    await cdn.close()
