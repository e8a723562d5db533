"""Replies through discord.py to the double: what really stands in the channel, and what it took."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import discord
import pytest
from double import Double
from double.people import Channel
from double.posts import Post
from replies_fakes import FakeMind, Script, saying, words

from bridge.ears.incoming import Incoming
from bridge.ports import Mind
from bridge.replies import pace
from bridge.replies.answering import Answering
from bridge.replies.buckets import Buckets
from bridge.replies.place import DiscordPlaces
from bridge.replies.ports import MessageGone, PlaceBusy, PlaceGone
from sel.config.settings import Settings
from sel.events import Interrupt


class Stage:
    """Somebody asks in a channel of the double, and SEL answers."""

    def __init__(self, double: Double, client: discord.Client, script: Script) -> None:
        self.double, self.mind, self.buckets = double, FakeMind(script), Buckets()
        self.places = DiscordPlaces(lambda: client, self.buckets)
        self.answering = Answering(cast("Mind", self.mind), self.places, Settings())
        self.guild = double.guild("Home", people=("Ada",))
        self.channel: Channel = self.guild.channel("general")
        self.ada = self.guild.person("Ada")

    async def ask(self, text: str = "hello") -> tuple[Post, Incoming]:
        post = await self.double.say(self.channel, self.ada, text)
        return post, Incoming(
            id=post.id,
            channel_id=self.channel.id,
            guild_id=self.guild.id,
            author_id=self.ada.id,
            name="Ada",
            text=text,
            at=0.0,
        )

    async def answer(self, message: Incoming) -> None:
        await self.answering.answer([message], addressed=True, aside=False)

    @property
    def posts(self) -> list[Post]:
        return [post for post in self.double.posts(self.channel) if not post.deleted]

    @property
    def statuses(self) -> list[int]:
        return [one.status for one in self.double.writes]


@asynccontextmanager
async def staged(double: Double, script: Script) -> AsyncIterator[Stage]:
    """Logged in, without the gateway, which writing does not need."""
    buckets = Buckets()
    client = discord.Client(
        intents=discord.Intents.none(),
        connector=double.connector(),
        http_trace=buckets.trace(),
        max_ratelimit_timeout=30,
    )
    stage = Stage(double, client, script)
    stage.buckets = buckets
    stage.places._buckets = buckets
    async with client:
        await client.login(double.token)
        double.writes.clear()
        stage.answering.start()
        try:
            yield stage
        finally:
            await stage.answering.close()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> float:
    monkeypatch.setattr(pace, "EDIT_SECONDS", 0.1)
    return 0.1


async def test_a_reply_grows_and_is_whole(double: Double, quick: float) -> None:
    parts = words(40)
    async with staged(double, saying(parts, every=0.02, first=0.05)) as stage:
        asked, message = await stage.ask()
        await stage.answer(message)
        (post,) = stage.posts
        assert post.text == "".join(parts).strip()
        assert post.reply_to == asked.id
        assert post.allowed_mentions is not None
        assert post.allowed_mentions["parse"] == []
        assert stage.channel.typing
        writes = [one.at for one in double.writes if "messages" in one.route]
        assert 3 <= len(writes) <= (writes[-1] - asked.at) / quick + 2
        assert set(stage.statuses) <= {200, 204}


async def test_no_more_than_the_bucket_allows(double: Double, quick: float) -> None:
    double.bucket("edits", per=2, seconds=0.6)
    async with staged(double, saying(words(50), every=0.02, first=0.05)) as stage:
        _, message = await stage.ask()
        await stage.answer(message)
        assert stage.posts[0].text == "".join(words(50)).strip()
        assert 429 not in stage.statuses
        edits = [one.at for one in double.writes if one.method == "PATCH"]
        assert len(edits) <= 2 * ((edits[-1] - edits[0]) // 0.6 + 2)
        assert stage.buckets.pause(stage.channel.id, "edit") > 0


async def test_a_question_that_is_gone_is_answered_without_pointing_at_it(
    double: Double, quick: float
) -> None:
    async with staged(double, saying(["Yes, ", "sure. "], first=0.05)) as stage:
        asked, message = await stage.ask()
        await double.delete(asked)
        await stage.answer(message)
        (post,) = stage.posts
        assert post.text == "Yes, sure."
        assert post.reply_to is None


async def test_a_reply_somebody_deletes_is_posted_anew(double: Double, quick: float) -> None:
    async with staged(double, saying(words(40), every=0.02, first=0.05)) as stage:
        _, message = await stage.ask()
        task = asyncio.create_task(stage.answer(message))
        await double.until(lambda: stage.posts)
        first = stage.posts[0]
        await double.delete(first)
        await task
        (post,) = stage.posts
        assert post is not first
        assert post.text == "".join(words(40)).strip()


async def test_where_sel_may_not_write_the_turn_ends(double: Double, quick: float) -> None:
    async with staged(double, saying(words(400), every=0.02, first=0.05)) as stage:
        _, message = await stage.ask()
        double.refuse("POST /channels/{channel}/messages", 403, code=50013)
        await stage.answer(message)
        assert stage.mind.commands[-1] == Interrupt(channel=message.channel)
        assert stage.posts == []


async def test_a_lost_answer_posts_nothing_twice(
    double: Double, quick: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridge.replies.telling.RETRY_SECONDS", (0.05, 0.05))
    async with staged(double, saying(["Yes, ", "sure. "], first=0.05)) as stage:
        _, message = await stage.ask()
        double.refuse("POST /channels/{channel}/messages", 503, lost=True)
        await stage.answer(message)
        assert [post.text for post in stage.posts] == ["Yes, sure."]


async def test_a_cross_takes_it_away(double: Double, quick: float) -> None:
    async with staged(double, saying(["Yes, ", "sure. "], first=0.05)) as stage:
        _, message = await stage.ask()
        await stage.answer(message)
        assert await stage.answering.crossed(stage.posts[0].id, stage.ada.id)
        assert stage.posts == []


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (404, 10008, MessageGone),
        (404, 10003, PlaceGone),
        (403, 50001, PlaceGone),
        (400, 50083, PlaceGone),
        (400, 30046, PlaceBusy),
        (503, 0, PlaceBusy),
    ],
)
async def test_what_discord_says_is_understood(
    double: Double, status: int, code: int, kind: Any
) -> None:
    async with staged(double, saying([])) as stage:
        _, message = await stage.ask()
        place = stage.places.of(message)
        sent = await place.send("hello", reply_to=None, nonce=1)
        double.refuse("PATCH /channels/{channel}/messages/{message}", status, code=code)
        with pytest.raises(kind):
            await place.edit(sent, "other")


async def test_between_two_clients_it_is_busy() -> None:
    message = Incoming(id=1, channel_id=2, guild_id=3, author_id=4, name="A", text="", at=0.0)
    with pytest.raises(PlaceBusy):
        await DiscordPlaces(lambda: None, Buckets()).of(message).typing()


async def test_a_closed_client_is_busy(double: Double) -> None:
    client = discord.Client(intents=discord.Intents.none(), connector=double.connector())
    message = Incoming(id=1, channel_id=2, guild_id=3, author_id=4, name="A", text="", at=0.0)
    place = DiscordPlaces(lambda: client, Buckets()).of(message)
    async with client:
        await client.login(double.token)
    with pytest.raises(PlaceBusy):
        await place.send("x", reply_to=None, nonce=1)


def test_headers_are_read() -> None:
    buckets = Buckets()
    headers = {"X-RateLimit-Remaining": "4", "X-RateLimit-Reset-After": "5.0"}
    buckets.note("PATCH", "/api/v10/channels/7/messages/8", headers)
    assert buckets.pause(7, "edit") == 1.25
    assert buckets.pause(7, "send") == 0.0
    buckets.note(
        "PATCH", "/api/v10/channels/7/messages/8", headers | {"X-RateLimit-Remaining": "0"}
    )
    assert buckets.pause(7, "edit") == 5.0
    buckets.note("PATCH", "/api/v10/channels/7/messages/8", {"X-RateLimit-Remaining": "x"})
    buckets.note("GET", "/api/v10/channels/7/messages/8", headers)
    assert buckets.pause(7, "edit") == 5.0
