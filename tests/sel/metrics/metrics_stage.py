"""What the tests of the metrics share: an SEL that has done something, and a client beside it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Mapping
from functools import cache
from typing import Any

import httpx

from sel.affect import clock, dynamics
from sel.affect.history.pyramid import History
from sel.affect.hormones import INDEX
from sel.cache.cache import ResponseCache
from sel.cache.keys import Context, Key, key_of
from sel.cache.policy import REPLY
from sel.cache.stats import Cost
from sel.cli.histories import KeptHistories
from sel.events import ReplyStats
from sel.metrics.app import application
from sel.metrics.guard import Application
from sel.metrics.sources import Sources
from sel.observe.monitor import Monitor
from sel.observe.processes import ProcessFigures, ProcessView
from sel.observe.replies import ReplyCounts

TOKEN = "t" * 43
PERSON = "Wobblethorpe"
SAID = "quetzalwren"
"""A person's name and words, which no answer may hold."""

START = 1_789_999_500.0
DAYS = 8
LEAP = DAYS * 48 - 20
"""The half hour in which cortisol is high."""


class Said:
    """A message."""

    role = "user"
    content = SAID


class Clock:
    """Seconds that somebody moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def key(kind: str = REPLY) -> Key:
    return key_of(kind, Context(channel="desk", person=PERSON), [Said()], model="m")


def monitor() -> Monitor:
    """Two operations, one of them slow and failed, and a turn of ten seconds."""
    clock = Clock()
    made = Monitor(clock=clock, wall=lambda: 1_000.0)
    made.record("engine", "read", 0.25, tokens=300)
    made.record("engine", "read", 0.75)
    made.record("memory", "recall", 4.0, ok=False, memories=3)
    with made.turn("turn-1") as turn:
        clock.now = 10.0
        turn.add("recall", 1.0, 0.0)
        turn.add("first_token", 2.0, 1.0)
        turn.add("stream", 5.0, 3.0)
    turn.add("persist", 7.0, 11.0)
    return made


def llm_cache() -> ResponseCache:
    """One reply, given once more, with a person's words."""
    made = ResponseCache()
    made.get(key())
    made.put(key(), [SAID], Cost(tokens=40, seconds=1.5))
    made.get(key())
    return made


def agents_cache() -> ResponseCache:
    """Answers of two agents; they last as long as the tests do."""
    made = ResponseCache({"dice": 60.0, "weather": 300.0}, clock=lambda: 0.0)
    made.put(key("weather"), SAID)
    return made


@cache
def life() -> History:
    """A sample each half hour, in which dopamine rises by 0.02 a day and cortisol leaps once."""
    history = History("UTC")
    for step in range(DAYS * 48):
        at = START + 1800 * step
        rest = list(dynamics.rest(clock.local_hour(at, "UTC")))
        rest[INDEX["dopamine"]] = 0.2 + 0.02 * step / 48 + 0.001 * (step % 3)
        if step == LEAP:
            rest[INDEX["cortisol"]] = 0.9
        history.add(at, rest)
    return history


def histories(**more: History) -> KeptHistories:
    known: Mapping[str, History] = {"desk": life(), "42": History("UTC"), **more}
    return KeptHistories(lambda: known)


def processes() -> ProcessView:
    own = ProcessFigures(name="sel", pid=1, memory=100, cpu_seconds=2.5, cpu=0.1)
    child = ProcessFigures(name="general", pid=2, memory=900, cpu_seconds=7.0, cpu=1.5)
    return ProcessView(processes=(own, child))


def replies() -> ReplyCounts:
    """A reply that was made, the same one from the cache, one of SEL's own, and a silence."""
    made = ReplyCounts()
    made.add(
        ReplyStats(
            reused_tokens=300,
            read_tokens=100,
            made_tokens=40,
            read_seconds=0.5,
            make_seconds=2.0,
        )
    )
    made.add(ReplyStats(source="cached"))
    made.add(ReplyStats())
    made.silences["asked to stay quiet"] += 1
    return made


def sources(**changed: Any) -> Sources:
    parts: dict[str, Any] = {
        "monitor": monitor(),
        "cache": llm_cache(),
        "agents_cache": agents_cache(),
        "histories": histories(),
        "replies": replies(),
        "processes": processes,
        "version": "1.2.3",
    }
    return Sources(**{**parts, **changed})


@cache
def _unchanged() -> Application:
    return application(sources(), TOKEN)


def app(**changed: Any) -> Application:
    """An application over these sources; the usual one is made once, so it may only be read."""
    return application(sources(**changed), TOKEN) if changed else _unchanged()


@contextlib.asynccontextmanager
async def talking(to: Application) -> AsyncIterator[httpx.AsyncClient]:
    """A client on this machine. A mistake of the application's is an answer, as on the network."""
    transport = httpx.ASGITransport(app=to, raise_app_exceptions=False)
    here = "http://127.0.0.1:9167"
    async with httpx.AsyncClient(transport=transport, base_url=here, trust_env=False) as client:
        yield client


async def get(path: str, status: int = 200, **changed: Any) -> Any:
    """The JSON at a path."""
    async with talking(app(**changed)) as client:
        answer = await client.get(path)
    assert answer.status_code == status, answer.text
    return answer.json()


def bearer(token: str = TOKEN) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}
