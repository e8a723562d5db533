"""A voice note in and one out with real models: flite and the small Whisper, the tone voice."""

from __future__ import annotations

import asyncio
import importlib.util
import shutil
import subprocess
from pathlib import Path
from typing import Any, cast

import pytest
from double import Double, File
from media_client import online
from media_fakes import Told
from test_media_discord import incoming
from tones import VOICE, heard, phonemes

from bridge.media.reading import Media
from bridge.media.voice_note import VoiceNotes, send
from bridge.parts import BridgeParts
from sel.cli.bridge_media import ears_for, mouth_for
from sel.config.settings import Settings
from sel.paths import find

NEEDED = all(map(importlib.util.find_spec, ("faster_whisper", "piper")))
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not NEEDED, reason="the extra voice is not installed"),
    pytest.mark.skipif(
        not (shutil.which("flite") and shutil.which("ffmpeg")), reason="no flite or no ffmpeg"
    ),
]


@pytest.fixture
def spoken(tmp_path: Path) -> bytes:
    """What somebody says, as Discord's own recorder packs it."""
    wav = tmp_path / "said.wav"
    subprocess.run(["flite", "-voice", "slt", "-t", "good morning sel", "-o", str(wav)], check=True)
    pack = ["ffmpeg", "-v", "error", "-i", str(wav), "-c:a", "libopus", "-f", "ogg", "pipe:1"]
    return subprocess.run(pack, capture_output=True, check=True).stdout


def unpacked(ogg: bytes) -> bytes:
    """16 kHz mono samples of it."""
    command = ["ffmpeg", "-v", "error", "-i", "pipe:0", "-f", "s16le", "-ar", "16000", "pipe:1"]
    return subprocess.run(command, input=ogg, capture_output=True, check=True).stdout


async def test_a_voice_note_in_and_one_out(double: Double, spoken: bytes) -> None:
    settings = Settings(stt_model=str(VOICE.parent / "micro-whisper"), piper_model=str(VOICE))
    mouth = mouth_for(settings, find())
    parts = BridgeParts(
        settings=settings,
        token=str,
        open_book=cast("Any", None),
        claims=cast("Any", None),
        transcriber=ears_for(settings, find()),
        reciter=mouth,
        connector=double.connector,
    )
    media = Media(lambda: False, parts)
    guild = double.guild("Home", people=("Ada",))
    general = guild.channel("general")
    async with online(double) as client:
        note = File("voice-message.ogg", spoken, "audio/ogg", seconds=1.5)
        await double.say(general, guild.person("Ada"), "", files=(note,))
        asked = await client.next()
        async with media.bring(incoming(asked), Told()) as it:
            assert (it.message.text, it.note, it.spoken) == ("good morning sel", "", True)
        made = await VoiceNotes(parts.reciter).make("Hello there.")
        await send(made, asked.channel, asked)
        (post,) = double.posts(general)
    await media.stop()
    await mouth().close()
    sound = await asyncio.to_thread(unpacked, post.files[0].data)
    assert heard(sound) == phonemes("Hello there.")
