"""How often: headers, 429s of all kinds, errors of the server, old messages."""

from __future__ import annotations

import asyncio
import time

import discord
import pytest
from double import Double
from double_clients import Listener, online, text_channel


async def test_headers_make_the_library_slow_down(double: Double) -> None:
    """It never runs into the 429 that would come. Whoever uses up the bucket waits in that very
    call until it is full again, though the message is there long before."""
    general, random = double.guild("Home", channels=("general", "random")).channels
    double.bucket("messages", per=2, seconds=60.0)
    client = Listener(double)
    async with online(client, double):
        channel = text_channel(client, general.id)
        await channel.send("0")
        last = asyncio.create_task(channel.send("1"))
        await double.until(lambda: len(double.posts(general)) == 2)
        assert not last.done()
        double.bucket("messages", per=2, seconds=0.3)
        channel = text_channel(client, random.id)
        for number in range(5):
            await channel.send(str(number))
        assert not last.done()
        last.cancel()
    assert len(double.posts(random)) == 5
    assert {write.status for write in double.writes} == {200}


async def test_realistic_limits_leave_room_for_one_reply(double: Double) -> None:
    general = double.guild("Home").channel("general")
    double.realistic()
    double.bucket("edits", per=5, seconds=60.0)  # five seconds may pass here
    client = Listener(double)
    async with online(client, double):
        message = await text_channel(client, general.id).send("…")
        for number in range(4):
            await message.edit(content=str(number))
        assert {write.status for write in double.writes} == {200}
        assert double.rest.buckets.ask("PATCH /channels/{}/messages/{}", general.id).wait is None
        assert double.rest.buckets.ask("PATCH /channels/{}/messages/{}", general.id).wait


async def test_a_bucket_is_one_channels_own(double: Double) -> None:
    guild = double.guild("Home", channels=("general", "random"))
    double.bucket("messages", per=2, seconds=30.0)
    client = Listener(double)
    async with online(client, double):
        for channel in guild.channels:
            await asyncio.wait_for(text_channel(client, channel.id).send("one"), 20)
        double.bucket("messages", per=None)
        assert double.rest.buckets.ask("POST /channels/{}/messages", 1).headers == {}


async def test_who_does_not_heed_the_headers_gets_a_429(double: Double) -> None:
    """Two clients of one bot: the second knows nothing of what the first used up."""
    general = double.guild("Home").channel("general")
    double.bucket("messages", per=1, seconds=0.3)
    first, second = Listener(double), Listener(double)
    async with online(first, double), online(second, double):
        waiting = asyncio.create_task(text_channel(first, general.id).send("one"))
        await double.until(lambda: double.posts(general))
        await text_channel(second, general.id).send("two")
        await waiting
    sent = double.calls("POST /channels/{}/messages")
    assert [write.status for write in sent] == [200, 429, 200]
    assert double.rest.invalid == 1


async def test_a_global_limit_holds_up_everything(double: Double) -> None:
    general = double.guild("Home", channels=("general", "random"))
    double.refuse("POST /channels/{id}/messages", "429 global", wait=0.3)
    client = Listener(double)
    async with online(client, double):
        one, two = (text_channel(client, channel.id) for channel in general.channels)
        began = time.monotonic()
        first = asyncio.create_task(one.send("one"))
        await double.until(lambda: not client.http._global_over.is_set())  # it has heard of it
        await two.send("two")
        assert time.monotonic() - began >= 0.3
        await first


async def test_the_global_bucket_counts_all_routes(double: Double) -> None:
    double.bucket("global", per=1, seconds=0.3)
    async with online(Listener(double), double):
        statuses = [write.status for write in double.writes]
    assert statuses == [200, 429, 200]


async def test_a_wait_that_is_too_long_is_an_error(double: Double) -> None:
    general = double.guild("Home").channel("general")
    double.refuse("POST /channels/{id}/messages", 429, wait=40.0)
    client = Listener(double, max_ratelimit_timeout=30.0)
    async with online(client, double):
        with pytest.raises(discord.RateLimited) as caught:
            await text_channel(client, general.id).send("one")
    assert caught.value.retry_after == 40.0


async def test_a_429_without_via_is_a_ban(double: Double) -> None:
    general = double.guild("Home").channel("general")
    double.refuse("POST /channels/{id}/messages", 429, via=False)
    client = Listener(double)
    async with online(client, double):
        with pytest.raises(discord.HTTPException) as caught:
            await text_channel(client, general.id).send("one")
    assert caught.value.status == 429
    assert double.posts(general) == []


async def test_too_many_invalid_calls_ban_the_address(double: Double) -> None:
    double.rest.invalid_most = 2
    for _ in range(2):
        client = Listener(double)
        with pytest.raises(discord.LoginFailure):
            await client.start("no")
        await client.close()
    client = Listener(double)
    with pytest.raises(discord.HTTPException) as caught:
        await client.start(double.token)
    await client.close()
    assert caught.value.status == 429


async def test_a_retry_after_a_lost_answer_does_not_post_twice(double: Double) -> None:
    """The nonce: Discord had taken the message, only its answer went missing."""
    general = double.guild("Home").channel("general")
    double.refuse("POST /channels/{id}/messages", 502, lost=True)
    client = Listener(double)
    async with online(client, double):
        began = time.monotonic()
        message = await text_channel(client, general.id).send("once")
        assert time.monotonic() - began >= 0.95
    assert [write.status for write in double.calls("POST /channels/{}/messages")] == [502, 200]
    assert [post.id for post in double.posts(general)] == [message.id]


async def test_other_errors_are_not_tried_again(double: Double) -> None:
    general = double.guild("Home").channel("general")
    double.refuse("POST /channels/{id}/messages", 403, code=50013, message="Missing Permissions")
    client = Listener(double)
    async with online(client, double):
        with pytest.raises(discord.Forbidden) as caught:
            await text_channel(client, general.id).send("no")
        assert caught.value.code == 50013
        double.refuse("POST /channels/{id}/messages", 503)
        with pytest.raises(discord.DiscordServerError):
            await text_channel(client, general.id).send("no")
        await text_channel(client, general.id).send("yes")
    assert [write.error for write in double.writes[2:]] == [50013, 0, None]


async def test_a_call_can_be_held_up(double: Double) -> None:
    general = double.guild("Home").channel("general")
    held = double.refuse("*", 0, times=100, hold=0.1)
    client = Listener(double)
    async with online(client, double):
        began = time.monotonic()
        await text_channel(client, general.id).send("late")
        assert time.monotonic() - began >= 0.1
        held.times = 0
        await text_channel(client, general.id).send("at once")


async def test_old_messages_have_a_limit_of_edits_that_no_header_tells(double: Double) -> None:
    general = double.guild("Home").channel("general")
    double.routes.old_edits = 1, 0.1
    client = Listener(double)
    async with online(client, double):
        message = await text_channel(client, general.id).send("young")
        for text in ("a", "b", "c"):
            await message.edit(content=text)
        double.posts(general)[0].at -= 3700
        for text in ("d", "e"):
            await message.edit(content=text)
    errors = [write.error for write in double.calls("PATCH /channels/{}/messages/{}")]
    assert errors == [None, None, None, None, 30046, None]


async def test_edits_typing_and_reactions_have_buckets_too(double: Double) -> None:
    general = double.guild("Home").channel("general")
    for family in ("edits", "typing", "reactions", "deletes", "history"):
        double.bucket(family, per=1, seconds=0.05)
    client = Listener(double)
    async with online(client, double):
        channel = text_channel(client, general.id)
        message = await channel.send("one")
        await message.edit(content="two")
        await channel.typing()
        await message.add_reaction("👋")
        await channel.fetch_message(message.id)
        await message.delete()
    limited = {"PATCH", "PUT", "DELETE"}
    assert limited < {write.method for write in double.writes}
    assert double.typing(general)
