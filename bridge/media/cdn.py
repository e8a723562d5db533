"""Files from Discord's own file servers, and from nowhere else, piece by piece and with an end."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from sel.errors import BridgeError

if TYPE_CHECKING:
    import aiohttp

HOSTS = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
"""Where attachments lie; an address of any other host is not asked."""
MOST_HOPS = 3
CHUNK = 64 * 1024
CONNECT_SECONDS = 10.0
SILENT_SECONDS = 15.0
"""The longest wait for the next piece."""
_MOVED = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({403, 404, 410})


class Cdn:
    """One pool of connections for all files; `close` it."""

    def __init__(
        self,
        connector: Callable[[], aiohttp.BaseConnector] | None = None,
        proxy: str = "",
        *,
        silent_seconds: float = SILENT_SECONDS,
    ) -> None:
        self._connector = connector
        self._proxy = proxy
        self._silent = silent_seconds
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Let the connections go; again does nothing."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    @contextlib.asynccontextmanager
    async def open(self, url: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """The pieces of a file as they come. Raises `BridgeError` with a sentence, then and while
        they are read."""
        import aiohttp

        try:
            async with self._answer(url) as answer:
                yield answer.content.iter_chunked(CHUNK)
        except TimeoutError as error:
            raise BridgeError("Discord was too slow to hand it over.") from error
        except aiohttp.ClientError as error:
            raise BridgeError("It could not be fetched from Discord.") from error

    @contextlib.asynccontextmanager
    async def _answer(self, url: str) -> AsyncIterator[aiohttp.ClientResponse]:
        """The answer that is a file, at most `MOST_HOPS` further on and on the same servers."""
        for _ in range(MOST_HOPS + 1):
            _check(url)
            asked = self._ready().get(url, allow_redirects=False, proxy=self._proxy or None)
            async with asked as answer:
                if answer.status not in _MOVED:
                    _check_status(answer.status)
                    yield answer
                    return
                url = urljoin(url, answer.headers.get("Location", ""))
        raise BridgeError("Discord sent me from one place to the next.")

    def _ready(self) -> aiohttp.ClientSession:
        """Nothing packed is asked for or unpacked: a few bytes could become gigabytes."""
        import aiohttp

        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=self._connector() if self._connector else None,
                auto_decompress=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"Accept-Encoding": "identity"},
                timeout=aiohttp.ClientTimeout(
                    total=None, sock_connect=CONNECT_SECONDS, sock_read=self._silent
                ),
            )
        return self._session


def _check(url: str) -> None:
    """Raises `BridgeError` for an address that is not one of Discord's file servers."""
    try:
        parts = urlsplit(url)
        known = parts.scheme == "https" and parts.hostname in HOSTS and parts.port in (None, 443)
    except ValueError:
        known = False
    if not known:
        raise BridgeError("It does not lie on Discord's own servers.")


def _check_status(status: int) -> None:
    if status in _GONE:
        raise BridgeError("It is no longer on Discord.")
    if status != 200:
        raise BridgeError("Discord did not hand it over.")
