"""Keeps a client on Discord: when one ends for whatever reason, a new one is made after a while.

discord.py mends a lost connection by itself, and that is left to it. But a payload that breaks one
of its parsers ends the client with that exception, and so does a first connection that is refused.
Such a client is done for: what follows is a new one.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from bridge.verdict import Verdict, judge
from sel.bridge_events import BridgeState
from sel.errors import BridgeError
from sel.observe.errors_told import told
from sel.observe.redaction import own

log = logging.getLogger(__name__)

CLOSE_SECONDS = 5.0
"""Longest wait for a client to say goodbye."""


class Client(Protocol):
    """A client of discord.py, as far as it is supervised."""

    async def run_with(self, token: str) -> None:
        """Be connected; returns or raises when that is over."""

    async def close(self) -> None:
        """Go."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long to wait before a new client, in seconds.

    `calm`: who was connected that long begins again at `first`. Discord allows 1,000 logins a day;
    at `most` there are at most 864, however often a client breaks at once.
    """

    first: float = 1.0
    most: float = 100.0
    calm: float = 300.0

    def wait(self, failures: int, share: float) -> float:
        """Doubled with each failure in a row, and spread by a `share` of 0..1: not all bridges
        come back in the same second after an outage."""
        return float(min(self.most, self.first * 2 ** min(failures - 1, 20)) * (1 + share))


@dataclass(slots=True, kw_only=True)
class Supervisor:
    """`make` makes a client, `token` gives the token, `tell` is told how it is, with a sentence.
    The rest is for tests."""

    make: Callable[[], Client]
    token: Callable[[], str]
    tell: Callable[[BridgeState, str], None]
    pace: Pace = field(default_factory=Pace)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    chance: Callable[[], float] = random.random

    async def run(self) -> BridgeError:
        """Be on Discord until cancelled; returns only with a final error."""
        failures = 0
        self.tell("connecting", "SEL is on its way to Discord.")
        while True:
            began = self.clock()
            verdict = await self._live()
            if verdict.final:
                self.tell("failed", verdict.error.sentence())
                return verdict.error
            failures = 1 if self.clock() - began >= self.pace.calm else failures + 1
            wait = self.pace.wait(failures, self.chance())
            log.warning("connection %d ended, next in %.1f s", failures, wait)
            self.tell("reconnecting", verdict.error.title)
            await self.sleep(wait)

    async def _live(self) -> Verdict:
        """One client, from its making to its end."""
        client: Client | None = None
        try:
            client = self.make()
            await client.run_with(self.token())
        except Exception as error:  # noqa: BLE001 - the library lets out whatever breaks in it
            log.warning("client ended: %s", own(told(error)))
            return judge(error)
        finally:
            if client is not None:
                await _close(client)
        return judge(None)


async def _close(client: Client) -> None:
    """Close it, whatever state it is in."""
    with contextlib.suppress(Exception):  # half-made clients have nothing to close, and say so
        async with asyncio.timeout(CLOSE_SECONDS):
            await client.close()
            await asyncio.sleep(0)  # what it still had to tell is told
