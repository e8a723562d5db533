"""An unmodified discord.py connects to the double, loses it, and comes back."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest
from double import Double
from double.wire import MESSAGE_CONTENT
from double_clients import Listener, intents, online, text_channel


async def test_a_client_starts_as_it_does_with_discord(double: Double) -> None:
    guild = double.guild("Home", channels=("general", "random"), people=("Ada", "Ben"))
    client = Listener(double)
    async with online(client, double):
        [home] = client.guilds
        assert [channel.name for channel in home.text_channels] == ["general", "random"]
        assert home.owner_id == guild.person("Ada").id
        assert client.user is not None
        assert client.user.id == double.sel.id
    assert [write.route for write in double.writes] == ["/users/@me", "/oauth2/applications/@me"]
    assert client.events[:3] == ["first", "READY", "GUILD_CREATE"]
    assert double.intents & MESSAGE_CONTENT


async def test_a_wrong_token_is_a_login_failure(double: Double) -> None:
    client = Listener(double)
    with pytest.raises(discord.LoginFailure):
        await client.start("MTA1.of.nobody")
    await client.close()
    assert double.writes[0].status == 401
    assert double.identifies == []


async def test_an_intent_that_is_not_switched_on_is_refused() -> None:
    async with Double.running(privileged=("members",)) as double:
        client = Listener(double)
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await client.start(double.token)
        await client.close()


async def test_members_are_asked_for(double: Double) -> None:
    """Op 8: without presences a server comes without its members."""
    double.gateway.chunk = 2
    guild = double.guild("Home", people=("Ada", "Ben", "Cyd"))
    client = Listener(double, intents=intents(members=True))
    async with online(client, double):
        await double.until(lambda: client.guilds[0].chunked)
        names = {member.display_name for member in client.guilds[0].members}
        assert names == {"SEL", "Ada", "Ben", "Cyd"}
        assert client.events.count("GUILD_MEMBERS_CHUNK") == 2
        guild.add_person("Dee")
        await double.until(lambda: len(client.guilds[0].members) == 5)


async def test_servers_and_channels_made_later_are_told(double: Double) -> None:
    client = Listener(double)
    async with online(client, double):
        guild = double.guild("Late", people=("Ada",))
        guild.add_channel("more")
        guild.thread(guild.channel("general"), "aside")
        await double.until(lambda: client.guilds and client.guilds[0].threads)
        assert [channel.name for channel in client.guilds[0].text_channels] == ["general", "more"]


async def test_heartbeats_come_at_once_and_then_in_their_time() -> None:
    async with Double.running(heartbeat=0.05) as double:
        client = Listener(double)
        async with online(client, double):
            await double.until(lambda: len(double.heartbeats) >= 4)
            beating = client.ws._keep_alive
            assert beating is not None
            assert beating.interval == 0.05


async def test_a_gateway_that_no_longer_answers_is_left() -> None:
    async with (
        Double.running(heartbeat=0.05) as double,
        online(Listener(double, heartbeat_timeout=0.2), double),
    ):
        double.gateway.deaf = True
        await double.until(lambda: double.resumes)


async def test_two_processes_with_one_shard_both_hear(double: Double) -> None:
    """As with Discord: that only one of them answers is for the bridge to see to."""
    guild = double.guild("Home", people=("Ada",))
    clients = [Listener(double), Listener(double)]
    async with online(clients[0], double), online(clients[1], double):
        await double.say(guild.channel("general"), guild.person("Ada"), "hello")
        await double.until(lambda: all(client.texts == ["hello"] for client in clients))


@pytest.mark.parametrize("way", ["drop", "close", "op7", "op9"])
async def test_after_a_gap_the_client_resumes_and_hears_what_it_missed(
    double: Double, way: str
) -> None:
    guild = double.guild("Home", people=("Ada",))
    general, ada = guild.channel("general"), guild.person("Ada")
    client = Listener(double)
    async with online(client, double):
        await double.say(general, ada, "before")
        await double.until(lambda: client.texts == ["before"])
        ways = {
            "drop": double.drop(),
            "close": double.drop(4000),
            "op7": double.op7(),
            "op9": double.op9(True),
        }
        away = asyncio.create_task(ways.pop(way))
        for other in ways.values():
            other.close()
        await double.until(lambda: not double.shards or double.resumes)
        await double.say(general, ada, "meanwhile")
        await away
        await double.until(lambda: double.resumes)
        await double.say(general, ada, "after")
        await double.until(lambda: client.texts == ["before", "meanwhile", "after"])
        assert len(double.identifies) == 1
        assert "RESUMED" in client.events


async def test_a_session_that_is_gone_begins_anew(double: Double) -> None:
    """What was said in between does not come again: that is for the bridge to look up."""
    guild = double.guild("Home", people=("Ada",))
    general, ada = guild.channel("general"), guild.person("Ada")
    client = Listener(double, hurried=True)
    async with online(client, double):
        await double.drop(4000, forget=True)
        await double.say(general, ada, "missed")
        await double.until(lambda: len(double.identifies) == 2 and double.shards)
        await double.say(general, ada, "heard")
        await double.until(lambda: client.texts)
        assert client.texts == ["heard"]
        assert [resume.session for resume in double.resumes] == [""]
        missed = [one.content async for one in text_channel(client, general.id).history()]
        assert missed == ["heard", "missed"]


@pytest.mark.long
async def test_after_an_invalid_session_the_library_waits_five_seconds(double: Double) -> None:
    async with online(Listener(double), double):
        await double.op9(False)
        await double.until(lambda: len(double.identifies) == 2, seconds=30)
        apart = double.identifies[1].at - double.identifies[0].at
        assert 4.9 < apart < 7


async def test_one_broken_payload_ends_the_client(double: Double) -> None:
    """The first hole: the parser's own error comes out of `start`."""
    double.guild("Home")
    client = Listener(double)
    async with online(client, double) as task:
        await double.malformed()
        with pytest.raises(KeyError):
            await asyncio.wait_for(asyncio.shield(task), 30)


async def test_a_refused_first_connection_ends_the_client(double: Double) -> None:
    """The second hole."""
    double.refuse_gateway()
    client = Listener(double)
    with pytest.raises(AttributeError, match="sequence"):
        await client.start(double.token)
    await client.close()
    assert double.gateway.connections == 1


async def test_a_final_close_code_ends_the_client(double: Double) -> None:
    client = Listener(double)
    async with online(client, double) as task:
        await double.drop(4004)
        with pytest.raises(discord.ConnectionClosed) as caught:
            await asyncio.wait_for(asyncio.shield(task), 30)
    assert caught.value.code == 4004


async def test_a_client_that_says_goodbye_gives_up_its_session(double: Double) -> None:
    """Closed with 1000. (`Client.close` asks for that, but its reader closes first, with 4000.)"""
    identify = {"op": 2, "d": {"token": double.token, "intents": 0}}
    async with (
        aiohttp.ClientSession(connector=double.connector()) as session,
        session.ws_connect("wss://gateway.discord.gg/") as socket,
    ):
        await socket.send_json(identify)
        await double.until(lambda: double.gateway.sessions)
        await socket.close(code=1000)
        await double.until(lambda: not double.gateway.sessions)


async def test_too_many_events_close_the_connection(double: Double) -> None:
    double.gateway.events_a_minute = 5
    client = Listener(double)
    async with online(client, double):
        for _ in range(6):
            await client.change_presence(status=discord.Status.idle)
        await double.until(lambda: double.resumes)
    assert double.gateway.presences[0]["status"] == "idle"


async def test_shards_share_the_servers() -> None:
    async with Double.running(shards=2) as double:
        guilds = [double.guild(name, people=("Ada",)) for name in ("Nought", "One", "Two")]
        ada = double.person("Ada")
        heard: list[tuple[int | None, str]] = []

        class Sharded(discord.AutoShardedClient):
            async def on_message(self, message: discord.Message) -> None:
                heard.append((message.guild.shard_id if message.guild else None, message.content))

            async def before_identify_hook(self, shard_id: int | None, **_: bool) -> None:
                """At once: the double does not mind."""

        client = Sharded(intents=intents(), connector=double.connector(), guild_ready_timeout=0.02)
        async with online(client, double):
            assert double.shards == {0, 1}
            assert "/gateway/bot" in [write.route for write in double.writes]
            for guild in guilds:
                await double.say(guild.channel("general"), ada, guild.name)
            await double.say(double.dm(ada), ada, "alone")
            await double.until(lambda: len(heard) == 4)
            expected = [(0, "Nought"), (1, "One"), (0, "Two"), (None, "alone")]
            assert sorted(heard, key=str) == sorted(expected, key=str)
            await double.drop(shard=1)
            await double.until(lambda: double.resumes)
            assert double.resumes[0].shard == (1, 2)


async def test_a_shard_of_its_own_process_gets_only_its_servers(double: Double) -> None:
    for name in ("Nought", "One", "Two"):
        double.guild(name)
    client = Listener(double, shard_id=1, shard_count=2)
    async with online(client, double):
        assert [guild.name for guild in client.guilds] == ["One"]


async def test_text_frames_do_as_well(double: Double) -> None:
    """Who does not ask for compression gets none (and other ways in are refused)."""
    async with aiohttp.ClientSession(connector=double.connector()) as session:
        async with session.ws_connect("wss://gateway.discord.gg/?v=10&encoding=json") as socket:
            assert (await socket.receive_json())["op"] == 10
            await socket.send_json({"op": 8, "d": {}})
            await socket.receive()
            assert socket.close_code == 4003
        answer = await session.get("https://example.discord.com/elsewhere")
        assert answer.status == 404
