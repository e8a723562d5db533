"""What cannot be opened is told in a sentence that says what to do."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from audio_stage import desk
from fake_portaudio import FakeSounddevice

from sel.cli.benches.voice.card import VirtualCard
from sel.engine.workers.audio import library
from sel.engine.workers.audio.lock import MicrophoneLock
from sel.engine.workers.audio.microphone import Microphone
from sel.engine.workers.audio.speaker import Speaker
from sel.errors import VoiceError
from sel.voice.audio import card as sound_card
from sel.voice.audio import echo
from sel.voice.audio.card import SoundCard
from sel.voice.audio.devices import Device, Devices, chosen, devices
from sel.voice.ports import Choice, Found, Frame, Lost, Sound, SoundEvent

pytestmark = pytest.mark.long


async def refused(log: Path, choice: Choice) -> str:
    card = SoundCard(log)
    with pytest.raises(VoiceError) as caught:
        await card.open(choice)
    await card.close()
    return caught.value.sentence()


async def test_the_list_of_devices(virtual_card: VirtualCard, tmp_path: Path) -> None:
    found = await devices(tmp_path / "log")
    assert {"sel_mic", "default"} <= {device.name for device in found.inputs}
    assert {"sel_speaker", "default"} <= {device.name for device in found.outputs}
    assert [device.name for device in found.outputs if device.default] == ["default"]
    assert all(device.rate > 0 for device in found.inputs)


async def test_devices_by_a_part_of_their_name(virtual_card: VirtualCard, tmp_path: Path) -> None:
    card = SoundCard(tmp_path / "log")
    opened = await card.open(Choice("EL_MIC", "sel_speaker"))
    await card.close()
    assert (opened.input, opened.output) == ("sel_mic", "sel_speaker")
    told = await refused(tmp_path / "log", Choice(input="Blue Yeti"))
    assert told.startswith('No microphone is called "Blue Yeti". There are: ')
    assert "sel_mic" in told
    assert 'No speaker is called "HDMI"' in await refused(tmp_path / "log", Choice(output="HDMI"))


async def test_two_on_one_microphone(virtual_card: VirtualCard, tmp_path: Path) -> None:
    async with desk(tmp_path / "log") as it:
        told = await refused(tmp_path / "log", Choice())
        assert told.startswith(f"Another SEL (process {it.card.pid}) is listening")
        async with desk(tmp_path / "log", Choice(microphone=False)):
            pass  # who only speaks is in nobody's way
        it.card.mute(microphone=True)
        lock = MicrophoneLock()
        await it.until(lambda: _can_take(lock))
        it.card.mute(microphone=False)
        await it.until(lambda: bool(it.told(Lost)))
        assert "Another SEL" in it.told(Lost)[0].title
        lock.leave()
        count = len(it.told(Frame))
        await it.until(lambda: len(it.told(Frame)) > count)


def _can_take(lock: MicrophoneLock) -> bool:
    try:
        lock.take()
    except VoiceError:
        return False
    return True


async def test_no_device_at_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "sounddevice.py").write_text(
        "query_devices = list\nclass default: device = -1, -1\nclass PortAudioError(Exception): 0"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert (await refused(tmp_path / "log", Choice())).startswith("There is no speaker. Plug one")
    assert await devices(tmp_path / "log") == Devices((), ())


async def test_no_sound_server(virtual_card: VirtualCard, tmp_path: Path) -> None:
    virtual_card.kill()
    told = await refused(tmp_path / "log", Choice(output="sel_speaker"))
    assert told.startswith(("The speaker sel_speaker cannot be opened", "There is no speaker"))
    assert "sound server" in told


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (("sounddevice", "raise OSError('no PortAudio')"), "PortAudio, which SEL needs"),
        (("sounddevice", "raise ModuleNotFoundError"), "sounddevice, which SEL needs"),
        (("livekit", "raise ModuleNotFoundError"), "livekit, which takes SEL's own voice out"),
    ],
)
async def test_a_library_that_is_missing(
    code: tuple[str, str],
    sentence: str,
    virtual_card: VirtualCard,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    (tmp_path / f"{code[0]}.py").write_text(code[1])
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    told = await refused(tmp_path / "log", Choice(echo="aec"))
    assert told.startswith(sentence)
    assert "nstall" in told


async def test_a_process_that_says_nothing(tmp_path: Path) -> None:
    card = SoundCard(tmp_path / "log", module="this")  # prints a poem and leaves
    with pytest.raises(VoiceError, match="does not answer"):
        await card.open(Choice())
    with pytest.raises(VoiceError, match="does not answer"):
        await devices(tmp_path / "log", module="this")


async def _play_at_each_start(card: SoundCard, told: list[SoundEvent]) -> None:
    async for event in card.events():
        told.append(event)
        if isinstance(event, Found):
            card.play(Sound(1, 16_000, b""))


async def test_a_child_that_dies_again_and_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    monkeypatch.setattr(sound_card, "PAUSE", 0.01)
    card = SoundCard(tmp_path / "log", module="dying_card")
    await card.open(Choice(microphone=False))
    card.play(Sound(1, 16_000, b""))
    told: list[SoundEvent] = []
    with pytest.raises(VoiceError, match="died too often"):
        await _play_at_each_start(card, told)
    assert [type(event) for event in told] == [*4 * [Lost, Found], Lost]
    assert await card.hush() is None
    await card.close()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (Exception("Invalid sample rate", -9997), "The microphone X takes no rate"),
        (Exception("Device unavailable", -9985), "The microphone X is in use"),
        (Exception("Error", -9999, (8, -16, "Device or resource busy")), "The microphone X is in"),
        (Exception("Error", -9999, (8, -13, "Permission denied")), "SEL may not use the"),
        (Exception("Invalid device", -9996), "The microphone X is not there"),
        (
            Exception("Something", -9986),
            "The microphone X cannot be opened (PortAudio error -9986)",
        ),
        (Exception("Something"), "The microphone X cannot be opened"),
    ],
)
def test_what_portaudio_refuses(error: Exception, sentence: str) -> None:
    told = library.refusal(error, "microphone", "X")
    assert told.sentence().startswith(sentence)
    assert told.hint


def test_a_microphone_that_refuses_16_khz_is_resampled() -> None:
    sd = FakeSounddevice(takes=(44_100,))
    heard: list[Any] = []
    microphone = Microphone(sd, "", 0.032, lambda at, samples, _: heard.append(samples))
    sd.stream.call(44_100)
    (block,) = heard
    assert abs(len(microphone.at_16k(block)) - 16_000) < 20
    microphone.close()
    with pytest.raises(VoiceError, match="no rate"):
        Microphone(FakeSounddevice(takes=()), "", 0.032, lambda *_: None)


def test_a_speaker_takes_its_own_rate_where_it_must() -> None:
    assert Speaker(FakeSounddevice(takes=(48_000, 44_100)), "", None, None).player.rate == 48_000
    assert Speaker(FakeSounddevice(takes=(44_100,)), "", None, None).player.rate == 44_100
    with pytest.raises(VoiceError, match="no rate"):
        Speaker(FakeSounddevice(takes=()), "", None, None)


def test_the_way_against_echo(monkeypatch: pytest.MonkeyPatch) -> None:
    assert echo.chosen("headphones") == "headphones"
    assert echo.chosen("half_duplex") == "half_duplex"
    assert echo.chosen("aec") == "aec"
    monkeypatch.setattr("importlib.util.find_spec", lambda name: SimpleNamespace())
    assert echo.chosen("auto") == "aec"
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert echo.chosen("auto") == "half_duplex"


def test_which_of_the_devices_is_taken() -> None:
    one, two = Device("Built-in", 48_000, False), Device("USB mic", 44_100, True)
    assert chosen((one, two), "") == two
    assert chosen((one,), "") == one
    assert chosen((one, two), "built") == one
    assert chosen((one, two), "yeti") is None
    assert chosen((), "") is None
