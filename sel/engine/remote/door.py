"""The connection to one server: the only place that names httpx.

The key is kept in a header and shown nowhere: not in errors, not in `repr`, not in logs.
"""

from __future__ import annotations

import ipaddress
import json
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from sel.engine.remote.backoff import retry_after
from sel.engine.remote.failures import Loss, Lost, Refused
from sel.errors import SettingError

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS = 5.0
IDLE_SECONDS = 60.0
"""Longest silence while an answer is awaited or arrives."""
_LONGEST_BODY = 64 * 1024


class Door:
    """One server. `where` is its address, fit for people.

    Raises `SettingError` for an address that is no http(s) URL or holds credentials, and for a key
    that cannot be sent.
    """

    def __init__(
        self,
        url: str,
        key: str = "",
        *,
        connect: float = CONNECT_SECONDS,
        idle: float = IDLE_SECONDS,
    ) -> None:
        self.where = self._base = base_of(url)
        self._local = _is_loopback(urlsplit(self._base).hostname or "")
        if not re.fullmatch(r"[\x21-\x7e]*", key):
            raise SettingError(
                "The remote key holds characters that cannot be sent.", where="SEL_REMOTE_KEY"
            )
        self._key = key
        self._timeouts = (connect, idle)
        self._client: httpx.AsyncClient | None = None

    def _open(self) -> httpx.AsyncClient:
        import httpx  # lazy: 60 ms that nobody without a remote engine should pay

        if self._client is None:
            connect, idle = self._timeouts
            self._client = httpx.AsyncClient(
                headers={"Authorization": f"Bearer {self._key}"} if self._key else {},
                timeout=httpx.Timeout(idle, connect=connect, pool=None),
                trust_env=not self._local,  # a proxy cannot reach this machine's own loopback
            )
        return self._client

    async def close(self) -> None:
        """End all connections; the door may be used again afterwards."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def models(self) -> list[str]:
        """Names of the models served. Raises `Lost` and `Refused`."""
        async with self._request("GET", f"{self._base}/models") as body:
            data = _parsed(await _gather(body, 4 * 2**20))
        entries = data.get("data") if isinstance(data, dict) else None
        if not isinstance(entries, list):
            raise Lost("foreign")
        return [str(entry["id"]) for entry in entries if isinstance(entry, dict) and "id" in entry]

    async def tokenize(self, text: str, model: str) -> int:
        """Tokens of a text, asked in llama-server's and vLLM's words. Raises `Lost`, `Refused`."""
        root = re.sub(r"/v\d+$", "", self._base)
        wish = {"content": text, "prompt": text, "model": model, "add_special_tokens": False}
        async with self._request("POST", f"{root}/tokenize", wish) as body:
            data = _parsed(await _gather(body, 64 * 2**20))
        tokens = data.get("tokens") if isinstance(data, dict) else None
        if not isinstance(tokens, list):
            raise Lost("foreign")
        return len(tokens)

    @asynccontextmanager
    async def chat(self, payload: dict[str, Any]) -> AsyncIterator[AsyncIterator[bytes]]:
        """The bytes of a streamed answer; leaving the block closes the connection."""
        url = f"{self._base}/chat/completions"
        async with self._request("POST", url, payload, "text/event-stream") as body:
            yield body

    @asynccontextmanager
    async def _request(
        self, method: str, url: str, payload: dict[str, Any] | None = None, kind: str = ""
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        import httpx

        content = None if payload is None else json.dumps(payload).encode()
        headers = {} if payload is None else {"Content-Type": "application/json"}
        try:
            async with self._open().stream(method, url, content=content, headers=headers) as answer:
                if answer.status_code != httpx.codes.OK:
                    body = (await _gather(answer.aiter_bytes(), _LONGEST_BODY)).decode(
                        "utf-8", "replace"
                    )
                    wish = retry_after(answer.headers.get("Retry-After", ""), time.time())
                    raise Refused(answer.status_code, body, wish)
                if not answer.headers.get("Content-Type", "").startswith(kind):
                    raise Lost("foreign")
                yield answer.aiter_bytes()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Lost(_loss(error)) from None  # the cause would carry the request with its key


def base_of(url: str) -> str:
    """The address up to and with its version (`…/v1`), from any of the forms people paste.

    Raises `SettingError` if it is no http(s) URL, or holds a user name or password.
    """
    text = url.strip().rstrip("/")
    for ending in ("/chat/completions", "/completions", "/models"):
        text = text.removesuffix(ending)
    try:
        parts = urlsplit(text)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        raise SettingError(
            "The remote engine's address is not a URL.",
            where="SEL_REMOTE_URL",
            hint="It looks like http://127.0.0.1:8080/v1.",
        )
    if "@" in parts.netloc:
        raise SettingError(
            "The remote engine's address holds credentials.",
            where="SEL_REMOTE_URL",
            hint="Put the key into SEL_REMOTE_KEY; addresses end up in logs.",
        )
    path = parts.path if re.search(r"/v\d+(beta)?(/openai)?$", parts.path) else f"{parts.path}/v1"
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _gather(body: AsyncIterator[bytes], most: int) -> bytes:
    gathered = bytearray()
    async for data in body:
        gathered += data
        if len(gathered) > most:
            break
    return bytes(gathered[:most])


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError:
        raise Lost("foreign") from None


def _loss(error: Exception) -> Loss:
    """Which kind of loss an httpx exception is."""
    import httpx

    words = str(error).lower()
    if isinstance(error, httpx.TimeoutException):
        return "slow"
    if isinstance(error, httpx.ConnectError):
        if "certificate" in words or "ssl" in words:
            return "secure"
        unknown = ("name or service", "nodename", "getaddrinfo", "name resolution", "no address")
        return "unknown host" if any(word in words for word in unknown) else "refused"
    if isinstance(error, (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.DecodingError)):
        return "foreign"
    return "cut"
