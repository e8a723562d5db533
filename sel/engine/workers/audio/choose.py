"""Devices by a part of their name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sel.errors import VoiceError

WORDS = {"input": "microphone", "output": "speaker"}
CHANNELS = {"input": "max_input_channels", "output": "max_output_channels"}


@dataclass(frozen=True, slots=True)
class Device:
    """One device of PortAudio; `rate` is its usual one, in Hz."""

    index: int
    name: str
    rate: int
    default: bool


def devices(sd: Any, part: str) -> list[Device]:
    """All that can be the `part`, "input" or "output"."""
    usual = sd.default.device[0 if part == "input" else 1]
    return [
        Device(
            entry["index"], entry["name"], int(entry["default_samplerate"]), entry["index"] == usual
        )
        for entry in sd.query_devices()
        if entry[CHANNELS[part]] > 0
    ]


def choose(sd: Any, part: str, name: str) -> Device:
    """The device of that name, or the first that has it in its name; the system's for "".

    Raises `VoiceError` naming what there is.
    """
    there, word = devices(sd, part), WORDS[part]
    if not there:
        raise VoiceError(
            f"There is no {word}.",
            hint="Plug one in, and see that the system's sound server is running.",
        )
    if not name:
        return next((device for device in there if device.default), there[0])
    wanted = name.strip().casefold()
    for fits in (wanted.__eq__, lambda known: wanted in known):
        for device in there:
            if fits(device.name.casefold()):
                return device
    names = ", ".join(device.name for device in there)
    raise VoiceError(
        f'No {word} is called "{name}".',
        hint=f"There are: {names}. A part of a name is enough for voice_{part}.",
    )
