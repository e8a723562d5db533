"""SEL's client and its supervisor against the double: each hole in the line, what was missed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, cast

import discord
import pytest
from double import Double
from tinydb import TinyDB
from tinydb.storages import MemoryStorage
from tinydb.table import Document

from bridge import missed, syncing
from bridge.client import AnyClient
from bridge.parts import BridgeParts
from bridge.presence import Presence
from bridge.replies.buckets import Buckets
from bridge.supervisor import Pace, Supervisor
from sel.bridge_events import BridgeState, PlaceView
from sel.config.settings import Settings
from sel.errors import BridgeError, IntentMissing, StoreError, TokenRefused

NOBODYS = "MTIz.abcdef.nobody-knows-it"


class FakeBook(TinyDB):
    def __init__(self) -> None:
        super().__init__(storage=MemoryStorage)


class FakeWorks:
    """Remembers what it was told."""

    def __init__(self, book: FakeBook) -> None:
        self.book = cast(Any, book)
        self.buckets = Buckets()
        self.said_: list[discord.Message] = []
        self.changed_: list[tuple[int, str]] = []
        self.deleted_: list[int] = []
        self.reacted_: list[str] = []
        self.commands = "one"

    async def start(self) -> None: ...

    async def finish(self, seconds: float) -> None: ...

    async def stop(self) -> None: ...

    async def set_up(self, client: AnyClient) -> str:
        @client.tree.command(name="sel", description="SEL")
        async def sel(_: discord.Interaction) -> None: ...

        return self.commands

    def places(self) -> tuple[PlaceView, ...]:
        return ()

    async def pause(self, channel: str, *, paused: bool) -> None: ...

    async def taken(self, message_id: int) -> bool:
        return False

    def said(self, message: discord.Message) -> None:
        self.said_.append(message)

    def changed(self, message: discord.Message) -> None:
        self.changed_.append((message.id, message.content))

    def deleted(self, ids: Sequence[int]) -> None:
        self.deleted_ += ids

    def reacted(self, reaction: discord.RawReactionActionEvent) -> None:
        self.reacted_.append(str(reaction.emoji))

    def moved(self, member: Any, before: Any, after: Any) -> None: ...

    @property
    def texts(self) -> list[str]:
        return [one.content for one in self.said_]


class Stage:
    """A presence on the double, without anybody's mind."""

    def __init__(
        self,
        double: Double,
        book: FakeBook | None = None,
        token: str = "",
        shards: int = 1,
        shares: Callable[[int], AsyncGenerator[frozenset[int], None]] | None = None,
    ) -> None:
        self.double = double
        self.book = FakeBook() if book is None else book
        self.works = FakeWorks(self.book)
        self.told: list[tuple[BridgeState, str]] = []
        parts = BridgeParts(
            settings=Settings(drop_old_seconds=60.0, discord_shards=shards),
            shards=shares,
            token=lambda: token or double.token,
            open_book=lambda: cast(Any, self.book),
            claims=cast(Any, None),
            connector=double.connector,
        )
        self.presence = Presence(parts, self.works, lambda: None)

    @property
    def states(self) -> list[str]:
        return [state for state, _ in self.told]

    def tell(self, state: BridgeState, text: str) -> None:
        self.told.append((state, text))

    async def ready(self, times: int = 1) -> None:
        await self.double.until(lambda: self.states.count("ready") >= times)

    @asynccontextmanager
    async def live(self) -> AsyncIterator[asyncio.Task[BridgeError]]:
        living = asyncio.ensure_future(self.presence.live(self.tell))
        try:
            yield living
        finally:
            await self.presence.finish(1.0)
            living.cancel()
            await asyncio.gather(living, return_exceptions=True)
            await self.presence.stop()


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither between clients nor for servers that might still be told of."""
    quick: Callable[..., Pace] = lambda: Pace(first=0.01, most=0.02)  # noqa: E731
    made = Supervisor.__init__

    def init(self: Supervisor, **given: Any) -> None:
        made(self, **{"pace": quick(), **given})

    monkeypatch.setattr(Supervisor, "__init__", init)
    state = discord.state.ConnectionState.__init__

    def soon(self: Any, **given: Any) -> None:
        state(self, **{**given, "guild_ready_timeout": 0.02})

    monkeypatch.setattr(discord.state.ConnectionState, "__init__", soon)


async def test_what_arrives_is_handed_on(double: Double) -> None:
    home = double.guild("Home", channels=("general",), people=("Ada",))
    general, ada = home.channel("general"), home.person("Ada")
    stage = Stage(double)
    async with stage.live():
        await stage.ready()
        seen = stage.presence.view()
        assert (seen.name, seen.guilds, seen.shards) == (double.sel.name, 1, 1)
        assert discord.Intents(**dict(discord.Intents._from_value(double.intents))).message_content
        post = await double.say(general, ada, "hello")
        await double.edit(post, "hello there")
        await double.react(post, ada, "❌")
        await double.delete(post)
        dm = await double.say(double.dm(ada), ada, "psst")
        await double.until(lambda: stage.works.texts == ["hello", "psst"])
        await double.until(lambda: stage.works.deleted_)
        assert stage.works.changed_ == [(post.id, "hello there")]
        assert stage.works.reacted_ == ["❌"]
        assert stage.works.deleted_ == [post.id]
        assert dm.id in {one.id for one in stage.works.said_}


async def test_every_way_a_line_can_break_ends_in_being_there_again(double: Double) -> None:
    home = double.guild("Home", people=("Ada",))
    double.refuse_gateway()
    stage = Stage(double)
    async with stage.live():
        await stage.ready(1)
        await double.malformed()
        await stage.ready(2)
        await double.op7()
        await stage.ready(3)
        await double.drop(4000)
        await stage.ready(4)
        await double.say(home.channel("general"), home.person("Ada"), "still there?")
        await double.until(lambda: stage.works.texts == ["still there?"])
    assert stage.states[0] == "connecting"
    assert "failed" not in stage.states


async def test_in_no_server_it_shows_the_way_in(double: Double) -> None:
    stage = Stage(double)
    async with stage.live():
        await stage.ready()
        assert f"client_id={double.sel.id}" in stage.told[-1][1]
        double.guild("Home")
        await double.until(lambda: stage.told[-1][1] == "")


@pytest.mark.parametrize("known", [True, False])
async def test_what_was_said_while_it_was_away_is_heard(double: Double, known: bool) -> None:
    home = double.guild("Home", channels=("general", "quiet"), people=("Ada",))
    general, ada = home.channel("general"), home.person("Ada")
    dm, book = double.dm(ada), FakeBook()
    if known:
        book.table(missed.TABLE).upsert(Document({"at": 1.0}, doc_id=dm.id))
    await double.say(general, ada, "too old", at=time.time() - 3600)
    await double.say(general, ada, "missed", at=time.time() - 20)
    await double.say(general, ada, "missed too", at=time.time() - 10)
    await double.say(dm, ada, "and here", at=time.time() - 10)
    stage = Stage(double, book)
    async with stage.live():
        wanted = ["missed", "missed too", *["and here"] * known]
        await double.until(lambda: len(stage.works.texts) >= len(wanted))
        await asyncio.sleep(0.05)
        assert stage.works.texts == wanted
    assert len(double.calls("GET /channels/{}/messages")) == 1 + known


async def test_what_was_said_before_the_new_client_is_looked_up(double: Double) -> None:
    home = double.guild("Home", people=("Ada",))
    general, ada = home.channel("general"), home.person("Ada")
    stage = Stage(double)
    async with stage.live():
        await stage.ready()
        await double.say(general, ada, "before")
        await double.until(lambda: stage.works.texts)
        await double.malformed()
        await double.until(lambda: not double.shards)
        await double.say(general, ada, "in between")
        await double.until(lambda: "in between" in stage.works.texts)
        assert len(double.identifies) == 2


def is_synced(book: FakeBook, name: str) -> bool:
    return [row["name"] for row in book.table(syncing.TABLE).all()] == [name]


async def test_commands_are_told_once_and_again_when_they_change(double: Double) -> None:
    book = FakeBook()
    for commands in ("one", "one", "two"):
        stage = Stage(double, book)
        stage.works.commands = commands
        async with stage.live():
            await stage.ready()
            await double.until(partial(is_synced, book, commands))
    puts = [one for one in double.writes if one.method == "PUT" and "commands" in one.route]
    assert len(puts) == 2


async def test_commands_that_discord_refuses_keep_nobody_out(double: Double) -> None:
    double.refuse("PUT /applications/{}/commands", status=400, times=1)
    stage = Stage(double)
    async with stage.live():
        await stage.ready()
        assert stage.book.table(syncing.TABLE).all() == []


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Discord wants five seconds between two logins."""

    async def hook(self: discord.Client, shard_id: int | None, *, initial: bool = False) -> None:
        return None

    monkeypatch.setattr(discord.Client, "before_identify_hook", hook)


@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize(("shards", "connected"), [(2, {0, 1}), (0, {0, 1, 2})])
async def test_several_connections(shards: int, connected: set[int]) -> None:
    async with Double.running(shards=3) as double:
        guilds = [double.guild(name, people=("Ada",)) for name in ("One", "Two")]
        stage = Stage(double, shards=shards)
        async with stage.live():
            await stage.ready()
            assert double.shards == connected
            assert stage.presence.view().shards == len(connected)
            mine = [one for one in guilds if (one.id >> 22) % (shards or 3) in connected]
            for one in mine:
                await double.say(one.channel("general"), double.person("Ada"), one.name)
            await double.until(lambda: sorted(stage.works.texts) == [one.name for one in mine])
            await double.malformed(shard=min(connected))
            await double.until(lambda: len(double.identifies) >= 2 * len(connected))
            await stage.ready(2)


class Shares:
    """What a process is given, one after the other, when the test says so."""

    def __init__(self) -> None:
        self.given: asyncio.Queue[frozenset[int] | StoreError] = asyncio.Queue()
        self.total = 0
        self.closed = False

    async def __call__(self, total: int) -> AsyncGenerator[frozenset[int], None]:
        self.total = total
        try:
            while True:
                share = await self.given.get()
                if isinstance(share, StoreError):
                    raise share
                yield share
        finally:
            self.closed = True


@pytest.mark.usefixtures("_at_once")
async def test_a_process_runs_what_it_is_given_and_nothing_else() -> None:
    async with Double.running(shards=4) as double:
        shares = Shares()
        stage = Stage(double, shards=4, shares=shares)
        async with stage.live() as living:
            for share in ({1, 3}, {3}, set(), {0, 2, 3}):
                shares.given.put_nowait(frozenset(share))
                await double.until(partial(shards_are, double, share))
            assert (shares.total, stage.presence.view().shards) == (4, 3)
            assert "stands by" in " ".join(text for _, text in stage.told)
            shares.given.put_nowait(StoreError("Other processes share 2 shards."))
            assert (await asyncio.wait_for(living, 30.0)).title == "Other processes share 2 shards."
            assert shares.closed
        assert double.shards == set()


def shards_are(double: Double, share: set[int]) -> bool:
    return double.shards == share


@pytest.mark.usefixtures("_at_once")
async def test_leaving_gives_the_shares_back() -> None:
    async with Double.running(shards=2) as double:
        shares = Shares()
        async with Stage(double, shards=2, shares=shares).live():
            shares.given.put_nowait(frozenset({0}))
            await double.until(lambda: double.shards == {0})
        assert shares.closed
        assert double.shards == set()


async def test_a_final_error_of_one_share_is_final() -> None:
    async with Double.running(privileged=()) as double:
        shares = Shares()
        async with Stage(double, shards=2, shares=shares).live() as living:
            shares.given.put_nowait(frozenset({1}))
            assert isinstance(await asyncio.wait_for(living, 30.0), IntentMissing)


async def test_who_shares_has_to_say_into_how_many_parts(double: Double) -> None:
    async with Stage(double, shards=0, shares=Shares()).live() as living:
        assert (await living).where == "SEL_DISCORD_SHARDS"


async def test_a_token_nobody_knows_is_final(double: Double) -> None:
    stage = Stage(double, token=NOBODYS)
    async with stage.live() as living:
        assert isinstance(await asyncio.wait_for(living, 30.0), TokenRefused)
    assert stage.states == ["connecting", "failed"]


async def test_a_missing_intent_is_final() -> None:
    async with Double.running(privileged=()) as double:
        stage = Stage(double)
        async with stage.live() as living:
            assert isinstance(await asyncio.wait_for(living, 30.0), IntentMissing)
