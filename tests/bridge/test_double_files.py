"""Files both ways, and how large they may be."""

from __future__ import annotations

import io

import discord
import pytest
from double import Double, File
from double_clients import Listener, online, text_channel


async def test_files_come_down_from_the_cdn(double: Double) -> None:
    guild = double.guild("Home", people=("Ada",))
    note = File("voice-message.ogg", b"OggS" * 100, "audio/ogg", seconds=2.5)
    client = Listener(double)
    async with online(client, double):
        await double.say(
            guild.channel("general"), guild.person("Ada"), "", files=(File("ä b.txt", b"hi"), note)
        )
        await double.until(lambda: client.heard)
        text, sound = client.heard[0].attachments
        assert (text.filename, await text.read()) == ("ä b.txt", b"hi")
        assert (sound.content_type, sound.duration) == ("audio/ogg", 2.5)
        assert sound.is_voice_message()
        assert await sound.read() == note.data
        double.state.files.clear()
        with pytest.raises(discord.NotFound):
            await text.read()


async def test_files_go_up_as_a_form(double: Double) -> None:
    general = double.guild("Home").channel("general")
    client = Listener(double)
    async with online(client, double):
        files = [discord.File(io.BytesIO(bytes([one]) * 9), f"{one}.png") for one in (1, 2)]
        message = await text_channel(client, general.id).send("two", files=files)
        [post] = double.posts(general)
        assert [(one.name, one.data) for one in post.files] == [
            ("1.png", b"\1" * 9),
            ("2.png", b"\2" * 9),
        ]
        assert [one.content_type for one in post.files] == ["image/png"] * 2
        assert double.calls("POST /channels/{}/messages")[0].body["attachments"] == [
            {"id": 0, "filename": "1.png"},
            {"id": 1, "filename": "2.png"},
        ]
        assert await message.attachments[1].read() == b"\2" * 9
        extra = discord.File(io.BytesIO(b"3"), "3.png")
        await message.edit(attachments=[message.attachments[1], extra])
        assert [one.name for one in post.files] == ["2.png", "3.png"]


async def test_files_that_are_too_large(double: Double) -> None:
    """10 MiB each, 25 MiB a request; the server's tier and the interaction tell."""
    guild = double.guild("Home")
    client = Listener(double)
    async with online(client, double):
        assert client.guilds[0].filesize_limit == 10 * 1024 * 1024 == double.state.most_bytes(guild)
        channel = text_channel(client, guild.channel("general").id)
        double.state.file_most = 1000
        await channel.send(file=discord.File(io.BytesIO(bytes(1000)), "fits"))
        with pytest.raises(discord.HTTPException) as caught:
            await channel.send(file=discord.File(io.BytesIO(bytes(1001)), "not"))
        assert (caught.value.status, caught.value.code) == (413, 40005)
        double.rest.request_most = 2500
        with pytest.raises(discord.HTTPException) as caught:
            await channel.send(files=[discord.File(io.BytesIO(bytes(900)), "3") for _ in range(3)])
        assert caught.value.status == 413
    assert len(double.posts(guild.channel("general"))) == 1


async def test_a_boosted_server_takes_more(double: Double) -> None:
    guild = double.guild("Home")
    guild.premium_tier = 2
    client = Listener(double)
    async with online(client, double):
        assert client.guilds[0].filesize_limit == 50 * 1024 * 1024 == double.state.most_bytes(guild)
