"""`sel voice say` with the tone voice, into a file and through a sound card that only listens."""

from __future__ import annotations

import argparse
import io
import json
import sys
import wave
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from tones import VOICE, heard, phonemes

from sel import paths
from sel.cli import voice_say
from sel.errors import InputRefused, VoiceError
from sel.voice.ports import Choice, Ended, Lost, Opened, Sound, SoundEvent


class Card:
    """A sound card whose sounds are over at once; `broken` loses its speaker."""

    played: list[Sound]
    broken = False

    def __init__(self, log_path: Path) -> None:
        Card.played = []

    async def open(self, choice: Choice) -> Opened:
        assert choice == Choice(output="mine", microphone=False)
        return Opened("", "mine", choice.echo, 0.1)

    async def close(self) -> None:
        Card.played.append(Sound(-1, 1, b""))

    def play(self, sound: Sound) -> None:
        Card.played.append(sound)

    async def events(self) -> AsyncIterator[SoundEvent]:
        if self.broken:
            yield Lost("output", "The speaker is gone.")
        for sound in list(Card.played):
            yield Ended(sound.id, 0.0)


@pytest.fixture(autouse=True)
def _stand_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    models = SimpleNamespace(find_mouth=lambda name, paths: VOICE)
    monkeypatch.setitem(sys.modules, "sel.voice.models", models)
    monkeypatch.setitem(sys.modules, "sel.voice.audio.card", SimpleNamespace(SoundCard=Card))


def say(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    voice_say.register(parser.add_subparsers())
    args = parser.parse_args(["say", *arguments])
    settings = SimpleNamespace(piper_model="tone", voice_output="mine", voice_speed=1.0)
    args.loaded, args.paths = SimpleNamespace(settings=settings), paths.find()
    code: int = args.run(args)
    return code


def test_it_is_written_to_the_file_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "out.wav"
    assert say("**Hello** there, my friend.", "--wav", str(file), "--json") == 0
    with wave.open(str(file), "rb") as made:
        assert (made.getnchannels(), made.getsampwidth(), made.getframerate()) == (1, 2, 16_000)
        assert heard(made.readframes(made.getnframes())) == phonemes("Hello there, my friend.")
        length = made.getnframes() / 16_000
    figures = json.loads(capsys.readouterr().out)
    assert figures["voice"] == "tone_voice"
    assert figures["segments"] == 1
    assert abs(figures["sound"] - length) < 0.001
    assert figures["first"] == figures["made"] > 0
    assert figures["factor"] == round(figures["made"] / figures["sound"], 4)


def test_it_is_played_in_order(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("This is the first one.\n\nThis is another one."))
    assert say() == 0
    first, second, closed = Card.played
    assert heard(first.pcm) == phonemes("This is the first one.")
    assert heard(second.pcm) == phonemes("This is another one.")
    assert second.pause > 0.2
    assert closed.id == -1
    assert "tone_voice:" in capsys.readouterr().out


def test_a_speaker_that_goes_away_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Card, "broken", True)
    with pytest.raises(VoiceError, match="The speaker is gone"):
        say("Hello there.")
    assert Card.played[-1].id == -1


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="cannot be written"):
        say("Hello there.", "--wav", str(tmp_path / "none" / "out.wav"))


@pytest.mark.parametrize(("text", "why"), [(" \n", "nothing in it"), ("a" * 100_001, "100,000")])
def test_what_cannot_be_said_is_refused(text: str, why: str) -> None:
    with pytest.raises(InputRefused, match=why):
        say(text)
