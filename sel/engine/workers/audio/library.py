"""PortAudio through sounddevice: loading it, and its refusals as sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sel.errors import VoiceError

PERMISSION = (
    "On Linux your user may have to be in the group audio; on macOS allow the terminal under"
    " System Settings, Privacy & Security, Microphone."
)
BAD_RATE, NO_DEVICE, UNAVAILABLE = -9997, -9996, -9985
"""PortAudio's numbers (portaudio.h, PaErrorCode)."""


def load() -> Any:
    """The module sounddevice. Raises `VoiceError` where it or PortAudio is missing."""
    try:
        import sounddevice  # type: ignore[import-untyped]
    except ImportError as error:
        raise VoiceError(
            "sounddevice, which SEL needs for speaker and microphone, is not installed.",
            hint="Run `make install-voice`, or `pip install 'sel-companion[voice]'`.",
        ) from error
    except OSError as error:
        raise VoiceError(
            "PortAudio, which SEL needs for speaker and microphone, is not installed.",
            hint="Debian, Ubuntu: `sudo apt install libportaudio2`; Fedora: `sudo dnf install"
            " portaudio`; macOS: `brew install portaudio`.",
        ) from error
    return sounddevice


def begin_again(sd: Any) -> None:
    """Let PortAudio look for devices anew; every stream must be closed."""
    sd._terminate()
    sd._initialize()


def code_of(error: Exception) -> int:
    """PortAudio's number of an error, 0 where it has none."""
    return error.args[1] if len(error.args) > 1 and isinstance(error.args[1], int) else 0


def opened(make: Callable[[int], Any], rates: Sequence[int], sd: Any) -> tuple[Any, int]:
    """The stream that `make` opens at the first of the rates that the device takes, and that rate.

    Raises PortAudio's error for any other trouble, and where it takes none of them."""
    for rate in rates:
        try:
            return make(rate), rate
        except sd.PortAudioError as error:
            if rate == rates[-1] or code_of(error) != BAD_RATE:
                raise
    raise ValueError("no rate to try")


def refusal(error: Exception, what: str, name: str) -> VoiceError:
    """Why `what` ("microphone", "speaker") called `name` could not be opened."""
    words = " ".join(str(part) for part in error.args).lower()
    code = code_of(error)
    if "permission" in words or "not permitted" in words:
        return VoiceError(f"SEL may not use the {what} {name}.", hint=PERMISSION)
    if code == UNAVAILABLE or "busy" in words:
        return VoiceError(
            f"The {what} {name} is in use by another program.",
            hint="Close that program, or choose another device: `sel voice devices`.",
        )
    if code == BAD_RATE:
        return VoiceError(
            f"The {what} {name} takes no rate that SEL can use.",
            hint="Choose another device: `sel voice devices`.",
        )
    if code == NO_DEVICE:
        return VoiceError(
            f"The {what} {name} is not there.",
            hint="Plug it in, or choose another: `sel voice devices`.",
        )
    return VoiceError(
        f"The {what} {name} cannot be opened (PortAudio error {code}).",
        hint="Is it plugged in, and is the sound server running? The log of the voice says more.",
    )
