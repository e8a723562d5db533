"""Examines what the voice needs: PortAudio, packages, what understands and what speaks.

Everything is found by name; none of it is loaded.
"""

from __future__ import annotations

import ctypes.util
import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from sel.cli.doctor_check import Check, House
from sel.errors import VoiceError
from sel.paths import Paths
from sel.voice.models import find_ears, find_mouth

_PACKAGES = {
    "sounddevice": "sounddevice",
    "faster-whisper": "faster_whisper",
    "piper-tts": "piper",
}
_ECHO = "livekit"


def voice_checks(house: House) -> Iterator[Check]:
    """Every check of the voice. None is vital: without a voice SEL writes."""
    settings, paths = house.loaded.settings, house.paths
    yield _portaudio()
    packages = _packages()
    yield packages
    if packages.status != "ok":
        return  # what comes after it is of no use yet
    yield _echo()
    yield _model("voice ears", find_ears, settings.stt_model, paths)
    yield _model("voice mouth", find_mouth, settings.piper_model, paths)


def _portaudio() -> Check:
    if sys.platform == "darwin" or ctypes.util.find_library("portaudio"):
        return Check("PortAudio", "ok", "Found.")  # the wheel of sounddevice for macOS brings it
    fix = "apt install libportaudio2 (as root), or your system's package of PortAudio."
    return Check("PortAudio", "warning", "Not found; SEL runs without sound.", fix)


def _packages() -> Check:
    missing = [name for name, module in _PACKAGES.items() if not _is_installed(module)]
    if not missing:
        return Check("voice packages", "ok", f"{', '.join(_PACKAGES)} are there.")
    fix = f"`make install-voice`, or `pip install {' '.join(missing)}`."
    detail = f"{', '.join(missing)} missing; SEL neither listens nor speaks."
    return Check("voice packages", "warning", detail, fix)


def _echo() -> Check:
    """Nobody needs it who wears headphones, so it is never a warning."""
    if _is_installed(_ECHO):
        return Check("voice echo", "ok", "SEL can take its own sound out of the microphone's.")
    text = "Without livekit SEL does not listen while it speaks, unless you wear headphones."
    return Check("voice echo", "ok", text)


def _model(name: str, find: Callable[[str, Paths], Path], asked: str, paths: Paths) -> Check:
    try:
        return Check(name, "ok", f"{asked}, in {find(asked, paths)}.")
    except VoiceError as error:
        place = f" ({error.where})" if error.where else ""
        return Check(name, "warning", f"{error.title}{place}", error.hint)


def _is_installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None
