"""What speaking on Discord needs of this machine, and how to get what is missing."""

from __future__ import annotations

import ctypes.util
import importlib.util
from collections.abc import Iterator

from sel.errors import VoiceError

_INSTALL = "Install the extra: pip install 'sel-companion[discord]'."
_NAMES = (
    "libopus.so.0",
    "libopus.so",
    "/opt/homebrew/lib/libopus.dylib",
    "/usr/local/lib/libopus.dylib",
    "/opt/local/lib/libopus.dylib",
)
"""Where libopus lies on Debian and the like, on a Mac with Homebrew (Apple's and Intel's chips),
with MacPorts; for systems where nobody can be asked for it."""


def ready() -> None:
    """Load libopus, once. Raises `VoiceError`: what is missing, and what to do."""
    for module, name in (("nacl", "PyNaCl"), ("davey", "davey")):
        if importlib.util.find_spec(module) is None:
            raise VoiceError(f"I can't speak here: {name} is not installed.", hint=_INSTALL)
    from discord import opus

    if opus.is_loaded():
        return
    for name in _candidates():
        try:
            opus.load_opus(name)
        except (OSError, AttributeError):
            continue
        return
    raise VoiceError(
        "I can't speak here: the library libopus is missing.",
        hint="On Debian: apt install libopus0; on a Mac: brew install opus.",
    )


def _candidates() -> Iterator[str]:
    if found := ctypes.util.find_library("opus"):
        yield found
    yield from _NAMES
