"""Messages both ways, and the limits Discord has for them."""

from __future__ import annotations

import time

import discord
import pytest
from double import Double, File
from double_clients import Listener, intents, online, text_channel


async def test_a_message_is_answered_edited_and_reacted_to(double: Double) -> None:
    guild = double.guild("Home", people=("Ada", "Ben"))
    general, ada = guild.channel("general"), guild.person("Ada")
    client = Listener(double)
    async with online(client, double):
        asked = await double.say(general, ada, "hello", mention_sel=True)
        await double.until(lambda: client.heard)
        [message] = client.heard
        assert message.clean_content == "@SEL hello"
        assert client.user in message.mentions
        assert message.id == asked.id
        async with message.channel.typing():
            reply = await message.reply("first")
        await reply.edit(content="second")
        await reply.add_reaction("👋")
        [post] = double.posts(general)
        assert [text for _, text in post.history] == ["first", "second"]
        assert post.reply_to == asked.id
        assert post.reactions == [("👋", double.sel)]
        assert double.typing(general)[0] <= post.at
        await reply.remove_reaction("👋", discord.Object(double.sel.id))
        assert post.reactions == []
        await reply.delete()
        assert post.deleted
        assert double.posts(general) == [post]


async def test_people_edit_delete_and_react(double: Double) -> None:
    guild = double.guild("Home", people=("Ada",))
    general, ada = guild.channel("general"), guild.person("Ada")
    seen: list[str] = []

    class Watcher(Listener):
        async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
            seen.append(f"edit {payload.message.content}")

        async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
            seen.append("delete")

        async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
            seen.append(f"add {payload.emoji} {payload.member}")

        async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
            seen.append(f"remove {payload.emoji}")

    async with online(Watcher(double), double):
        said = await double.say(general, ada, "helo")
        await double.edit(said, "hello")
        await double.react(said, ada, "❌")
        await double.react(said, ada, "❌")
        await double.react(said, ada, "❌", away=True)
        await double.delete(said)
        await double.until(lambda: len(seen) == 4)
    assert seen == ["edit hello", "add ❌ ada", "remove ❌", "delete"]


async def test_what_else_happens_to_messages(double: Double) -> None:
    """A preview is no edit; around a gap a message may come twice; many go at once."""
    guild = double.guild("Home", channels=("general", "old"), people=("Ada",))
    general, ada = guild.channel("general"), guild.person("Ada")
    edits: list[tuple[str, bool]] = []
    gone: list[set[int]] = []

    class Watcher(Listener):
        async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
            edits.append((payload.message.content, payload.message.edited_at is not None))

        async def on_raw_bulk_message_delete(
            self, payload: discord.RawBulkMessageDeleteEvent
        ) -> None:
            gone.append(payload.message_ids)

    client = Watcher(double)
    async with online(client, double):
        said = await double.say(general, ada, "https://example.com")
        await double.unfurl(said, "Example")
        await double.again(said)
        await double.purge([said])
        await double.until(lambda: gone)
        assert edits == [("https://example.com", False)]
        assert [one.id for one in client.heard] == [said.id, said.id]
        assert gone == [{said.id}]
        old = text_channel(client, guild.channel("old").id)
        await double.remove(guild.channel("old"))
        with pytest.raises(discord.NotFound) as caught:
            await old.send("where?")
        assert caught.value.code == 10003
        await double.remove(guild)
        await double.until(lambda: not client.guilds)


async def test_direct_messages_have_no_server(double: Double) -> None:
    ada = double.person("Ada")
    client = Listener(double, intents=intents(content=False))
    async with online(client, double):
        await double.say(double.dm(ada), ada, "between us")
        await double.until(lambda: client.heard)
        assert client.heard[0].guild is None
        assert client.texts == ["between us"]
        await client.heard[0].channel.send("yes")
        user = await client.fetch_user(ada.id)
        await user.send("and I begin")
        assert [post.text for post in double.posts(double.dm(ada))] == ["yes", "and I begin"]
        ada.closed = True
        with pytest.raises(discord.Forbidden) as caught:
            await user.send("hello?")
        assert caught.value.code == 50007


async def test_without_the_intent_words_are_only_seen_where_they_are_meant_for_sel(
    double: Double,
) -> None:
    guild = double.guild("Home", people=("Ada",))
    general, ada = guild.channel("general"), guild.person("Ada")
    client = Listener(double, intents=intents(content=False))
    async with online(client, double):
        file = File("a.txt", b"a")
        await double.say(general, ada, "among us", files=(file,))
        await double.say(general, ada, "to you", mention_sel=True)
        await double.until(lambda: len(client.heard) == 2)
        assert client.texts == ["", f"{double.sel.mention} to you"]
        assert client.heard[0].attachments == []
        own = await text_channel(client, general.id).send("mine")
        await double.say(general, ada, "to that", reply_to=double.posts(general)[0], ping=True)
        await double.say(general, ada, "quietly", reply_to=double.posts(general)[0], ping=False)
        await double.until(lambda: len(client.heard) == 4)
        assert client.texts[2:] == ["to that", ""]
        assert own.content == "mine"


async def test_in_history_words_need_the_intent_too() -> None:
    async with Double.running(privileged=()) as double:
        guild = double.guild("Home", people=("Ada",))
        general, ada = guild.channel("general"), guild.person("Ada")
        client = Listener(double, intents=intents(content=False))
        async with online(client, double):
            said = await double.say(general, ada, "among us")
            fetched = await text_channel(client, general.id).fetch_message(said.id)
            assert fetched.content == ""


@pytest.mark.parametrize(
    ("text", "code"), [("x" * 2001, 50035), ("", 50006), ("  \n", 50006)], ids=["long", "", "blank"]
)
async def test_texts_that_are_refused(double: Double, text: str, code: int) -> None:
    general = double.guild("Home").channel("general")
    client = Listener(double)
    async with online(client, double):
        channel = text_channel(client, general.id)
        with pytest.raises(discord.HTTPException) as caught:
            await channel.send(text)
        assert (caught.value.status, caught.value.code) == (400, code)
        good = await channel.send("x" * 2000)
        with pytest.raises(discord.HTTPException) as caught:
            await good.edit(content=text)
        assert caught.value.code == code
    assert [len(post.text) for post in double.posts(general)] == [2000]


async def test_what_the_client_allows_decides_who_is_pinged(double: Double) -> None:
    guild = double.guild("Home", people=("Ada", "Ben"))
    general, ada, ben = guild.channel("general"), guild.person("Ada"), guild.person("Ben")
    client = Listener(double)
    async with online(client, double):
        said = await double.say(general, ada, "hello")
        await double.until(lambda: client.heard)
        text = f"@everyone {ada.mention} {ben.mention} <@&{guild.id + 1}>"
        await client.heard[0].reply(text)
        everybody = discord.AllowedMentions.all()
        await client.heard[0].channel.send(text, allowed_mentions=everybody)
        chosen = discord.AllowedMentions(everyone=False, roles=False, users=[_object(ben.id)])
        await client.heard[0].reply(text, allowed_mentions=chosen, mention_author=True)
    pings = [post.pings for post in double.posts(general)]
    everyone = {"everyone", ada.id, ben.id, guild.id + 1}
    assert pings == [set(), everyone, {ada.id, ben.id}]
    assert [post.reply_to for post in double.posts(general)] == [said.id, None, said.id]
    assert double.posts(general)[0].allowed_mentions == {"parse": []}


def _object(number: int) -> discord.Object:
    return discord.Object(number)


async def test_a_client_that_sets_nothing_pings_everybody(double: Double) -> None:
    guild = double.guild("Home", people=("Ada",))
    general, ada = guild.channel("general"), guild.person("Ada")
    client = Listener(double, allowed_mentions=None)
    async with online(client, double):
        await double.say(general, ada, "hello")
        await double.until(lambda: client.heard)
        await client.heard[0].reply("@here")
    assert double.posts(general)[0].pings == {"everyone", ada.id}


async def test_only_own_messages_can_be_changed(double: Double) -> None:
    guild = double.guild("Home", people=("Ada",))
    general, ada = guild.channel("general"), guild.person("Ada")
    client = Listener(double)
    async with online(client, double):
        said = await double.say(general, ada, "hello")
        channel = text_channel(client, general.id)
        other = channel.get_partial_message(said.id)
        for way, code in ((other.edit(content="no"), 50005), (other.delete(), 50013)):
            with pytest.raises(discord.Forbidden) as caught:
                await way
            assert caught.value.code == code
        await double.delete(said)
        for call in (other.fetch(), other.add_reaction("👋")):
            with pytest.raises(discord.NotFound) as missing:
                await call
            assert missing.value.code == 10008
        with pytest.raises(discord.HTTPException, match="Unknown message"):
            await other.reply("gone")


async def test_places_that_are_not_sels(double: Double) -> None:
    guild = double.guild("Home", people=("Ada",))
    locked = guild.add_channel("locked")
    locked.locked = True
    closed = guild.add_channel("closed", closed=True)
    hidden = guild.add_channel("hidden")
    client = Listener(double)
    async with online(client, double):
        me = client.guilds[0].me
        assert not text_channel(client, locked.id).permissions_for(me).send_messages
        assert text_channel(client, closed.id).permissions_for(me).view_channel
        everyone = client.guilds[0].default_role
        assert not text_channel(client, closed.id).permissions_for(everyone).view_channel
        hidden.hidden = True
        for channel, code in ((locked, 50013), (hidden, 50001)):
            with pytest.raises(discord.Forbidden) as caught:
                await text_channel(client, channel.id).send("no")
            assert caught.value.code == code


async def test_bots_and_webhooks_are_told_apart(double: Double) -> None:
    guild = double.guild("Home", people=("Ada",))
    general, ada = guild.channel("general"), guild.person("Ada")
    client = Listener(double)
    async with online(client, double):
        await double.say(general, ada, "me")
        await double.say(general, ada, "my bot", bot=True)
        await double.say(general, ada, "my bot again", bot=True)
        await double.say(general, ada, "my hook", webhook=True)
        await double.until(lambda: len(client.heard) == 4)
        assert [one.author.bot for one in client.heard] == [False, True, True, True]
        assert [bool(one.webhook_id) for one in client.heard] == [False, False, False, True]
        assert client.heard[1].author.id == client.heard[2].author.id != ada.id


async def test_history_goes_both_ways(double: Double) -> None:
    guild = double.guild("Home", people=("Ada",))
    general, ada = guild.channel("general"), guild.person("Ada")
    began = time.time() - 600
    said = [await double.say(general, ada, str(number), at=began + number) for number in range(120)]
    client = Listener(double)
    async with online(client, double):
        channel = text_channel(client, general.id)
        after = discord.Object(said[4].id)
        later = [one.content async for one in channel.history(after=after, limit=None)]
        assert later == [str(number) for number in range(5, 120)]
        first = [one.content async for one in channel.history(after=after, limit=2)]
        assert first == ["5", "6"]
        newest = [one.content async for one in channel.history(limit=2)]
        assert newest == ["119", "118"]
        earlier = [one.content async for one in channel.history(before=after, limit=2)]
        assert earlier == ["3", "2"]
        created = (await channel.fetch_message(said[7].id)).created_at.timestamp()
        assert created == pytest.approx(began + 7, abs=0.002)


async def test_a_thread_is_written_in(double: Double) -> None:
    guild = double.guild("Home", people=("Ada",))
    thread = guild.thread(guild.channel("general"), "aside")
    client = Listener(double)
    async with online(client, double):
        await double.say(thread, guild.person("Ada"), "here")
        await double.until(lambda: client.heard)
        place = client.heard[0].channel
        assert isinstance(place, discord.Thread)
        assert place.parent_id == guild.channel("general").id
        await place.send("yes")
    assert [post.text for post in double.posts(thread)] == ["yes"]
