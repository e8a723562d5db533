"""`sel voice devices` and `sel voice test`, as typed."""

from __future__ import annotations

import argparse
from pathlib import Path
from types import SimpleNamespace

import pytest

from sel.cli import voice_devices
from sel.cli.benches.voice.card import VirtualCard
from sel.errors import VoiceError
from sel.voice.audio.devices import Device


def run(folder: Path, *words: str, **settings: str) -> int:
    parser = argparse.ArgumentParser()
    voice_devices.register(parser.add_subparsers())
    args = parser.parse_args(words)
    args.paths = SimpleNamespace(logs=folder)
    chosen = {"voice_input": "", "voice_output": ""} | settings
    args.loaded = SimpleNamespace(settings=SimpleNamespace(**chosen))
    code: int = args.run(args)
    return code


def test_the_list(
    virtual_card: VirtualCard, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "devices", voice_input="sel_mic", voice_output="Bose") == 0
    shown = capsys.readouterr().out
    microphones, speakers = shown.split("Speakers:")
    assert " * sel_mic (" in microphones
    assert ", the system's)" in microphones
    assert " * " not in speakers
    assert 'None of these is called "Bose".' in speakers


def test_a_microphone_is_heard_or_silent(
    virtual_card: VirtualCard,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(voice_devices, "LISTEN_SECONDS", 0.5)
    assert run(tmp_path, "test") == 1
    shown = capsys.readouterr().out
    assert "A chime was played through default." in shown
    assert "Nothing but silence comes from default" in shown
    saying = virtual_card.say(40 * voice_devices.chime(), voice_devices.RATE)
    assert run(tmp_path, "test") == 0
    assert "default works: -" in capsys.readouterr().out
    assert run(tmp_path, "devices", "--meter", "0.5") == 0
    shown = capsys.readouterr().out
    assert shown.count(" dBFS [##") >= 3
    saying.stop()
    virtual_card.kill()
    with pytest.raises(VoiceError):
        run(tmp_path, "test")


@pytest.mark.parametrize(
    ("loudest", "works", "words"),
    [
        (-90.0, False, "silence"),
        (-85.0, False, "silence"),
        (-60.0, True, "softly"),
        (-20.0, True, "works: -20 dBFS"),
        (0.0, True, "turn it down"),
    ],
)
def test_the_verdict(loudest: float, works: bool, words: str) -> None:
    told, sentence = voice_devices.verdict("X", loudest)
    assert told is works
    assert words in sentence


def test_nothing_to_list(capsys: pytest.CaptureFixture[str]) -> None:
    voice_devices._print_devices("Speakers", (), "")
    voice_devices._print_devices("Microphones", (Device("a\x1b[2J", 8_000, True),), "")
    shown = capsys.readouterr().out
    assert shown.startswith("Speakers: none\nMicrophones:\n * a")
    assert "\x1b" not in shown
