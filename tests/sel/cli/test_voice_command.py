"""`sel voice` and the doctor say whether SEL can listen and speak, and what to do."""

from __future__ import annotations

import ctypes.util
import importlib.util
from pathlib import Path

import pytest

from sel import paths as places
from sel.cli import doctor_voice
from sel.cli.doctor import can_talk
from sel.cli.doctor_check import Check, House
from sel.cli.main import main
from sel.config.load import load
from sel.voice import known


@pytest.fixture(autouse=True)
def _all_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: f"lib{name}.so.2")
    monkeypatch.setattr(doctor_voice, "_is_installed", lambda module: True)
    for name in ("HF_HOME", "HF_HUB_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "nothing"))


def checks() -> dict[str, Check]:
    paths = places.find()
    house = House(load({}, paths, {}, paths.config), paths)
    return {one.name: one for one in doctor_voice.voice_checks(house)}


def put_models(home: Path) -> None:
    for name in (
        *(f"whisper/base.en/{one}" for one in known.EARS_FILES),
        "piper/en_US-kristin-medium.onnx",
        "piper/en_US-kristin-medium.onnx.json",
    ):
        path = home / "models" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")


def test_without_models_the_way_to_them_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["voice"]) == 1
    said = capsys.readouterr().out
    assert "fix: `sel voice pull ears` fetches it" in said
    assert "fix: `sel voice pull mouth` fetches it" in said
    assert "cannot do both yet" in said


def test_with_everything_there_it_can(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    put_models(home)
    assert main(["voice"]) == 0
    said = capsys.readouterr().out
    assert str(home / "models" / "whisper" / "base.en") in said
    assert "SEL can listen and speak" in said


def test_settings_given_as_flags_count(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    put_models(home)
    assert main(["voice", "--stt-model", "/nowhere"]) == 1
    assert "does not exist. (/nowhere)" in capsys.readouterr().out


def test_missing_packages_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_voice, "_is_installed", lambda module: module != "piper")
    found = checks()
    assert set(found) == {"PortAudio", "voice packages"}
    assert "piper-tts missing" in found["voice packages"].detail
    assert "pip install piper-tts" in found["voice packages"].fix


def test_without_portaudio_there_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None)
    monkeypatch.setattr("sys.platform", "linux")
    assert checks()["PortAudio"].status == "warning"
    monkeypatch.setattr("sys.platform", "darwin")
    assert checks()["PortAudio"].status == "ok"


def test_the_echo_canceller_is_a_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_voice, "_is_installed", lambda module: module != "livekit")
    found = checks()["voice echo"]
    assert found.status == "ok"
    assert "headphones" in found.detail


def test_nothing_of_it_keeps_sel_from_talking() -> None:
    assert can_talk(list(checks().values()))


def test_the_packages_looked_for_are_those_that_are_imported() -> None:
    pytest.importorskip("piper")
    for module in doctor_voice._PACKAGES.values():
        assert importlib.util.find_spec(module)
