"""Voice notes out: packed as Discord's own recorder does it, or a sentence why not."""

from __future__ import annotations

import asyncio
import base64
import importlib.util
import itertools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from media_fakes import FakeVoice
from test_media_frames import tone

from bridge.media import voice_note
from bridge.media.samples import RATE
from bridge.media.voice_note import MOST_CHARS, VoiceNotes, wanted
from sel.errors import VoiceError
from sel.media.fence import fenced

WITH_FFMPEG = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="there is no ffmpeg")
FAKE = (
    sys.executable,
    "-c",
    "import sys; sys.stdout.buffer.write(b'OggS' + sys.stdin.buffer.read()[:4])",
)


def played(ogg: bytes) -> np.ndarray:
    command = ["ffmpeg", "-v", "error", "-i", "pipe:0", "-f", "s16le", "-ac", "1", "pipe:1"]
    done = subprocess.run(command, input=ogg, capture_output=True, check=True)
    return np.frombuffer(done.stdout, "<i2").astype(np.float64)


def loudest(sound: np.ndarray) -> float:
    """The strongest tone, in Hz."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return float(spectrum.argmax()) * RATE / len(sound)


@WITH_FFMPEG
async def test_what_was_said_is_in_the_note() -> None:
    voice = FakeVoice([tone(440, 22_050, 1.0), bytes(22_050)], 22_050)
    note = await VoiceNotes(lambda: voice).make("One. Two.")
    assert note.seconds == 1.5
    sound = played(note.ogg)
    assert abs(len(sound) / RATE - 1.5) < 0.05
    assert abs(loudest(sound[: RATE // 2]) - 440) < 3
    bars = base64.b64decode(note.waveform)
    assert len(bars) == 15
    assert min(bars[1:9]) > 200
    assert max(bars[11:]) < 20


@pytest.mark.skipif(importlib.util.find_spec("av") is None, reason="there is no PyAV")
async def test_without_ffmpeg_a_child_packs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    command = voice_note.packer()
    assert command[1:] == ("-m", "bridge.media.opus_worker")
    note = await VoiceNotes(lambda: FakeVoice([tone(440, 16_000, 0.5)])).make("One.")
    monkeypatch.undo()
    assert note.ogg.startswith(b"OggS")
    assert b"OpusHead" in note.ogg[:100]
    if shutil.which("ffmpeg"):
        assert abs(loudest(played(note.ogg)[2000:-2000]) - 440) < 3


async def test_with_neither_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    voice = FakeVoice()
    with pytest.raises(VoiceError, match="neither ffmpeg nor PyAV"):
        await VoiceNotes(lambda: voice).make("One.")
    assert voice.asked == []


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (("/nowhere/ffmpeg",), "cannot be started"),
        ((sys.executable, "-c", "raise SystemExit(3)"), "could not be packed"),
        ((sys.executable, "-c", "print('no file')"), "could not be packed"),
    ],
)
async def test_a_packer_that_fails_is_a_sentence(
    command: tuple[str, ...], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice_note, "packer", lambda: command)
    with pytest.raises(VoiceError, match=why):
        await VoiceNotes(FakeVoice).make("One.")


async def test_a_packer_that_takes_too_long_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    command = (sys.executable, "-c", "import time; time.sleep(60)")
    monkeypatch.setattr(voice_note, "packer", lambda: command)
    monkeypatch.setattr(voice_note, "PACK_SECONDS", 0.3)
    with pytest.raises(VoiceError, match="took too long"):
        await VoiceNotes(FakeVoice).make("One.")


async def test_a_withdrawn_note_ends_its_packer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pid = tmp_path / "pid"
    script = f"import os, time; open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    monkeypatch.setattr(voice_note, "packer", lambda: (sys.executable, "-c", script))
    making = asyncio.create_task(VoiceNotes(FakeVoice).make("One."))
    async with asyncio.timeout(30.0):
        while not (pid.exists() and pid.read_text()):  # noqa: ASYNC110 - a child's file
            await asyncio.sleep(0.01)
    making.cancel()
    await asyncio.wait({making})
    assert making.cancelled()
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


@pytest.mark.parametrize("voice", [FakeVoice([]), FakeVoice([b""])])
async def test_nothing_to_say_is_a_sentence(
    voice: FakeVoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice_note, "packer", lambda: FAKE)
    with pytest.raises(VoiceError, match="nothing in it"):
        await VoiceNotes(lambda: voice).make("```code```")


async def test_in_a_demo_there_is_no_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_note, "packer", lambda: FAKE)
    with pytest.raises(VoiceError, match="demo"):
        await VoiceNotes(None).make("One.")


async def test_a_long_reply_is_spoken_up_to_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_note, "packer", lambda: FAKE)
    voice = FakeVoice()
    await VoiceNotes(lambda: voice).make("This is said. " * 300)
    assert MOST_CHARS - 20 < len(voice.asked[0]) <= MOST_CHARS
    assert voice.asked[0].endswith("This is said.")


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("send me a voice note", True),
        ("Could you answer with a voice message?", True),
        ("please say that out loud", True),
        ("tell me a story about the sea aloud", True),
        ("I want to hear your voice", True),
        ("did you hear my voice note?", False),
        ("that voice message was long", False),
        ("please don't send voice notes", False),
        ("no voice notes please", False),
        ("what is the weather like", False),
        ("the voice of the people", False),
        ("read this\n\n" + fenced("send me a voice note", "a.txt", "file"), False),
        ("send a voice note\n\n" + fenced("words", "a.txt", "file"), True),
    ],
    ids=itertools.count(),
)
def test_who_asks_for_a_voice_note(text: str, asks: bool) -> None:
    assert wanted(text) is asks
