"""What must happen once, and limits, among several processes: in Valkey (or Redis).

It matches `Claims` of `bridge.ports`, which nothing in `sel` may name. Names go to the server as
hashes only. Each question is one script, which the server runs as a whole, by its own clock: that
is the same for all.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import blake2b
from typing import Any

import valkey.asyncio
from valkey.exceptions import ValkeyError

from sel.errors import StoreError

PATIENCE = 2.0
"""Seconds an answer may take: it takes a thousandth of that where the server lives."""

_RELEASE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""
_TAKE = """
local t = redis.call('TIME')
local now, span, limit = t[1] * 1000000 + t[2], tonumber(ARGV[1]), tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - span)
if redis.call('ZCARD', KEYS[1]) >= limit then return 0 end
redis.call('ZADD', KEYS[1], now, ARGV[3])
redis.call('PEXPIRE', KEYS[1], math.ceil(span / 1000))
return 1
"""


def key_of(kind: str, name: str, prefix: str) -> str:
    """The key of something: what it is about cannot be read from it."""
    return f"{prefix}:{kind}:{blake2b(name.encode(errors='replace'), digest_size=16).hexdigest()}"


def client_of(url: str) -> valkey.asyncio.Valkey:
    """A client that connects with its first question. Raises `StoreError` for no address of one."""
    try:
        made: valkey.asyncio.Valkey = valkey.asyncio.Valkey.from_url(
            url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, client_name="sel"
        )
    except ValueError:
        raise StoreError(
            "SEL_VALKEY_URL is no address of a Valkey.",
            hint="It looks like `valkey://127.0.0.1:6379/0`.",
        ) from None  # the address may hold a password
    return made


@asynccontextmanager
async def refusals() -> AsyncIterator[None]:
    """What Valkey refuses in the block becomes a `StoreError`."""
    try:
        yield
    except (ValkeyError, OSError) as error:
        raise StoreError(
            f"Valkey does not answer ({type(error).__name__}).",
            hint="See that it runs, and that SEL_VALKEY_URL is right.",
        ) from None


class ValkeyClaims:
    """Claims and limits that all processes with the same Valkey and `prefix` share.

    Raises `StoreError` where it does not answer: whether something was done already is not known
    then.
    """

    def __init__(self, url: str, prefix: str = "sel") -> None:
        self._client = client_of(url)
        self._prefix = prefix
        self._me = secrets.token_hex(8)
        self._counted = 0
        self._release = self._client.register_script(_RELEASE)
        self._take = self._client.register_script(_TAKE)

    async def claim(self, what: str, seconds: float) -> bool:
        """True for the first who claims it; forgotten after so many seconds."""
        key = key_of("claim", what, self._prefix)
        async with refusals():
            done: Any = await self._client.set(key, self._me, nx=True, px=_milliseconds(seconds))
        return bool(done)

    async def release(self, what: str) -> None:
        """Let somebody else do it after all (it was not done); only one's own claim."""
        async with refusals():
            await self._release(keys=[key_of("claim", what, self._prefix)], args=[self._me])

    async def held(self, what: str) -> bool:
        """Whether somebody has claimed it."""
        async with refusals():
            found: Any = await self._client.exists(key_of("claim", what, self._prefix))
        return bool(found)

    async def take(self, key: str, limit: int, seconds: float) -> bool:
        """Count one against a limit within so many seconds; False when it is used up."""
        self._counted += 1
        args: list[str | int] = [round(seconds * 1e6), limit, f"{self._me}{self._counted}"]
        async with refusals():
            done = await self._take(keys=[key_of("limit", key, self._prefix)], args=args)
        return bool(done)

    async def close(self) -> None:
        """Let go of the server."""
        await self._client.aclose()


def _milliseconds(seconds: float) -> int:
    return max(1, round(seconds * 1000))
