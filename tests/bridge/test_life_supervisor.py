"""The supervisor: clients end in every way they can, and no time passes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace

import aiohttp
import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.supervisor import Pace, Supervisor
from bridge.verdict import judge
from sel.bridge_events import BridgeState
from sel.errors import BridgeError, IntentMissing, TokenRefused


class FakeClient:
    """Ends as it is told to, after so many seconds of the stage's clock."""

    def __init__(self, stage: Stage, ending: Exception | None, after: float = 0.0) -> None:
        self.stage, self.ending, self.after = stage, ending, after
        self.closed = 0
        self.token = ""

    async def run_with(self, token: str) -> None:
        self.token = token
        self.stage.now += self.after
        if self.ending is not None:
            raise self.ending

    async def close(self) -> None:
        self.closed += 1


class Stage:
    """Clients that end one after the other; the last ending is a final one."""

    def __init__(self, *endings: tuple[Exception | None, float]) -> None:
        self.now = 0.0
        self.waits: list[float] = []
        self.told: list[tuple[BridgeState, str]] = []
        self.clients = [FakeClient(self, ending, after) for ending, after in endings]
        self.clients.append(FakeClient(self, discord.LoginFailure("no"), 0.0))
        self.made: list[FakeClient] = []
        self.supervisor = Supervisor(
            make=self.make,
            token=lambda: "t",
            tell=lambda state, text: self.told.append((state, text)),
            clock=lambda: self.now,
            sleep=self.sleep,
            chance=lambda: 0.0,
        )

    def make(self) -> FakeClient:
        self.made.append(self.clients[len(self.made)])
        return self.made[-1]

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


BROKEN: list[Exception | None] = [
    AttributeError("'NoneType' object has no attribute 'sequence'"),
    KeyError("author"),
    RecursionError(),
    aiohttp.ClientConnectionError(),
    TimeoutError(),
    None,
]


async def test_each_broken_client_is_closed_and_a_new_one_is_made() -> None:
    stage = Stage(*((ending, 1.0) for ending in BROKEN))
    error = await stage.supervisor.run()
    assert isinstance(error, TokenRefused)
    assert stage.made == stage.clients
    assert [client.closed for client in stage.made] == [1] * len(stage.made)
    assert {client.token for client in stage.made} == {"t"}
    assert stage.waits == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0]
    assert [state for state, _ in stage.told] == [
        "connecting",
        *["reconnecting"] * len(BROKEN),
        "failed",
    ]


async def test_who_was_connected_for_long_begins_again_with_a_short_wait() -> None:
    stage = Stage((KeyError(), 0.0), (KeyError(), 0.0), (KeyError(), 301.0), (KeyError(), 0.0))
    await stage.supervisor.run()
    assert stage.waits == [1.0, 2.0, 1.0, 2.0]


async def test_a_client_that_cannot_be_made_is_no_end_either() -> None:
    stage = Stage()
    troubles = [OSError("no loop")]

    def make() -> FakeClient:
        if troubles:
            raise troubles.pop()
        return stage.make()

    stage.supervisor.make = make
    assert isinstance(await stage.supervisor.run(), TokenRefused)
    assert stage.waits == [1.0]


async def test_a_client_that_does_not_want_to_close_holds_nobody_up() -> None:
    stage = Stage((KeyError(), 0.0))

    async def close() -> None:
        raise RuntimeError("half made")

    stage.clients[0].close = close  # type: ignore[method-assign]
    assert isinstance(await stage.supervisor.run(), TokenRefused)


async def test_cancelling_it_closes_the_client() -> None:
    stage = Stage()
    connected = asyncio.Event()

    async def run_with(token: str) -> None:
        connected.set()
        await asyncio.Event().wait()

    stage.clients[0].run_with = run_with  # type: ignore[method-assign]
    running = asyncio.ensure_future(stage.supervisor.run())
    await connected.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert stage.clients[0].closed == 1


@given(failures=st.integers(1, 10_000), share=st.floats(0, 1))
def test_waits_grow_to_a_limit_and_stay_under_what_discord_allows(
    failures: int, share: float
) -> None:
    pace = Pace()
    assert pace.first <= pace.wait(failures, share) <= 2 * pace.most
    assert pace.wait(failures, share) <= pace.wait(failures + 1, share)
    assert 86_400 / pace.wait(100, 0.0) < 1_000


# ---------------------------------------------------------------- what an ending means


def closed(code: int) -> discord.ConnectionClosed:
    socket = SimpleNamespace(close_code=code)
    return discord.ConnectionClosed(socket, shard_id=None, code=code)  # type: ignore[arg-type]


def http(kind: type[discord.HTTPException], status: int) -> discord.HTTPException:
    return kind(SimpleNamespace(status=status, reason="x"), "a person's words")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (discord.LoginFailure("Improper token has been passed."), TokenRefused),
        (closed(4004), TokenRefused),
        (TokenRefused("strange signs"), TokenRefused),
        (discord.PrivilegedIntentsRequired(None), IntentMissing),
        (closed(4014), IntentMissing),
        (closed(4013), IntentMissing),
        (closed(4011), BridgeError),
        (closed(4012), BridgeError),
    ],
)
def test_what_only_a_person_can_mend_is_final(error: Exception, kind: type[BridgeError]) -> None:
    verdict = judge(error)
    assert verdict.final
    assert type(verdict.error) is kind
    assert verdict.error.hint or isinstance(error, TokenRefused)


@pytest.mark.parametrize(
    "error",
    [
        *BROKEN,
        closed(4000),
        closed(1006),
        http(discord.DiscordServerError, 503),
        http(discord.Forbidden, 403),
        BridgeError("something of SEL's own"),
    ],
)
def test_everything_else_is_tried_again(error: Exception | None) -> None:
    verdict = judge(error)
    assert not verdict.final
    assert "words" not in verdict.error.sentence()


def test_every_sentence_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    wanted: list[Callable[[], Exception]] = [lambda: closed(4011), lambda: closed(4014)]
    for make in wanted:
        assert judge(make()).error.title.endswith(".")
