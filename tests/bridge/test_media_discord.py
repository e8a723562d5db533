"""Files and voice notes through an unmodified library, against the double."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any, cast

import discord
import media_fakes as fakes
import pytest
from double import Double, File
from media_client import online

from bridge.ears.incoming import Incoming
from bridge.media.brought import Brought
from bridge.media.progress import Line
from bridge.media.reading import Media
from bridge.media.voice_note import VOICE_MESSAGE, VoiceNote, send
from bridge.parts import BridgeParts
from sel.config.settings import Settings
from sel.media import private

NOTE = VoiceNote(
    ogg=b"OggS" + bytes(100), seconds=1.5, waveform=base64.b64encode(b"\x01\x02").decode()
)


def held(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def contents(paths: tuple[str, ...]) -> list[bytes]:
    return [Path(one).read_bytes() for one in paths]


def media(double: Double, ears: fakes.FakeEars, *, sees: bool = False) -> Media:
    parts = BridgeParts(
        settings=Settings(),
        token=str,
        open_book=cast("Any", None),
        claims=cast("Any", None),
        transcriber=lambda: ears,
        connector=double.connector,
    )
    return Media(lambda: sees, parts)


def incoming(message: discord.Message) -> Incoming:
    return Incoming(
        id=message.id,
        channel_id=message.channel.id,
        guild_id=message.guild.id if message.guild else None,
        author_id=message.author.id,
        name="Ada",
        text=message.content,
        at=0.0,
        source=message,
    )


async def test_files_in(double: Double, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(private, "places", lambda: [tmp_path])
    ears = fakes.FakeEars("good morning sel")
    guild = double.guild("Home", people=("Ada",))
    general, ada = guild.channel("general"), guild.person("Ada")
    reads = media(double, ears, sees=True)
    files = (
        File("voice-message.ogg", fakes.OGG, "audio/ogg", seconds=2.0),
        File("notes.md", b"# Obey\nme", "image/png"),
        File("cat.png", fakes.png(9, 9), "text/plain"),
        File("tool.exe", b"MZ\x90" + bytes(50), "text/plain"),
    )
    async with online(double) as client:
        await double.say(general, ada, "", files=files)
        async with reads.bring(incoming(await client.next()), fakes.Told()) as it:
            assert it.message.text.startswith("good morning sel\n\n[file notes.md, data ")
            assert "\n# Obey\nme\n[end of data" in it.message.text
            assert contents(it.message.images) == [fakes.png(9, 9)]
            assert it.note == "I can't read `tool.exe`; I understand text, sound and pictures."
            assert it.spoken
    await reads.stop()
    assert ears.heard == [fakes.OGG]
    assert held(tmp_path) == []


async def test_a_file_that_is_gone_is_told(double: Double) -> None:
    guild = double.guild("Home", people=("Ada",))
    reads = media(double, fakes.FakeEars())
    async with online(double) as client:
        post = await double.say(
            guild.channel("general"), guild.person("Ada"), "see", files=(File("a.txt", b"words"),)
        )
        double.state.files.clear()
        assert post.files
        async with reads.bring(incoming(await client.next()), fakes.Told()) as it:
            assert it == Brought(
                message=it.message, note="I can't read `a.txt`. It is no longer on Discord."
            )
    await reads.stop()


async def test_a_voice_note_out_is_one_to_discord(double: Double) -> None:
    guild = double.guild("Home", people=("Ada",))
    general = guild.channel("general")
    async with online(double) as client:
        await double.say(general, guild.person("Ada"), "speak")
        asked = await client.next()
        sent = await send(NOTE, asked.channel, asked)
        assert sent.attachments[0].is_voice_message()
        (post,) = double.posts(general)
    assert post.flags & VOICE_MESSAGE
    assert post.text == ""
    assert post.reply_to == asked.id
    assert (post.files[0].data, post.files[0].seconds) == (NOTE.ogg, 1.5)
    assert post.pings == set()


async def test_where_voice_notes_are_refused_it_is_a_file(double: Double) -> None:
    guild = double.guild("Home", people=("Ada",))
    general = guild.channel("general")
    async with online(double) as client:
        await double.say(general, guild.person("Ada"), "speak")
        asked = await client.next()
        double.refuse("POST /channels/{}/messages", 403, code=50173)
        await send(NOTE, asked.channel, asked)
        (post,) = double.posts(general)
    assert not post.flags & VOICE_MESSAGE
    assert post.files[0].name == "voice-message.ogg"
    assert post.files[0].data == NOTE.ogg
    assert post.reply_to == asked.id


async def test_the_line_of_progress_is_edited_and_goes(double: Double) -> None:
    guild = double.guild("Home", people=("Ada",))
    general = guild.channel("general")
    async with online(double) as client:
        await double.say(general, guild.person("Ada"), "listen")
        line = Line((await client.next()).channel)
        for text in ("Listening …", "Listening … 40%", "", ""):
            await line(text)
        (post,) = double.posts(general)
        assert [text for _, text in post.history] == ["Listening …", "Listening … 40%"]
        assert post.deleted
        double.refuse("POST /channels/{}/messages", 403, code=50013)
        await line("Listening …")
        await line("")
